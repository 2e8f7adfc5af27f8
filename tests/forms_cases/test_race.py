"""Many people on one case at the same moment, in threads with connections of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import Permission
from django.db import connection

from forms.cases import services
from forms.cases.states import CaseState, DeclineReason
from forms.models.cases import Case, CaseMove
from portal.errors import DomainError
from tests.builders.cases import make_case, make_user

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 6


def make_staff():
    """By permission, not by role: a test that flushed the database took the trees with it that roles hang on."""
    user = make_user()
    user.user_permissions.add(Permission.objects.get(content_type__app_label="forms", codename="move_case"))
    return user


def at_once(actions) -> list:
    """Run the actions in threads that start together; each gives its result or its refusal."""
    gate = Barrier(len(actions))

    def run(action):
        gate.wait()
        try:
            return action()
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def test_of_many_moves_at_the_same_moment_exactly_one_counts():
    case = make_case(state=CaseState.IN_REVIEW)
    staff = [make_staff() for _number in range(PEOPLE)]
    targets = [CaseState.ACCEPTED, CaseState.WAITLISTED, CaseState.DECLINED] * 2

    def decide(actor, to):
        reason = DeclineReason.NO_CAPACITY if to == CaseState.DECLINED else ""
        return lambda: services.move(case_id=case.pk, to=to, actor=actor, seen_version=case.version, reason=reason)

    results = at_once([decide(actor, to) for actor, to in zip(staff, targets, strict=True)])

    winners = [result for result in results if isinstance(result, Case)]
    refusals = [result for result in results if isinstance(result, DomainError)]
    stored = Case.objects.get()
    assert len(winners) == 1
    assert [refusal.code for refusal in refusals] == ["outdated"] * (PEOPLE - 1)
    assert (stored.state, stored.version) == (winners[0].state, case.version + 1)
    assert CaseMove.objects.filter(source=CaseState.IN_REVIEW).count() == 1


def test_of_a_move_and_an_assignment_at_the_same_moment_neither_is_lost():
    case = make_case()
    staff = make_staff()

    results = at_once(
        [
            lambda: services.move(case_id=case.pk, to=CaseState.IN_REVIEW, actor=staff, seen_version=case.version),
            lambda: services.assign(case_id=case.pk, assignee=staff, actor=staff, seen_version=case.version),
        ]
    )

    stored = Case.objects.get()
    done = [(stored.state == CaseState.IN_REVIEW), (stored.assigned_to == staff)]
    assert done == [isinstance(result, Case) for result in results]
    assert sum(done) == 1

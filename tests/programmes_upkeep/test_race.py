"""Two at the same moment, in threads with connections of their own."""

import uuid

import pytest
from django.utils import timezone

from portal.models import OutgoingMail, User
from programmes.models.upkeep import GroupConfirmation, Upkeep, UpkeepStep, UpkeepTask
from programmes.upkeep import facts, links, members, proposals, services, tasks
from programmes.upkeep.states import FieldGroup, LadderState, Side, TaskKind
from tests.builders.cases import make_user
from tests.builders.programmes import make_centre
from tests.builders.upkeep import make_confirmed_centre, make_full_centre, put_in_state
from tests.forms_cases.test_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 4


def test_two_clocks_ask_once():
    make_confirmed_centre()
    Upkeep.objects.update(due_on=timezone.localdate())

    results = at_once([services.begin_due_rounds] * MANY)

    assert sorted(results) == [0] * (MANY - 1) + [1]
    assert OutgoingMail.objects.count() == 1
    assert Upkeep.objects.get().round == 1


def test_two_clocks_remind_once():
    centre = make_confirmed_centre()
    put_in_state(centre, LadderState.ASKED, for_days=100)

    results = at_once([services.climb] * MANY)

    assert sum(results) == 1
    assert OutgoingMail.objects.count() == 1
    assert UpkeepStep.objects.filter(target=LadderState.REMINDED).count() == 1


def test_the_same_group_confirmed_at_the_same_moment_is_confirmed_once():
    centre = make_full_centre()

    at_once([lambda: services.confirm(centre_id=centre.pk, groups=["hours"], side=Side.CENTRE)] * MANY)

    assert GroupConfirmation.objects.count() == 1
    assert UpkeepStep.objects.count() == 1


def test_the_last_two_groups_confirmed_at_the_same_moment_end_the_round_once():
    centre = make_confirmed_centre()
    put_in_state(centre, LadderState.SUNK, for_days=3)
    GroupConfirmation.objects.filter(group__in=("hours", "words")).update(confirmed_on="2026-01-01")

    at_once(
        [
            lambda: services.confirm(centre_id=centre.pk, groups=["hours"], side=Side.CENTRE),
            lambda: services.confirm(centre_id=centre.pk, groups=["words"], side=Side.CENTRE),
        ]
    )

    assert Upkeep.objects.get().state == LadderState.CONFIRMED
    assert UpkeepStep.objects.filter(source=LadderState.SUNK, target=LadderState.CONFIRMED).count() == 1


def test_a_confirmation_and_the_clock_at_the_same_moment_leave_no_label():
    centre = make_confirmed_centre()
    put_in_state(centre, LadderState.REMINDED, for_days=100)
    confirm_all = lambda: services.confirm(centre_id=centre.pk, groups=FieldGroup.values, side=Side.CENTRE)  # noqa: E731

    at_once([services.climb, confirm_all])

    assert Upkeep.objects.get().state == LadderState.CONFIRMED
    assert not UpkeepTask.objects.open().exists()


def test_one_report_sent_many_times_at_once_is_one():
    centre, key = make_full_centre(), uuid.uuid4()

    results = at_once(
        [lambda: tasks.report(form_key=key, centre_id=centre.pk, group="", text="Zu", language="de").pk] * MANY
    )

    assert len(set(results)) == 1
    assert UpkeepTask.objects.count() == 1


def test_the_clock_puts_one_thing_on_the_list_once():
    centre = make_full_centre()

    results = at_once([lambda: tasks.open_by_clock(centre_id=centre.pk, kind=TaskKind.OVERDUE)] * MANY)

    assert sorted(results) == [False] * (MANY - 1) + [True]


def test_of_two_decisions_at_the_same_moment_one_counts():
    centre, editor = make_full_centre(), make_user()
    change = {"street": {"old": "Hauptstraße 1", "new": "Neue Gasse 5"}}
    task = proposals.propose(
        form_key=uuid.uuid4(), centre_id=centre.pk, group="contact", changes=change, note="", language="de"
    )
    seen = proposals.fingerprint_of(task.proposal, facts.snapshot(centre.pk))
    accept = lambda: proposals.decide(task_id=task.pk, accepted=["street"], user=editor, seen=seen)  # noqa: E731
    refuse = lambda: proposals.decline(task_id=task.pk, user=editor, reason="x")  # noqa: E731

    results = at_once([accept, refuse])

    assert len([one for one in results if isinstance(one, UpkeepTask)]) == 1
    assert UpkeepTask.objects.get().moves.count() == 1


@pytest.mark.parametrize("is_known", [False, True])
def test_an_invitation_sent_many_times_at_once_is_one(is_known):
    centre = make_centre()
    if is_known:  # no unique address keeps them apart then
        make_user(email="ada@example.org")

    results = at_once([lambda: members.add_member(centre_id=centre.pk, email="ada@example.org", language="de")] * MANY)

    assert sorted(results) == [False] * (MANY - 1) + [True]
    assert (User.objects.count(), OutgoingMail.objects.count(), UpkeepStep.objects.count()) == (1, 1, 1)


def test_one_person_invited_to_several_centres_at_once_gets_one_account():
    centres = [make_centre(f"Stelle {number}") for number in range(MANY)]

    results = at_once(
        [
            lambda pk=centre.pk: members.add_member(centre_id=pk, email="ada@example.org", language="de")
            for centre in centres
        ]
    )

    assert results == [True] * MANY
    assert User.objects.get().centres.count() == MANY


def test_of_many_workers_one_looks_at_a_link(settings):
    settings.CHECK_LINKS = True
    make_centre(website="http://127.0.0.1:9/")

    results = at_once([links.check_due] * MANY)

    assert sorted(results) == [0] * (MANY - 1) + [1]

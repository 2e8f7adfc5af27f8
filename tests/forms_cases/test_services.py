"""Opening, moving, assigning, withdrawing and looking: the rules, the log and the mails."""

import itertools

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from forms.cases import permissions, selectors, services
from forms.cases.states import ENDED, FINAL, CaseState, DeclineReason, Side, StopReason, next_states
from forms.codes import Purpose
from forms.models.cases import Case, CaseMove, Envelope
from forms.models.submissions import Submission
from forms.signals import submitted
from portal import roles
from portal.errors import DomainError
from portal.models import OutgoingMail
from tests.builders.cases import IDENTITY, NEED, SPECIAL, make_case, make_case_centre, make_submission, make_user

pytestmark = pytest.mark.django_db

REASON = {CaseState.DECLINED: DeclineReason.NO_CAPACITY, CaseState.STOPPED: StopReason.NO_CONTACT}
TEXT = {CaseState.QUERY: "Welcher Monat?"}


@pytest.fixture
def staff():
    return make_user(roles.CASE_STAFF)


def move(case, to, actor, **facts):
    facts.setdefault("reason", REASON.get(to, ""))
    facts.setdefault("text", TEXT.get(to, ""))
    return services.move(case_id=case.pk, to=to, actor=actor, seen_version=case.version, **facts)


def test_a_submission_becomes_a_case_in_the_inbox_with_its_first_log_entry():
    member = make_user(roles.CENTRE_MEMBER)
    centre = make_case_centre(member)

    submission = make_submission(centre=centre, submitted_by=member)
    submitted.send(sender=Submission, submission=submission)

    case = submission.case
    assert (str(case), case.state, case.centre, case.version) == (submission.reference, "submitted", centre, 0)
    entry = case.moves.get()
    assert (entry.source, entry.target, entry.actor, entry.side) == ("", "submitted", member, Side.CENTRE)


def test_opening_twice_opens_one_case_and_tells_the_staff_once(staff, outbox):
    submission = make_submission()

    first, second = services.open_case(submission=submission), services.open_case(submission=submission)

    assert first == second
    assert [mail.recipient for mail in outbox] == [staff.email]


@pytest.mark.parametrize(
    "role", [roles.CASE_STAFF, roles.COACH, roles.CENTRE_MEMBER, roles.AUDITOR, roles.ADMINISTRATOR]
)
def test_a_move_is_carried_out_exactly_where_the_table_allows_it(role):
    """Every pair of states, by somebody whom the case was assigned to and who is a member of its centre."""
    actor = make_user(role)
    centre = make_case_centre(actor)
    allowed_sides = {roles.CASE_STAFF: {Side.STAFF}, roles.COACH: {Side.COACH}}.get(role, set())
    cases = {source: make_case(state=source, centre=centre, assigned_to=actor) for source in CaseState}

    for source, target in itertools.product(CaseState, repeat=2):
        sid = transaction.savepoint()
        if target in next_states(source, allowed_sides):
            moved = move(cases[source], target, actor)
            assert (moved.state, moved.version) == (target, cases[source].version + 1)
            entry = CaseMove.objects.filter(case=moved).last()
            assert (entry.source, entry.target, entry.actor) == (source, target, actor)
            assert entry.side in allowed_sides
        else:
            with pytest.raises(DomainError if allowed_sides else PermissionDenied):
                move(cases[source], target, actor)
            assert Case.objects.get(pk=cases[source].pk).state == source
        transaction.savepoint_rollback(sid)


def test_a_coach_moves_nothing_but_assigned_cases():
    coach = make_user(roles.COACH)
    case = make_case(state=CaseState.TRAINING, assigned_to=make_user(roles.COACH))

    with pytest.raises(PermissionDenied):
        move(case, CaseState.COMPLETED, coach)


def test_a_message_is_closed_without_the_steps_of_a_referral(staff):
    case = make_case(purpose=Purpose.MESSAGE)

    with pytest.raises(DomainError):
        move(case, CaseState.DECLINED, staff)
    assert move(case, CaseState.CLOSED, staff).closed_at


@pytest.mark.parametrize("reason", ["", "nonsense", StopReason.NO_CONTACT.value])
def test_declining_needs_one_of_the_reasons_to_decline(staff, reason):
    case = make_case(state=CaseState.IN_REVIEW)

    with pytest.raises(DomainError) as refusal:
        move(case, CaseState.DECLINED, staff, reason=reason)

    assert refusal.value.code == "reason"
    assert Case.objects.get().state == CaseState.IN_REVIEW


def test_a_reason_where_none_belongs_is_not_kept(staff):
    case = make_case()

    move(case, CaseState.IN_REVIEW, staff, reason=DeclineReason.NO_CAPACITY)

    assert case.moves.last().reason == ""


def test_a_query_says_what_it_asks(staff):
    case = make_case(state=CaseState.IN_REVIEW)

    with pytest.raises(DomainError):
        move(case, CaseState.QUERY, staff, text="  ")
    with pytest.raises(DomainError):
        move(case, CaseState.QUERY, staff, text="x" * 2001)


def test_a_closed_case_has_its_date_and_no_other_has(staff):
    case = make_case(state=CaseState.DEPARTED)

    closed = move(case, CaseState.CLOSED, staff)

    assert closed.closed_at == closed.state_since
    assert closed.state in FINAL


@pytest.mark.parametrize(
    "facts",
    [{"state": "nonsense"}, {"state": CaseState.CLOSED}, {"state": CaseState.DECLINED, "closed_at": timezone.now()}],
)
def test_the_database_refuses_states_that_cannot_be(facts):
    case = make_case()

    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**facts)


@pytest.mark.parametrize(
    "facts",
    [
        {"source": "submitted", "target": "submitted"},
        {"source": "in_review", "target": "declined"},
        {"source": "submitted", "target": "in_review", "reason": "no_capacity"},
    ],
)
def test_the_database_refuses_moves_that_cannot_be(facts):
    case = make_case()

    with pytest.raises(IntegrityError), transaction.atomic():
        CaseMove.objects.create(case=case, side=Side.STAFF, **facts)


def test_of_two_people_with_the_same_screen_one_wins_and_the_other_reads_what_happened(staff):
    case = make_case(state=CaseState.IN_REVIEW)
    colleague = make_user(roles.CASE_STAFF)
    seen = case.version

    services.move(case_id=case.pk, to=CaseState.ACCEPTED, actor=colleague, seen_version=seen)
    with pytest.raises(DomainError) as refusal:
        services.move(
            case_id=case.pk, to=CaseState.DECLINED, actor=staff, seen_version=seen, reason=DeclineReason.NO_CAPACITY
        )

    assert refusal.value.code == "outdated"
    assert str(colleague) in refusal.value.message
    assert str(CaseState.ACCEPTED.label) in refusal.value.message
    case.refresh_from_db()
    assert (case.state, case.version, case.moves.count()) == (CaseState.ACCEPTED, seen + 1, 3)


def test_a_change_between_reading_and_writing_is_not_overwritten(staff):
    """The conditional UPDATE alone, as it decides on a database that lets two transactions read at once."""
    mine, theirs = make_case(), Case.objects.get()
    services._change(theirs, state=CaseState.IN_REVIEW)
    CaseMove.objects.create(case=theirs, source="submitted", target="in_review", actor=staff, side=Side.STAFF)

    with pytest.raises(DomainError):
        services._change(mine, state=CaseState.WITHDRAWN)

    assert Case.objects.get().state == CaseState.IN_REVIEW


def test_assigning_counts_as_a_change_for_whoever_had_the_case_open(staff):
    case = make_case()
    coach = make_user(roles.COACH)
    seen = case.version

    services.assign(case_id=case.pk, assignee=coach, actor=staff, seen_version=seen)
    with pytest.raises(DomainError) as refusal:
        services.move(case_id=case.pk, to=CaseState.IN_REVIEW, actor=staff, seen_version=seen)
    with pytest.raises(DomainError):
        services.assign(case_id=case.pk, assignee=None, actor=staff, seen_version=seen)

    assert str(coach) in refusal.value.message
    assert case.assignments.get().assignee == coach


def test_putting_a_case_back_is_told_too(staff):
    case = make_case(assigned_to=staff)

    services.assign(case_id=case.pk, assignee=None, actor=staff, seen_version=0)
    with pytest.raises(DomainError, match=str(staff)):
        services.move(case_id=case.pk, to=CaseState.IN_REVIEW, actor=staff, seen_version=0)

    assert Case.objects.get().assigned_to is None


@pytest.mark.parametrize("role", [roles.EDITOR, roles.AUDITOR, roles.CENTRE_MEMBER, roles.ADMINISTRATOR])
def test_cases_are_given_to_case_staff_and_coaches_only(staff, role):
    case = make_case()

    with pytest.raises(DomainError):
        services.assign(case_id=case.pk, assignee=make_user(role), actor=staff, seen_version=0)


def test_a_coach_gives_no_case_away():
    coach = make_user(roles.COACH)
    case = make_case(assigned_to=coach)

    with pytest.raises(PermissionDenied):
        services.assign(case_id=case.pk, assignee=None, actor=coach, seen_version=0)


def test_the_centre_withdraws_once_however_often_it_asks(outbox):
    staff, member = make_user(roles.CASE_STAFF), make_user(roles.CENTRE_MEMBER)
    case = make_case(centre=make_case_centre(member))
    outbox.delete()

    services.withdraw(case_id=case.pk, actor=member, text="Die Person hat es sich anders überlegt.")
    services.withdraw(case_id=case.pk, actor=member)

    case.refresh_from_db()
    assert case.state == CaseState.WITHDRAWN
    assert list(case.moves.values_list("target", flat=True)) == ["submitted", "withdrawn"]
    assert [mail.recipient for mail in outbox] == [staff.email]


@pytest.mark.parametrize("state", [s for s in CaseState if CaseState.WITHDRAWN not in next_states(s, {Side.CENTRE})])
def test_what_has_begun_or_ended_is_not_withdrawn(state):
    member = make_user(roles.CENTRE_MEMBER)
    case = make_case(state=state, centre=make_case_centre(member))

    if state == CaseState.WITHDRAWN:
        assert services.withdraw(case_id=case.pk, actor=member).moves.count() == 2
    else:
        with pytest.raises(DomainError):
            services.withdraw(case_id=case.pk, actor=member)


def test_nobody_else_withdraws_not_even_staff():
    case = make_case(centre=make_case_centre(make_user(roles.CENTRE_MEMBER)))
    stranger, staff = make_user(roles.CENTRE_MEMBER), make_user(roles.CASE_STAFF)
    make_case_centre(stranger)

    for actor in (stranger, staff):
        with pytest.raises(PermissionDenied):
            services.withdraw(case_id=case.pk, actor=actor)


def test_a_superuser_and_a_disabled_account_have_no_access_to_cases():
    case = make_case()
    superuser = make_user()
    superuser.is_superuser = True
    disabled = make_user(roles.CASE_STAFF)
    disabled.is_active = False

    for user in (superuser, disabled):
        assert not permissions.user_can_enter_inbox(user)
        assert not selectors.cases_for(user).exists()
        with pytest.raises(PermissionDenied):
            services.look(case=case, user=user, envelope=Envelope.NEED)
        with pytest.raises(PermissionDenied):
            move(case, CaseState.IN_REVIEW, user)


def mail_words(mail) -> str:
    return " ".join([mail.content["subject"], mail.content["text"], mail.content["html"]])


def test_mails_hold_a_reference_and_a_link_and_nothing_a_person_told(outbox):
    staff, coach, member = make_user(roles.CASE_STAFF), make_user(roles.COACH), make_user(roles.CENTRE_MEMBER)
    case = make_case(centre=make_case_centre(member))
    moved = move(case, CaseState.IN_REVIEW, staff)
    moved = move(moved, CaseState.QUERY, staff, text="sentinel-text-5T")
    services.assign(case_id=case.pk, assignee=coach, actor=staff, seen_version=moved.version)
    services.withdraw(case_id=case.pk, actor=member, text="sentinel-text-6U")

    assert [(mail.template, mail.recipient) for mail in outbox] == [
        ("forms/emails/case_opened", staff.email),
        ("forms/emails/case_changed", member.email),
        ("forms/emails/case_changed", member.email),
        ("forms/emails/case_assigned", coach.email),
        ("forms/emails/case_changed", coach.email),
    ]
    told = [*NEED.values(), *IDENTITY.values(), *SPECIAL.values(), "sentinel-text", "Bäckerei", staff.last_name]
    for mail in outbox:
        words = mail_words(mail)
        assert mail.language == "de"
        assert mail.reference == f"case:{case.reference}"
        assert case.reference in mail.content["subject"]
        area = "bereich/faelle" if mail.recipient == member.email else "cms/cases"
        assert f"http://testserver/{area}/{case.reference}/" in words
        assert not [word for word in told if word in words]


def test_moves_of_a_case_without_a_centre_tell_nobody_outside(staff):
    case = make_case()
    OutgoingMail.objects.all().delete()

    move(case, CaseState.IN_REVIEW, staff)

    assert not OutgoingMail.objects.exists()


def test_states_that_are_over_do_not_count_as_open():
    cases = {state: make_case(state=state) for state in CaseState}

    assert set(Case.objects.open()) == {case for state, case in cases.items() if state not in ENDED}

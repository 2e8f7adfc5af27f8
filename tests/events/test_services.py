"""The rules of registration, to the last branch."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from events import seats, selectors, services
from events.models import Event, Registration, RegistrationMove, SessionChoice
from events.states import MOVES, MoveReason, Phase, RegistrationState
from portal import tokens
from portal.errors import DomainError
from portal.models import PublicStamp
from tests.builders.events import make_event, make_guest, make_registration, make_session
from tests.privacy import sentinels

pytestmark = pytest.mark.django_db


def counts(event: Event) -> tuple[int, int]:
    event.refresh_from_db()
    return event.taken, event.waiting


def states(event: Event) -> list[str]:
    return list(event.registrations.order_by("number").values_list("state", flat=True))


def seat_of(registration):
    """The workshop somebody has a seat in."""
    choice = registration.choices.filter(seated=True).first()
    return choice.session if choice else None


def test_the_last_seat_goes_to_the_first_person(outbox):
    event = make_event(capacity=1)

    first = make_registration(event, email="ada@example.org", language="de")
    second = make_registration(event, email="bo@example.org", language="en")

    assert (first.state, second.state) == ("confirmed", "waitlisted")
    assert [mail.recipient for mail in outbox] == ["ada@example.org", "bo@example.org"]
    assert counts(event) == (1, 1)


def test_nobody_passes_the_waiting_list():
    event = make_event(capacity=1)
    make_registration(event)
    make_registration(event)
    Event.objects.filter(pk=event.pk).update(capacity=2)

    late = make_registration(event)

    assert late.is_waiting
    assert counts(event) == (1, 2)


def test_the_waiting_list_is_counted_from_one_without_gaps():
    event = make_event(capacity=1)
    people = [make_registration(event) for _number in range(4)]

    services.cancel(registration_id=people[2].pk)

    assert [selectors.position(Registration.objects.get(pk=p.pk)) for p in people] == [None, 1, None, 2]


def test_the_same_form_sent_twenty_times_is_one_registration_and_one_mail(outbox):
    event, form, person = make_event(), uuid.uuid4(), make_guest()

    references = {
        services.register(event_id=event.pk, submission=form, guest=person, language="de").reference
        for _time in range(20)
    }

    assert len(references) == 1
    assert event.registrations.count() == 1
    assert outbox.count() == 1
    assert counts(event) == (1, 0)


def test_the_same_form_gives_its_receipt_after_registration_closed():
    event, form, person = make_event(), uuid.uuid4(), make_guest()
    first = services.register(event_id=event.pk, submission=form, guest=person, language="de")
    Event.objects.filter(pk=event.pk).update(registration_closes_at=timezone.now())

    again = services.register(event_id=event.pk, submission=form, guest=person, language="de")

    assert again == first


def test_the_same_form_with_another_address_is_refused():
    event, form = make_event(), uuid.uuid4()
    services.register(event_id=event.pk, submission=form, guest=make_guest("ada@example.org"), language="de")

    with pytest.raises(DomainError) as refusal:
        services.register(event_id=event.pk, submission=form, guest=make_guest("bo@example.org"), language="de")

    assert refusal.value.code == "sent-before"


@pytest.mark.parametrize("spelling", ["ada@example.org", "ADA@Example.ORG", "  ada@example.org "])
def test_an_address_registers_once(spelling, outbox):
    event = make_event()
    make_registration(event, email="ada@example.org")

    with pytest.raises(DomainError) as refusal:
        make_registration(event, email=spelling)

    assert refusal.value.code == "registered-before"
    assert counts(event) == (1, 0)
    assert outbox.count() == 1


def test_an_address_may_register_again_after_cancelling_and_for_another_event():
    event = make_event()
    services.cancel(registration_id=make_registration(event, email="ada@example.org").pk)

    again = make_registration(event, email="ada@example.org")
    elsewhere = make_registration(make_event(), email="ada@example.org")

    assert again.is_confirmed
    assert elsewhere.is_confirmed


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"registration_opens_at": timedelta(days=1)}, Phase.NOT_YET),
        ({"registration_closes_at": timedelta(seconds=-1)}, Phase.CLOSED),
        ({"starts_at": timedelta(hours=-1), "ends_at": timedelta(hours=1)}, Phase.CLOSED),
        ({"starts_at": timedelta(hours=-2), "ends_at": timedelta(hours=-1)}, Phase.PAST),
        ({"cancelled_at": timedelta(hours=-1)}, Phase.CANCELLED),
    ],
)
def test_registration_is_refused_outside_its_time(facts, code):
    event = make_event(**{name: timezone.now() + distance for name, distance in facts.items()})

    with pytest.raises(DomainError) as refusal:
        make_registration(event)

    assert refusal.value.code == code.value
    assert counts(event) == (0, 0)


def test_cancelling_promotes_exactly_the_first_in_line(outbox):
    event = make_event(capacity=2)
    people = [make_registration(event) for _number in range(5)]
    outbox.all().delete()

    services.cancel(registration_id=people[0].pk)

    assert states(event) == ["cancelled", "confirmed", "confirmed", "waitlisted", "waitlisted"]
    assert counts(event) == (2, 2)
    assert [mail.template for mail in outbox] == ["events/emails/cancelled", "events/emails/promoted"]
    assert [mail.recipient for mail in outbox] == [people[0].email, people[2].email]


def test_leaving_the_waiting_list_promotes_nobody(outbox):
    event = make_event(capacity=1)
    people = [make_registration(event) for _number in range(3)]

    services.cancel(registration_id=people[1].pk)

    assert states(event) == ["confirmed", "cancelled", "waitlisted"]
    assert counts(event) == (1, 1)


def test_nobody_moves_up_once_the_event_has_begun():
    event = make_event(capacity=1)
    people = [make_registration(event) for _number in range(2)]
    Event.objects.filter(pk=event.pk).update(starts_at=timezone.now() - timedelta(minutes=1))

    services.cancel(registration_id=people[0].pk)

    assert states(event) == ["cancelled", "waitlisted"]


def test_more_seats_go_to_those_who_wait():
    event = make_event(capacity=1)
    for _number in range(4):
        make_registration(event)
    Event.objects.filter(pk=event.pk).update(capacity=3)

    moved = services.promote(event_id=event.pk)

    assert [registration.number for registration in moved] == [2, 3]
    assert states(event) == ["confirmed", "confirmed", "confirmed", "waitlisted"]
    assert counts(event) == (3, 1)


def test_promoting_twice_changes_nothing():
    event = make_event(capacity=1)
    for _number in range(2):
        make_registration(event)

    assert services.promote(event_id=event.pk) == []
    assert services.promote(event_id=event.pk) == []


@pytest.mark.parametrize("old", RegistrationState.values)
@pytest.mark.parametrize("new", RegistrationState.values)
def test_moves_follow_the_table(old, new):
    registration = make_registration(make_event(capacity=5))
    later = timezone.now() + timedelta(days=1)
    allowed = MOVES.get((old, new), ())
    for reason in MoveReason:
        Registration.objects.filter(pk=registration.pk).update(state=old, offered_until=later)
        registration.refresh_from_db()
        moves = RegistrationMove.objects.filter(registration=registration, from_state=old, to_state=new, reason=reason)

        if reason in allowed:
            seats.move(registration, RegistrationState(new), reason, offered_until=later)
            assert (Registration.objects.get(pk=registration.pk).state, moves.count()) == (new, 1)
        else:
            with pytest.raises(DomainError):
                seats.move(registration, RegistrationState(new), reason, offered_until=later)
            assert (Registration.objects.get(pk=registration.pk).state, moves.count()) == (old, 0)


def test_a_move_from_a_state_that_is_no_longer_true_is_refused():
    registration = make_registration(make_event())
    Registration.objects.filter(pk=registration.pk).update(state="cancelled")

    with pytest.raises(DomainError) as refusal:
        seats.move(registration, RegistrationState.CANCELLED, MoveReason.OWN_WISH)

    assert refusal.value.code == "changed-meanwhile"


def test_every_move_is_logged_with_reason():
    event = make_event(capacity=1)
    first, second = make_registration(event), make_registration(event)

    services.cancel(registration_id=first.pk)

    assert [(m.from_state, m.to_state, m.reason) for m in first.moves.all()] == [
        ("", "confirmed", "registered"),
        ("confirmed", "cancelled", "own-wish"),
    ]
    assert [(m.from_state, m.to_state, m.reason) for m in second.moves.all()] == [
        ("", "waitlisted", "registered"),
        ("waitlisted", "confirmed", "seat-freed"),
    ]


def test_cancelling_twice_is_refused_and_frees_one_seat():
    event = make_event(capacity=3)
    registration = make_registration(event)
    make_registration(event)
    services.cancel(registration_id=registration.pk)

    with pytest.raises(DomainError):
        services.cancel(registration_id=registration.pk)

    assert counts(event) == (1, 0)


def test_workshops_go_to_the_first_choice_then_the_second_then_nobody():
    event = make_event()
    small, other = make_session(event, capacity=1), make_session(event, capacity=1)

    people = [make_registration(event, session_ids=[small.pk, other.pk]) for _number in range(3)]

    assert [seat_of(person) for person in people] == [small, other, None]
    assert all(person.is_confirmed for person in people)


def test_a_freed_workshop_seat_goes_to_the_first_who_wished_for_it(outbox):
    event = make_event()
    small = make_session(event, capacity=1)
    people = [make_registration(event, session_ids=[small.pk]) for _number in range(3)]
    outbox.all().delete()

    services.cancel(registration_id=people[0].pk)

    assert [seat_of(person) for person in people] == [None, small, None]
    assert [mail.template for mail in outbox] == ["events/emails/cancelled", "events/emails/workshop"]
    small.refresh_from_db()
    assert small.taken == 1


def test_people_who_wait_for_the_event_hold_no_workshop_seat():
    event = make_event(capacity=1)
    workshop = make_session(event, capacity=5)
    first = make_registration(event)
    waiting = make_registration(event, session_ids=[workshop.pk])
    before = seat_of(waiting)

    services.cancel(registration_id=first.pk)

    assert before is None
    assert seat_of(waiting) == workshop


def test_more_workshop_seats_go_to_those_who_wished_for_them():
    event = make_event()
    small = make_session(event, capacity=1)
    people = [make_registration(event, session_ids=[small.pk]) for _number in range(3)]
    type(small).objects.filter(pk=small.pk).update(capacity=2)

    services.promote(event_id=event.pk)

    assert [seat_of(person) for person in people] == [small, small, None]


def test_a_workshop_of_another_event_is_refused():
    event, foreign = make_event(), make_session(make_event())

    with pytest.raises(DomainError) as refusal:
        make_registration(event, session_ids=[foreign.pk])

    assert refusal.value.code == "foreign-session"
    assert counts(event) == (0, 0)
    assert not SessionChoice.objects.exists()


def test_a_link_cancels_once():
    event = make_event(capacity=1)
    registration = make_registration(event)
    secret = tokens.issue(purpose="registration-place", subject=registration.subject, lifetime=timedelta(days=1))

    first, second = services.cancel_by_link(secret=secret), services.cancel_by_link(secret=secret)

    assert first == registration
    assert second is None
    assert counts(event) == (0, 0)


def test_a_link_for_another_purpose_cancels_nothing():
    registration = make_registration(make_event())
    secret = tokens.issue(purpose="something-else", subject=registration.subject, lifetime=timedelta(days=1))

    assert services.cancel_by_link(secret=secret) is None


@pytest.mark.parametrize("subject", ["registration:0", "registration:x", "", "case:1"])
def test_a_link_to_nothing_cancels_nothing(subject):
    secret = tokens.issue(purpose="registration-place", subject=subject, lifetime=timedelta(days=1))

    assert services.cancel_by_link(secret=secret) is None


def test_calling_off_tells_everybody_who_is_still_in(outbox):
    event = make_event(capacity=1)
    people = [make_registration(event) for _number in range(3)]
    services.cancel(registration_id=people[2].pk)
    outbox.all().delete()

    services.call_off(event_id=event.pk)

    event.refresh_from_db()
    assert event.phase() == Phase.CANCELLED
    assert event.sequence == 1
    assert [mail.recipient for mail in outbox] == [people[0].email, people[1].email]
    assert {mail.template for mail in outbox} == {"events/emails/called_off"}


def test_calling_off_twice_is_refused():
    event = make_event()
    services.call_off(event_id=event.pk)

    with pytest.raises(DomainError):
        services.call_off(event_id=event.pk)


def test_registrations_are_deleted_90_days_after_the_event():
    kept, gone = make_registration(make_event()), make_registration(make_event())
    now = timezone.now()
    Event.objects.filter(pk=kept.event_id).update(starts_at=now - timedelta(days=91), ends_at=now - timedelta(days=89))
    Event.objects.filter(pk=gone.event_id).update(starts_at=now - timedelta(days=92), ends_at=now - timedelta(days=91))

    assert services.purge() == 1
    assert services.purge() == 0

    assert list(Registration.objects.all()) == [kept]
    assert Event.objects.get(pk=gone.event_id).taken == 1


def test_every_change_of_seats_shows_on_the_public_pages():
    event = make_event(capacity=2)

    def count():
        return PublicStamp.objects.filter(scope="seats").values_list("count", flat=True).first() or 0

    before = count()
    registration = make_registration(event)
    after_registration = count()
    services.cancel(registration_id=registration.pk)

    assert before < after_registration < count()


def test_saving_an_event_leaves_the_counters_alone():
    event = make_event()
    make_registration(event)

    event.host = "Somebody else"
    event.save()

    assert counts(event) == (1, 0)


def test_saving_a_workshop_leaves_its_counter_alone():
    event = make_event()
    workshop = make_session(event)
    make_registration(event, session_ids=[workshop.pk])

    workshop.room = "2.04"
    workshop.save()

    workshop.refresh_from_db()
    assert workshop.taken == 1


@pytest.mark.parametrize(
    "facts",
    [
        {"taken": 11},
        {"ends_at": timezone.now()},
        {"registration_opens_at": timezone.now(), "registration_closes_at": timezone.now() - timedelta(days=1)},
    ],
)
def test_impossible_events_cannot_be_stored(facts):
    with pytest.raises(IntegrityError):
        make_event(**facts)


def test_more_seats_than_there_are_cannot_be_stored():
    event = make_event(capacity=1)
    make_registration(event)

    with pytest.raises(IntegrityError):
        Event.objects.filter(pk=event.pk).update(taken=2)


def test_what_a_person_told_is_unreadable_in_the_database():
    make_registration(make_event())

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM events_registration")
        stored = repr([bytes(v) if isinstance(v, memoryview) else v for row in cursor.fetchall() for v in row])
    assert "V-" in stored
    assert not sentinels.found_in(stored)

"""Places that are kept for a while: after the waiting list, and until an address is confirmed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from events import services
from events.models import Event, Registration
from events.offers import deadline
from portal.errors import DomainError
from tests.builders.events import make_event, make_group, make_registration

BERLIN = ZoneInfo("Europe/Berlin")
LATER = datetime(2031, 1, 1, tzinfo=UTC)


def german(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("now", "hours", "until"),
    [
        ("2026-12-01T09:00", 4, "2026-12-01T13:00"),
        ("2026-12-01T18:00", 4, "2026-12-02T10:00"),
        ("2026-12-01T23:30", 4, "2026-12-02T12:00"),
        ("2026-12-02T03:00", 4, "2026-12-02T12:00"),
        ("2026-12-01T20:00", 1, "2026-12-02T09:00"),
        ("2026-12-01T09:00", 24, "2026-12-03T09:00"),
        # The nights in which the clocks change.
        ("2026-10-24T18:00", 4, "2026-10-25T10:00"),
        ("2027-03-27T18:00", 4, "2027-03-28T10:00"),
    ],
)
def test_hours_of_the_night_do_not_count(now, hours, until):
    assert deadline(german(now), hours=hours, starts_at=LATER) == german(until)


def test_no_place_is_kept_beyond_the_start():
    start = german("2026-12-01T12:00")

    assert deadline(german("2026-12-01T09:00"), hours=24, starts_at=start) == start


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC)), st.integers(1, 336))
def test_every_offer_ends_by_day_and_gives_all_its_hours(now, hours):
    until = deadline(now, hours=hours, starts_at=LATER)

    clock = timezone.localtime(until, BERLIN).time()
    assert 8 <= clock.hour + clock.minute / 60 <= 20 or until == LATER
    assert until - now >= timedelta(hours=hours) or until == LATER


def offer_to_second(**facts) -> tuple[Event, Registration, Registration]:
    event = make_event(capacity=1, offer_hours=12, **facts)
    first, second, third = (make_registration(event) for _number in range(3))
    services.cancel(registration_id=first.pk)
    second.refresh_from_db()
    return event, second, third


@pytest.mark.django_db
def test_a_free_place_is_offered_to_the_next_in_line_and_held():
    event, second, third = offer_to_second()

    late = make_registration(event)

    assert second.is_offered
    assert second.offered_until > timezone.now() + timedelta(hours=12) - timedelta(seconds=5)
    assert late.is_waiting
    event.refresh_from_db()
    assert (event.taken, event.waiting) == (1, 2)
    third.refresh_from_db()
    assert third.is_waiting


@pytest.mark.django_db
def test_an_accepted_place_is_confirmed(outbox):
    _event, second, _third = offer_to_second()
    outbox.all().delete()

    services.accept(registration_id=second.pk)

    second.refresh_from_db()
    assert second.is_confirmed
    assert second.offered_until is None
    assert outbox.get().template == "events/emails/confirmed"


@pytest.mark.django_db
def test_an_offer_that_lapses_goes_to_the_next_in_line(outbox):
    _event, second, third = offer_to_second()
    Registration.objects.filter(pk=second.pk).update(offered_until=timezone.now() - timedelta(seconds=1))
    outbox.all().delete()

    assert services.lapse() == 1
    assert services.lapse() == 0

    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.state, third.state) == ("cancelled", "offered")
    assert [mail.template.rpartition("/")[2] for mail in outbox] == ["lapsed", "offered"]
    assert [move.reason for move in second.moves.all()] == ["registered", "seat-freed", "offer-lapsed"]


@pytest.mark.django_db
def test_an_offer_whose_time_is_over_cannot_be_accepted():
    _event, second, _third = offer_to_second()
    Registration.objects.filter(pk=second.pk).update(offered_until=timezone.now() - timedelta(seconds=1))

    with pytest.raises(DomainError) as refusal:
        services.accept(registration_id=second.pk)

    assert refusal.value.code == "lapsed"


@pytest.mark.django_db
def test_a_declined_offer_goes_to_the_next_in_line():
    _event, second, third = offer_to_second()

    services.cancel(registration_id=second.pk)

    third.refresh_from_db()
    assert third.is_offered


@pytest.mark.django_db
def test_a_group_is_asked_once_and_accepts_for_all(outbox):
    event = make_event(capacity=2, offer_hours=12)
    first = make_group(event, 2)
    second = make_group(event, 2)
    outbox.all().delete()

    services.cancel_group(group_id=first.pk)

    assert [mail.recipient for mail in outbox if mail.template.endswith("group")] == [second.contact_email]
    assert not outbox.filter(template__endswith="offered").exists()
    services.accept_group(group_id=second.pk)
    services.accept_group(group_id=second.pk)
    assert {r.state for r in second.registrations.all()} == {"confirmed"}


@pytest.mark.django_db
def test_a_place_is_final_once_the_address_is_confirmed(outbox):
    event = make_event(capacity=1, confirm_address=True)

    registration = make_registration(event)
    other = make_registration(event)

    assert (registration.state, other.state) == ("offered", "waitlisted")
    assert outbox.first().template == "events/emails/to_confirm"
    services.accept(registration_id=registration.pk)
    registration.refresh_from_db()
    assert registration.is_confirmed


@pytest.mark.django_db
def test_a_request_holds_no_seat_until_staff_accept_it(outbox):
    event = make_event(capacity=1, access="approval")

    first, second, third = (make_registration(event) for _number in range(3))
    before = [first.state, second.state, third.state]
    services.decide(registration_id=second.pk, is_accepted=True, by=None)
    services.decide(registration_id=first.pk, is_accepted=True, by=None)
    services.decide(registration_id=third.pk, is_accepted=False, by=None, words="Nur für Beratungsstellen.")

    assert before == ["requested"] * 3
    states = [Registration.objects.get(pk=r.pk).state for r in (first, second, third)]
    assert states == ["waitlisted", "confirmed", "cancelled"]
    event.refresh_from_db()
    assert (event.taken, event.waiting) == (1, 1)
    kinds = [mail.template.rpartition("/")[2] for mail in outbox]
    assert kinds == ["requested"] * 3 + ["promoted", "waiting", "rejected"]
    assert "Nur für Beratungsstellen." in outbox.last().content["text"]


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "is_right"), [("ENTER 7", True), ("enter7", True), ("", False), ("enter8", False)])
def test_an_invitation_code_opens_the_event(typed, is_right):
    event = make_event(access="code", invitation_code="Enter7")

    if is_right:
        assert make_registration(event, code=typed).is_confirmed
    else:
        with pytest.raises(DomainError) as refusal:
            make_registration(event, code=typed)
        assert refusal.value.code == "wrong-code"


@pytest.mark.django_db
def test_staff_place_somebody_out_of_turn_only_with_a_reason_and_a_free_seat():
    event = make_event(capacity=2)
    make_registration(event)
    make_group(event, 2)
    single = make_registration(event)

    for note, code in (("  ", "no-reason"), ("Speaker", None), ("Again", "refused-move")):
        if code is None:
            services.move_up(registration_id=single.pk, by=None, note=note)
            continue
        with pytest.raises(DomainError) as refusal:
            services.move_up(registration_id=single.pk, by=None, note=note)
        assert refusal.value.code == code

    last = single.moves.last()
    assert (last.reason, last.note) == ("out-of-turn", "Speaker")
    event.refresh_from_db()
    assert (event.taken, event.waiting) == (2, 2)
    with pytest.raises(DomainError) as refusal:
        services.move_up(registration_id=event.registrations.waiting().first().pk, by=None, note="Too many")
    assert refusal.value.code == "no-seats"


@pytest.mark.django_db
def test_an_offer_of_an_event_that_was_called_off_neither_lapses_nor_is_confirmed(outbox):
    event, second, _third = offer_to_second()
    services.call_off(event_id=event.pk)
    outbox.all().delete()
    Registration.objects.filter(pk=second.pk).update(offered_until=timezone.now() - timedelta(seconds=1))

    assert services.lapse() == 0
    with pytest.raises(DomainError) as refusal:
        services.accept(registration_id=second.pk)
    services.follow_up_edit(event_id=event.pk, is_moved=True)

    assert refusal.value.code == "cancelled"
    assert not outbox.exists()

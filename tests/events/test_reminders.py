"""Mails by the clock: each once, at nine in the morning German time, also where the clocks change."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from events import reminders, services
from events.attendance.services import take_marks
from events.models import Registration
from events.states import ClockMail
from tests.builders.attendance import check_in, mark
from tests.builders.events import make_event, make_registration

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def german(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def kinds(outbox) -> list[str]:
    return [mail.template.rpartition("/")[2] for mail in outbox]


@pytest.fixture
def event(time_machine):
    time_machine.move_to(german("2027-03-01T12:00"), tick=False)
    return make_event(starts_at=german("2027-03-29T10:00"))


def test_a_week_and_a_day_ahead_and_thanks_afterwards_each_once(event, time_machine, outbox):
    make_registration(event)
    outbox.all().delete()
    sent = []
    at = german("2027-03-20T00:30")
    while at < german("2027-04-03T00:00"):
        time_machine.move_to(at, tick=False)
        for _time in range(2):
            if reminders.remind():
                sent.append((f"{at.astimezone(BERLIN):%d.%m. %H:%M}", outbox.last().template.rpartition("/")[2]))
        at = at.astimezone(ZoneInfo("UTC")) + timedelta(minutes=30)

    # The clocks change on 28 March, between the two reminders.
    assert sent == [("22.03. 09:00", "reminder"), ("28.03. 09:00", "reminder"), ("30.03. 09:00", "thanks")]


def test_who_registers_after_a_reminder_was_due_is_not_reminded_of_it(event, time_machine, outbox):
    time_machine.move_to(german("2027-03-23T12:00"), tick=False)
    make_registration(event)
    outbox.all().delete()

    first = reminders.remind()
    time_machine.move_to(german("2027-03-28T09:00"), tick=False)

    assert (first, reminders.remind()) == (0, 1)


def test_a_worker_that_slept_sends_the_later_reminder_only(event, time_machine, outbox):
    make_registration(event)
    outbox.all().delete()

    time_machine.move_to(german("2027-03-28T15:00"), tick=False)
    reminders.remind()
    reminders.remind()

    assert kinds(outbox) == ["reminder"]
    assert Registration.objects.get().last_clock_mail == ClockMail.DAY_AHEAD


def test_nobody_without_a_confirmed_place_is_reminded(event, time_machine):
    event.capacity = 1
    event.save()
    make_registration(event)
    make_registration(event)
    services.cancel(registration_id=Registration.objects.first().pk)
    services.cancel(registration_id=Registration.objects.last().pk)

    time_machine.move_to(german("2027-03-28T15:00"), tick=False)

    assert reminders.remind() == 0


def test_an_event_that_was_called_off_reminds_nobody(event, time_machine):
    make_registration(event)
    services.call_off(event_id=event.pk)

    time_machine.move_to(german("2027-03-28T15:00"), tick=False)

    assert reminders.remind() == 0


def test_thanks_are_not_sent_weeks_later(event, time_machine):
    make_registration(event)

    time_machine.move_to(german("2027-04-20T15:00"), tick=False)

    assert reminders.remind() == 0


def test_thanks_go_to_those_who_came_where_the_door_was_kept(event, time_machine, outbox):
    came, stayed_away = make_registration(event), make_registration(event)
    check_in(came, stayed_away)
    time_machine.shift(60)
    take_marks(event_id=event.pk, marks=[mark(stayed_away, is_there=False)])
    outbox.all().delete()

    time_machine.move_to(german("2027-03-30T10:00"), tick=False)
    reminders.remind()

    assert [mail.recipient for mail in outbox] == [came.email]

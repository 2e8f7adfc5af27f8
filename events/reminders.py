"""Mails by the clock: reminders seven days and one day ahead, thanks on the day after. Each goes out once."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from events import emails
from events.attendance.presence import with_presence
from events.models import CheckIn, Event, Registration
from events.states import ClockMail, RegistrationState
from portal.clock import due

# In German time: a mail at night helps nobody.
HOUR = time(9)
# Days from the date of the event, and the mail of that day; the later one makes the earlier one needless.
DAYS = {-7: ClockMail.WEEK_AHEAD, -1: ClockMail.DAY_AHEAD, 1: ClockMail.THANKS}
ORDER = ["", *DAYS.values()]


def due_since(event: Event, mail: ClockMail) -> datetime:
    """The moment a mail of an event is due."""
    days = next(days for days, kind in DAYS.items() if kind == mail)
    zone = ZoneInfo(settings.TIME_ZONE)
    day = timezone.localtime(event.ends_at if days > 0 else event.starts_at, zone).date() + timedelta(days=days)
    return datetime.combine(day, HOUR, tzinfo=zone)


def due_now(event: Event, now: datetime) -> ClockMail | None:
    """The mail that is due; none between the beginning of an event and the thanks, nor once it is three days over."""
    if event.starts_at <= now < due_since(event, ClockMail.THANKS) or now > event.ends_at + timedelta(days=3):
        return None
    return next((mail for mail in reversed(DAYS.values()) if due_since(event, mail) <= now), None)


@due("reminders")
def remind() -> int:
    """Queue what is due; returns how many mails. Who registered after a reminder was due has just got a mail."""
    now, sent = timezone.now(), 0
    near = Event.objects.filter(
        cancelled_at=None, starts_at__lte=now + timedelta(days=8), ends_at__gte=now - timedelta(days=4)
    )
    for event in near:
        mail = due_now(event, now)
        if mail is None:
            continue
        earlier = ORDER[: ORDER.index(mail)]
        guests = event.registrations.filter(state=RegistrationState.CONFIRMED, last_clock_mail__in=earlier)
        if mail != ClockMail.THANKS:
            guests = guests.filter(created_at__lt=due_since(event, mail))
        elif CheckIn.objects.filter(registration__event=event).exists():
            # Where somebody stood at the door, it is known who came.
            guests = with_presence(guests).filter(is_there=True)
        for pk in guests.values_list("pk", flat=True):
            sent += _send(pk, mail, earlier)
    return sent


@transaction.atomic
def _send(pk: int, mail: ClockMail, earlier: list[str]) -> int:
    """The mark and the mail in one transaction: of two workers who find the same, one sends it."""
    open_ones = Registration.objects.filter(pk=pk, state=RegistrationState.CONFIRMED, last_clock_mail__in=earlier)
    if not open_ones.update(last_clock_mail=mail):
        return 0
    registration = Registration.objects.select_related("event", "group").get(pk=pk)
    if mail == ClockMail.THANKS:
        emails.queue_thanks(registration)
    else:
        emails.queue_reminder(registration)
    return 1

"""The hours of a centre as its page prints them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from programmes.codes import ClosureReason, WaitingTime, Weekday
from programmes.opening import (
    BERLIN,
    Day,
    Span,
    Status,
    Timetable,
    coming_days,
    state_at,
    timetable_of,
)

# Changes further ahead are not yet of interest to somebody who plans a visit.
COMING_DAYS = 35


@dataclass(frozen=True)
class Weekly:
    name: str
    spans: tuple[Span, ...]
    by_appointment: bool
    is_today: bool


@dataclass(frozen=True)
class Change:
    """Days in a row on which the same holds for the same reason."""

    first: date
    last: date
    spans: tuple[Span, ...]
    by_appointment: bool
    is_certain: bool
    reason: str


@dataclass(frozen=True)
class HoursShown:
    status: Status
    reason: str
    week: list[Weekly]
    takes_appointments: bool
    is_known: bool
    is_by_appointment_only: bool
    coming: list[Change]
    no_new_people_until: date | None
    waiting: "Waiting | None"


def hours_shown(centre, *, now: datetime) -> HoursShown:
    """Reads prefetched rows of the centre only."""
    timetable = timetable_of(centre)
    status = state_at(timetable, now)
    today = now.astimezone(BERLIN).date()
    return HoursShown(
        status=status,
        reason="" if status.day.holiday else reason_of(status.day),
        week=_week(timetable, today),
        takes_appointments=timetable.takes_appointments,
        is_known=timetable.is_known,
        is_by_appointment_only=timetable.is_by_appointment_only,
        coming=_changes(coming_days(timetable, today, days=COMING_DAYS)),
        no_new_people_until=pause_of(centre, today=today),
        waiting=waiting_of(centre, today=today),
    )


def pause_of(centre, *, today: date) -> date | None:
    """The day until which nobody new is taken, while it has not passed."""
    until = centre.no_new_people_until
    return until if until and until >= today else None


def other_days(centre, *, today: date) -> list:
    """Its days with other hours and its closures that are not over, in order; reads prefetched rows."""
    rows = [*centre.hours_exceptions.all(), *centre.closures.all()]
    return sorted((row for row in rows if not row.last_day or row.last_day >= today), key=lambda row: row.first_day)


@dataclass(frozen=True)
class Waiting:
    """How long people wait for a first appointment, as it was on a day."""

    code: str
    as_of: date

    @property
    def label(self) -> str:
        return str(WaitingTime(self.code).label)


def waiting_of(centre, *, today: date) -> Waiting | None:
    """None where nobody told it, or so long ago that it says nothing about today."""
    as_of, longest = centre.waiting_time_on, timedelta(days=settings.UPKEEP_DAYS["waiting_time"])
    return Waiting(centre.waiting_time, as_of) if as_of and today - as_of <= longest else None


def reason_of(day: Day) -> str:
    """Why it is not as every week, in the reader's language; empty where no reason was given."""
    if day.holiday:
        return str(day.holiday.name)
    code = next((each.reason for each in (day.away, day.exception) if each), "")
    return str(ClosureReason(code).label) if code and code != ClosureReason.OTHER else ""


def _week(timetable: Timetable, today: date) -> list[Weekly]:
    return [
        Weekly(
            str(weekday.label),
            timetable.week.get(weekday.value, ()),
            weekday.value in timetable.appointment_days,
            weekday.value == today.weekday(),
        )
        for weekday in Weekday
        if weekday.value in timetable.week or weekday.value in timetable.appointment_days
    ]


def _changes(days: list[Day]) -> list[Change]:
    """One line for days in a row that are alike."""
    changes: list[Change] = []
    for day in days:
        change = Change(day.date, day.date, day.spans, day.by_appointment, day.is_certain, reason_of(day))
        before = changes[-1] if changes else None
        if before and (day.date - before.last).days == 1 and _holds(before) == _holds(change):
            changes[-1] = Change(before.first, day.date, *_holds(change))
        else:
            changes.append(change)
    return changes


def _holds(change: Change) -> tuple:
    return change.spans, change.by_appointment, change.is_certain, change.reason

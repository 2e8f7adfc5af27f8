"""When an office is open: pure functions of a timetable and a moment, by the clock on the wall in Bavaria.

Nothing here asks the database or the current time. A span holds from its first minute to just before its last one. In
the night in which the clocks go back an hour of the wall clock comes twice, and what is open in it is open twice.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from portal.holidays import Holiday, Scope, holiday_on
from programmes.codes import YesNoUnknown
from programmes.places import place_key

BERLIN = ZoneInfo("Europe/Berlin")
# How far a next opening is looked for: longer than any closure with an end that somebody plans.
HORIZON_DAYS = 400
MINUTE = timedelta(minutes=1)
AUGSBURG = place_key("Augsburg")


class State(StrEnum):
    OPEN = "open"
    APPOINTMENT = "appointment"
    CLOSED = "closed"
    AWAY = "away"  # closed as a whole for a while
    UNKNOWN = "unknown"


@dataclass(frozen=True, order=True)
class Span:
    opens: time
    closes: time
    by_appointment: bool = False

    def __contains__(self, moment: time) -> bool:
        return self.opens <= moment < self.closes


@dataclass(frozen=True)
class Exceptional:
    """Days with other hours; no span means closed."""

    first: date
    last: date
    spans: tuple[Span, ...] = ()
    reason: str = ""

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Away:
    """Days on which nobody is there; without a last day until further notice."""

    first: date
    last: date | None = None
    reason: str = ""

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Timetable:
    week: dict[int, tuple[Span, ...]] = field(default_factory=dict)
    appointment_days: frozenset[int] = frozenset()
    takes_appointments: bool = False
    exceptions: tuple[Exceptional, ...] = ()
    closures: tuple[Away, ...] = ()
    keeps_assumption_day: YesNoUnknown = YesNoUnknown.UNKNOWN
    is_in_augsburg: bool = False

    @property
    def is_known(self) -> bool:
        return bool(self.week or self.appointment_days or self.takes_appointments)

    @property
    def is_by_appointment_only(self) -> bool:
        return self.is_known and all(span.by_appointment for spans in self.week.values() for span in spans)


@dataclass(frozen=True)
class Day:
    """What holds on one day, and why. ``is_certain`` is false on a holiday nobody has asked the centre about."""

    date: date
    spans: tuple[Span, ...] = ()
    by_appointment: bool = False
    away: Away | None = None
    exception: Exceptional | None = None
    holiday: Holiday | None = None
    is_certain: bool = True

    @property
    def is_closed(self) -> bool:
        return self.is_certain and not self.spans and not self.by_appointment


@dataclass(frozen=True)
class Status:
    """``until`` ends the state: the minute an open span closes. ``opens`` is the next time one may just come."""

    state: State
    day: Day
    until: datetime | None = None
    opens: datetime | None = None

    @property
    def is_unknown(self) -> bool:
        """True where nothing at all can be said: nobody knows the hours, and no holiday explains it."""
        return self.state is State.UNKNOWN and self.day.holiday is None

    @property
    def is_today(self) -> bool:
        return self.opens is not None and self.opens.date() == self.day.date

    @property
    def is_this_week(self) -> bool:
        """True while the name of the weekday says which day is meant."""
        return self.opens is not None and (self.opens.date() - self.day.date).days < 7


def day_of(timetable: Timetable, day: date) -> Day:
    """What holds on this day: a closure before other hours, other hours before a holiday, a holiday before the week."""
    away = next((away for away in timetable.closures if day in away), None)
    if away:
        return Day(day, away=away)
    meant = [exception for exception in timetable.exceptions if day in exception]
    if meant:  # times within days that are closed otherwise are what holds
        spans = tuple(sorted(span for exception in meant for span in exception.spans))
        return Day(day, spans, exception=meant[0])
    spans = timetable.week.get(day.weekday(), ())
    by_appointment = timetable.takes_appointments or day.weekday() in timetable.appointment_days
    holiday = holiday_on(day)
    applies = _applies(timetable, holiday)
    if applies is YesNoUnknown.YES:
        return Day(day, by_appointment=timetable.takes_appointments, holiday=holiday)
    if applies is YesNoUnknown.UNKNOWN and timetable.is_known:
        return Day(day, spans, by_appointment, holiday=holiday, is_certain=False)
    return Day(day, spans, by_appointment)


def _applies(timetable: Timetable, holiday: Holiday | None) -> YesNoUnknown:
    if holiday is None:
        return YesNoUnknown.NO
    if holiday.scope == Scope.AUGSBURG:
        return YesNoUnknown.YES if timetable.is_in_augsburg else YesNoUnknown.NO
    return timetable.keeps_assumption_day if holiday.scope == Scope.MOSTLY_CATHOLIC else YesNoUnknown.YES


def state_at(timetable: Timetable, moment: datetime) -> Status:
    """What somebody who stands before the door at this moment (an aware datetime) finds.

    Who comes by appointment is never told "closed" because of the hour or the weekday, only because of a closure or a
    day somebody has entered as closed.
    """
    local = moment.astimezone(BERLIN)
    today = day_of(timetable, local.date())
    opens = next_opening(timetable, moment)
    if today.away:
        return Status(State.AWAY, today, opens=opens)
    if not timetable.is_known and today.exception is None:
        return Status(State.UNKNOWN, today)
    span = next((span for span in today.spans if local.time() in span), None)
    if span and not today.is_certain:
        return Status(State.UNKNOWN, today, opens=opens)
    if span:
        state = State.APPOINTMENT if span.by_appointment else State.OPEN
        return Status(state, today, until=_end(today.spans, span, local), opens=opens)
    takes_appointments = timetable.takes_appointments or timetable.is_by_appointment_only
    if today.by_appointment or (takes_appointments and today.exception is None):
        return Status(State.APPOINTMENT, today, opens=opens)
    return Status(State.CLOSED, today, opens=opens)


def _end(spans: tuple[Span, ...], span: Span, local: datetime) -> datetime:
    """The end of an open time, over spans of the same kind that touch."""
    end = span.closes
    for other in spans:
        if other.by_appointment == span.by_appointment and other.opens <= end < other.closes:
            end = other.closes
    return datetime.combine(local.date(), end, BERLIN).replace(fold=local.fold)


def is_open(timetable: Timetable, moment: datetime) -> bool:
    """True when one may certainly just come."""
    local = moment.astimezone(BERLIN)
    day = day_of(timetable, local.date())
    return day.is_certain and any(local.time() in span for span in day.spans if not span.by_appointment)


def next_opening(timetable: Timetable, moment: datetime) -> datetime | None:
    """The first minute after this moment at which the door opens to everybody; none while nobody knows one."""
    if not timetable.week and not any(exception.spans for exception in timetable.exceptions):
        return None
    first = moment.astimezone(BERLIN).date()
    for ahead in range(HORIZON_DAYS):
        day = day_of(timetable, first + timedelta(days=ahead))
        for begin in _beginnings(day):
            is_later = begin.astimezone(UTC) > moment.astimezone(UTC)
            if is_later and is_open(timetable, begin) and not is_open(timetable, begin.astimezone(UTC) - MINUTE):
                return begin
    return None


def _beginnings(day: Day) -> list[datetime]:
    """The moments at which a span of the day may begin, in order: when its hour strikes, which is twice in the hour
    that comes twice, and when the clocks change (at 01:00 UTC in all of the European Union)."""
    found = {}
    for span in day.spans:
        for fold in (0, 1):
            begin = datetime.combine(day.date, span.opens, BERLIN).replace(fold=fold)
            found[begin.astimezone(UTC)] = begin.astimezone(UTC).astimezone(BERLIN)
    change = datetime.combine(day.date, time(1), UTC)
    if change.astimezone(BERLIN).utcoffset() != (change - MINUTE).astimezone(BERLIN).utcoffset():
        found[change] = change.astimezone(BERLIN)
    return [found[instant] for instant in sorted(found)]


def coming_days(timetable: Timetable, today: date, *, days: int) -> list[Day]:
    """The days on which it is not as every week: holidays, other hours, closures; each with its reason."""
    found = []
    for ahead in range(days):
        day = day_of(timetable, today + timedelta(days=ahead))
        usual = timetable.week.get(day.date.weekday()) or day.date.weekday() in timetable.appointment_days
        if day.exception or day.away or (day.holiday and usual):
            found.append(day)
    return found


def timetable_of(centre) -> Timetable:
    """The timetable of a ``Centre``; reads prefetched rows only."""
    week: dict[int, list[Span]] = {}
    appointment_days, takes_appointments = set(), False
    for row in centre.opening_hours.all():
        if row.opens is not None:
            week.setdefault(row.weekday, []).append(Span(row.opens, row.closes, row.by_appointment))
        elif row.weekday is not None:
            appointment_days.add(row.weekday)
        else:
            takes_appointments = True
    return Timetable(
        week={weekday: tuple(sorted(spans)) for weekday, spans in week.items()},
        appointment_days=frozenset(appointment_days),
        takes_appointments=takes_appointments,
        exceptions=tuple(
            Exceptional(
                row.first_day,
                row.last_day,
                () if row.is_closed else (Span(row.opens, row.closes),),
                row.reason,
            )
            for row in centre.hours_exceptions.all()
        ),
        closures=tuple(Away(row.first_day, row.last_day, row.reason) for row in centre.closures.all()),
        keeps_assumption_day=YesNoUnknown(centre.assumption_day),
        is_in_augsburg=place_key(centre.city) == AUGSBURG,
    )

"""Opening hours in one cell: "Mo-Do 08:00-11:00, 13:00-15:00; Mi nach Vereinbarung; nach Vereinbarung".

Days that differ in another: "24.12.2026-01.01.2027 geschlossen (holidays); 31.12.2026 09:00-12:00".
"""

import re
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from programmes.codes import ClosureReason
from programmes.imports.table import RowRefused

DAYS = ("mo", "di", "mi", "do", "fr", "sa", "so")
APPOINTMENT = "nach vereinbarung"
CLOSED = "geschlossen"
EXCEPTION = re.compile(
    r"(?P<first>[0-9.]+)\s*(?:-\s*(?P<last>[0-9.]+))?\s+(?P<what>[^()]+?)\s*(?:\((?P<reason>\w+)\))?"
)

Hours = tuple[int | None, time | None, time | None, bool]
Exceptional = tuple[date, date, time | None, time | None, str]


def parse_hours(text: str) -> list[Hours]:
    """Weekday, from, to, by appointment."""
    found: list[Hours] = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        if part.casefold() == APPOINTMENT:
            found.append((None, None, None, True))
            continue
        days, _gap, times = part.partition(" ")
        if times.strip().casefold() == APPOINTMENT:
            found.extend((day, None, None, True) for day in _days(days, part))
            continue
        on_appointment = times.casefold().endswith(APPOINTMENT)
        times = times[: -len(APPOINTMENT)] if on_appointment else times
        for span in times.split(","):
            opens, closes = _span(span, part)
            found.extend((day, opens, closes, on_appointment) for day in _days(days, part))
    if len(set(found)) != len(found):
        raise RowRefused(_("Opening hours: the same time stands there twice."))
    return found


def parse_exceptions(text: str) -> list[Exceptional]:
    """First day, last day, from, to, reason; closed days have no times."""
    found: list[Exceptional] = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        read = EXCEPTION.fullmatch(part)
        if not read or (read["reason"] and read["reason"] not in ClosureReason.values):
            raise _unreadable(part)
        first = _date(read["first"], part)
        last = _date(read["last"], part) if read["last"] else first
        if last < first:
            raise _unreadable(part)
        reason = read["reason"] or ClosureReason.OTHER.value
        if read["what"].casefold() == CLOSED:
            found.append((first, last, None, None, reason))
            continue
        found.extend((first, last, *_span(span, part), reason) for span in read["what"].split(","))
    return found


def _date(text: str, part: str) -> date:
    try:
        return datetime.strptime(text, "%d.%m.%Y").date()
    except ValueError as fault:
        raise _unreadable(part) from fault


def format_hours(rows: list[Hours]) -> str:
    """The cell that ``parse_hours`` reads as these rows."""
    parts = []
    for weekday, opens, closes, by_appointment in sorted(rows, key=_in_the_week):
        day = DAYS[weekday].title() if weekday is not None else ""
        span = f"{opens:%H:%M}-{closes:%H:%M}" if opens and closes else ""
        parts.append(" ".join(filter(None, [day, span, "nach Vereinbarung" if by_appointment else ""])))
    return "; ".join(parts)


def format_exceptions(rows: list[Exceptional]) -> str:
    """The cell that ``parse_exceptions`` reads as these rows."""
    parts = []
    for first, last, opens, closes, reason in sorted(rows, key=lambda row: (row[0], row[2] or time.min)):
        days = f"{first:%d.%m.%Y}" if first == last else f"{first:%d.%m.%Y}-{last:%d.%m.%Y}"
        what = f"{opens:%H:%M}-{closes:%H:%M}" if opens and closes else CLOSED
        parts.append(f"{days} {what} ({reason})")
    return "; ".join(parts)


def _in_the_week(row: Hours) -> tuple[int, time]:
    weekday, opens, _closes, _by_appointment = row
    return (7 if weekday is None else weekday, opens or time.max)


def _days(text: str, part: str) -> range:
    first, _dash, last = text.casefold().replace(".", "").partition("-")
    if first not in DAYS or (last and last not in DAYS) or (last and DAYS.index(last) < DAYS.index(first)):
        raise _unreadable(part)
    return range(DAYS.index(first), DAYS.index(last or first) + 1)


def _span(text: str, part: str) -> tuple[time, time]:
    times = re.fullmatch(r"\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*", text)
    if not times:
        raise _unreadable(part)
    hour, minute, last_hour, last_minute = map(int, times.groups())
    try:
        opens, closes = time(hour, minute), time(last_hour, last_minute)
    except ValueError as fault:
        raise _unreadable(part) from fault
    if opens >= closes:
        raise _unreadable(part)
    return opens, closes


def _unreadable(part: str) -> RowRefused:
    return RowRefused(
        _("Opening hours “%(part)s” cannot be read; write for example “Mo-Do 08:00-11:00, 13:00-15:00”.")
        % {"part": part[:60]}
    )

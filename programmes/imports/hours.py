"""Opening hours in one cell: "Mo-Do 08:00-11:00, 13:00-15:00; Fr 08:00-11:00; nach Vereinbarung"."""

import re
from datetime import time

from django.utils.translation import gettext as _

from programmes.imports.table import RowRefused

DAYS = ("mo", "di", "mi", "do", "fr", "sa", "so")
APPOINTMENT = "nach vereinbarung"

Hours = tuple[int | None, time | None, time | None, bool]


def parse_hours(text: str) -> list[Hours]:
    """Weekday, from, to, by appointment."""
    found: list[Hours] = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        if part.casefold() == APPOINTMENT:
            found.append((None, None, None, True))
            continue
        days, _gap, times = part.partition(" ")
        for span in times.split(","):
            opens, closes = _span(span, part)
            found.extend((day, opens, closes, False) for day in _days(days, part))
    if len(set(found)) != len(found):
        raise RowRefused(_("Opening hours: the same time stands there twice."))
    return found


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

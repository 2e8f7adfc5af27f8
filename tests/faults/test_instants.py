"""F21: ten thousand instants and every change of the clocks to come are shown and sent as they are."""

import random
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import get_template
from django.utils import translation
from icalendar import Calendar

from events import calendars
from events.models import Event

pytestmark = [pytest.mark.fault, pytest.mark.django_db]

BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
# One hour before clocks change and one after, in UTC.
SWITCHES = [
    datetime(year, month, day, 1, tzinfo=UTC)
    for year, month, day in (
        (2026, 3, 29), (2026, 10, 25), (2027, 3, 28), (2027, 10, 31), (2028, 3, 26), (2028, 10, 29), (2029, 3, 25),
        (2029, 10, 28), (2030, 3, 31), (2030, 10, 27),
    )
]  # fmt: skip


def instants() -> list[datetime]:
    chance, minutes = random.Random(21), int((LAST - FIRST).total_seconds() // 60)
    anywhere = [FIRST + timedelta(minutes=chance.randrange(minutes)) for _number in range(10_000)]
    return anywhere + [switch + timedelta(minutes=15 * step) for switch in SWITCHES for step in range(-12, 13)]


def is_twice(instant: datetime) -> bool:
    """A time of the hour that comes twice: staff cannot enter it, so no event has it."""
    local = instant.astimezone(BERLIN)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def event_at(instant: datetime) -> Event:
    return Event(
        starts_at=instant, ends_at=instant + timedelta(minutes=90), slug="t", kind="info-session", updated_at=FIRST
    )


def test_the_switches_are_switches():
    before_and_after = [(s - timedelta(minutes=1), s) for s in SWITCHES]

    assert all(a.astimezone(BERLIN).utcoffset() != b.astimezone(BERLIN).utcoffset() for a, b in before_and_after)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_pages_show_the_clock_of_germany(language):
    template, wrong = get_template("events/parts/when.html"), []
    with translation.override(language):
        for instant in instants():
            local = instant.astimezone(BERLIN)
            shown = template.render({"event": event_at(instant)})
            if f"{local:%H:%M}" not in shown or local.isoformat() not in shown or str(local.year) not in shown:
                wrong.append((instant, shown))

    assert wrong == []


def test_calendar_files_name_the_same_instant():
    events = [event_at(instant) for instant in instants() if not is_twice(instant)]
    events = [event for event in events if not is_twice(event.ends_at)]
    listed = [SimpleNamespace(event=event, title="T", summary="S") for event in events]

    read = Calendar.from_ical(calendars.public_calendar(listed, language="de")).events

    assert len(read) == len(events) > 10_000
    for event, entry in zip(events, read, strict=True):
        assert entry["DTSTART"].dt.astimezone(UTC) == event.starts_at
        assert entry["DTEND"].dt.astimezone(UTC) == event.ends_at

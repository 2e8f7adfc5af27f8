"""Calendar files (RFC 5545). The same event keeps its UID for good; a change raises SEQUENCE."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Timezone
from icalendar import Event as Entry

from events import selectors
from events.models import Event, Registration
from portal.context import identity_facts

BERLIN = ZoneInfo("Europe/Berlin")
# The rule of the European Union since 1996; calendar programs take the name first and this where they do not know it.
ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")
PRODUCT = "-//Neustart-Portal//events//DE"


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


@cache
def _zone() -> Timezone:
    """Read once: it takes longer than the rest of an entry."""
    return Timezone.from_ical(ZONE)


def _calendar(method: str, entries: Iterable[Entry]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_zone())
    for entry in entries:
        calendar.add_component(entry)
    return calendar.to_ical()


def _entry(
    event: Event, *, uid: str, sequence: int, stamp: datetime, cancelled: bool, title: str, language: str, contact: str
) -> Entry:
    entry = Entry()
    entry.add("uid", f"{uid}@{_host()}")
    entry.add("sequence", sequence)
    entry.add("dtstamp", stamp)
    entry.add("summary", title)
    if event.all_day:
        entry.add("dtstart", timezone.localtime(event.starts_at, BERLIN).date())
        # The end of a whole-day entry is the first day that no longer belongs to it.
        entry.add("dtend", timezone.localtime(event.ends_at, BERLIN).date() + timedelta(days=1))
    else:
        entry.add("dtstart", timezone.localtime(event.starts_at, BERLIN))
        entry.add("dtend", timezone.localtime(event.ends_at, BERLIN))
    if event.is_on_site and event.address:
        entry.add("location", event.address)
    entry.add("url", selectors.absolute(selectors.event_path(event, language=language)))
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if contact:
        entry.add("organizer", f"mailto:{contact}")
    return entry


def public_calendar(listed: Iterable["selectors.ListedEvent"], *, language: str) -> bytes:
    """Events as everybody may see them: no online link, no guests."""
    entries, contact = [], identity_facts(language).email
    for item in listed:
        entry = _entry(
            item.event,
            uid=str(item.event.uid),
            sequence=item.event.sequence,
            stamp=item.event.updated_at,
            cancelled=bool(item.event.cancelled_at),
            title=item.title,
            language=language,
            contact=item.event.contact_email or contact,
        )
        entry.add("description", item.summary)
        if item.event.topic_names:
            entry.add("categories", item.event.topic_names)
        entries.append(entry)
    return _calendar("PUBLISH", entries)


def calendar_for(registration: Registration, *, title: str, cancelled: bool = False) -> bytes:
    """The entry of one confirmed place; ``cancelled`` takes it out of the reader's calendar again."""
    event, language = registration.event, registration.language
    entry = _entry(
        event,
        uid=str(registration.uid),
        sequence=registration.sequence,
        stamp=timezone.now(),
        cancelled=cancelled,
        title=title,
        language=language,
        contact=event.contact_email or identity_facts(language).email,
    )
    entry.add("description", registration.reference)
    online_link = selectors.online_link_of(registration)
    if online_link and not cancelled:
        entry.add("conference", online_link, parameters={"VALUE": "URI"})
    return _calendar("CANCEL" if cancelled else "PUBLISH", [entry])

"""An event in the words of schema.org."""

from datetime import datetime
from typing import Protocol

from django.utils import timezone

from events.models.facts import Event
from events.states import Mode, Phase
from portal.structured import known


class Words(Protocol):
    """What is needed of an event's page, which is above this module."""

    title: str
    summary: str
    content_language: str


ATTENDANCE = {
    Mode.ON_SITE: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}
SCHEMA = "https://schema.org"


def event_things(event: Event, page: Words, url: str) -> list[dict]:
    """The link for online guests stays out: who may come in gets it by mail."""
    phase = event.phase()
    places = [
        {
            "@type": "Place",
            "name": event.venue_name or event.venue_place,
            "address": known(
                {
                    "@type": "PostalAddress",
                    "streetAddress": event.venue_street,
                    "postalCode": event.venue_postcode,
                    "addressLocality": event.venue_place,
                    "addressCountry": "DE",
                }
            ),
        }
        if event.is_on_site
        else None,
        {"@type": "VirtualLocation", "url": url} if event.mode != Mode.ON_SITE else None,
    ]
    return [
        known(
            {
                "@type": "Event",
                "@id": f"{url}#event",
                "name": page.title,
                "description": page.summary,
                "url": url,
                "keywords": event.topic_names,
                "inLanguage": event.languages or page.content_language,
                "startDate": _moment(event.starts_at, is_day=event.all_day),
                "endDate": _moment(event.ends_at, is_day=event.all_day),
                "eventStatus": f"{SCHEMA}/{'EventCancelled' if event.cancelled_at else 'EventScheduled'}",
                "eventAttendanceMode": f"{SCHEMA}/{ATTENDANCE[Mode(event.mode)]}",
                "location": [place for place in places if place],
                "organizer": {"@type": "Organization", "name": event.host} if event.host else None,
                "isAccessibleForFree": True,
                "maximumAttendeeCapacity": event.capacity,
                "offers": _offer(url, phase),
            }
        )
    ]


def _moment(moment: datetime, *, is_day: bool) -> str:
    local = timezone.localtime(moment)
    return local.date().isoformat() if is_day else local.isoformat()


def _offer(url: str, phase: Phase) -> dict | None:
    """Free, as long as one can register; what is over or called off offers nothing."""
    availability = {Phase.OPEN: "InStock", Phase.FULL: "SoldOut", Phase.NOT_YET: "PreOrder", Phase.CLOSED: "SoldOut"}
    if phase not in availability:
        return None
    free = {"@type": "Offer", "price": "0", "priceCurrency": "EUR", "url": url}
    return {**free, "availability": f"{SCHEMA}/{availability[phase]}"}

from events.models.facts import Event, Session
from events.models.pages import EventIndexPage, EventPage, WorkshopText
from events.models.registrations import Registration, RegistrationMove, SessionChoice
from events.models.watches import Opening, Watch, WatchNotice

__all__ = [
    "Event",
    "EventIndexPage",
    "EventPage",
    "Opening",
    "Registration",
    "RegistrationMove",
    "Session",
    "SessionChoice",
    "Watch",
    "WatchNotice",
    "WorkshopText",
]

from events.models.facts import Event, Session
from events.models.pages import EventIndexPage, EventPage, WorkshopText
from events.models.registrations import Registration, RegistrationMove, SessionChoice

__all__ = [
    "Event",
    "EventIndexPage",
    "EventPage",
    "Registration",
    "RegistrationMove",
    "Session",
    "SessionChoice",
    "WorkshopText",
]

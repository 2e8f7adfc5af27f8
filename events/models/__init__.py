from events.models.attendance import CheckIn, EventFigures, EventTarget, SignedList, WalkIn
from events.models.facts import Event, Session
from events.models.pages import EventIndexPage, EventPage, WorkshopText
from events.models.registrations import Registration, RegistrationMove, SessionChoice

__all__ = [
    "CheckIn",
    "Event",
    "EventFigures",
    "EventIndexPage",
    "EventPage",
    "EventTarget",
    "Registration",
    "RegistrationMove",
    "Session",
    "SessionChoice",
    "SignedList",
    "WalkIn",
    "WorkshopText",
]

from events.models.facts import Event, Quota, Session
from events.models.messages import GuestMessage
from events.models.pages import EventIndexPage, EventPage, WorkshopText
from events.models.registrations import Group, Needs, Registration, RegistrationMove, SessionChoice

__all__ = [
    "Event",
    "EventIndexPage",
    "EventPage",
    "Group",
    "GuestMessage",
    "Needs",
    "Quota",
    "Registration",
    "RegistrationMove",
    "Session",
    "SessionChoice",
    "WorkshopText",
]

from events.models.attendance import CheckIn, EventFigures, EventTarget, Feedback, SignedList, WalkIn
from events.models.facts import Event, Quota, Session
from events.models.messages import GuestMessage
from events.models.pages import EventIndexPage, EventPage, QuestionText, WorkshopText
from events.models.questions import Question
from events.models.registrations import Group, Needs, Registration, RegistrationMove, SessionChoice
from events.models.watches import Opening, Watch, WatchNotice

__all__ = [
    "CheckIn",
    "Event",
    "EventFigures",
    "EventIndexPage",
    "EventPage",
    "EventTarget",
    "Feedback",
    "Group",
    "GuestMessage",
    "Needs",
    "Opening",
    "Question",
    "QuestionText",
    "Quota",
    "Registration",
    "RegistrationMove",
    "Session",
    "SessionChoice",
    "SignedList",
    "WalkIn",
    "Watch",
    "WatchNotice",
    "WorkshopText",
]

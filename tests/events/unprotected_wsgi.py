"""The portal as it would be without its protection: seats are counted first and given afterwards."""

from django.db.models import F

from events import services
from events.models import Event
from events.states import RegistrationState
from portal.wsgi import application

__all__ = ["application"]


def count_then_give(event_id: int) -> RegistrationState:
    event = Event.objects.get(pk=event_id)
    is_free = event.registrations.holding_a_seat().count() < event.capacity
    Event.objects.filter(pk=event_id).update(last_number=F("last_number") + 1)
    return RegistrationState.CONFIRMED if is_free else RegistrationState.WAITLISTED


services._take_seat_or_line_up = count_then_give

"""The portal as it would be without its protection: seats are counted first and given afterwards."""

from importlib import import_module

from django.db.models import F

from portal.wsgi import application

__all__ = ["application"]

# The models can be imported only now that the application has set Django up.
services = import_module("events.services")
Event = import_module("events.models").Event
RegistrationState = import_module("events.states").RegistrationState


def count_then_give(event_id: int):
    event = Event.objects.get(pk=event_id)
    is_free = event.registrations.holding_a_seat().count() < event.capacity
    Event.objects.filter(pk=event_id).update(last_number=F("last_number") + 1)
    return RegistrationState.CONFIRMED if is_free else RegistrationState.WAITLISTED


services._take_seat_or_line_up = count_then_give

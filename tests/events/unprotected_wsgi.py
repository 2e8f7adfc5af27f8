"""The portal as it would be without its protection: nobody holds the event, seats are counted, then given."""

from importlib import import_module

from portal.wsgi import application

__all__ = ["application"]

# The models can be imported only now that the application has set Django up.
seats = import_module("events.seats")
line = import_module("events.line")
Event = import_module("events.models").Event


def look_without_holding(event_id: int):
    return Event.objects.get(pk=event_id)


def count_then_give(self, needs):
    return self.event.registrations.holding_a_seat().count() < self.event.capacity, set()


seats.lock = look_without_holding
seats.take = lambda event, needs: None
line.Pools.has_room = count_then_give

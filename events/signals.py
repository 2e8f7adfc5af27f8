"""What follows from a change of facts or pages inside this app: the search index is written in the same transaction."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from events import indexing
from events.models import Event, EventIndexPage, EventPage, Session
from portal import roles
from portal.page_cache import follow

follow(Event, "events")
follow(Session, "events")


@receiver(post_save, sender=Event)
def on_event_saved(sender, instance: Event, **kwargs):
    indexing.index(instance)


@receiver(post_save, sender=EventIndexPage)
def on_index_page_saved(sender, instance: EventIndexPage, created: bool, **kwargs):
    """Event staff write below every list of events, in each language."""
    if created:
        roles.open_branch(instance)


@receiver(post_delete, sender=Event)
def on_event_deleted(sender, instance: Event, **kwargs):
    indexing.forget(instance)


@receiver([page_published, page_unpublished], sender=EventPage)
def on_page_changed(sender, instance: EventPage, **kwargs):
    indexing.index(instance.event)


@receiver(post_delete, sender=EventPage)
def on_page_deleted(sender, instance: EventPage, **kwargs):
    indexing.index(instance.event)

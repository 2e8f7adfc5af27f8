"""A message of the staff to some of the guests of an event."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from events import emails
from events.models import Event, GuestMessage, Registration
from events.narrowing import Narrowing
from portal.errors import DomainError
from portal.models import User


@dataclass(frozen=True)
class Words:
    """Subject and text in one language."""

    subject: str
    text: str


def recipients(event: Event, chosen: Narrowing) -> list[Registration]:
    """Who still has to do with the event, narrowed by the filters of the list; one for each address."""
    found = list(chosen.of(event.registrations.active().order_by("number").select_related("group")))
    by_address = {registration.mailbox.casefold(): registration for registration in reversed(found)}
    return sorted(by_address.values(), key=lambda registration: registration.number)


@transaction.atomic
def send(*, event_id: int, uid: uuid.UUID, words: Mapping[str, Words], by: User, chosen: Narrowing) -> GuestMessage:
    """Queue the message for everybody the filters choose, each in the own language or else in German; once.

    ``words`` stand by language; those in German must be there.
    """
    event = Event.objects.select_for_update().get(pk=event_id)
    sent = GuestMessage.objects.filter(uid=uid).first()
    if sent:
        return sent
    guests = recipients(event, chosen)
    if not guests:
        raise DomainError(_("These filters choose nobody."), code="nobody")
    message = GuestMessage.objects.create(event=event, uid=uid, recipients=len(guests), by=by)
    for registration in guests:
        registration.event = event
        language = registration.language if registration.language in words else settings.LANGUAGE_CODE
        emails.queue_message(registration, words=words[language], language=language)
    return message

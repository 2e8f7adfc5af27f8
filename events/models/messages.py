"""What staff wrote to the guests of an event: that they did, and to how many; the words are with the mails."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.facts import Event
from portal.privacy import Privacy


class GuestMessage(models.Model):
    """One message to some of the guests; ``uid`` makes it one of a kind, however often its form is sent."""

    privacy = Privacy(
        retention="with the event; names no guest",
        operational=("event", "uid", "recipients", "by", "at"),
    )

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="messages", verbose_name=_("event"))
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recipients = models.PositiveIntegerField(_("number of guests"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("message to guests")
        verbose_name_plural = _("messages to guests")
        default_permissions = ()
        ordering = ["-at"]

    def __str__(self):
        return str(self.uid)

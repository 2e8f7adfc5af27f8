import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.crypto import EncryptedField, EncryptedJSONField
from portal.privacy import DataClass, Personal, Privacy


class MailState(models.TextChoices):
    DUE = "due", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("given up")


class OutgoingMailQuerySet(models.QuerySet):
    def due(self, *, now=None):
        return self.filter(state=MailState.DUE, next_try_at__lte=now or timezone.now()).order_by("created_at", "pk")


class OutgoingMail(models.Model):
    """One mail, written in the transaction of what it tells and sent after it.

    Address and text are encrypted and wiped as soon as the mail is sent; the row itself is deleted after 30 days.
    """

    privacy = Privacy(
        retention="address and text until sent or given up, the bare row 30 days",
        personal={
            "recipient": Personal(DataClass.CONTACT, "deliver the mail"),
            "content": Personal(DataClass.CONTACT, "deliver the mail; holds single-purpose links"),
        },
        operational=(
            "uid",
            "template",
            "language",
            "reference",
            "state",
            "attempts",
            "created_at",
            "next_try_at",
            "ended_at",
            "error",
        ),
    )

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    template = models.CharField(_("kind of mail"), max_length=80)
    language = models.CharField(_("language"), max_length=12)
    reference = models.CharField(_("about"), max_length=80, blank=True)
    recipient = EncryptedField(_("recipient"), ring="operational")
    content = EncryptedJSONField(_("content"), ring="operational", default=dict)
    state = models.CharField(_("state"), max_length=8, choices=MailState, default=MailState.DUE)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("queued"), auto_now_add=True)
    next_try_at = models.DateTimeField(_("next try"), default=timezone.now)
    ended_at = models.DateTimeField(_("sent or given up"), null=True, blank=True)
    error = models.CharField(_("last error"), max_length=120, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["state", "next_try_at"])]

    def __str__(self):
        return f"{self.template} {self.uid}"

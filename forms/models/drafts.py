import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms.lifetimes import draft_expiry
from portal.crypto import EncryptedJSONField
from portal.privacy import DataClass, Personal, Privacy


class DraftQuerySet(models.QuerySet):
    def open(self):
        return self.filter(expires_at__gt=timezone.now())

    def expired(self):
        return self.filter(expires_at__lte=timezone.now())

    def owned_by(self, *, user_id: int | None, session_hash: str):
        """The drafts of a member who is logged in, else those begun in this browser session; nobody else's."""
        if user_id is not None:
            return self.filter(owner_id=user_id)
        if not session_hash:
            return self.none()
        return self.filter(owner=None, session_hash=session_hash)


class Draft(models.Model):
    """Answers on their way: what was typed, as it was typed, step by step; deleted when sent or after 30 days.

    An envelope is ``{step: {name of the input: [values]}}``. The three lie apart because each has its own keys.
    """

    # The screens of the CMS that show what refers to what are for everybody.
    wagtail_reference_index_ignore = True
    privacy = Privacy(
        retention="until sent, at most 30 days after the last change",
        personal={
            "need": Personal(DataClass.NEED, "continue a form that was begun"),
            "identity": Personal(DataClass.IDENTITY, "continue a form that was begun"),
            "special": Personal(DataClass.SPECIAL, "continue a form that was begun"),
        },
        operational=(
            "public_id", "version", "owner", "session_hash", "centre", "language", "created_at", "updated_at",
            "expires_at",
        ),
    )  # fmt: skip

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey("forms.FormVersion", on_delete=models.PROTECT, related_name="drafts", editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+", editable=False
    )
    session_hash = models.CharField(max_length=64, blank=True, editable=False)
    centre = models.ForeignKey(
        "programmes.Centre",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("counselling centre"),
        editable=False,
    )
    language = models.CharField(_("language"), max_length=10, editable=False)
    need = EncryptedJSONField(ring="need", default=dict)
    identity = EncryptedJSONField(ring="identity", default=dict)
    special = EncryptedJSONField(ring="special", default=dict)
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("deleted on"), default=draft_expiry, editable=False)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        default_permissions = ()
        indexes = [
            models.Index(fields=["owner", "-updated_at"]),
            models.Index(fields=["session_hash"]),
            models.Index(fields=["expires_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | ~Q(session_hash=""),
                name="forms_draft_has_an_owner",
                violation_error_message=_("A draft belongs to a member or to a browser session."),
            ),
        ]

    def __str__(self):
        return f"{self.public_id}"

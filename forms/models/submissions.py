import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.crypto import EncryptedJSONField
from portal.privacy import DataClass, Personal, Privacy

# Without 0/O and 1/I, which are misread and misheard.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
REFERENCE_GROUPS, REFERENCE_GROUP_LENGTH = 2, 4


def new_reference(prefix: str) -> str:
    """Such as ``RC-7K4M-9QXP``; says nothing about order or number."""
    groups = (
        "".join(secrets.choice(REFERENCE_ALPHABET) for _place in range(REFERENCE_GROUP_LENGTH))
        for _group in range(REFERENCE_GROUPS)
    )
    return "-".join([prefix, *groups])


class Submission(models.Model):
    """What was sent, once: the answers as codes in three envelopes, ``{key of the field: answer}``.

    An envelope that was deleted is ``None``; one that never held anything is empty.
    """

    # The screens of the CMS that show what refers to what are for everybody.
    wagtail_reference_index_ignore = True
    privacy = Privacy(
        retention=(
            "identity and special categories until six months after the case is closed, the need as long, "
            "the rest as evidence until the audit period of the funding ends"
        ),
        personal={
            "need": Personal(DataClass.NEED, "decide about the referral and plan the training"),
            "identity": Personal(DataClass.IDENTITY, "answer, invite, certify"),
            "special": Personal(DataClass.SPECIAL, "give the support that was asked for"),
        },
        operational=(
            "reference", "draft", "receipt_key", "version", "centre", "submitted_by", "session_hash", "language",
            "submitted_at",
        ),
    )  # fmt: skip

    reference = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    # The public id of the draft this came from: sending twice cannot make two.
    draft = models.UUIDField(
        unique=True, editable=False, error_messages={"unique": _("This form has been sent already.")}
    )
    receipt_key = models.CharField(max_length=32, unique=True, editable=False)
    version = models.ForeignKey(
        "forms.FormVersion", on_delete=models.PROTECT, related_name="submissions", editable=False
    )
    centre = models.ForeignKey(
        "programmes.Centre",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("counselling centre"),
        editable=False,
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    session_hash = models.CharField(max_length=64, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=10, editable=False)
    need = EncryptedJSONField(ring="need", null=True)
    identity = EncryptedJSONField(ring="identity", null=True)
    special = EncryptedJSONField(ring="special", null=True)
    submitted_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        default_permissions = ()
        indexes = [models.Index(fields=["-submitted_at"])]

    def __str__(self):
        return self.reference

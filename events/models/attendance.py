"""Who was there, what proves it, and the figures that stay when the people are deleted."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.facts import Event
from events.models.registrations import Registration
from events.states import Audience, Dimension, Kind, ScanType
from portal.crypto import EncryptedBytesField, EncryptedField
from portal.privacy import DataClass, Personal, Privacy


def by_staff() -> models.ForeignKey:
    """Who did it; the row stays when the account goes."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )


class CheckIn(models.Model):
    """A mark at the door: somebody came, or a mark before it was wrong. The newest mark by ``marked_at`` counts.

    ``uid`` is given by the device, so that a mark that is sent twice is stored once; ``marked_at`` is the time of the
    device, so that marks of two devices make the same state in whatever order they arrive.
    """

    privacy = Privacy(
        retention="with the registration",
        operational=("uid", "registration", "is_there", "marked_at", "received_at", "by"),
    )

    uid = models.UUIDField(_("mark"), unique=True, editable=False)
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="check_ins", verbose_name=_("registration")
    )
    is_there = models.BooleanField(_("is there"))
    marked_at = models.DateTimeField(_("marked"))
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    by = by_staff()

    class Meta:
        verbose_name = _("mark of attendance")
        verbose_name_plural = _("marks of attendance")
        default_permissions = ()
        ordering = ["marked_at", "uid"]
        indexes = [models.Index(fields=["registration", "marked_at"], name="events_check_in_newest")]

    def __str__(self):
        return f"{self.registration_id} {self.is_there}"


class WalkIn(models.Model):
    """Somebody who came without having registered."""

    privacy = Privacy(
        retention="90 days after the end of the event",
        personal={
            "name": Personal(DataClass.CONTACT, "list of participants, certificate"),
            "organisation": Personal(DataClass.CONTACT, "list of participants"),
        },
        operational=("event", "uid", "audience", "language", "came_at", "by"),
    )

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="walk_ins", verbose_name=_("event"))
    uid = models.UUIDField(_("form that was sent"), default=uuid.uuid4, unique=True, editable=False)
    name = EncryptedField(_("name"), ring="operational")
    organisation = EncryptedField(_("organisation"), ring="operational", blank=True)
    audience = models.CharField(_("takes part as"), max_length=20, choices=Audience)
    language = models.CharField(_("language"), max_length=12, default=settings.LANGUAGE_CODE)
    came_at = models.DateTimeField(_("came"), auto_now_add=True)
    by = by_staff()

    class Meta:
        verbose_name = _("guest without registration")
        verbose_name_plural = _("guests without registration")
        default_permissions = ()
        ordering = ["event", "pk"]

    def __str__(self):
        return str(self.pk)


class SignedList(models.Model):
    """A scan of the list that was signed: evidence for those who audit the funding. It lies encrypted in the database,
    so it is in no folder a web server knows, and in every backup."""

    privacy = Privacy(
        retention="until the project need not be documented any more (PORTAL_EVIDENCE_UNTIL)",
        personal={"content": Personal(DataClass.CONTACT, "evidence of attendance: names and signatures")},
        operational=("event", "fingerprint", "content_type", "size", "uploaded_at", "by"),
    )

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="signed_lists", verbose_name=_("event"))
    content = EncryptedBytesField(_("file"), ring="operational")
    # A keyed hash: the same file sent again is not stored again.
    fingerprint = models.CharField(_("fingerprint of the file"), max_length=64, editable=False)
    content_type = models.CharField(_("type"), max_length=40, choices=ScanType)
    size = models.PositiveIntegerField(_("size"))
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    by = by_staff()

    class Meta:
        verbose_name = _("signed list")
        verbose_name_plural = _("signed lists")
        default_permissions = ()
        ordering = ["event", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "fingerprint"],
                name="events_signed_list_once",
                violation_error_message=_("This file is there already."),
            )
        ]

    def __str__(self):
        return str(self.pk)


class EventFigures(models.Model):
    """How many there were, counted by one property at a time; kept when the people themselves are deleted."""

    privacy = Privacy(
        retention="as long as the project is documented; counts only",
        operational=("event", "dimension", "code", "registered", "attended", "walk_ins"),
    )

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="figures", verbose_name=_("event"))
    dimension = models.CharField(_("counted by"), max_length=10, choices=Dimension)
    code = models.CharField(_("value"), max_length=20, blank=True)
    registered = models.PositiveIntegerField(_("registered"), default=0)
    attended = models.PositiveIntegerField(_("of them attended"), default=0)
    walk_ins = models.PositiveIntegerField(_("without registration"), default=0)

    class Meta:
        verbose_name = _("figures of an event")
        verbose_name_plural = _("figures of events")
        default_permissions = ()
        ordering = ["event", "dimension", "code"]
        constraints = [
            models.UniqueConstraint(fields=["event", "dimension", "code"], name="events_figures_once"),
            models.CheckConstraint(
                condition=models.Q(attended__lte=models.F("registered")), name="events_figures_attended_registered"
            ),
        ]

    def __str__(self):
        return f"{self.event_id} {self.dimension} {self.code}"


class EventTarget(models.Model):
    """How many events of a kind the project promised to hold."""

    privacy = Privacy(retention="as long as the project runs", operational=("kind", "number"))

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, unique=True)
    number = models.PositiveSmallIntegerField(_("target"))

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        default_permissions = ()
        ordering = ["kind"]

    def __str__(self):
        return f"{self.kind}: {self.number}"


class Feedback(models.Model):
    """What somebody thought of an event. Nobody is asked who they are, and nothing of the connection is kept."""

    privacy = Privacy(
        retention="the words until 90 days after the end of the event; the rating as a figure",
        personal={"words": Personal(DataClass.CONTACT, "free text: people may name themselves or others all the same")},
        # The day without the time, so that no log of a web server can be laid beside it.
        operational=("event", "uid", "rating", "given_on"),
    )

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="feedback", verbose_name=_("event"))
    uid = models.UUIDField(_("form that was sent"), unique=True, editable=False)
    rating = models.PositiveSmallIntegerField(_("rating"))
    words = EncryptedField(_("words"), ring="operational", null=True)
    given_on = models.DateField(_("given on"))

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        default_permissions = ()
        ordering = ["event", "uid"]
        constraints = [
            models.CheckConstraint(condition=models.Q(rating__gte=1, rating__lte=5), name="events_feedback_rating")
        ]

    def __str__(self):
        return str(self.pk)

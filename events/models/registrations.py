"""Who takes part. Everything about the person is encrypted and deleted 90 days after the event."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.facts import Event, Session
from events.states import (
    SEATED,
    UNDECIDED,
    Audience,
    ClockMail,
    ListConsent,
    MoveReason,
    PhotoConsent,
    RegistrationState,
)
from portal.crypto import EncryptedField, EncryptedJSONField
from portal.privacy import DataClass, Personal, Privacy

# No characters that are mistaken for one another when read aloud or copied by hand.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference(letter: str = "V") -> str:
    """A reference such as ``V-7KD3M-9QXTA``: about 49 bits, gives away neither order nor number of registrations."""
    letters = "".join(secrets.choice(REFERENCE_ALPHABET) for _position in range(10))
    return f"{letter}-{letters[:5]}-{letters[5:]}"


def new_group_reference() -> str:
    return new_reference("G")


class RegistrationQuerySet(models.QuerySet):
    def active(self):
        return self.exclude(state=RegistrationState.CANCELLED)

    def holding_a_seat(self):
        return self.filter(state__in=SEATED)

    def confirmed(self):
        return self.filter(state=RegistrationState.CONFIRMED)

    def waiting(self):
        """The waiting list, first in line first."""
        return self.filter(state=RegistrationState.WAITLISTED).order_by("number")


class Group(models.Model):
    """Several people of one office, registered by one contact, who are placed together or wait together."""

    privacy = Privacy(
        retention="90 days after the end of the event",
        personal={
            "contact_name": Personal(DataClass.CONTACT, "address the person who registered the others"),
            "contact_email": Personal(DataClass.CONTACT, "the link to change or cancel, mails for guests without one"),
        },
        operational=("event", "reference", "submission", "language", "created_at"),
    )

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="groups", verbose_name=_("event"))
    reference = models.CharField(
        _("reference"), max_length=20, unique=True, default=new_group_reference, editable=False
    )
    submission = models.UUIDField(_("form that was sent"), unique=True, editable=False)
    contact_name = EncryptedField(_("contact"), ring="operational")
    contact_email = EncryptedField(_("email address of the contact"), ring="operational")
    language = models.CharField(_("language"), max_length=12)
    created_at = models.DateTimeField(_("registered"), auto_now_add=True)

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        default_permissions = ()
        ordering = ["event", "pk"]

    def __str__(self):
        return self.reference

    @property
    def subject(self) -> str:
        """What links, mails and logs call this group by."""
        return f"group:{self.pk}"


class Registration(models.Model):
    """One person's place at one event, or in its waiting list."""

    privacy = Privacy(
        retention="90 days after the end of the event",
        personal={
            "salutation": Personal(DataClass.CONTACT, "address the person in the way they want"),
            "name": Personal(DataClass.CONTACT, "list of participants, certificate"),
            "email": Personal(DataClass.CONTACT, "confirm the place and tell about changes"),
            "organisation": Personal(DataClass.CONTACT, "list of participants, seats per organisation"),
            "function": Personal(DataClass.CONTACT, "list of participants"),
            "photo": Personal(DataClass.CONTACT, "who may be seen in photos"),
            "listed": Personal(DataClass.CONTACT, "who may be seen by the other guests"),
            "answers": Personal(DataClass.CONTACT, "prepare the event: what it asks of some of its guests"),
            "staff_note": Personal(DataClass.CONTACT, "receive the guest: what the team has to think of"),
        },
        operational=(
            "event",
            "group",
            "uid",
            "reference",
            "submission",
            # A keyed hash: finds a second registration without naming anybody.
            "email_fingerprint",
            # The same for an organisation, to count its seats.
            "organisation_fingerprint",
            "audience",
            "region",
            "is_online",
            "offered_until",
            "must_confirm",
            "last_clock_mail",
            "language",
            "state",
            "number",
            "sequence",
            "created_at",
            "changed_at",
        ),
    )

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("event"))
    group = models.ForeignKey(
        Group,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="registrations",
        verbose_name=_("group"),
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True, default=new_reference, editable=False)
    submission = models.UUIDField(_("form that was sent"), unique=True, editable=False)

    salutation = EncryptedField(_("salutation"), ring="operational", blank=True)
    name = EncryptedField(_("name"), ring="operational")
    email = EncryptedField(_("email address"), ring="operational", blank=True)
    organisation = EncryptedField(_("organisation"), ring="operational", blank=True)
    function = EncryptedField(_("function"), ring="operational", blank=True)

    # By the codes of the questions.
    answers = EncryptedJSONField(_("answers"), ring="operational", default=dict)
    photo = EncryptedField(_("photos"), ring="operational", blank=True)
    # The consent of this person alone: nobody gives it for others, and it stays with no other person or date.
    listed = EncryptedField(_("shown to the other guests"), ring="operational", blank=True)
    staff_note = EncryptedField(_("note of the team"), ring="operational", blank=True)

    # Empty for a guest whose mails go to the contact of the group.
    email_fingerprint = models.CharField(_("fingerprint of the address"), max_length=64, blank=True, editable=False)
    organisation_fingerprint = models.CharField(
        _("fingerprint of the organisation"), max_length=64, blank=True, editable=False
    )
    audience = models.CharField(_("takes part as"), max_length=20, choices=Audience)
    region = models.CharField(_("administrative region"), max_length=10, blank=True)
    is_online = models.BooleanField(_("takes part online"), default=False)
    language = models.CharField(_("language"), max_length=12)
    offered_until = models.DateTimeField(_("place kept until"), null=True, blank=True)
    # Whether a place, now or from the waiting list, is theirs only once they confirm it by the link of a mail.
    must_confirm = models.BooleanField(_("place only once it is confirmed by mail"), default=False, editable=False)
    last_clock_mail = models.CharField(_("last reminder"), max_length=10, choices=ClockMail, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=RegistrationState)
    number = models.PositiveIntegerField(_("number in the order of registration"))
    sequence = models.PositiveIntegerField(_("version of the calendar entry"), default=0)
    created_at = models.DateTimeField(_("registered"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["event", "number"]
        default_permissions = ("view", "change")
        indexes = [
            models.Index(fields=["event", "state", "number"], name="events_registration_line"),
            models.Index(fields=["offered_until"], condition=Q(state="offered"), name="events_registration_offers"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email_fingerprint"],
                condition=~Q(state="cancelled") & ~Q(email_fingerprint=""),
                name="events_registration_once_per_address",
                violation_error_message=_("This address is already registered for the event."),
            ),
            models.UniqueConstraint(fields=["event", "number"], name="events_registration_number_once"),
            models.CheckConstraint(
                condition=Q(state="offered", offered_until__isnull=False) | ~Q(state="offered"),
                name="events_registration_offer_ends",
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def subject(self) -> str:
        """What links, mails and logs call this registration by."""
        return f"registration:{self.pk}"

    @property
    def is_confirmed(self) -> bool:
        return self.state == RegistrationState.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        return self.state == RegistrationState.WAITLISTED

    @property
    def is_offered(self) -> bool:
        return self.state == RegistrationState.OFFERED

    @property
    def is_requested(self) -> bool:
        """Whether staff have to decide, on a new request or on a change."""
        return self.state in UNDECIDED

    @property
    def has_a_seat(self) -> bool:
        return self.state in SEATED

    @property
    def is_expected_at_door(self) -> bool:
        """Whether there will be somebody to show the code of this place to."""
        event = self.event
        return self.is_confirmed and event.is_on_site and not self.is_online and event.cancelled_at is None

    @property
    def may_be_photographed(self) -> bool:
        return self.photo == PhotoConsent.YES

    @property
    def is_shown_to_guests(self) -> bool:
        """Whether the person agreed; whether anybody is shown at all is for the event to say."""
        return self.listed == ListConsent.YES

    @property
    def mailbox(self) -> str:
        """Where its mails go: the own address, else that of the contact of the group."""
        return self.email or self.group.contact_email

    @property
    def is_cancelled(self) -> bool:
        return self.state == RegistrationState.CANCELLED


class Needs(models.Model):
    """What somebody needs to take part: may tell of health or faith, so it is kept apart and deleted first."""

    privacy = Privacy(
        retention="14 days after the end of the event",
        personal={
            "codes": Personal(DataClass.SPECIAL, "prepare the venue, the interpreters and the food"),
            "remark": Personal(DataClass.SPECIAL, "prepare what no list foresees"),
        },
        operational=("registration",),
    )

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="needs")
    codes = EncryptedJSONField(_("needs"), ring="special", default=list)
    remark = EncryptedField(_("remark"), ring="special", blank=True)

    class Meta:
        verbose_name = _("needs of a guest")
        verbose_name_plural = _("needs of guests")
        default_permissions = ("view",)

    def __str__(self):
        return str(self.registration_id)


class SessionChoice(models.Model):
    """A workshop somebody wishes for: rank 1 is the first choice. ``seated`` says that the seat is theirs."""

    privacy = Privacy(retention="with the registration", operational=("registration", "session", "rank", "seated"))

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="choices")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="choices", verbose_name=_("workshop"))
    rank = models.PositiveSmallIntegerField(_("choice"))
    seated = models.BooleanField(_("seat given"), default=False)

    class Meta:
        verbose_name = _("choice of workshop")
        verbose_name_plural = _("choices of workshops")
        default_permissions = ()
        ordering = ["registration", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "session"], name="events_choice_session_once"),
            models.UniqueConstraint(fields=["registration", "rank"], name="events_choice_rank_once"),
            models.UniqueConstraint(
                fields=["registration"], condition=Q(seated=True), name="events_choice_one_seat_each"
            ),
        ]

    def __str__(self):
        return f"{self.registration_id} {self.rank}"


class RegistrationMove(models.Model):
    """The log of a registration: who moved it, when, from where to where and why."""

    privacy = Privacy(
        retention="with the registration",
        personal={"note": Personal(DataClass.CONTACT, "why staff passed somebody over")},
        operational=("registration", "from_state", "to_state", "reason", "by", "at"),
    )

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="moves")
    from_state = models.CharField(_("from"), max_length=12, choices=RegistrationState, blank=True)
    to_state = models.CharField(_("to"), max_length=12, choices=RegistrationState)
    reason = models.CharField(_("reason"), max_length=20, choices=MoveReason)
    note = EncryptedField(_("note"), ring="operational", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("move of a registration")
        verbose_name_plural = _("moves of registrations")
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.from_state or '–'} → {self.to_state}"

"""The facts of an event, shared by every language; the words live on ``EventPage``."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from events.languages import HeldIn
from events.states import Access, Audience, Kind, Mode, Phase, Topic
from portal.clean_rows import clean_row
from portal.codes_field import CodesField
from portal.privacy import Privacy

# Addresses below /veranstaltungen/ that are not events.
RESERVED_SLUGS = frozenset({"absage", "benachrichtigung", "einbetten", "gruppe", "kalender", "platz"})


LARGEST_GROUP = 20


def refuse_reserved(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("This address is in use by the portal itself."), code="reserved")


class CountedSeats(models.Model):
    """Seats and a counter of those taken.

    The counters move by conditional UPDATE only. ``save`` leaves them alone, so that somebody who saves an event he
    opened a minute ago cannot set them back.
    """

    COUNTERS: tuple[str, ...] = ("taken",)

    capacity = models.PositiveIntegerField(_("seats"))
    taken = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = [
                field.name
                for field in self._meta.local_concrete_fields
                if not field.primary_key and field.name not in self.COUNTERS
            ]
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        clean_row(self)
        self.refuse_fewer_than_taken("capacity", "taken")

    def refuse_fewer_than_taken(self, capacity: str, counter: str) -> None:
        seats = getattr(self, capacity)
        taken = type(self).objects.filter(pk=self.pk).values_list(counter, flat=True).first() if self.pk else 0
        if seats is not None and taken and seats < taken:
            raise ValidationError(
                {capacity: _("%(taken)d seats are taken already; there cannot be fewer.") % {"taken": taken}}
            )

    @property
    def seats_left(self) -> int:
        return max(self.capacity - self.taken, 0)


class EventQuerySet(models.QuerySet):
    def upcoming(self, *, now=None):
        """What is still to come or running, the next one first; cancelled events stay in the list until their date."""
        return self.filter(ends_at__gte=now or timezone.now()).order_by("starts_at", "pk")

    def past(self, *, now=None):
        return self.filter(ends_at__lt=now or timezone.now()).order_by("-starts_at", "pk")


class Event(CountedSeats, ClusterableModel):
    """One date at one place. Times are stored aware and meant in the time zone of the portal, Europe/Berlin."""

    COUNTERS = ("taken", "online_taken", "waiting", "last_number", "seats_awaited", "online_awaited")

    privacy = Privacy(
        retention="as long as the project is documented; names no person",
        operational=(
            "uid",
            "slug",
            "kind",
            "mode",
            "topics",
            "languages",
            "starts_at",
            "ends_at",
            "all_day",
            "host",
            "series",
            "venue_centre",
            "venue_name",
            "venue_street",
            "venue_postcode",
            "venue_place",
            "district",
            "online_link",
            "contact_email",
            "names_at_gate",
            "capacity",
            "taken",
            "online_capacity",
            "online_taken",
            "waiting",
            "seats_awaited",
            "online_awaited",
            "last_number",
            "per_organisation",
            "group_size",
            "access",
            "invitation_code",
            "confirm_address",
            "offer_hours",
            "asks_needs",
            "asks_photo",
            "shows_guests",
            "registration_opens_at",
            "registration_closes_at",
            "cancelled_at",
            "sequence",
            "created_at",
            "updated_at",
        ),
    )

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        validators=[refuse_reserved],
        help_text=_("Last part of the web address; it stays for good."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    mode = models.CharField(_("takes place"), max_length=10, choices=Mode, default=Mode.ON_SITE)
    topics = CodesField(_("topics"), codes=Topic, help_text=_("Readers filter the list of events by them."))
    languages = CodesField(
        _("held in"),
        codes=HeldIn,
        help_text=_("The languages people speak there, interpreters included; not those the page is written in."),
    )
    starts_at = models.DateTimeField(_("starts"), help_text=_("German time"))
    ends_at = models.DateTimeField(_("ends"), help_text=_("German time"))
    all_day = models.BooleanField(_("show the day without times"), default=False)

    series = models.SlugField(
        _("series"),
        max_length=60,
        blank=True,
        help_text=_("Events with the same word here are dates of one series: guests may change from one to another."),
    )
    host = models.CharField(_("host"), max_length=200, blank=True)
    venue_centre = models.ForeignKey(
        "programmes.Centre",
        verbose_name=_("counselling centre"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Takes name and address from the directory where the fields below are empty."),
    )
    venue_name = models.CharField(_("venue"), max_length=200, blank=True)
    venue_street = models.CharField(_("street and number"), max_length=200, blank=True)
    venue_postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    venue_place = models.CharField(_("place"), max_length=120, blank=True)
    district = models.ForeignKey(
        "programmes.District",
        verbose_name=_("district"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    online_link = models.URLField(
        _("link for online guests"),
        max_length=500,
        blank=True,
        help_text=_("Only people with a confirmed place get it, by mail."),
    )
    contact_email = models.EmailField(
        _("contact address"), blank=True, help_text=_("An office address, shown publicly.")
    )

    names_at_gate = models.BooleanField(
        _("the venue asks for the names of its guests"),
        default=False,
        help_text=_("People who register are told that their name is on the list at the gate."),
    )

    online_capacity = models.PositiveIntegerField(
        _("seats online"), default=0, help_text=_("Only for events on site and online: they are counted apart.")
    )
    online_taken = models.PositiveIntegerField(_("seats online taken"), default=0, editable=False)
    per_organisation = models.PositiveSmallIntegerField(
        _("most places for one organisation"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    group_size = models.PositiveSmallIntegerField(
        _("most people in one registration"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(LARGEST_GROUP)],
        help_text=_("1: everybody registers alone."),
    )
    access = models.CharField(_("who may register"), max_length=10, choices=Access, default=Access.OPEN)
    invitation_code = models.CharField(_("invitation code"), max_length=40, blank=True)
    confirm_address = models.BooleanField(
        _("a place is final once the mail address is confirmed"),
        default=False,
        help_text=_("The place is kept for the hours below, or for a day."),
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to accept a place that became free"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 14)],
        help_text=_("Hours of the night do not count. Empty: whoever is first in line gets the place without asking."),
    )
    asks_needs = models.BooleanField(_("ask what people need to take part"), default=True)
    asks_photo = models.BooleanField(_("ask who may be seen in photos"), default=False)
    shows_guests = models.BooleanField(
        _("guests see who else comes"),
        default=False,
        help_text=_("Only those who agree are shown, by name and organisation, to guests with a confirmed place."),
    )

    waiting = models.PositiveIntegerField(_("people on the waiting list"), default=0, editable=False)
    # Whether somebody waits for one of the event's own seats, and not only for a share of them.
    seats_awaited = models.BooleanField(default=False, editable=False)
    online_awaited = models.BooleanField(default=False, editable=False)
    last_number = models.PositiveIntegerField(_("last number given out"), default=0, editable=False)
    registration_opens_at = models.DateTimeField(
        _("registration opens"), null=True, blank=True, help_text=_("Empty: as soon as the page is published.")
    )
    registration_closes_at = models.DateTimeField(
        _("registration closes"), null=True, blank=True, help_text=_("Empty: when the event starts.")
    )
    cancelled_at = models.DateTimeField(_("called off"), null=True, blank=True, editable=False)
    sequence = models.PositiveIntegerField(_("version of the calendar entry"), default=0, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts_at"]
        indexes = [models.Index(fields=["ends_at", "starts_at"], name="events_event_by_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")),
                name="events_event_seats_suffice",
                violation_error_message=_("More seats are taken than there would be."),
            ),
            models.CheckConstraint(
                condition=Q(online_taken__lte=F("online_capacity")),
                name="events_event_online_seats_suffice",
                violation_error_message=_("More seats online are taken than there would be."),
            ),
            models.CheckConstraint(
                condition=Q(taken__gte=0, online_taken__gte=0, waiting__gte=0), name="events_event_counts_positive"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="events_event_ends_after_start",
                violation_error_message=_("The event must end after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(registration_closes_at=None)
                | Q(registration_opens_at=None)
                | Q(registration_closes_at__gt=F("registration_opens_at")),
                name="events_event_closes_after_opening",
                violation_error_message=_("Registration must close after it opens."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.venue_place} {timezone.localtime(self.starts_at):%d.%m.%Y}"

    def clean(self):
        super().clean()
        self.take_address_from_centre()
        if self.mode != Mode.ONLINE and not self.venue_place:
            raise ValidationError({"venue_place": _("Name the place, or choose “online”.")})
        if self.online_capacity and not self.is_hybrid:
            raise ValidationError(
                {"online_capacity": _("Seats online are counted apart only where an event is on site and online.")}
            )
        if self.access == Access.CODE and not self.invitation_code:
            raise ValidationError({"invitation_code": _("Say which code people need, or let everybody register.")})
        self.refuse_fewer_than_taken("online_capacity", "online_taken")
        self.refuse_to_count_together()

    def take_address_from_centre(self) -> None:
        """Fill in what is known of the venue; what somebody typed stays."""
        if self.venue_centre is None or self.venue_place:
            return
        centre = self.venue_centre
        self.venue_name = self.venue_name or centre.name
        self.venue_street, self.venue_postcode, self.venue_place = centre.street, centre.postcode, centre.city

    def refuse_to_count_together(self) -> None:
        """Seats online that are taken cannot be counted among those on site from one moment to the next."""
        if self.counts_online_apart or not self.pk:
            return
        if Event.objects.filter(pk=self.pk, online_taken__gt=0).exists():
            sentence = _("People have registered online already: these seats stay counted apart.")
            raise ValidationError({"online_capacity": sentence})

    @property
    def closes_at(self):
        """The moment registration ends."""
        return self.registration_closes_at or self.starts_at

    @property
    def is_on_site(self) -> bool:
        return self.mode != Mode.ONLINE

    @property
    def is_hybrid(self) -> bool:
        return self.mode == Mode.HYBRID

    @property
    def counts_online_apart(self) -> bool:
        """Whether guests choose between a seat on site and one online; else everybody with a place gets the link."""
        return self.is_hybrid and self.online_capacity > 0

    @property
    def online_seats_left(self) -> int:
        return max(self.online_capacity - self.online_taken, 0)

    @property
    def is_full(self) -> bool:
        """Whether whoever comes now waits, on site as online."""
        return self.is_full_on_site and (self.is_full_online or not self.counts_online_apart)

    @property
    def is_full_on_site(self) -> bool:
        """The same for the seats on site alone; for all, where those online are not counted apart."""
        return self.taken >= self.capacity or self.seats_awaited

    @property
    def is_full_online(self) -> bool:
        return self.online_taken >= self.online_capacity or self.online_awaited

    @property
    def takes_groups(self) -> bool:
        return self.group_size > 1

    @property
    def region_key(self) -> str:
        """The Regierungsbezirk it takes place in; empty where that is not known, or nowhere."""
        return self.district.region_id if self.district else ""

    @property
    def language_names(self) -> list[str]:
        """What the event is held in, in the reader's words."""
        return [str(HeldIn(code).label) for code in self.languages if code in HeldIn.values]

    @property
    def known_topics(self) -> list[Topic]:
        return [Topic(code) for code in self.topics if code in Topic.values]

    @property
    def topic_names(self) -> list[str]:
        """What it is about, in the reader's words."""
        return [str(topic.label) for topic in self.known_topics]

    @property
    def is_several_days(self) -> bool:
        return timezone.localdate(self.starts_at) != timezone.localdate(self.ends_at)

    @property
    def address(self) -> str:
        """Venue and postal address in one line."""
        town = f"{self.venue_postcode} {self.venue_place}".strip()
        return ", ".join(part for part in (self.venue_name, self.venue_street, town) if part)

    def phase(self, *, now=None) -> Phase:
        now = now or timezone.now()
        if self.cancelled_at:
            return Phase.CANCELLED
        if now >= self.ends_at:
            return Phase.PAST
        if self.registration_opens_at and now < self.registration_opens_at:
            return Phase.NOT_YET
        if now >= self.closes_at:
            return Phase.CLOSED
        return Phase.FULL if self.is_full else Phase.OPEN

    @property
    def is_over_or_off(self) -> bool:
        return self.phase() in (Phase.PAST, Phase.CANCELLED)

    def takes_registrations(self, *, now=None) -> bool:
        return self.phase(now=now) in (Phase.OPEN, Phase.FULL)


class Session(CountedSeats, Orderable):
    """A workshop inside an event, with seats of its own."""

    privacy = Privacy(
        retention="with the event",
        operational=("event", "sort_order", "code", "starts_at", "ends_at", "room", "capacity", "taken"),
    )

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="sessions", verbose_name=_("event"))
    code = models.SlugField(_("code"), max_length=40, help_text=_("Short name that stays the same in every language."))
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    room = models.CharField(_("room"), max_length=80, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")),
                name="events_session_seats_suffice",
                violation_error_message=_("More seats of the workshop are taken than there would be."),
            ),
            models.UniqueConstraint(
                fields=["event", "code"],
                name="events_session_code_once",
                violation_error_message=_("Two workshops of an event cannot share a code."),
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="events_session_ends_after_start",
                violation_error_message=_("The workshop must end after it starts."),
            ),
        ]

    def __str__(self):
        return self.code


class Quota(Orderable):
    """A share of the seats: no more than so many people of these audiences, however many seats are free."""

    privacy = Privacy(retention="with the event", operational=("event", "sort_order", "audiences", "capacity"))

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="quotas", verbose_name=_("event"))
    audiences = CodesField(_("who takes part"), codes=Audience)
    capacity = models.PositiveIntegerField(_("seats"))

    class Meta(Orderable.Meta):
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")

    def __str__(self):
        return ", ".join(str(Audience(code).label) for code in self.audiences)

    def clean(self):
        super().clean()
        if not self.audiences:
            raise ValidationError({"audiences": _("Choose whom the quota counts.")})

"""Counselling centres: facts in one row, words in one row per language."""

import re
import uuid
from datetime import time

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel

from portal.codes_field import CodesField
from portal.directions import direction_of
from programmes.codes import (
    AddressStatus,
    Audience,
    Confidence,
    Contact,
    Mode,
    OfferedBy,
    ProviderType,
    Role,
    TerritoryLevel,
    WaitingTime,
    Weekday,
    YesNoUnknown,
)
from programmes.languages import LANGUAGE_CODES, content_languages, language_choices, language_name
from programmes.models.offer import ACCESS_PANELS, GENDER_PANELS, CentreOffer
from programmes.models.places import District, Region
from programmes.slugs import slug_for

TOLD_WAITING_TIMES = [code for code in WaitingTime.values if code != WaitingTime.UNKNOWN]
MOST_PROGRAMME_EXCEPTIONS = 8  # so that their code fits into a facet of the search

validate_postcode = RegexValidator(r"^[0-9]{5}\Z", _("A postcode has five digits."))
validate_telephone = RegexValidator(
    r"^\+?[0-9][0-9 ()/.\-]{4,28}\Z", _("Write the office number with its area code, for example +49 941 5680-0.")
)


class Organisation(models.Model):
    """Who runs centres: an authority, a city, a welfare association."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    website = models.URLField(_("website"), max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="programmes_organisation_has_a_name")]

    def __str__(self):
        return self.name


class CentreQuerySet(models.QuerySet):
    def public(self):
        return self.filter(is_public=True)

    def with_restricted_contacts(self):
        """Those that want a telephone or an email kept from the public, be it entered already or not."""
        return self.exclude(restricted_contacts=[])

    def newest_first(self):
        """Every change of facts, every confirmation and showing again moves ``changed_at``."""
        return self.order_by("-changed_at", "pk")

    def of_member(self, user):
        return self.filter(members=user)

    def for_cards(self):
        """What a card of the directory prints beside what the search knows, in a fixed number of queries."""
        return self.select_related("upkeep").prefetch_related(
            "opening_hours", "hours_exceptions", "closures", "languages"
        )

    def with_words(self):
        """Everything a page of the directory prints, in a fixed number of queries."""
        return self.select_related("organisation", "upkeep").prefetch_related(
            "texts",
            "opening_hours",
            "hours_exceptions",
            "closures",
            "languages",
            "programme_exceptions",
            "applications_taken",
            "shared_offers__offer__texts",
            models.Prefetch("territories", Territory.objects.select_related("region", "district__region")),
        )


class Centre(CentreOffer, ClusterableModel):
    """An institution of the directory. Office contacts only: no name or number of a person belongs here."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source_id = models.CharField(
        _("id in the source file"),
        max_length=60,
        unique=True,
        null=True,
        blank=True,
        help_text=_("The import finds the entry again by this id."),
    )
    slug = models.SlugField(
        _("address part"), max_length=120, unique=True, blank=True, help_text=_("Made from the name when left empty.")
    )
    name = models.CharField(_("name"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="centres", verbose_name=_("run by")
    )
    provider_type = models.CharField(_("provider"), max_length=10, choices=ProviderType)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.RETURN_COUNSELLING)
    is_public = models.BooleanField(_("shown to the public"), default=True)

    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=5, blank=True, validators=[validate_postcode])
    city = models.CharField(_("town"), max_length=100, blank=True)
    address_status = models.CharField(
        _("state of the address"), max_length=10, choices=AddressStatus, default=AddressStatus.UNKNOWN
    )
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)

    telephone = models.CharField(_("office telephone"), max_length=30, blank=True, validators=[validate_telephone])
    email = models.EmailField(_("office email"), blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    restricted_contacts = CodesField(
        _("contacts only for people who are logged in"),
        codes=Contact,
        help_text=_(
            "What is ticked stands on no public page, hand-out or feed: members of centres and staff find it after "
            "logging in. None ticked: everybody sees both. Do not write it in the words about the centre either."
        ),
    )

    audiences = CodesField(_("special attention to"), codes=Audience)
    modes = CodesField(_("ways of counselling"), codes=Mode)
    anonymous_first_talk = models.CharField(
        _("first talk without giving a name"), max_length=7, choices=YesNoUnknown, default=YesNoUnknown.UNKNOWN
    )

    facts_confirmed = models.BooleanField(_("facts confirmed by the centre"), default=False)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    sources = models.TextField(_("sources"), blank=True, help_text=_("One per line."))
    internal_notes = models.TextField(_("notes for the editors"), blank=True)

    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="centres", verbose_name=_("members")
    )
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = CentreQuerySet.as_manager()

    panels = [
        FieldPanel("name"),
        MultiFieldPanel(
            [
                FieldPanel("organisation"),
                FieldPanel("provider_type"),
                FieldPanel("role"),
                FieldPanel("is_public"),
                FieldPanel("slug"),
                FieldPanel("source_id"),
            ],
            heading=_("Entry"),
        ),
        InlinePanel("texts", heading=_("Words"), label=_("language"), min_num=1),
        MultiFieldPanel(
            [
                FieldPanel("street"),
                FieldPanel("postcode"),
                FieldPanel("city"),
                FieldPanel("address_status"),
                FieldPanel("lat"),
                FieldPanel("lon"),
            ],
            heading=_("Address"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("telephone"),
                FieldPanel("email"),
                FieldPanel("restricted_contacts"),
                FieldPanel("website"),
            ],
            heading=_("Contact of the office (no persons)"),
        ),
        MultiFieldPanel(ACCESS_PANELS, heading=_("Access for everybody")),
        InlinePanel(
            "opening_hours",
            heading=_("Opening hours"),
            label=_("time"),
            help_text=_(
                "One row for each time of a weekday. A weekday without times means “by appointment on this day”, a row "
                "with neither “by appointment at any time”. Public holidays are known to the portal."
            ),
        ),
        InlinePanel("hours_exceptions", heading=_("Days with other hours"), label=_("days")),
        InlinePanel("closures", heading=_("Temporary closure"), label=_("closure")),
        MultiFieldPanel(
            [
                FieldPanel("no_new_people_until"),
                FieldPanel("waiting_time"),
                FieldPanel("waiting_time_on"),
                FieldPanel("assumption_day"),
            ],
            heading=_("More about the hours"),
        ),
        InlinePanel("languages", heading=_("Counselling languages"), label=_("language")),
        MultiFieldPanel(
            [FieldPanel("modes"), FieldPanel("audiences"), FieldPanel("anonymous_first_talk"), *GENDER_PANELS],
            heading=_("Counselling"),
        ),
        InlinePanel(
            "programme_exceptions",
            heading=_("Programmes"),
            label=_("exception"),
            max_num=MOST_PROGRAMME_EXCEPTIONS,
            help_text=_("Only where the centre offers a programme although the rule says no, or the other way round."),
        ),
        InlinePanel(
            "shared_offers",
            heading=_("Offers of the network"),
            label=_("offer"),
            help_text=_(
                "What the organisation words once for all its centres. The entry always shows its present words."
            ),
        ),
        InlinePanel("territories", heading=_("Areas served"), label=_("area")),
        MultiFieldPanel(
            [
                FieldPanel("facts_confirmed"),
                FieldPanel("confirmed_on"),
                FieldPanel("sources"),
                FieldPanel("internal_notes"),
            ],
            heading=_("State of knowledge"),
        ),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("centre")
        verbose_name_plural = _("centres")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="programmes_centre_has_a_name"),
            models.CheckConstraint(condition=~Q(slug=""), name="programmes_centre_has_an_address"),
            models.CheckConstraint(
                condition=~Q(source_id=""),
                name="programmes_centre_source_id_not_empty",
                violation_error_message=_("Leave the id of the source out or give one."),
            ),
            models.CheckConstraint(
                condition=Q(provider_type__in=ProviderType.values, role__in=Role.values),
                name="programmes_centre_known_kind",
            ),
            models.CheckConstraint(
                # Without "is not null" a missing half makes the whole condition unknown, which a database lets pass.
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(lat__isnull=False, lon__isnull=False, lat__range=(-90, 90), lon__range=(-180, 180)),
                name="programmes_centre_on_earth",
                violation_error_message=_("Latitude and longitude belong together and lie on the earth."),
            ),
            models.CheckConstraint(
                condition=Q(facts_confirmed=False) | Q(confirmed_on__isnull=False),
                name="programmes_centre_confirmed_with_date",
                violation_error_message=_("Confirmed facts need the date of the confirmation."),
            ),
            models.CheckConstraint(
                condition=Q(waiting_time=WaitingTime.UNKNOWN, waiting_time_on__isnull=True)
                | Q(waiting_time__in=TOLD_WAITING_TIMES, waiting_time_on__isnull=False),
                name="programmes_centre_waiting_time_with_date",
                violation_error_message=_("A waiting time needs the day it was told on."),
            ),
        ]
        indexes = [
            models.Index(fields=["lat", "lon"], name="programmes_centre_position"),
            models.Index(fields=["-changed_at"], name="programmes_centre_newest"),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        self.source_id = self.source_id or None
        self.slug = self.slug or slug_for(self.name, Centre)
        self.date_waiting_time(today=timezone.localdate())

    def text(self, language: str) -> "CentreText | None":
        """The words in this language, else the German ones; reads prefetched rows."""
        texts = {text.language: text for text in self.texts.all()}
        return texts.get(language) or texts.get(settings.LANGUAGE_CODE)

    def directions(self, language: str) -> "CentreText | None":
        """The words that say how to get there in this language, else in German; the other words may be translated."""
        texts = {text.language: text for text in self.texts.all() if text.directions}
        return texts.get(language) or texts.get(settings.LANGUAGE_CODE)

    @property
    def is_unconfirmed(self) -> bool:
        """True where a reader should ask before setting out."""
        return not self.facts_confirmed and self.address_status != AddressStatus.VERIFIED

    @property
    def public_telephone(self) -> str:
        """The number where everybody may read it. Whatever goes out to the public reads this, never the field."""
        return "" if Contact.TELEPHONE in self.restricted_contacts else self.telephone

    @property
    def public_email(self) -> str:
        """The address where everybody may read it, as with the number."""
        return "" if Contact.EMAIL in self.restricted_contacts else self.email

    @property
    def has_hidden_telephone(self) -> bool:
        return bool(self.telephone) and not self.public_telephone

    @property
    def has_hidden_email(self) -> bool:
        return bool(self.email) and not self.public_email

    @property
    def has_hidden_contacts(self) -> bool:
        return self.has_hidden_telephone or self.has_hidden_email

    @property
    def telephone_link(self) -> str:
        """The number as a link dials it: "+49 (0)941 5680" is +499415680."""
        return re.sub(r"[^0-9+]", "", self.telephone.replace("(0)", ""))

    @property
    def website_name(self) -> str:
        return re.sub(r"^https?://(www\.)?", "", self.website).rstrip("/")

    @property
    def weekly_hours(self) -> list[tuple[str, list[tuple[time, time]]]]:
        """Weekdays with the spans of time on them, in order; reads prefetched rows."""
        week: dict[int, list[tuple[time, time]]] = {}
        for row in self.opening_hours.all():
            if row.weekday is not None and row.opens is not None:
                week.setdefault(row.weekday, []).append((row.opens, row.closes))
        return [(str(Weekday(day).label), sorted(spans)) for day, spans in sorted(week.items())]

    @property
    def is_by_appointment(self) -> bool:
        return any(row.by_appointment for row in self.opening_hours.all())

    @property
    def source_list(self) -> list[str]:
        return [line.strip() for line in self.sources.splitlines() if line.strip()]

    @property
    def audience_labels(self) -> list[str]:
        return [Audience(code).label for code in self.audiences]

    @property
    def mode_labels(self) -> list[str]:
        return [Mode(code).label for code in self.modes]


class CentreText(models.Model):
    """What is said about a centre in one language."""

    centre = ParentalKey(Centre, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10, choices=content_languages)
    summary = models.TextField(_("summary"), max_length=400)
    notes = models.TextField(_("good to know"), blank=True)
    directions = models.TextField(
        _("how to get there"),
        max_length=1_000,
        blank=True,
        help_text=_("Bus or train and its stop, the entrance, the rules at the gate; one step a line."),
    )

    class Meta:
        ordering = ["language"]
        verbose_name = _("words about the centre")
        verbose_name_plural = _("words about the centre")
        constraints = [
            models.UniqueConstraint(
                "centre",
                "language",
                name="programmes_centretext_once_per_language",
                violation_error_message=_("There are words in this language already."),
            )
        ]

    def __str__(self):
        return self.language

    @property
    def direction(self) -> str:
        return direction_of(self.language)


class OpeningHours(models.Model):
    """A time the office is open, or the statement that one comes by appointment."""

    centre = ParentalKey(Centre, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday, null=True, blank=True)
    opens = models.TimeField(_("from"), null=True, blank=True)
    closes = models.TimeField(_("to"), null=True, blank=True)
    by_appointment = models.BooleanField(_("by appointment"), default=False)

    class Meta:
        ordering = ["weekday", "opens"]
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    weekday__isnull=False,
                    opens__isnull=False,
                    closes__isnull=False,
                    weekday__range=(0, 6),
                    opens__lt=F("closes"),
                )
                | Q(opens__isnull=True, closes__isnull=True, by_appointment=True),
                name="programmes_openinghours_time_or_appointment",
                violation_error_message=_("Give a weekday with a time that ends after it begins, or “by appointment”."),
            ),
            models.UniqueConstraint("centre", "weekday", "opens", name="programmes_openinghours_once"),
        ]
        indexes = [models.Index(fields=["weekday", "opens"], name="programmes_openinghours_time")]

    def __str__(self):
        return self.get_weekday_display() if self.weekday is not None else str(_("by appointment"))


class CentreLanguage(models.Model):
    """A language counselling is given in, and whether an interpreter has to come."""

    centre = ParentalKey(Centre, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(_("language"), max_length=10, choices=language_choices)
    offered_by = models.CharField(_("how"), max_length=11, choices=OfferedBy, default=OfferedBy.STAFF)
    lead_days = models.PositiveSmallIntegerField(
        _("days an interpreter needs"),
        null=True,
        blank=True,
        help_text=_("How many days before the talk the interpreter has to be asked; empty while it is not known."),
    )
    weekdays = CodesField(
        _("only on these weekdays"), codes=Weekday, help_text=_("None ticked: whenever the office is open.")
    )
    note = models.CharField(
        _("note"), max_length=160, blank=True, help_text=_("In German, for example “nur nach Anmeldung”.")
    )

    class Meta:
        # The languages of the staff before those an interpreter is needed for.
        ordering = ["-offered_by", "language"]
        verbose_name = _("counselling language")
        verbose_name_plural = _("counselling languages")
        constraints = [
            models.UniqueConstraint("centre", "language", name="programmes_centrelanguage_once"),
            models.CheckConstraint(
                condition=Q(language__in=LANGUAGE_CODES, offered_by__in=OfferedBy.values),
                name="programmes_centrelanguage_known",
            ),
            models.CheckConstraint(
                condition=Q(lead_days__isnull=True) | Q(offered_by=OfferedBy.INTERPRETER, lead_days__lte=60),
                name="programmes_centrelanguage_lead_of_interpreter",
                violation_error_message=_("Only an interpreter has to be asked in advance, at most 60 days."),
            ),
        ]

    def __str__(self):
        return language_name(self.language)

    @property
    def is_by_staff(self) -> bool:
        return self.offered_by == OfferedBy.STAFF

    @property
    def weekday_labels(self) -> list[str]:
        return [str(Weekday(day).label) for day in self.weekdays]


class Territory(models.Model):
    """An area whose people a centre counsels."""

    centre = ParentalKey(Centre, on_delete=models.CASCADE, related_name="territories")
    level = models.CharField(_("level"), max_length=16, choices=TerritoryLevel)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("government region")
    )
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    confidence = models.CharField(_("how sure"), max_length=10, choices=Confidence, default=Confidence.UNVERIFIED)
    source = models.CharField(_("source"), max_length=400, blank=True)

    class Meta:
        ordering = ["level", "region", "district"]
        verbose_name = _("area served")
        verbose_name_plural = _("areas served")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    level__in=[TerritoryLevel.NATIONWIDE, TerritoryLevel.LAND],
                    region__isnull=True,
                    district__isnull=True,
                )
                | Q(level=TerritoryLevel.REGIERUNGSBEZIRK, region__isnull=False, district__isnull=True)
                | Q(level=TerritoryLevel.DISTRICT, region__isnull=True, district__isnull=False),
                name="programmes_territory_matches_its_level",
                violation_error_message=_("Choose the region or the district that belongs to the level."),
            ),
            models.UniqueConstraint(
                "centre",
                "level",
                condition=Q(level__in=[TerritoryLevel.NATIONWIDE, TerritoryLevel.LAND]),
                name="programmes_territory_level_once",
            ),
            models.UniqueConstraint("centre", "region", name="programmes_territory_region_once"),
            models.UniqueConstraint("centre", "district", name="programmes_territory_district_once"),
        ]

    def __str__(self):
        if self.district_id:
            return str(self.district)
        return self.region.name if self.region_id else str(self.get_level_display())

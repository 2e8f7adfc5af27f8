"""Return and reintegration programmes: facts; their words are on ``ProgrammePage``."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel

from portal.codes_field import CodesField
from programmes.codes import ApplyVia, Audience, CountryRule, ProgrammeLevel, ProgrammeStatus
from programmes.languages import country_choices, country_name
from programmes.slugs import slug_for
from programmes.word_fields import Wording, WordsField, wording

# Below the list of programmes these addresses are taken.
RESERVED_SLUGS = {"pruefen"}
STAND = r"^20[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?\Z"


class ProgrammeQuerySet(models.QuerySet):
    def ended(self, *, today: date):
        return self.filter(Q(status=ProgrammeStatus.ENDED) | Q(valid_to__lt=today))

    def not_ended(self, *, today: date):
        return self.exclude(status=ProgrammeStatus.ENDED).exclude(valid_to__lt=today)


class Programme(ClusterableModel):
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
    provider = models.CharField(_("run by"), max_length=200)
    level = models.CharField(_("level"), max_length=12, choices=ProgrammeLevel)
    status = models.CharField(_("status"), max_length=8, choices=ProgrammeStatus, default=ProgrammeStatus.UNCLEAR)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    stand = models.CharField(
        _("state of knowledge"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(STAND, _("Write a year, a month (2025-12) or a day (2025-12-31)."))],
        help_text=_("A year, a month (2025-12) or a day (2025-12-31); empty while it is not known."),
    )
    country_rule = models.CharField(_("countries"), max_length=7, choices=CountryRule, default=CountryRule.UNCLEAR)
    apply_via = models.CharField(_("how to apply"), max_length=12, choices=ApplyVia, default=ApplyVia.UNCLEAR)
    audiences = CodesField(_("for whom"), codes=Audience)
    sources = models.TextField(_("sources"), blank=True, help_text=_("One per line."))
    internal_notes = models.TextField(_("notes for the editors"), blank=True)
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = ProgrammeQuerySet.as_manager()

    panels = [
        FieldPanel("name"),
        FieldPanel("provider"),
        MultiFieldPanel(
            [
                FieldPanel("level"),
                FieldPanel("status"),
                FieldPanel("valid_from"),
                FieldPanel("valid_to"),
                FieldPanel("stand"),
            ],
            heading=_("Validity"),
        ),
        MultiFieldPanel(
            [FieldPanel("apply_via"), FieldPanel("audiences"), FieldPanel("country_rule")], heading=_("For whom")
        ),
        InlinePanel("countries", heading=_("Countries"), label=_("country")),
        InlinePanel("amounts", heading=_("Amounts"), label=_("amount")),
        InlinePanel("documents", heading=_("Documents needed"), label=_("document")),
        InlinePanel("deadlines", heading=_("Deadlines and durations"), label=_("deadline")),
        InlinePanel(
            "application_centres",
            heading=_("Applications only at these centres"),
            label=_("centre"),
            help_text=_("Empty: every counselling centre may take the application."),
        ),
        InlinePanel("combinations", heading=_("Together with other programmes"), label=_("relation")),
        InlinePanel(
            "rules",
            heading=_("Rules of the fit check"),
            label=_("rule"),
            help_text=_(
                "A visitor answers at most six questions. Write down only what a source says; while there is no rule, "
                "the check says “unclear”."
            ),
        ),
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("source_id"), FieldPanel("sources"), FieldPanel("internal_notes")],
            heading=_("State of knowledge"),
        ),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="programmes_programme_has_a_name"),
            models.CheckConstraint(condition=~Q(slug=""), name="programmes_programme_has_an_address"),
            models.CheckConstraint(condition=~Q(source_id=""), name="programmes_programme_source_id_not_empty"),
            models.CheckConstraint(
                condition=Q(level__in=ProgrammeLevel.values, status__in=ProgrammeStatus.values),
                name="programmes_programme_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="programmes_programme_begins_before_it_ends",
                violation_error_message=_("A programme cannot end before it begins."),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        self.source_id = self.source_id or None
        self.slug = self.slug or slug_for(self.name, Programme)
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("This address is taken. Choose another one.")})

    def is_ended(self, today: date | None = None) -> bool:
        today = today or timezone.localdate()
        return self.status == ProgrammeStatus.ENDED or bool(self.valid_to and self.valid_to < today)

    @property
    def stand_label(self) -> str:
        """The state of knowledge as precise as it is known: 2025, 12.2025 or 31.12.2025."""
        return ".".join(reversed(self.stand.split("-")))

    @property
    def source_list(self) -> list[str]:
        return [line.strip() for line in self.sources.splitlines() if line.strip()]

    @property
    def audience_labels(self) -> list[str]:
        return [Audience(code).label for code in self.audiences]


class ProgrammeCountry(models.Model):
    """A country of return the programme covers, with what is special about it there."""

    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="countries")
    country = models.CharField(_("country"), max_length=2, choices=country_choices)
    note = models.CharField(_("note"), max_length=200, blank=True)
    words = WordsField(_("note in other languages"))

    class Meta:
        ordering = ["country"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        constraints = [
            models.UniqueConstraint(
                "programme",
                "country",
                name="programmes_programmecountry_once",
                violation_error_message=_("This country is in the list already."),
            )
        ]

    def __str__(self):
        return country_name(self.country)

    @property
    def remark(self) -> Wording:
        """The note for the reader; the note without a language is German."""
        return wording({"de": self.note, **self.words})

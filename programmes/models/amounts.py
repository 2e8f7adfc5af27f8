"""What a programme pays, asks for and sets deadlines for: dated facts with their source and words per language."""

from datetime import date

from babel.numbers import format_currency
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from programmes.benefit_codes import AmountFor, AmountKind, AmountPer, CombinationKind, DeadlineKind, DocumentKind
from programmes.languages import reader_locale
from programmes.models.centres import Centre
from programmes.models.programmes import STAND, Programme
from programmes.word_fields import Wording, WordsField, wording

MOST_WEEKS = 520
validate_currency = RegexValidator(r"^[A-Z]{3}\Z", _("A currency has three capital letters, for example EUR."))
SOURCE_HELP = _("Address or name of the source.")
CHECKED_HELP = _("Empty while nobody has confirmed it; the page then says so.")


class SourcedFact(Orderable):
    """A fact with its source; ``checked_on`` stays empty until somebody has confirmed it."""

    source = models.CharField(_("source"), max_length=300, blank=True, help_text=SOURCE_HELP)
    checked_on = models.DateField(_("checked on"), null=True, blank=True, help_text=CHECKED_HELP)

    class Meta(Orderable.Meta):
        abstract = True


class ProgrammeAmount(SourcedFact):
    """What is paid. A former amount is kept and shown as history, apart from what counts today."""

    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="amounts")
    kind = models.CharField(_("what for"), max_length=16, choices=AmountKind)
    words = WordsField(_("explanation"), help_text=_("For example: for up to three months."))
    lowest = models.DecimalField(
        _("from"), max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    highest = models.DecimalField(
        _("up to"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("The same number twice is a fixed amount; both empty: the amount is not known."),
    )
    currency = models.CharField(_("currency"), max_length=3, default="EUR", validators=[validate_currency])
    paid_for = models.CharField(_("for whom"), max_length=8, choices=AmountFor, blank=True)
    paid_per = models.CharField(_("how often"), max_length=8, choices=AmountPer, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    is_former = models.BooleanField(
        _("former amount"),
        default=False,
        help_text=_("No longer confirmed for today; the day it changed is not known."),
    )
    stand = models.CharField(
        _("state of knowledge"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(STAND, _("Write a year, a month (2025-12) or a day (2025-12-31)."))],
    )

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("paid_for"), FieldPanel("paid_per")]),
        FieldRowPanel([FieldPanel("lowest"), FieldPanel("highest"), FieldPanel("currency")]),
        FieldPanel("words"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to"), FieldPanel("is_former")]),
        FieldRowPanel([FieldPanel("stand"), FieldPanel("checked_on"), FieldPanel("source")]),
    ]

    class Meta(SourcedFact.Meta):
        verbose_name = _("amount")
        verbose_name_plural = _("amounts")
        constraints = [
            models.CheckConstraint(
                condition=Q(lowest__isnull=True) | Q(highest__isnull=True) | Q(lowest__lte=F("highest")),
                name="programmes_programmeamount_from_below_to",
                violation_error_message=_("The lower amount is above the upper one."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="programmes_programmeamount_begins_before_it_ends",
                violation_error_message=_("An amount cannot end before it begins."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text}"

    def state(self, *, today: date) -> str:
        """``current``, ``coming`` or ``former`` on this day."""
        if self.is_former or (self.valid_to and self.valid_to < today):
            return "former"
        return "coming" if self.valid_from and self.valid_from > today else "current"

    @property
    def text(self) -> str:
        """The amount as the reader writes money."""
        if self.lowest is None and self.highest is None:
            return gettext("amount not known")
        low, high = self._money(self.lowest), self._money(self.highest)
        if self.lowest == self.highest:
            return low
        if self.lowest is None:
            return gettext("up to %(amount)s") % {"amount": high}
        if self.highest is None:
            return gettext("from %(amount)s") % {"amount": low}
        return gettext("%(low)s to %(high)s") % {"low": low, "high": high}

    def _money(self, amount) -> str:
        if amount is None:
            return ""
        locale = reader_locale()
        pattern = locale.currency_formats["standard"].pattern
        if amount == int(amount):
            return format_currency(amount, self.currency, pattern.replace(".00", ""), locale, currency_digits=False)
        return format_currency(amount, self.currency, pattern, locale)

    @property
    def explanation(self) -> Wording:
        return wording(self.words)

    @property
    def stand_label(self) -> str:
        return ".".join(reversed(self.stand.split("-")))


class ProgrammeDocument(SourcedFact):
    """A paper the application needs."""

    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(_("document"), max_length=10, choices=DocumentKind)
    words = WordsField(_("explanation"), help_text=_("For example: where to get it, or for whom it is needed."))

    panels = [
        FieldPanel("kind"),
        FieldPanel("words"),
        FieldRowPanel([FieldPanel("checked_on"), FieldPanel("source")]),
    ]

    class Meta(SourcedFact.Meta):
        verbose_name = _("document needed")
        verbose_name_plural = _("documents needed")

    def __str__(self):
        return self.get_kind_display()

    def clean(self):
        if self.kind == DocumentKind.OTHER and not self.words:
            raise ValidationError({"words": _("Say in words which document it is.")})

    @property
    def explanation(self) -> Wording:
        return wording(self.words)


class ProgrammeDeadline(SourcedFact):
    """A deadline or the usual duration of the decision, in whole weeks."""

    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="deadlines")
    kind = models.CharField(_("deadline"), max_length=20, choices=DeadlineKind)
    weeks = models.PositiveSmallIntegerField(_("weeks"), validators=[MinValueValidator(1)])
    words = WordsField(_("explanation"))

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("weeks")]),
        FieldPanel("words"),
        FieldRowPanel([FieldPanel("checked_on"), FieldPanel("source")]),
    ]

    class Meta(SourcedFact.Meta):
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        constraints = [
            models.CheckConstraint(
                condition=Q(weeks__gte=1) & Q(weeks__lte=MOST_WEEKS), name="programmes_programmedeadline_weeks"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.weeks}"

    @property
    def explanation(self) -> Wording:
        return wording(self.words)


class ProgrammeCombination(SourcedFact):
    """How a programme goes together with another one."""

    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="combinations")
    kind = models.CharField(_("relation"), max_length=8, choices=CombinationKind)
    other = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="combined_by", verbose_name=_("other programme")
    )

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("other")]),
        FieldRowPanel([FieldPanel("checked_on"), FieldPanel("source")]),
    ]

    class Meta(SourcedFact.Meta):
        verbose_name = _("combination")
        verbose_name_plural = _("combinations")
        constraints = [
            models.UniqueConstraint(
                "programme",
                "other",
                name="programmes_programmecombination_once",
                violation_error_message=_("This programme is in the list already."),
            ),
            models.CheckConstraint(
                condition=~Q(programme=F("other")),
                name="programmes_programmecombination_with_another",
                violation_error_message=_("A programme cannot be combined with itself."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.other}"


class ProgrammeCentre(SourcedFact):
    """A centre that takes applications. While a programme has none of these, every counselling centre may."""

    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="application_centres")
    centre = models.ForeignKey(
        Centre, on_delete=models.CASCADE, related_name="applications_taken", verbose_name=_("centre")
    )

    panels = [FieldPanel("centre"), FieldRowPanel([FieldPanel("checked_on"), FieldPanel("source")])]

    class Meta(SourcedFact.Meta):
        verbose_name = _("centre that takes applications")
        verbose_name_plural = _("centres that take applications")
        constraints = [
            models.UniqueConstraint(
                "programme",
                "centre",
                name="programmes_programmecentre_once",
                violation_error_message=_("This centre is in the list already."),
            )
        ]

    def __str__(self):
        return str(self.centre)

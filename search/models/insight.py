"""What editors put above the results, and what they learn from the searches.

No row belongs to one search, let alone to a person: searches of the same words on the same day are one row with
counters. What was typed stands in it only once it was searched for often enough (``search.insight.services``).
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PromotionQuerySet(models.QuerySet):
    def active(self) -> "PromotionQuerySet":
        today = timezone.localdate()
        return self.filter(
            Q(active_from=None) | Q(active_from__lte=today), Q(active_until=None) | Q(active_until__gte=today)
        )


class Promotion(models.Model):
    """A page that stands above the ranked results of certain words, because an editor says so."""

    words = models.TextField(
        _("words"),
        help_text=_(
            "One word or phrase a line. The recommendation is shown when a search holds all words of a line, in any "
            "order and inflection."
        ),
    )
    languages = models.JSONField(_("languages"), default=list, blank=True, help_text=_("None chosen: all."))
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("page")
    )
    # Anything else that can be found: it is followed when it moves, and opened in the reader's language.
    entry_kind = models.CharField(_("kind"), max_length=20, blank=True, editable=False)
    entry_id = models.CharField(_("object"), max_length=64, blank=True, editable=False)
    address = models.CharField(
        _("or an address of this site"),
        max_length=500,
        blank=True,
        help_text=_("As the browser shows it, for example that of a counselling centre: /de/beratungsstellen/name/"),
    )
    title = models.CharField(
        _("own title"), max_length=150, blank=True, help_text=_("Empty: the title of what is recommended.")
    )
    sentence = models.CharField(_("own sentence"), max_length=300, blank=True)
    active_from = models.DateField(_("from"), null=True, blank=True)
    active_until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day it is shown."))
    position = models.PositiveSmallIntegerField(
        _("position"), default=10, help_text=_("Of several recommendations the smaller number stands first.")
    )

    objects = PromotionQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommended result")
        verbose_name_plural = _("recommended results")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="search_promotion_has_one_target",
                condition=Q(page__isnull=False, address="") | (Q(page__isnull=True) & ~Q(address="")),
                violation_error_message=_("Choose a page or give an address, one of the two."),
            ),
            models.CheckConstraint(
                name="search_promotion_ends_after_it_begins",
                condition=Q(active_from=None) | Q(active_until=None) | Q(active_until__gte=models.F("active_from")),
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(self.phrases)[:100]

    @property
    def phrases(self) -> list[str]:
        return [line for line in (" ".join(line.split()) for line in self.words.splitlines()) if line]

    def clean(self):
        if not self.phrases:
            raise ValidationError({"words": _("Write at least one word.")})


class SearchSource(models.TextChoices):
    SITE = "site", _("Search of the whole site")
    DIRECTORY = "directory", _("Directory")


class SearchQuery(models.Model):
    """How often the same was searched for on one day, how much was found, and how far down it was chosen."""

    # A clock time, an address, a session or a user would make a person of it; there is none of them.
    day = models.DateField(_("day"))
    source = models.CharField(_("where"), max_length=12, choices=SearchSource)
    language = models.CharField(_("language of the reader"), max_length=10)
    kind = models.CharField(_("kind"), max_length=20, blank=True)
    wanted = models.CharField(_("counselling languages asked for"), max_length=60, blank=True)
    district = models.CharField(_("district"), max_length=120, blank=True)
    key = models.CharField(_("key of the words"), max_length=64)
    terms = models.CharField(_("words"), max_length=120, blank=True)
    results = models.PositiveIntegerField(_("results"))
    is_corrected = models.BooleanField(_("spelling corrected"), default=False)
    is_loosened = models.BooleanField(_("only some of the words"), default=False)
    searches = models.PositiveIntegerField(_("searches"), default=0)
    choices = models.PositiveIntegerField(_("results chosen"), default=0)
    ranks = models.PositiveIntegerField(_("sum of the ranks chosen"), default=0)
    promotions = models.PositiveIntegerField(_("recommendations chosen"), default=0)

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["day", "source", "language", "kind", "wanted", "district", "key"],
                name="search_query_once_a_day",
            )
        ]
        indexes = [models.Index(fields=["key"], name="search_query_key")]

    def __str__(self) -> str:
        return f"{self.day}: {self.terms or self.key[:8]}"

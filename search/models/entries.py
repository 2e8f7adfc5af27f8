"""What is found: one narrow row to filter and sort by, one wide row of words, facet rows, and the words seen so far.

Everything here is derived from the apps' facts and pages and can be rebuilt (``manage.py search rebuild``).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    PAGE = "page", _("Page")
    CENTRE = "centre", _("Counselling centre")
    PROGRAMME = "programme", _("Programme")
    EVENT = "event", _("Event")


class SearchEntry(models.Model):
    """One findable thing in one language; kept narrow, because a query passes over many of these rows."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    object_id = models.CharField(_("object"), max_length=64)
    language = models.CharField(_("language of the words"), max_length=10)
    serves = models.CharField(_("serves readers of"), max_length=300, help_text=_("Language codes between commas."))
    boost = models.FloatField(_("boost"), default=1.0)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    # The same place as a point on the unit sphere: the square of a chord sorts like the distance and needs no sine.
    x = models.FloatField(null=True, blank=True)
    y = models.FloatField(null=True, blank=True)
    z = models.FloatField(null=True, blank=True)
    version = models.PositiveBigIntegerField(_("version"), default=0)
    analyser = models.PositiveSmallIntegerField(_("version of the analyser"))
    sort_title = models.CharField(_("title to sort by"), max_length=100)
    title = models.TextField(_("title"))
    path = models.CharField(_("address without language"), max_length=500)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "language"], name="search_entry_once_per_language")
        ]
        indexes = [models.Index(fields=["lat", "lon"], name="search_entry_place")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id}:{self.language}"


class SearchText(models.Model):
    """The words of an entry, as they are shown and as the engines match them."""

    entry = models.OneToOneField(SearchEntry, on_delete=models.CASCADE, primary_key=True, related_name="text")
    summary = models.TextField(_("summary"), blank=True)
    keywords = models.TextField(_("keywords"), blank=True)
    body = models.TextField(_("text"), blank=True)
    title_tokens = models.TextField(blank=True)
    keyword_tokens = models.TextField(blank=True)
    summary_tokens = models.TextField(blank=True)
    body_tokens = models.TextField(blank=True)

    class Meta:
        verbose_name = _("words of a search entry")
        verbose_name_plural = _("words of search entries")

    def __str__(self) -> str:
        return f"words of entry {self.entry_id}"


class SearchFacet(models.Model):
    """One code of one facet; districts stand here too, but are filtered by only, never counted."""

    DISTRICT = "district"

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="facets", db_index=False)
    facet = models.CharField(_("facet"), max_length=30)
    code = models.CharField(_("code"), max_length=60)
    is_counted = models.BooleanField(_("is counted"), default=True)

    class Meta:
        verbose_name = _("facet of a search entry")
        verbose_name_plural = _("facets of search entries")
        constraints = [models.UniqueConstraint(fields=["entry", "facet", "code"], name="search_facet_once")]
        indexes = [
            models.Index(fields=["facet", "code", "entry"], name="search_facet_code"),
            models.Index(
                fields=["entry", "facet", "code"], condition=models.Q(is_counted=True), name="search_facet_counted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facet}={self.code}"


class VocabularyTerm(models.Model):
    """A word seen in the index: what compounds are split by and misspelt words are corrected to."""

    term = models.CharField(_("normal form"), max_length=60)
    language = models.CharField(_("language"), max_length=10)
    token = models.CharField(_("token the engines match"), max_length=60, db_index=True)
    shown = models.CharField(_("spelling shown"), max_length=80)
    count = models.IntegerField(_("entries that hold it"))

    class Meta:
        verbose_name = _("word of the index")
        verbose_name_plural = _("words of the index")
        constraints = [models.UniqueConstraint(fields=["term", "language"], name="search_term_once_per_language")]

    def __str__(self) -> str:
        return self.shown

"""What is found: one narrow row to filter and sort by, one wide row of words, facet rows, and the words seen so far.

Everything here is derived from the apps' facts and pages and can be rebuilt (``manage.py search rebuild``).
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.plain_text import clean
from search.analysis import words
from search.models_insight import Promotion, SearchQuery, SearchSource

__all__ = [
    "Direction",
    "DueEntry",
    "IndexState",
    "Kind",
    "Promotion",
    "SearchEntry",
    "SearchFacet",
    "SearchIndex",
    "SearchQuery",
    "SearchSource",
    "SearchText",
    "Synonym",
    "SynonymVersion",
    "VocabularyTerm",
]


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


class IndexState(models.TextChoices):
    FILLING = "filling", _("being filled")
    LIVE = "live", _("in use")
    RETIRED = "retired", _("to be deleted")


class SearchIndex(models.Model):
    """An index of the search server. While one is filled or in use, the database queues every change (``DueEntry``).

    Only indexes that stand here are ever deleted on the server.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=IndexState, default=IndexState.FILLING)
    # While it is filled: the last sign of life of whoever fills it. Later: when its state changed.
    changed_at = models.DateTimeField(_("changed"))
    synced_at = models.DateTimeField(_("last brought up to date"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("index of the search server")
        verbose_name_plural = _("indexes of the search server")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.name


class DueEntry(models.Model):
    """A change the search server has not confirmed: an entry written (its version) or deleted (a tombstone).

    Rows come from triggers of the database, in the transaction of the change and whoever makes it (migration 0003).
    The id of an entry is never used a second time.
    """

    entry_id = models.BigIntegerField(_("entry"), primary_key=True)
    version = models.PositiveBigIntegerField(_("version"))
    is_gone = models.BooleanField(_("is deleted"))
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("change the search server lacks")
        verbose_name_plural = _("changes the search server lacks")
        default_permissions = ()

    def __str__(self) -> str:
        return f"entry {self.entry_id} version {self.version}"


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


class Direction(models.TextChoices):
    BOTH = "both", _("Each word also finds the others")
    ONE_WAY = "one_way", _("The words find what is named below, but not the other way round")


class Synonym(models.Model):
    """Words and phrases that mean the same to whoever searches; read with every query, so a change works at once.

    ``name`` is set for the groups the portal comes with: it is what tells them apart when they are loaded again.
    """

    name = models.CharField(_("name"), max_length=60, blank=True, editable=False)
    words = models.TextField(
        _("words"), max_length=4_000, help_text=_("One word or phrase a line, in any language and in its basic form.")
    )
    direction = models.CharField(_("direction"), max_length=10, choices=Direction, default=Direction.BOTH)
    finds = models.TextField(
        _("also find"), max_length=4_000, blank=True, help_text=_("One word or phrase a line; only for one direction.")
    )
    readers = models.JSONField(
        _("only for readers of"), default=list, blank=True, help_text=_("None chosen: for readers of all languages.")
    )
    is_active = models.BooleanField(_("in use"), default=True)
    note = models.CharField(_("note"), max_length=200, blank=True, help_text=_("For editors only."))
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["words"]
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=~models.Q(name=""), name="search_synonym_name_once"),
            models.CheckConstraint(
                condition=models.Q(direction="one_way") ^ models.Q(finds=""),
                name="search_synonym_one_way_names_what_it_finds",
                violation_error_message=_("Name what is found for one direction, and only then."),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(self.words.split("\n")[:4])[:100]

    def clean(self):
        """One phrase a line, each with a word that can be looked for; two that mean the same at least."""
        self.words, self.finds = _tidy_lines(self.words), _tidy_lines(self.finds)
        errors = {}
        for name in ("words", "finds"):
            fault = synonym_fault(getattr(self, name))
            if fault:
                errors[name] = fault
        if self.direction == Direction.BOTH and "\n" not in self.words:
            errors.setdefault("words", _("Enter at least two words or phrases that mean the same."))
        if errors:
            raise ValidationError(errors)

    @property
    def phrases(self) -> list[str]:
        return self.words.splitlines()

    @property
    def found_phrases(self) -> list[str]:
        """What each of the words finds beside itself."""
        return self.finds.splitlines() if self.direction == Direction.ONE_WAY else self.phrases


MOST_PHRASES = 100
LONGEST_PHRASE = 80


def _tidy_lines(text: str) -> str:
    """No empty line, no space too many, nothing twice."""
    lines = (" ".join(clean(line).split()) for line in text.splitlines())
    return "\n".join(dict.fromkeys(filter(None, lines)))


def synonym_fault(text: str) -> str:
    """Why these lines cannot be synonyms; nothing when they can."""
    lines = text.splitlines()
    if len(lines) > MOST_PHRASES:
        return _("Enter at most %(number)s lines.") % {"number": MOST_PHRASES}
    for line in lines:
        if len(line) > LONGEST_PHRASE:
            return _("“%(phrase)s …” is too long.") % {"phrase": line[:40]}
        if not any(True for _word in words(line)):
            return _("“%(phrase)s” holds no word.") % {"phrase": line}
    return ""


class SynonymVersion(models.Model):
    """One row that is stamped anew with every change: each process reads it with a query and sees what is new.

    A stamp and no counter: a counter that goes back (a restored copy) could say that nothing changed.
    """

    stamp = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("version of the synonyms")
        verbose_name_plural = _("versions of the synonyms")

    def __str__(self) -> str:
        return self.stamp

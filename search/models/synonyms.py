"""Other words for what people type, kept by editors."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.plain_text import clean
from search.analysis import words


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

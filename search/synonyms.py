"""Other words for what is typed: synonyms of the CMS, names of places and of countries. Looked up when a query is read.

Compiled once a process and kept under the stamp of ``SynonymVersion``; the stamp comes with the query's own look-up in
the vocabulary, so a change made anywhere works with the next query everywhere.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

from babel import Locale
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from portal.page_cache import changed
from search.analysis import Word, base_language, is_little_word, languages_of, term, token, words
from search.engines.contract import Alternative
from search.models import Direction, Synonym, SynonymVersion

DATA = Path(__file__).parent / "data"
# The columns of place_names.csv; countries are known in the same languages.
PLACE_COLUMNS = {"place": "de", "english": "en", "turkish": "tr", "arabic": "ar", "persian": "fa", "russian": "ru"}
LONGEST_PHRASE = 6  # words
SHORTEST_OFFERED = 5  # letters of a word that a misspelt one may be taken for


@dataclass(frozen=True)
class Meaning:
    """What one group finds, for the readers it is for (all when none are named)."""

    ways: tuple[Alternative, ...]
    readers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Span:
    """Some typed words one after another that have other words."""

    first: int
    length: int
    ways: tuple[Alternative, ...]


@dataclass(frozen=True)
class Phrase:
    """Words in a language, or in any their script allows when nobody said which."""

    text: str
    language: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        return (self.language,) if self.language else languages_of(self.text, "")

    def content(self) -> list[Word]:
        """The words that count, as in a query; all of them when they are all little ones."""
        every = list(words(self.text))
        return [word for word in every if not is_little_word(word.text)] or every

    def tokens(self) -> set[Alternative]:
        """The phrase as the engines match it, in each language it may be in."""
        content = self.content()
        return {tuple(token(word.text, code) for word in content) for code in self.languages}

    def terms(self) -> set[Alternative]:
        content = self.content()
        return {tuple(term(word.text, code) for word in content) for code in self.languages}


@dataclass(frozen=True)
class Group:
    phrases: tuple[Phrase, ...]
    found: tuple[Phrase, ...]
    readers: tuple[str, ...] = ()


class Lexicon:
    """All groups, by every form in which one of their phrases may be typed."""

    def __init__(self, stamp: str | None, groups: Iterable[Group]):
        self.stamp = stamp
        self.meanings: dict[Alternative, list[Meaning]] = {}
        # Normal form of each single word -> its spelling: what misspelt words are corrected to.
        self.spellings: dict[str, str] = {}
        for group in groups:
            self._add(group)
        self.longest = max(map(len, self.meanings), default=0)
        self.offered = [plain for plain in self.spellings if len(plain) >= SHORTEST_OFFERED]

    def _add(self, group: Group) -> None:
        ways = {way for phrase in group.found for way in phrase.tokens()}
        meaning = Meaning(tuple(sorted(ways)), frozenset(map(base_language, group.readers)))
        for phrase in group.phrases:
            for key in phrase.tokens() | phrase.terms():
                if len(key) <= LONGEST_PHRASE:
                    self.meanings.setdefault(key, []).append(meaning)
            for word in words(phrase.text):
                self.spellings.setdefault(term(word.text, phrase.languages[0]), word.text)

    def spans(self, typed: list[Word], reader: str) -> Iterator[Span]:
        """The longest phrases of the query that mean something, from its beginning; none overlap."""
        at = 0
        while at < len(typed):
            span = next(self._spans_from(at, typed, reader), None)
            if span:
                yield span
            at += span.length if span else 1

    def _spans_from(self, first: int, typed: list[Word], reader: str) -> Iterator[Span]:
        for length in range(min(self.longest, len(typed) - first), 0, -1):
            ways = self._ways(typed[first : first + length], base_language(reader))
            if ways:
                yield Span(first, length, ways)

    def _ways(self, typed: list[Word], reader: str) -> tuple[Alternative, ...]:
        keys = set()
        for code in languages_of(typed[0].text, reader):
            keys.add(tuple(token(word.text, code) for word in typed))
            keys.add(tuple(term(word.text, code) for word in typed))
        found = (
            way
            for key in sorted(keys)
            for meaning in self.meanings.get(key, ())
            if not meaning.readers or reader in meaning.readers
            for way in meaning.ways
        )
        return tuple(dict.fromkeys(found))

    def knows(self, word: Word, reader: str) -> bool:
        return bool(self._ways([word], reader)) or term(word.text, reader) in self.spellings

    def similar(self, plain: str, cutoff: float) -> list[str]:
        """Single words spelt like this one."""
        found = process.extract(
            plain, self.offered, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=cutoff, limit=10
        )
        return [word for word, _score, _place in found]


# --- what a process keeps --------------------------------------------------------------------------------------------

_kept = Lexicon(None, ())


def kept() -> Lexicon:
    """What this process knows; ask the database for the stamp and ``load`` when it is another."""
    return _kept


def load(stamp: str) -> Lexicon:
    global _kept
    _kept = Lexicon(stamp, [*_edited(), *fixed_groups()])
    return _kept


def _edited() -> Iterator[Group]:
    for synonym in Synonym.objects.filter(is_active=True).order_by("pk"):
        phrases, found = (tuple(map(Phrase, texts)) for texts in (synonym.phrases, synonym.found_phrases))
        yield Group(phrases, found, tuple(synonym.readers))


@lru_cache(maxsize=1)
def fixed_groups() -> list[Group]:
    """Names of places and countries: facts, which nobody edits."""
    return [Group(names, names) for names in map(tuple, (*_places(), *_countries()))]


def _places() -> Iterator[set[Phrase]]:
    with (DATA / "place_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {
                # German names stand in the texts of every language in Latin letters.
                Phrase(name.strip(), "" if column == "place" else PLACE_COLUMNS[column])
                for column, cell in row.items()
                for name in cell.split(";")
                if name.strip()
            }


def _countries() -> Iterator[set[Phrase]]:
    names = {code: Locale.parse(code).territories for code in PLACE_COLUMNS.values()}
    for territory in names["de"]:
        if len(territory) == 2 and territory.isalpha():
            yield {Phrase(known[territory], code) for code, known in names.items() if territory in known}


# --- changes ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def announce(**kwargs) -> None:
    """Say, inside the transaction of the change, that the synonyms changed. Also hears their signals."""
    SynonymVersion.objects.update_or_create(pk=1, defaults={"stamp": uuid4().hex})
    changed("content", "directory")


for signal in (post_save, post_delete):
    signal.connect(announce, sender=Synonym, dispatch_uid=f"search-synonyms-{id(signal)}")


@transaction.atomic
def seed(path: Path = DATA / "synonyms.json") -> int:
    """Add the groups of the file that are not there yet; what editors made of the others stays. Returns how many."""
    groups = json.loads(path.read_text(encoding="utf-8"))
    there = set(Synonym.objects.exclude(name="").values_list("name", flat=True))
    new = [_synonym(group) for group in groups if group["name"] not in there]
    for synonym in new:
        synonym.full_clean(exclude=["name"])
    Synonym.objects.bulk_create(new)
    if new:
        announce()
    return len(new)


def _synonym(group: dict) -> Synonym:
    return Synonym(
        name=group["name"],
        words="\n".join(group["words"]),
        finds="\n".join(group.get("finds", ())),
        direction=Direction.ONE_WAY if group.get("finds") else Direction.BOTH,
        note=group.get("note", ""),
    )

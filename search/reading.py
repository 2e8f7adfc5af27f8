"""What a query means: its words as tokens, compounds with their parts, misspelt words with a correction."""

import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from math import log2

from rapidfuzz.distance import DamerauLevenshtein

from search import compounds, vocabulary
from search.analysis import Word, is_stop_word, languages_of, term, token, words
from search.engines.contract import Group, Match
from search.models import VocabularyTerm

LONGEST_QUERY = 200
MOST_WORDS = 12
# Closer than PLAUSIBLE, a word of the index is offered; from SURE on it is searched for, and said to be.
PLAUSIBLE = 0.7
SURE = 0.8
MOST_CORRECTIONS = 4
SHORTEST_CORRECTED = 4
SHORTEST_WIDENED = 4


@dataclass(frozen=True)
class Reading:
    """A read query. ``match`` is None when everything is asked for, and has no groups when nothing can be found."""

    match: Match | None = None
    # How many entries hold each word, about; 0 for a word the index does not know.
    counts: tuple[int, ...] = ()
    terms: tuple[str, ...] = ()
    suggestion: str = ""
    is_corrected: bool = False
    is_shortened: bool = False

    @property
    def tokens(self) -> frozenset[str]:
        groups = self.match.groups if self.match else ()
        return frozenset(part for group in groups for alternative in group for part in alternative)


def read(text: str, *, language: str, exact: bool = False) -> Reading:
    is_shortened = len(text) > LONGEST_QUERY
    text = text[:LONGEST_QUERY]
    if is_blank(text):
        return Reading(is_shortened=is_shortened)
    typed = [
        word for word in words(text) if not is_stop_word(word.text, language) and not is_stop_word(word.text, "de")
    ]
    typed = typed[:MOST_WORDS]
    known = Known(typed, language)
    groups, counts, terms, corrections = [], [], [], {}
    for word in typed:
        group, plain = known.group(word), term(word.text, language)
        count = known.count(group)
        if not group and not exact and len(corrections) < MOST_CORRECTIONS:
            correction = _correction(plain, language)
            if correction:
                corrections[word] = correction
                if correction.is_sure:
                    group, plain, count = ((correction.token,),), correction.term, correction.count
        groups.append(group or ((token(word.text, language),),))
        terms.append(plain)
        counts.append(count)
    return Reading(
        match=Match(tuple(groups), rarity=tuple(_rarity(count) for count in counts)),
        counts=tuple(counts),
        terms=tuple(terms),
        suggestion=_respelt(text, corrections) if corrections else "",
        is_corrected=any(correction.is_sure for correction in corrections.values()),
        is_shortened=is_shortened,
    )


def is_blank(text: str) -> bool:
    """Nothing but spaces and signs that show nothing (direction marks, joiners)."""
    return all(character.isspace() or unicodedata.category(character) in ("Cf", "Cc") for character in text)


class Known:
    """What the vocabulary knows of some typed words and of their possible parts; one look-up for all."""

    def __init__(self, typed: list[Word], language: str):
        self.language = language
        plain = {term(word.text, code) for word in typed for code in self.languages(word)}
        pieces = plain | compounds.all_candidates(plain)
        tokens = {found for word in typed for found in self.tokens(word)}
        rows = VocabularyTerm.objects.filter(term__in=pieces) | VocabularyTerm.objects.filter(token__in=tokens)
        self.tokens_of_term: dict[str, set[str]] = {}
        self.lexicon: dict[str, str] = {}
        self.count_of_token: Counter[str] = Counter()
        found_rows = rows.values_list("term", "token", "language", "count") if typed else ()
        for found, found_token, code, count in found_rows:
            self.tokens_of_term.setdefault(found, set()).add(found_token)
            self.count_of_token[found_token] += count
            if code == vocabulary.COMPOUND_LANGUAGE:
                self.lexicon[found] = found_token

    def languages(self, word: Word) -> tuple[str, ...]:
        return languages_of(word.text, self.language)

    def tokens(self, word: Word) -> list[str]:
        return [token(word.text, code) for code in self.languages(word)]

    def group(self, word: Word) -> Group:
        """Every way in which the index may hold the word; empty when it does not."""
        plain = term(word.text, self.language)
        if any(character.isdigit() for character in plain):
            return ((plain,),)
        found = {part for part in self.tokens(word) if part in self.count_of_token}
        found |= self.tokens_of_term.get(plain, set())
        ways = {(part,) for part in found}
        parts = compounds.split(plain, self.lexicon)
        if parts:
            ways.add(tuple(self.lexicon[part] for part in parts))
        return tuple(sorted(ways, key=lambda way: (len(way), way)))

    def count(self, group: Group) -> int:
        """How many entries hold the word, about; numbers are not counted, so one may well be somewhere."""
        if any(character.isdigit() for alternative in group for part in alternative for character in part):
            return 1
        return sum(min(self.count_of_token[part] for part in alternative) for alternative in group)


@dataclass(frozen=True)
class Correction:
    term: str
    token: str
    shown: str
    count: int
    is_sure: bool


def _correction(plain: str, language: str) -> Correction | None:
    if len(plain) < SHORTEST_CORRECTED:
        return None
    scored = [
        (DamerauLevenshtein.normalized_similarity(plain, row.term), row.language == language, row.count, row)
        for row in vocabulary.similar(plain)
    ]
    best = max(scored, key=lambda item: (*item[:3], item[3].term), default=None)
    if best is None or best[0] < PLAUSIBLE:
        return None
    row = best[3]
    return Correction(row.term, row.token, row.shown, row.count, is_sure=best[0] >= SURE)


def _respelt(text: str, corrections: dict[Word, Correction]) -> str:
    for word in sorted(corrections, key=lambda word: -word.start):
        text = text[: word.start] + corrections[word].shown + text[word.end :]
    return " ".join(text.split())


def _rarity(count: int) -> float:
    return 1 / log2(2 + count)


def widen(reading: Reading) -> Match | None:
    """The same query, where a word may also be part of a longer one ("Beratung" in "Suchtberatung")."""
    if reading.match is None:
        return None
    long_enough = [plain for plain in reading.terms if len(plain) >= SHORTEST_WIDENED]
    longer = vocabulary.containing(long_enough)
    groups = tuple(
        group + tuple(sorted({(row.token,) for row in longer if plain in row.term} - set(group)))
        if plain in long_enough
        else group
        for plain, group in zip(reading.terms, reading.match.groups, strict=True)
    )
    return replace(reading.match, groups=groups) if groups != reading.match.groups else None


def loosen(reading: Reading) -> list[tuple[Match, Match | None]]:
    """What to look for when nothing holds all words, in this order, each with what is to stand first.

    First without the words the index does not know; then for any of the words or of their parts, where a word clearly
    rarer than the others says most.
    """
    if reading.match is None:
        return []
    known = [n for n, count in enumerate(reading.counts) if count]
    looser = []
    if 0 < len(known) < len(reading.counts):
        looser.append((_only(reading.match, known), None))
    parts = tuple(tuple((part,) for way in group for part in way) for group in reading.match.groups)
    anything = replace(reading.match, groups=parts, every=False)
    if anything.groups != reading.match.groups or len(parts) > 1:
        rarest, *others = sorted(known, key=lambda n: reading.counts[n]) or [None]
        stands_out = bool(others) and 2 * reading.counts[rarest] <= reading.counts[others[0]]
        looser.append((anything, _only(anything, [rarest]) if stands_out else None))
    return looser


def _only(match: Match, numbers: list[int]) -> Match:
    return replace(
        match,
        groups=tuple(match.groups[n] for n in numbers),
        rarity=tuple(match.rarity[n] for n in numbers),
    )

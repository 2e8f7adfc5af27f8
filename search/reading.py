"""What a query means: its words as tokens, compounds with their parts, misspelt words with a correction."""

import unicodedata
from dataclasses import dataclass, replace

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
    groups, terms, corrections = [], [], {}
    for word in typed:
        group, plain = known.group(word), term(word.text, language)
        if not group and not exact and len(corrections) < MOST_CORRECTIONS:
            correction = _correction(plain, language)
            if correction:
                corrections[word] = correction
                if correction.is_sure:
                    group, plain = ((correction.token,),), correction.term
        groups.append(group or ((token(word.text, language),),))
        terms.append(plain)
    return Reading(
        match=Match(tuple(groups)),
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
        for found, found_token, code in rows.values_list("term", "token", "language") if typed else ():
            self.tokens_of_term.setdefault(found, set()).add(found_token)
            if code == vocabulary.COMPOUND_LANGUAGE:
                self.lexicon[found] = found_token
        self.known_tokens = set().union(*self.tokens_of_term.values())

    def languages(self, word: Word) -> tuple[str, ...]:
        return languages_of(word.text, self.language)

    def tokens(self, word: Word) -> list[str]:
        return [token(word.text, code) for code in self.languages(word)]

    def group(self, word: Word) -> Group:
        """Every way in which the index may hold the word; empty when it does not."""
        plain = term(word.text, self.language)
        if any(character.isdigit() for character in plain):
            return ((plain,),)
        found = {part for part in self.tokens(word) if part in self.known_tokens}
        found |= self.tokens_of_term.get(plain, set())
        ways = {(part,) for part in found}
        parts = compounds.split(plain, self.lexicon)
        if parts:
            ways.add(tuple(self.lexicon[part] for part in parts))
        return tuple(sorted(ways, key=lambda way: (len(way), way)))


@dataclass(frozen=True)
class Correction:
    term: str
    token: str
    shown: str
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
    return Correction(term=best[3].term, token=best[3].token, shown=best[3].shown, is_sure=best[0] >= SURE)


def _respelt(text: str, corrections: dict[Word, Correction]) -> str:
    for word in sorted(corrections, key=lambda word: -word.start):
        text = text[: word.start] + corrections[word].shown + text[word.end :]
    return " ".join(text.split())


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

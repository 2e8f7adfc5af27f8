"""What a query means: its words as tokens, other words for them, compounds in their parts, misspelt words corrected."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, islice, product
from math import log2

from rapidfuzz.distance import DamerauLevenshtein

from search import compounds, synonyms, vocabulary
from search.analysis import (
    Word,
    base_language,
    is_little_word,
    is_stop_word,
    languages_of,
    pieces,
    sound,
    term,
    token,
    words,
)
from search.engines.contract import Alternative, Group, Match
from search.synonyms import Lexicon, Span

LONGEST_QUERY = 200
MOST_WORDS = 12
# Closer than PLAUSIBLE, a word of the index is offered; from SURE on it is searched for, and said to be.
PLAUSIBLE = 0.7
SURE = 0.8
# What sounds the same but is spelt otherwise is a little less than the same.
SOUNDS_ALIKE = 0.95
MOST_CORRECTIONS = 4
SHORTEST_CORRECTED = 4
SHORTEST_WIDENED = 4
# A phrase of words with several forms each is looked for in this many ways at most.
MOST_WAYS = 8
# With more words than this there are too many pairs of them.
MOST_RELAXED = 5


@dataclass(frozen=True)
class Reading:
    """A read query. ``match`` is None when everything is asked for, and has no groups when nothing can be found."""

    match: Match | None = None
    # How many entries hold each word, about; 0 for a word the index does not know.
    counts: tuple[int, ...] = ()
    # The normal form of each group; empty for a phrase.
    terms: tuple[str, ...] = ()
    # Each group once more as what will do when not all words are found: compounds in their parts.
    parts: tuple[Group, ...] = ()
    suggestion: str = ""
    is_corrected: bool = False
    is_shortened: bool = False

    @property
    def tokens(self) -> frozenset[str]:
        groups = self.match.groups if self.match else ()
        return frozenset(part for group in groups for alternative in group for part in alternative)


@dataclass(frozen=True)
class Piece:
    """One word of the query, or a phrase that has other words, with all that finds it."""

    group: Group
    parts: Group
    count: int
    term: str = ""


def read(text: str, *, language: str, exact: bool = False) -> Reading:
    is_shortened = len(text) > LONGEST_QUERY
    text = text[:LONGEST_QUERY]
    if is_blank(text):
        return Reading(is_shortened=is_shortened)
    typed = content_words(text, language)
    known = Known.of(typed, language)
    corrections = {} if exact else _corrections(typed, known)
    sure = {word: correction for word, correction in corrections.items() if correction.is_sure}
    if sure:
        typed = [word._replace(text=sure[word].shown) if word in sure else word for word in typed]
        known = Known.of(typed, language)
    found = list(known.pieces())
    return Reading(
        match=Match(tuple(piece.group for piece in found), rarity=tuple(_rarity(piece.count) for piece in found)),
        counts=tuple(piece.count for piece in found),
        terms=tuple(piece.term for piece in found),
        parts=tuple(piece.parts for piece in found),
        suggestion=_respelt(text, corrections) if corrections else "",
        is_corrected=bool(sure),
        is_shortened=is_shortened,
    )


def is_blank(text: str) -> bool:
    """Nothing but spaces and signs that show nothing (direction marks, joiners)."""
    return all(character.isspace() or unicodedata.category(character) in ("Cf", "Cc") for character in text)


def content_words(text: str, language: str) -> list[Word]:
    """The typed words that somebody could look for: a query does not say which language it is in."""
    found = (word for word in words(text) if not is_stop_word(word.text, language) and not is_little_word(word.text))
    return list(islice(found, MOST_WORDS))


@dataclass
class Known:
    """What vocabulary and synonyms know of some typed words; one look-up for all of them."""

    typed: list[Word]
    language: str
    lexicon: Lexicon
    tokens_of_term: dict[str, set[str]] = field(default_factory=dict)
    german: dict[str, str] = field(default_factory=dict)
    count_of_token: Counter[str] = field(default_factory=Counter)
    # The same counts, of entries in languages that this reader is shown.
    count_for_reader: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, typed: list[Word], language: str) -> "Known":
        known = cls(typed, language, synonyms.kept())
        stamp = known._look_up()
        if stamp != known.lexicon.stamp:
            known = cls(typed, language, synonyms.load(stamp))
            known._look_up()
        return known

    def _look_up(self) -> str:
        """Ask for all words at once; the same statement brings the stamp of the synonyms."""
        self.spans = list(self.lexicon.spans(self.typed, self.language))
        every = [part for word in self.typed for part in (word.text, *pieces(word.text))]
        plain = {term(part, code) for part in every for code in self.languages(part)}
        wanted = {found for part in every for found in self.tokens(part)}
        wanted |= {part for span in self.spans for way in span.ways for part in way}
        rows, stamp = vocabulary.looked_up(plain | compounds.all_candidates(plain), wanted)
        for found, found_token, code, count in rows:
            self.tokens_of_term.setdefault(found, set()).add(found_token)
            self.count_of_token[found_token] += count
            if code in (base_language(self.language), vocabulary.COMPOUND_LANGUAGE):
                self.count_for_reader[found_token] += count
            if code == vocabulary.COMPOUND_LANGUAGE:
                self.german[found] = found_token
        return stamp

    def languages(self, text: str) -> tuple[str, ...]:
        return languages_of(text, self.language)

    def tokens(self, text: str) -> list[str]:
        return [token(text, code) for code in self.languages(text)]

    def group(self, text: str) -> Group:
        """Every way in which the index may hold the word; empty when it does not."""
        plain = term(text, self.language)
        if any(character.isdigit() for character in plain):
            return ((plain,),)
        found = {part for part in self.tokens(text) if part in self.count_of_token}
        found |= self.tokens_of_term.get(plain, set())
        ways = {(part,) for part in found}
        parts = compounds.split(plain, self.german)
        if parts:
            ways.add(tuple(self.german[part] for part in parts))
        hyphened = pieces(text)
        if hyphened:
            ways.update(_together([self.group(piece) for piece in hyphened]))
        return tuple(sorted(ways, key=lambda way: (len(way), way)))

    def is_known(self, word: Word) -> bool:
        return bool(self.group(word.text)) or self.lexicon.knows(word, self.language)

    def pieces(self) -> Iterable[Piece]:
        spans = {span.first: span for span in self.spans}
        at = 0
        while at < len(self.typed):
            span = spans.get(at, Span(at, 1, ()))
            yield self._piece(self.typed[at : at + span.length], span.ways)
            at += span.length

    def _piece(self, typed: Sequence[Word], others: tuple[Alternative, ...]) -> Piece:
        own = _together([self.group(word.text) for word in typed])
        other = tuple(way for way in others if way not in own and self.is_for_reader(way))
        group = (*own, *other)
        if not group:
            group = (tuple(token(word.text, self.language) for word in typed),)
        parts = tuple(dict.fromkeys([*((part,) for way in own for part in way), *other])) or group
        plain = term(typed[0].text, self.language) if len(typed) == 1 else ""
        return Piece(group, parts, self.count(group), plain)

    def is_for_reader(self, way: Alternative) -> bool:
        """Whether these are words of entries the reader is shown, not stray ones of a language that others read."""
        return all(
            part in self.count_for_reader and 4 * self.count_for_reader[part] >= self.count_of_token[part]
            for part in way
        )

    def count(self, group: Group) -> int:
        """How many entries hold the word, about; numbers are not counted, so one may well be somewhere."""
        if any(character.isdigit() for alternative in group for part in alternative for character in part):
            return 1
        return sum(min(self.count_of_token[part] for part in alternative) for alternative in group)


def _together(groups: list[Group]) -> Group:
    """The ways to find all of these words; none when one of them cannot be found."""
    ways = (tuple(dict.fromkeys(part for way in ways for part in way)) for ways in product(*groups))
    return tuple(dict.fromkeys(islice(ways, MOST_WAYS)))


# --- misspelt words --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Correction:
    shown: str
    is_sure: bool


def _corrections(typed: list[Word], known: Known) -> dict[Word, Correction]:
    """For words that nobody knows; a word the index holds is never touched."""
    unknown = [word for word in typed if not known.is_known(word)][:MOST_CORRECTIONS]
    found = {word: _correction(word, known) for word in unknown}
    return {word: correction for word, correction in found.items() if correction}


def _correction(word: Word, known: Known) -> Correction | None:
    plain = term(word.text, known.language)
    if len(plain) < SHORTEST_CORRECTED:
        return None
    rows = vocabulary.similar(plain)
    options = [(nearness(plain, row.term), row.language == known.language, row.count, row.shown) for row in rows]
    options += [
        (nearness(plain, other), False, 0, known.lexicon.spellings[other])
        for other in known.lexicon.similar(plain, PLAUSIBLE)
    ]
    best = max(options, default=None)
    if best and best[0] >= SURE:
        return Correction(best[3], is_sure=True)
    shown = _correct_part(plain, known)
    if shown:
        return Correction(shown, is_sure=True)
    return Correction(best[3], is_sure=False) if best and best[0] >= PLAUSIBLE else None


def nearness(one: str, other: str) -> float:
    """How alike two words are, 1 for the same; twisted letters are one mistake, what is heard alike hardly one."""
    spelt = DamerauLevenshtein.normalized_similarity(one, other)
    heard = DamerauLevenshtein.normalized_similarity(sound(one), sound(other))
    return max(spelt, SOUNDS_ALIKE * heard)


def _correct_part(plain: str, known: Known) -> str:
    """A long compound of which one end is known and the other misspelt ("Suchtberatugn")."""
    if not compounds.is_long_enough(plain):
        return ""
    for at, is_head in compounds.known_ends(plain, known.german):
        rest = plain[at:] if is_head else plain[:at]
        scored = [(nearness(rest, row.term), row.count, row.term) for row in vocabulary.similar(rest)]
        best = max((item for item in scored if item[2] not in (plain, rest)), default=None)
        if best and best[0] >= SURE:
            return plain[:at] + best[2] if is_head else best[2] + plain[at:]
    return ""


def _respelt(text: str, corrections: dict[Word, Correction]) -> str:
    for word in sorted(corrections, key=lambda word: -word.start):
        text = text[: word.start] + corrections[word].shown + text[word.end :]
    return " ".join(text.split())


def _rarity(count: int) -> float:
    return 1 / log2(2 + count)


# --- when little is found --------------------------------------------------------------------------------------------


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
    if 3 <= len(known) <= MOST_RELAXED:
        looser.append((_all_but_one(_only(reading.match, known)), None))
    anything = replace(reading.match, groups=reading.parts, every=False)
    if anything.groups != reading.match.groups or len(reading.parts) > 1:
        rarest = _telling(reading)
        looser.append((anything, None if rarest is None else _only(anything, [rarest])))
    return looser


def relax(reading: Reading) -> Match | None:
    """What may stand below the few entries that hold all words: those that lack just one.

    Of two words the one that tells most must be there: "Hilfe für Frauen" finds what is for women, whether or not it
    says "Hilfe"; but if both tell much the same, one alone is something else.
    """
    known = [n for n, count in enumerate(reading.counts) if count]
    if 3 <= len(known) <= MOST_RELAXED:
        return _all_but_one(_only(reading.match, known))
    rarest = _telling(reading)
    return None if rarest is None else _only(reading.match, [rarest])


def _all_but_one(match: Match) -> Match:
    """Of any two words one: that is, all of them but one."""
    pairs = list(combinations(range(len(match.groups)), 2))
    return replace(
        match,
        groups=tuple(tuple(dict.fromkeys((*match.groups[one], *match.groups[two]))) for one, two in pairs),
        rarity=tuple(max(match.rarity[one], match.rarity[two]) for one, two in pairs),
    )


def _telling(reading: Reading) -> int | None:
    """The word clearly rarer than the others that the index knows."""
    known = [n for n, count in enumerate(reading.counts) if count]
    rarest, *others = sorted(known, key=lambda n: reading.counts[n]) or [None]
    return rarest if others and 2 * reading.counts[rarest] <= reading.counts[others[0]] else None


def _only(match: Match, numbers: list[int]) -> Match:
    return replace(
        match,
        groups=tuple(match.groups[n] for n in numbers),
        rarity=tuple(match.rarity[n] for n in numbers),
    )

"""German compounds, split over the words our own index has seen ("Suchtberatung" = "Sucht" + "Beratung").

No dictionary: a part counts as a word when the vocabulary holds it, so nothing is split into what nobody writes here.
"""

from collections.abc import Iterable, Iterator, Mapping

SHORTEST_PART = 4
SHORTEST_COMPOUND = 2 * SHORTEST_PART
LONGEST_COMPOUND = 40
MOST_PARTS = 4
# What joins the parts: Beratung-s-stelle, Familie-n-hilfe, Land-es-amt.
LINKS = ("", "s", "n", "es", "en", "er", "e")


def is_long_enough(term: str) -> bool:
    return SHORTEST_COMPOUND <= len(term) <= LONGEST_COMPOUND and term.isalpha()


def candidates(term: str) -> Iterator[str]:
    """Every piece of the word that could be a part of it."""
    for start in range(len(term) - SHORTEST_PART + 1):
        if start and start < SHORTEST_PART:
            continue
        for end in range(start + SHORTEST_PART, len(term) + 1):
            if end - start < len(term):
                yield term[start:end]
    # "Sprachkurs" has lost the e of "Sprache".
    for end in range(SHORTEST_PART - 1, len(term) - SHORTEST_PART + 1):
        yield term[:end] + "e"


def split(term: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The parts of a compound as terms of ``known``; nothing when it is none. Fewest parts win, then the most even."""
    if not is_long_enough(term):
        return ()
    ways = [way for way in _ways(term, known, MOST_PARTS) if len(way) > 1]
    return max(ways, key=lambda way: (-len(way), min(map(len, way)), way), default=())


def _ways(rest: str, known: Mapping[str, str], parts: int) -> Iterator[tuple[str, ...]]:
    if rest in known:
        yield (rest,)
    if parts == 1:
        return
    for end in range(SHORTEST_PART, len(rest) - SHORTEST_PART + 1):
        head = rest[:end]
        first = _without_link(head, known)
        if first:
            for others in _ways(rest[end:], known, parts - 1):
                yield (first, *others)


def _without_link(head: str, known: Mapping[str, str]) -> str:
    for link in LINKS:
        bare = head.removesuffix(link) if link else head
        if (not link or head.endswith(link)) and len(bare) >= SHORTEST_PART and bare in known:
            return bare
    return head + "e" if head + "e" in known else ""


def known_ends(term: str, known: Mapping[str, str]) -> Iterator[tuple[int, bool]]:
    """Where a word can be cut so that one side is known: the longest known head, then the longest known tail."""
    cuts = range(SHORTEST_PART, len(term) - SHORTEST_PART + 1)
    heads = [cut for cut in cuts if _without_link(term[:cut], known)]
    tails = [cut for cut in cuts if term[cut:] in known]
    if heads:
        yield heads[-1], True
    if tails:
        yield tails[0], False


class Splitter:
    """Splits over one lexicon (term -> token), each word once."""

    def __init__(self, lexicon: Mapping[str, str]):
        self.lexicon = lexicon
        self.split_before: dict[str, tuple[str, ...]] = {}

    def tokens(self, term: str) -> tuple[str, ...]:
        """The tokens of the parts of a compound; none when it is no compound."""
        if term not in self.split_before:
            self.split_before[term] = tuple(self.lexicon[part] for part in split(term, self.lexicon))
        return self.split_before[term]


def all_candidates(terms: Iterable[str]) -> set[str]:
    return {piece for term in terms if is_long_enough(term) for piece in candidates(term)}

"""What every engine is asked and answers. Tokens come in finished: an engine knows nothing of languages."""

from dataclasses import dataclass, field
from typing import Protocol

# One way to find a word: tokens that must all be there (the parts of a compound, or just one).
Alternative = tuple[str, ...]
# One word of the query: any of its alternatives will do.
Group = tuple[Alternative, ...]

# How much a word counts by where it stands.
WEIGHTS = {"title_tokens": 10.0, "keyword_tokens": 6.0, "summary_tokens": 4.0, "body_tokens": 1.0}
EARTH_RADIUS = 6371.0088  # km


@dataclass(frozen=True)
class Match:
    """The words to find: all of them, or any. ``rarity`` says how much each tells, for engines that cannot know."""

    groups: tuple[Group, ...]
    every: bool = True
    rarity: tuple[float, ...] = ()


@dataclass(frozen=True)
class Question:
    reader: str
    match: Match | None = None  # None: everything
    preferred: Match | None = None  # hits of this one stand before the others
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)  # "kind" among them
    only: tuple[str, ...] | None = None  # ids of objects; a filter like a facet, but one that is not counted
    first: dict[str, tuple[str, ...]] = field(default_factory=dict)  # hits with one of these codes stand at the top
    districts: tuple[str, ...] = ()
    near: tuple[float, float] | None = None
    radius_km: float | None = None
    sort: str = "relevance"
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True)
class Answer:
    """``hits`` are (entry, distance in km) in order; ``unfiltered`` counts the hits before any facet was chosen."""

    hits: tuple[tuple[int, float | None], ...]
    total: int
    unfiltered: int
    facet_counts: dict[str, dict[str, int]]
    # True: another engine than the one set up gave it, which may rank or find a little differently.
    is_approximate: bool = False


class EngineFault(Exception):
    """The engine is away, too slow or answers nonsense. The message is for the log: no words of a query in it."""


class NotAnswered(Exception):
    """A question of a kind this engine does not answer; the database engine does."""


class Engine(Protocol):
    def search(self, question: Question) -> Answer: ...

    def tune(self) -> None:
        """Set the engine to rights after many rows changed."""

"""Reading the judgements, and nDCG@10: how near an order comes to the best there could be."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log2
from pathlib import Path
from time import perf_counter

from search.registry import SearchDocument
from search.selectors import Query, find

FOLDER = Path(__file__).parent
PLACES = 10


@dataclass(frozen=True)
class Judged:
    reader: str
    typed: str
    gains: dict[str, int]


@dataclass(frozen=True)
class Scored:
    judged: Judged
    score: float
    found: tuple[str, ...]
    seconds: float


def judgements(name: str) -> Iterator[Judged]:
    groups: dict[str, list[str]] = {}
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            group, _, names = line.partition(" = ")
            groups[group] = names.split()
        elif line and not line.startswith("#"):
            reader, typed, gains = line.split(" | ")
            yield Judged(reader, typed, dict(_gains(gains, groups)))


def _gains(text: str, groups: dict[str, list[str]]) -> Iterator[tuple[str, int]]:
    for part in text.split("; "):
        gain, _, names = part.partition(": ")
        for name in names.split():
            yield from ((each, int(gain)) for each in groups.get(name, [name]))


def scored(name: str, documents: list[SearchDocument]) -> list[Scored]:
    """Every query of the set, asked of the engine that answers now."""
    return [_scored(judged, documents) for judged in judgements(name)]


def _scored(judged: Judged, documents: list[SearchDocument]) -> Scored:
    # What is not served to this reader cannot be found by anybody.
    served = {document.object_id for document in documents if judged.reader in document.serves}
    start = perf_counter()
    hits = find(Query(text=judged.typed, language=judged.reader, per_page=PLACES)).hits
    seconds = perf_counter() - start
    found = tuple(hit.object_id for hit in hits)
    best = sorted((gain for name, gain in judged.gains.items() if name in served), reverse=True)[:PLACES]
    return Scored(judged, _worth(judged.gains.get(name, 0) for name in found) / _worth(best), found, seconds)


def _worth(gains) -> float:
    return sum((2**gain - 1) / log2(place + 2) for place, gain in enumerate(gains))


def mean(results: list[Scored]) -> float:
    return sum(result.score for result in results) / len(results)

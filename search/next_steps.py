"""What else a reader of results can do: apps offer it for a kind of hits, the results page links it once."""

from collections.abc import Callable, Iterable

NextStep = tuple[str, str]  # words of the link in the reader's language, its address
_offered: dict[str, Callable[[], NextStep]] = {}


def offer(kind: str, step: Callable[[], NextStep]) -> None:
    """Name what the results page offers below hits of a kind."""
    _offered[kind] = step


def next_steps(kinds: Iterable[str]) -> list[NextStep]:
    return [_offered[kind]() for kind in dict.fromkeys(kinds) if kind in _offered]

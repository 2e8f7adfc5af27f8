"""What apps tell the search page of their things: names of filters and codes, and ways on for who found nothing.

This app knows no other: each registers what is its own when it starts.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Facet:
    """A filter of a kind. ``names`` gives codes their names in the reader's language; one it leaves out is not offered.

    It is asked for all codes at once, so that a page of them costs one question.
    """

    name: str
    label: str | Promise
    names: Callable[[Iterable[str]], Mapping[str, str]]


@dataclass(frozen=True)
class WayOn:
    """Something a reader who found nothing can do."""

    text: str
    url: str


# Asked with the typed words and the reader's language.
WaysOn = Callable[[str, str], list[WayOn]]

_facets: dict[str, tuple[Facet, ...]] = {}
_ways_on: list[WaysOn] = []


def register(kind: str, *facets: Facet) -> None:
    _facets[kind] = facets


def of_kind(kind: str) -> tuple[Facet, ...]:
    return _facets.get(kind, ())


def register_ways_on(ways: WaysOn) -> None:
    if ways not in _ways_on:
        _ways_on.append(ways)


def ways_on(typed: str, language: str) -> list[WayOn]:
    return [way for ways in _ways_on for way in ways(typed, language)]

"""What will be deleted by the clock, said beforehand.

An app that registers work with ``@due("name")`` registers what it will delete under the same name with
``@forecast("name")``; ``manage.py retention`` shows both and does the work.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

FORECASTS: dict[str, Callable[[], Iterable["Deletion"]]] = {}


@dataclass(frozen=True)
class Deletion:
    """How many rows of what go on which day. ``of`` names the thing they belong to by its address, never a person."""

    what: str
    of: str
    number: int
    on: date


def forecast(name: str) -> Callable:
    """Register a function that says what the work of this name will delete, and when."""

    def register(function: Callable[[], Iterable[Deletion]]) -> Callable[[], Iterable[Deletion]]:
        FORECASTS[name] = function
        return function

    return register


def coming() -> list[Deletion]:
    """Everything that says beforehand when it goes, the next first; what is empty is left out."""
    found = [deletion for function in FORECASTS.values() for deletion in function() if deletion.number]
    return sorted(found, key=lambda deletion: (deletion.on, deletion.of, deletion.what))

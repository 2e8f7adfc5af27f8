"""What the finder answers: a place, or a question back."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    EMPTY = "empty"
    FOUND = "found"
    ASK = "ask"
    UNKNOWN = "unknown"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Place:
    """A point and the districts a person there belongs to (several only for a whole region)."""

    label: str
    district_label: str
    districts: tuple[str, ...]
    regions: tuple[str, ...]
    lat: float
    lon: float

    @property
    def point(self) -> tuple[float, float]:
        return self.lat, self.lon


@dataclass(frozen=True)
class Choice:
    """One of several places meant; ``value`` typed into the box leads to it."""

    value: str
    label: str


@dataclass(frozen=True)
class Answer:
    """``is_corrected``: the place is not called as typed, but only this one is called much like it."""

    outcome: Outcome
    typed: str = ""
    place: Place | None = None
    choices: tuple[Choice, ...] = ()
    is_corrected: bool = False

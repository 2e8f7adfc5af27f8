"""What is put on a hand-out: read from an address and written into one. The address is all that is kept."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict

from portal.plain_text import clean

# More does not help the person who gets it, and each entry costs time on paper and to print.
MOST_ENTRIES = 12
LONGEST_SLUG = 120
LONGEST_TEXT = 200
KINDS = {"c": "centres", "p": "programmes", "e": "events"}


@dataclass(frozen=True)
class Selection:
    """``left_over``: how many were asked for beyond ``MOST_ENTRIES``; the first ones stay."""

    centres: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    language: str = settings.LANGUAGE_CODE
    is_large: bool = False
    left_over: int = 0

    @classmethod
    def from_address(cls, data: QueryDict, *, language: str) -> "Selection":
        """``language`` is the reader's, taken where the address names none of ours."""
        asked = {name: _slugs(data.getlist(letter)) for letter, name in KINDS.items()}
        chosen, room = {}, MOST_ENTRIES
        for name, slugs in asked.items():
            chosen[name] = slugs[:room]
            room -= len(chosen[name])
        known = dict(settings.LANGUAGES)
        return cls(
            **chosen,
            language=data["lang"] if data.get("lang") in known else language,
            is_large=data.get("large") == "1",
            left_over=sum(map(len, asked.values())) - sum(map(len, chosen.values())),
        )

    @property
    def count(self) -> int:
        return len(self.centres) + len(self.programmes) + len(self.events)

    @property
    def room(self) -> int:
        return MOST_ENTRIES - self.count

    def address(self) -> str:
        """The parameters of this selection, in one order."""
        pairs = [(letter, slug) for letter, name in KINDS.items() for slug in getattr(self, name)]
        pairs.append(("lang", self.language))
        if self.is_large:
            pairs.append(("large", "1"))
        return urlencode(pairs)

    def with_centres(self, slugs: Iterable[str]) -> "Selection":
        """The same with these centres as well, as far as there is room."""
        new = [slug for slug in slugs if slug not in self.centres]
        return replace(self, centres=(*self.centres, *new[: self.room]))


def _slugs(values: list[str]) -> tuple[str, ...]:
    """Each once and in order; what no slug can look like is left out."""
    return tuple(
        dict.fromkeys(
            value
            for value in values
            if len(value) <= LONGEST_SLUG and value.replace("-", "").replace("_", "").isalnum() and value.isascii()
        )
    )


def typed(text: str) -> str:
    """Words of a search box in one line."""
    return " ".join(clean(text[: LONGEST_TEXT * 4]).split())[:LONGEST_TEXT]

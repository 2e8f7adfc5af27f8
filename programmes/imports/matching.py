"""Which entry a row means: by the id of its list, by the public id, else by name and address."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.errors import DomainError
from programmes.places import fold, place_key, words

STREET = re.compile(r"(str|strasse)(?=\b|\d|$)")


class Unclear(DomainError):
    """More than one entry, or one that is taken: a person has to say which is meant."""


@dataclass(frozen=True)
class Address:
    """Name and address in one spelling; empty parts match anything."""

    name: str
    postcode: str = ""
    town: str = ""
    street: str = ""

    @classmethod
    def of(cls, *, name: str, postcode: str = "", town: str = "", street: str = "") -> "Address":
        return cls(
            " ".join(words(name)), postcode.strip(), place_key(re.split(r"\s*/\s*", town)[0]), street_key(street)
        )

    def is_like(self, other: "Address") -> bool:
        """The same name at a place that does not contradict; something of the place has to agree."""
        pairs = [(self.postcode, other.postcode), (self.town, other.town), (self.street, other.street)]
        if self.name != other.name or any(mine and theirs and mine != theirs for mine, theirs in pairs):
            return False
        return any(mine and theirs for mine, theirs in pairs)


def street_key(street: str) -> str:
    """ "Rosental-Str. 12 a" and "Rosentalstraße 12a" meet."""
    return STREET.sub("str", re.sub(r"[^a-z0-9]", "", fold(street)))


@dataclass
class Matcher:
    """Finds the entry of a row, by five ways in this order; remembers who was found, so that no two rows share one.

    ``by_row``: entries that came from this list. ``by_id``: entries of no list that carry the id. ``by_public_id``:
    what an export wrote for an entry without id. ``addresses``: entries this list does not know.
    """

    by_row: dict[str, int]
    by_id: dict[str, int] = field(default_factory=dict)
    by_public_id: dict[str, int] = field(default_factory=dict)
    _addresses: dict[str, list[tuple[int, Address]]] = field(default_factory=lambda: defaultdict(list))
    _found: dict[int, str] = field(default_factory=dict)

    def add_addresses(self, entries: Iterable[tuple[int, Address]]) -> None:
        known = set(self.by_row.values())
        for pk, address in entries:
            if pk not in known:
                self._addresses[address.name].append((pk, address))

    def find(self, *, source_id: str, public_id: str = "", address: Address) -> tuple[int | None, bool]:
        """The entry, and whether its id said so (True) or only its name and address; None for a new one."""
        candidates = (
            self.by_row.get(source_id),
            self.by_public_id.get(public_id) if public_id else None,
            self.by_id.get(source_id),
            self.by_public_id.get(source_id),
        )
        found = next((pk for pk in candidates if pk is not None), None)
        by_id = found is not None
        if found is None:
            like = [pk for pk, other in self._addresses.get(address.name, ()) if other.is_like(address)]
            if len(like) > 1:
                raise Unclear(_("%(count)d entries have this name and address.") % {"count": len(like)})
            found = like[0] if like else None
        if found is not None and self._found.setdefault(found, source_id) != source_id:
            raise Unclear(
                _("Another line of the file (id “%(id)s”) is the same entry.") % {"id": self._found[found][:60]}
            )
        return found, by_id

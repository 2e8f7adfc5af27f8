"""What to do with each field when a list is imported again: three versions are compared, and nobody's work is lost.

The three are the value here, the value of the file, and the value the list had when it was last taken over. Values are
compared in a plain form (texts, numbers, sorted lists), which is also how the last one is kept.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import Enum

from django.utils.translation import gettext as _

LONGEST_SHOWN = 60
# What nobody has said yet; "unknown" and "unclear" are the codes for that.
EMPTY = ("", None, [], ["", ""], "unknown", "unclear")

Plain = str | float | bool | None | list


def plain(value: object) -> Plain:
    """The value without what two spellings of it may differ in: ends of lines, order of rows, types of codes."""
    if isinstance(value, str | Enum):
        return "\n".join(line.rstrip() for line in str(value).splitlines()).strip()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if isinstance(value, list):
        return sorted((plain(part) for part in value), key=repr)
    return str(value)


def version_of(facts: Mapping[str, object]) -> str:
    """A short sign of the state of an entry: an export carries it, so that an import sees whether it is still that."""
    text = json.dumps({name: plain(value) for name, value in facts.items()}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Difference:
    """A field whose value here is not that of the file, and stays."""

    name: str
    here: Plain
    there: Plain

    def __str__(self):
        return _("%(field)s: here “%(here)s”, in the file “%(there)s”") % {
            "field": self.name,
            "here": shown(self.here),
            "there": shown(self.there),
        }


def shown(value: Plain) -> str:
    if isinstance(value, list):
        return _shorten("; ".join(" ".join(map(shown, v)) if isinstance(v, list) else shown(v) for v in value))
    return _shorten("" if value is None else str(value).replace("\n", " "))


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


@dataclass
class Merge:
    """Fields to take over, those an editor's value stays in, and those both sides changed (the value here stays too).

    ``taken_over`` is what the list has been heard to say: where it contradicts an editor it keeps its old value, so
    that the contradiction is reported until somebody ends it.
    """

    take: list[str] = field(default_factory=list)
    kept: list[Difference] = field(default_factory=list)
    conflicts: list[Difference] = field(default_factory=list)
    taken_over: dict[str, Plain] = field(default_factory=dict)


def merge(
    *,
    here: Mapping[str, object],
    there: Mapping[str, object],
    last: Mapping[str, Plain] | None,
    owned: frozenset[str],
    foreign: frozenset[str],
    is_trusted: bool,
) -> Merge:
    """``owned``: fields of this list; ``foreign``: fields another list owns. ``last`` is None for an entry that was
    never imported from this list; ``is_trusted`` says that the file knows better then (found by its id). What the list
    never said before only fills what is empty here."""
    result = Merge(taken_over=dict(last or {}))
    fills = is_trusted and last is None
    for name, value in there.items():
        mine, theirs = plain(here.get(name)), plain(value)
        difference = Difference(name, mine, theirs)
        was = result.taken_over.get(name)
        is_known = name in result.taken_over
        if mine != theirs and name in foreign and name not in owned:
            result.kept.append(difference)
            continue
        if mine == theirs:
            pass
        elif name in owned or (mine == was if is_known else fills or mine in EMPTY):
            result.take.append(name)
        elif is_known and theirs == was:
            result.kept.append(difference)
            continue
        else:
            result.conflicts.append(difference)
            continue
        result.taken_over[name] = theirs
    return result

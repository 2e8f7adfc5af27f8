"""What readers narrow the list of events, the calendar file and the feed by. The address is the state."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.languages import HeldIn
from events.states import Kind, Mode, Topic
from programmes.languages import MAIN_LANGUAGES
from programmes.selectors import government_regions

# An event on site and online is both.
WAYS: dict[str, tuple[Promise, frozenset[str]]] = {
    "on-site": (gettext_lazy("on site"), frozenset({Mode.ON_SITE, Mode.HYBRID})),
    "online": (gettext_lazy("online"), frozenset({Mode.ONLINE, Mode.HYBRID})),
}
NAMES = ("region", "topic", "language", "kind", "mode")


@dataclass(frozen=True)
class EventFilter:
    """What was chosen. Unknown values of an address are left out, so none of them can end in an error."""

    region: str = ""
    topic: str = ""
    language: str = ""
    kind: str = ""
    mode: str = ""

    @classmethod
    def from_address(cls, data: QueryDict) -> "EventFilter":
        asked = {name: data[name] for name in NAMES if data.get(name)}
        known = {"topic": Topic.values, "language": HeldIn.values, "kind": Kind.values, "mode": WAYS}
        if "region" in asked:
            known["region"] = dict(government_regions())
        return cls(**{name: value for name, value in asked.items() if value in known[name]})

    @property
    def is_empty(self) -> bool:
        return not self.chosen

    @property
    def chosen(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in NAMES if getattr(self, name)}

    def without(self, name: str) -> "EventFilter":
        return replace(self, **{name: ""})

    def address(self) -> str:
        return urlencode(self.chosen)

    def condition(self) -> Q:
        """What a row of ``readable`` must be to fit all that was chosen."""
        fits = Q()
        for name, code in self.chosen.items():
            fits &= _fits(name, code)
        return fits

    def narrow(self, events: QuerySet) -> QuerySet:
        return events if self.is_empty else readable(events).filter(self.condition())


EVERYTHING = EventFilter()


@dataclass(frozen=True)
class Option:
    code: str
    label: str
    count: int
    is_chosen: bool

    @property
    def is_disabled(self) -> bool:
        return not self.count and not self.is_chosen


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Wider:
    """A filter that hides events: its value in words, the address without it, and how many events that shows."""

    label: str
    value: str
    address: str
    count: int


def readable(events: QuerySet) -> QuerySet:
    """With the lists of languages and topics as texts: no database but PostgreSQL can look into a list itself."""
    return events.annotate(held_in=Cast("languages", TextField()), about=Cast("topics", TextField()))


def _fits(name: str, code: str) -> Q:
    if name == "region":
        return Q(district__region=code)
    if name == "language":
        return Q(held_in__contains=f'"{code}"')
    if name == "topic":
        return Q(about__contains=f'"{code}"')
    if name == "mode":
        return Q(mode__in=WAYS[code][1])
    return Q(**{name: code})


def _choices() -> dict[str, tuple[str, list[tuple[str, str]]]]:
    return {
        "region": (_("Administrative region (Regierungsbezirk)"), government_regions()),
        "topic": (_("Topic"), Topic.choices),
        "language": (_("Held in"), HeldIn.choices),
        "kind": (_("Kind of event"), Kind.choices),
        "mode": (_("On site or online"), [(code, words) for code, (words, _modes) in WAYS.items()]),
    }


def facets(events: QuerySet, chosen: EventFilter) -> tuple[Facet, ...]:
    """The filters over these events, counted in one query. Each count leaves its own filter out: it tells what a
    click shows."""
    choices = _choices()
    counts = readable(events).aggregate(
        **{
            f"{name}_{number}": Count("pk", filter=chosen.without(name).condition() & _fits(name, code))
            for name, (_label, rows) in choices.items()
            for number, (code, _words) in enumerate(rows)
        }
    )
    return tuple(
        Facet(
            name,
            label,
            tuple(
                option
                for number, (code, words) in enumerate(rows)
                for option in [Option(code, str(words), counts[f"{name}_{number}"], getattr(chosen, name) == code)]
                if _is_offered(name, option)
            ),
        )
        for name, (label, rows) in choices.items()
    )


def _is_offered(name: str, option: Option) -> bool:
    """Everything but the long tail of languages nothing is held in."""
    return name != "language" or not option.is_disabled or option.code in MAIN_LANGUAGES


def widenings(events: QuerySet, chosen: EventFilter, offered: tuple[Facet, ...]) -> list[Wider]:
    """Where nothing fits: the single filters that would show something if they were taken away, in one query."""
    counts = readable(events).aggregate(
        # Not by the bare name: a count called "kind" would stand for the column of that name in the next condition.
        **{f"without_{name}": Count("pk", filter=chosen.without(name).condition()) for name in chosen.chosen}
    )
    return [
        Wider(facet.label, option.label, chosen.without(facet.name).address(), counts[f"without_{facet.name}"])
        for facet in offered
        for option in facet.options
        if option.is_chosen and counts[f"without_{facet.name}"]
    ]

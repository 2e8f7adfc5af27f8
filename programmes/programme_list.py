"""The programmes of an index page, filtered by level, state, country and audience; the address is the state."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.untranslated import with_words_language
from programmes.codes import Audience, CountryRule, ProgrammeLevel
from programmes.languages import COUNTRY_CODES, country_name
from programmes.models.programmes import Programme

STATES = ("running", "ended")
FACETS: dict[str, frozenset[str]] = {
    "level": frozenset(ProgrammeLevel.values),
    "state": frozenset(STATES),
    "country": frozenset(COUNTRY_CODES),
    "audience": frozenset(Audience.values),
}
# A programme for all countries, or one that depends on the nationality, may be for any of them.
ANY_COUNTRY = (CountryRule.ALL, CountryRule.DEPENDS)


@dataclass(frozen=True)
class ProgrammeFilter:
    """What was chosen; unknown values of an address are left out."""

    level: str = ""
    state: str = ""
    country: str = ""
    audience: str = ""

    @classmethod
    def from_address(cls, data: QueryDict) -> "ProgrammeFilter":
        return cls(**{name: data[name] for name, known in FACETS.items() if data.get(name, "") in known})

    @property
    def is_empty(self) -> bool:
        return self == ProgrammeFilter()

    def address(self) -> str:
        return urlencode([(name, getattr(self, name)) for name in FACETS if getattr(self, name)])


@dataclass(frozen=True)
class Listed:
    page: object
    is_ended: bool
    # The country that was chosen is not in its list: it depends on the nationality, and nobody has said how.
    depends: bool = False


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
class ProgrammeList:
    entries: list[Listed]
    facets: tuple[Facet, ...]
    # Programmes the choice of a country leaves out because nobody knows their countries.
    without_countries: int
    without_country_address: str


def _countries(programme: Programme) -> set[str]:
    return {row.country for row in programme.countries.all()}


def _passes(name: str, code: str, programme: Programme, *, today: date) -> bool:
    if name == "level":
        return programme.level == code
    if name == "state":
        return STATES[programme.is_ended(today)] == code
    if name == "audience":
        return code in programme.audiences
    return programme.country_rule in ANY_COUNTRY or code in _countries(programme)


def list_programmes(page, chosen: ProgrammeFilter, *, today: date) -> ProgrammeList:
    """Programmes that run come first. Each count leaves its own filter out, so that it tells what a click shows."""
    children = page.programme_pages().select_related("programme", "locale", "alias_of__locale")
    children = with_words_language(children.prefetch_related("programme__countries"))

    def fitting(filters: ProgrammeFilter) -> list:
        return [
            child
            for child in children
            if all(
                _passes(name, getattr(filters, name), child.programme, today=today)
                for name in FACETS
                if getattr(filters, name)
            )
        ]

    found = fitting(chosen)
    left_out = [child for child in fitting(replace(chosen, country="")) if child not in found]
    return ProgrammeList(
        entries=sorted(
            [_listed(child, chosen, today) for child in found],
            key=lambda entry: (entry.is_ended, entry.depends, entry.page.title.casefold()),
        ),
        facets=_facets(children, chosen, fitting, today),
        without_countries=sum(child.programme.country_rule == CountryRule.UNCLEAR for child in left_out),
        without_country_address=replace(chosen, country="").address(),
    )


def _listed(child, chosen: ProgrammeFilter, today: date) -> Listed:
    programme = child.programme
    depends = (
        bool(chosen.country)
        and programme.country_rule == CountryRule.DEPENDS
        and chosen.country not in _countries(programme)
    )
    return Listed(child, programme.is_ended(today), depends)


def _facets(
    children: list, chosen: ProgrammeFilter, fitting: Callable[[ProgrammeFilter], list], today: date
) -> tuple[Facet, ...]:
    named = {code for child in children for code in _countries(child.programme)} | {chosen.country} - {""}
    countries = sorted(((code, country_name(code)) for code in named), key=lambda row: row[1])
    offered = {
        "level": (_("Level"), ProgrammeLevel.choices),
        "state": (_("Status"), [(STATES[0], _("not ended")), (STATES[1], _("ended"))]),
        "country": (_("Country of return"), countries),
        "audience": (_("For whom"), Audience.choices),
    }
    facets = []
    for name, (label, choices) in offered.items():
        others = fitting(replace(chosen, **{name: ""}))
        facets.append(
            Facet(
                name,
                label,
                tuple(
                    Option(
                        code,
                        str(words),
                        sum(_passes(name, code, child.programme, today=today) for child in others),
                        getattr(chosen, name) == code,
                    )
                    for code, words in choices
                ),
            )
        )
    return tuple(facets)

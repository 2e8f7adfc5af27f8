"""The filters of the directory: what an address may say, what it asks of the search, what each value would find."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programmes.codes import (
    STATUS_AUDIENCES,
    AccessFeature,
    Audience,
    CounsellorGender,
    Mode,
    OfferedBy,
    ProviderType,
)
from programmes.languages import (
    COUNTRY_CODES,
    LANGUAGE_CODES,
    MAIN_COUNTRIES,
    MAIN_LANGUAGES,
    country_name,
    language_name,
)
from programmes.offers import Offers
from search.selectors import Query, Result, count_hits

NOW = "now"
# What most people filter by stands open to the eye, the rest behind "More filters".
MAIN = ("open", "language", "spoken", "mode", "provider")
PARAMETERS = (*MAIN, "country", "programme", "audience", "gender", "access")
# The groups of programmes (status, counsellors) are no groups a centre pays special attention to.
AUDIENCES = tuple(
    audience.value
    for audience in Audience
    if audience not in (Audience.FOUNDERS, Audience.COUNSELLORS, *STATUS_AUDIENCES)
)
KNOWN: dict[str, tuple[str, ...]] = {
    "open": (NOW,),
    "language": LANGUAGE_CODES,
    "spoken": tuple(OfferedBy.values),
    "gender": tuple(CounsellorGender.values),
    "mode": tuple(Mode.values),
    "audience": AUDIENCES,
    "access": tuple(AccessFeature.values),
    "provider": tuple(ProviderType.values),
    "country": COUNTRY_CODES,
}
# The facets of the search that are filters of the same name; the others are made of two or more.
PLAIN = ("gender", "mode", "audience", "access", "provider")
SLUG = re.compile(r"[-a-z0-9_]{1,120}\Z")
MOST_PROGRAMMES = 20

LABELS: dict[str, str | Promise] = {
    "open": _("Open now"),
    "language": _("Language"),
    "spoken": _("How the language is offered"),
    "gender": _("Choice of the counsellor"),
    "mode": _("Way of counselling"),
    "audience": _("Special attention to"),
    "access": _("Access for everybody"),
    "provider": _("Who runs it"),
    "programme": _("Programme one can apply for"),
    "country": _("Country of return"),
}
NAMES: dict[str, Callable[[str], str | Promise]] = {
    "open": lambda code: _("Open now, without an appointment"),
    "language": language_name,
    "spoken": lambda code: OfferedBy(code).label,
    "gender": lambda code: CounsellorGender(code).label,
    "mode": lambda code: Mode(code).label,
    "audience": lambda code: Audience(code).label,
    "access": lambda code: AccessFeature(code).label,
    "provider": lambda code: ProviderType(code).label,
    "country": country_name,
}


def known_values(name: str, values: Iterable[str]) -> tuple[str, ...]:
    """The values of a parameter that can mean something, in one order; the others are left out."""
    values = set(values)
    if name == "programme":  # which there are is known to the database only
        return tuple(sorted(value for value in values if SLUG.match(value)))[:MOST_PROGRAMMES]
    return tuple(code for code in KNOWN[name] if code in values)


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
    """The values of a filter: those most people look for, then the rest, which a long filter keeps folded up."""

    name: str
    label: str
    options: tuple[Option, ...]
    more: tuple[Option, ...] = ()

    @property
    def more_to_choose(self) -> list[Option]:
        """Of the rest what would find something: twenty languages nobody can choose only make a page longer."""
        return [option for option in self.more if not option.is_disabled]

    @property
    def is_main(self) -> bool:
        return self.name in MAIN

    @property
    def is_open(self) -> bool:
        return any(option.is_chosen for option in (*self.options, *self.more))

    @property
    def is_more_open(self) -> bool:
        return any(option.is_chosen for option in self.more)


@dataclass(frozen=True)
class Filters:
    """What was chosen, as the facets of the search understand it."""

    chosen: Mapping[str, tuple[str, ...]]
    offers: Offers

    @property
    def languages(self) -> tuple[str, ...]:
        return self.chosen.get("language", ())

    @property
    def ways(self) -> tuple[str, ...]:
        """How the language has to be offered; both ways together are any way."""
        ways = self.chosen.get("spoken", ())
        return () if set(ways) == set(OfferedBy.values) else ways

    def spoken_codes(self, ways: Iterable[str]) -> tuple[str, ...]:
        """Codes of the facet "spoken" for these ways and the chosen languages, or for any language."""
        if not self.languages:
            return tuple(ways)
        return tuple(f"{way}-{language}" for way in ways for language in self.languages)

    @property
    def programmes(self) -> frozenset[int]:
        slugs = set(self.chosen.get("programme", ()))
        return frozenset(programme.pk for programme in self.offers.choices if programme.slug in slugs)

    @property
    def by_programme(self) -> frozenset[str] | None:
        """Codes of the centres that offer a chosen programme; None while none is chosen that can be."""
        return self.offers.codes_of(self.programmes) if self.programmes else None

    @property
    def by_country(self) -> frozenset[str] | None:
        countries = self.chosen.get("country", ())
        return self.offers.codes_for(countries) if countries else None

    def of_the_search(self) -> dict[str, tuple[str, ...]]:
        facets = {name: self.chosen[name] for name in PLAIN if self.chosen.get(name)}
        if self.ways:  # says which languages, too, so that both are left out when one of them is counted
            facets["spoken"] = self.spoken_codes(self.ways)
        elif self.languages:
            facets["language"] = self.languages
        by = [codes for codes in (self.by_programme, self.by_country) if codes is not None]
        if by:
            # No centre may have such a code; an empty filter would let everybody through.
            facets["offer"] = tuple(sorted(frozenset.intersection(*by))) or ("nobody",)
        return facets


def facets_of(asked: Query, result: Result, *, filters: Filters, open_now: frozenset[str]) -> list[Facet]:
    """All filters with what each value would find, each counted without its own filter."""
    return [_FACETS[name](name, _Counted(asked, result, filters, open_now)) for name in PARAMETERS]


@dataclass(frozen=True)
class _Counted:
    asked: Query
    result: Result
    filters: Filters
    open_now: frozenset[str]

    def of(self, name: str) -> Mapping[str, int]:
        return self.result.facet_counts.get(name, {})

    def is_chosen(self, name: str, code: str) -> bool:
        return code in self.filters.chosen.get(name, ())

    def option(self, name: str, code: str, count: int, label: str = "") -> Option:
        return Option(code, label or str(NAMES[name](code)), count, self.is_chosen(name, code))

    def found(self, **changes) -> int:
        """What another question would find, where it cannot be added up."""
        return count_hits(replace(self.asked, **changes), like=self.result)


def _plain(name: str, counted: _Counted) -> Facet:
    counts = counted.of(name)
    return _facet(name, [counted.option(name, code, counts.get(code, 0)) for code in KNOWN[name]])


def _facet(name: str, options: Iterable[Option], more: Iterable[Option] = ()) -> Facet:
    return Facet(name, str(LABELS[name]), tuple(options), tuple(more))


def _open(name: str, counted: _Counted) -> Facet:
    count = counted.found(only=counted.open_now) if counted.open_now else 0
    return _facet(name, [counted.option(name, NOW, count)])


def _language(name: str, counted: _Counted) -> Facet:
    spoken, ways = counted.of("spoken"), counted.filters.ways
    counts = {code: spoken.get(f"{ways[0]}-{code}", 0) for code in LANGUAGE_CODES} if ways else counted.of(name)
    options = [counted.option(name, code, counts.get(code, 0)) for code in LANGUAGE_CODES]
    main = [option for code in MAIN_LANGUAGES for option in options if option.code == code]
    return _facet(name, main, [option for option in options if option.code not in MAIN_LANGUAGES])


def _spoken(name: str, counted: _Counted) -> Facet:
    filters, counts = counted.filters, counted.of(name)
    if len(filters.languages) < 2:
        found = {way: sum(counts.get(code, 0) for code in filters.spoken_codes((way,))) for way in KNOWN[name]}
    else:  # a centre with two of the languages must not count twice
        rest = {facet: codes for facet, codes in counted.asked.facets.items() if facet not in (name, "language")}
        found = {way: counted.found(facets={**rest, name: filters.spoken_codes((way,))}) for way in KNOWN[name]}
    return _facet(name, [counted.option(name, way, found[way]) for way in KNOWN[name]])


def _programme(name: str, counted: _Counted) -> Facet:
    filters = counted.filters
    options = []
    for programme in filters.offers.choices:
        codes = filters.offers.codes_of([programme.pk])
        count = _sum(counted.of("offer"), codes, filters.by_country)
        options.append(counted.option(name, programme.slug, count, programme.name))
    return _facet(name, options)


def _country(name: str, counted: _Counted) -> Facet:
    filters = counted.filters

    def option(country: str) -> Option:
        codes = filters.offers.codes_for([country])
        return counted.option(name, country, _sum(counted.of("offer"), codes, filters.by_programme))

    named = {*filters.offers.countries, *filters.chosen.get(name, ())} - set(MAIN_COUNTRIES)
    return _facet(name, map(option, MAIN_COUNTRIES), sorted(map(option, named), key=lambda each: each.label))


def _sum(counts: Mapping[str, int], codes: frozenset[str], others: frozenset[str] | None) -> int:
    """Every centre has one code of its offer, so that what codes find can be added up."""
    return sum(counts.get(code, 0) for code in (codes if others is None else codes & others))


_FACETS: dict[str, Callable[[str, _Counted], Facet]] = {
    **dict.fromkeys(PLAIN, _plain),
    "open": _open,
    "language": _language,
    "spoken": _spoken,
    "programme": _programme,
    "country": _country,
}

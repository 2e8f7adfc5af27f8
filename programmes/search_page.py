"""What the search of the whole site is told of centres and programmes: its filters, and ways on from no result."""

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.context import identity_facts
from programmes.codes import Audience, Mode, ProgrammeLevel, ProviderType, TerritoryLevel
from programmes.finder import find_place
from programmes.indexing import CENTRE, PROGRAMME
from programmes.languages import LANGUAGE_CODES, country_name, language_name
from programmes.models.places import Region
from programmes.place_answers import Outcome
from search.facets import Facet, WayOn, register, register_ways_on
from search.selectors import Query, directory_path, find

FEDERAL_PORTAL = "https://www.returningfromgermany.de"
REMOTE = (Mode.TELEPHONE, Mode.ONLINE)
LONGEST_PLACE = 60
UNDERSTOOD = (Outcome.FOUND, Outcome.ASK)
# The form for what is missing; a portal without it names the contact of the operator instead.
REPORT_MISSING = "upkeep:missing"


def _labels(choices: type[TextChoices]) -> Callable[[Iterable[str]], Mapping[str, str]]:
    return lambda codes: {code: str(choices(code).label) for code in codes if code in choices.values}


def _languages(codes: Iterable[str]) -> Mapping[str, str]:
    return {code: language_name(code) for code in codes if code in LANGUAGE_CODES}


def _countries(codes: Iterable[str]) -> Mapping[str, str]:
    return {code: name for code in codes if (name := country_name(code)) != code}


def _regions(codes: Iterable[str]) -> Mapping[str, str]:
    codes = set(codes)
    names = {str(code): name for code, name in Region.objects.filter(pk__in=codes).values_list("pk", "name")}
    return names | {code: str(TerritoryLevel(code).label) for code in codes if code in TerritoryLevel.values}


def ways_on(typed: str, language: str) -> list[WayOn]:
    """The places, the offers at a distance, the portal for all of Germany, and where to say what is missing."""
    directory = directory_path(language)
    found = []
    if directory:
        if len(typed) <= LONGEST_PLACE and find_place(typed).outcome in UNDERSTOOD:
            address = f"{directory}?{urlencode({'place': typed})}"
            found.append(WayOn(_("Look for counselling centres near “%(place)s”") % {"place": typed}, address))
        remote = tuple(mode.value for mode in REMOTE)
        if find(Query(language=language, kinds=(CENTRE,), facets={"mode": remote}, per_page=1)).total:
            address = f"{directory}?{urlencode([('mode', mode) for mode in remote])}"
            found.append(WayOn(_("Counselling by telephone or online"), address))
        found.append(WayOn(_("Look through all counselling centres"), directory))
    found.append(WayOn(_("Counselling centres all over Germany: ReturningfromGermany.de"), FEDERAL_PORTAL))
    return found + _report(language)


def _report(language: str) -> list[WayOn]:
    try:
        return [WayOn(_("Tell us what is missing"), reverse(REPORT_MISSING))]
    except NoReverseMatch:
        email = identity_facts(language).email
        return [WayOn(_("Tell us what is missing"), f"mailto:{email}")] if email else []


register(
    CENTRE,
    Facet("language", gettext_lazy("Counselling language"), _languages),
    Facet("audience", gettext_lazy("Special attention to"), _labels(Audience)),
    Facet("provider", gettext_lazy("Who runs it"), _labels(ProviderType)),
    Facet("mode", gettext_lazy("Way of counselling"), _labels(Mode)),
    Facet("region", gettext_lazy("Region"), _regions),
)
register(
    PROGRAMME,
    Facet("level", gettext_lazy("Level"), _labels(ProgrammeLevel)),
    Facet("audience", gettext_lazy("For whom"), _labels(Audience)),
    Facet("country", gettext_lazy("Country of return"), _countries),
)
register_ways_on(ways_on)

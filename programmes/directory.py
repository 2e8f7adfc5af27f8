"""The directory's question: read from an address (which is all its state), answered with one page of results."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _

from programmes import finder
from programmes.codes import STATUS_AUDIENCES, Audience, Mode, ProviderType, Role, TerritoryLevel
from programmes.languages import LANGUAGE_CODES, MAIN_LANGUAGES, language_name
from programmes.models.centres import Centre
from programmes.place_answers import Answer as PlaceAnswer
from programmes.place_answers import Place
from search.selectors import Hit, Query, Result, find

PER_PAGE = 20
MOST_SPECIALISTS = 20
LONGEST_TEXT = 200
RADII = (10, 25, 50, 100)
SORTS = ("relevance", "distance", "title")
FACETS: dict[str, tuple[str, ...]] = {
    "provider": tuple(ProviderType.values),
    "mode": tuple(Mode.values),
    "language": LANGUAGE_CODES,
    # The groups of programmes (status, counsellors) are no groups a centre pays special attention to.
    "audience": tuple(
        audience.value
        for audience in Audience
        if audience not in (Audience.FOUNDERS, Audience.COUNSELLORS, *STATUS_AUDIENCES)
    ),
}


@dataclass(frozen=True)
class DirectoryQuery:
    """What was asked. Unknown values of an address are left out, never an error."""

    text: str = ""
    place: str = ""
    radius: int | None = None
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1

    @classmethod
    def from_address(cls, data: QueryDict) -> "DirectoryQuery":
        radius, page, sort = data.get("radius", ""), data.get("page", ""), data.get("sort", "")
        return cls(
            text=_tidy(data.get("q", "")),
            place=_tidy(data.get("place", "")),
            radius=next((km for km in RADII if str(km) == radius), None),
            chosen={
                name: tuple(code for code in known if code in data.getlist(name)) for name, known in FACETS.items()
            },
            sort=sort if sort in SORTS else "",
            page=min(int(page), 10_000) if page.isascii() and page.isdigit() and len(page) < 6 and int(page) else 1,
        )

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.place or any(self.chosen.values()))

    def address(self) -> str:
        """The parameters of this question without the page, in one order."""
        pairs = [("q", self.text), ("place", self.place), ("radius", self.radius or "")]
        pairs += [(name, code) for name in FACETS for code in self.chosen.get(name, ())]
        pairs.append(("sort", self.sort))
        return urlencode([(name, value) for name, value in pairs if value])

    def without_filters(self) -> "DirectoryQuery":
        return replace(self, chosen={}, radius=None, page=1)


def _tidy(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())[:LONGEST_TEXT]


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

    @property
    def is_open(self) -> bool:
        return any(option.is_chosen for option in self.options)


@dataclass(frozen=True)
class Entry:
    """A hit with the facts its card shows."""

    hit: Hit
    centre: Centre

    @property
    def distance(self) -> int | None:
        """Whole kilometres: the point is that of the postcode or town, not of the door."""
        return None if self.hit.distance_km is None else round(self.hit.distance_km)


@dataclass(frozen=True)
class PlaceChoice:
    label: str
    address: str


@dataclass(frozen=True)
class Answer:
    query: DirectoryQuery
    place: PlaceAnswer
    entries: list[Entry]
    specialists: list[Entry]
    page: Page
    facets: list[Facet]
    choices: list[PlaceChoice]
    suggestion: str
    suggestion_address: str
    is_corrected: bool
    is_approximate: bool = False

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def is_by_region(self) -> bool:
        """True where the list is that of everybody who counsels people of the place."""
        return self.place.place is not None and not self.query.radius


def search_directory(query: DirectoryQuery, *, language: str) -> Answer:
    """One page of centres. With a place: those that counsel people from there, nearest first, of which one may choose
    freely; those who work in all of Germany for certain groups are a list of their own."""
    place = finder.find_place(query.place)
    asked = _asked(query, place.place, language)
    if query.place and place.place is None:  # a place that is not understood is asked back before anything is listed
        result = find(replace(asked, per_page=1))
        result = replace(result, hits=(), total=0, page=1, pages=1)
        specialists = ()
    else:
        result = find(asked)
        specialists = _specialists(asked, place.place, query)
    rows = _rows([*result.hits, *specialists])
    return Answer(
        query=query,
        place=place,
        entries=_entries(result.hits, rows),
        specialists=_entries(specialists, rows),
        page=Page(result.hits, result.page, Paginator(range(result.total), PER_PAGE)),
        facets=_facets(query, result),
        choices=[PlaceChoice(c.label, replace(query, place=c.value, page=1).address()) for c in place.choices],
        suggestion=result.suggestion,
        suggestion_address=replace(query, text=result.suggestion, page=1).address() if result.suggestion else "",
        is_corrected=result.corrected,
        is_approximate=result.approximate,
    )


def _asked(query: DirectoryQuery, place: Place | None, language: str) -> Query:
    facets = {name: codes for name, codes in query.chosen.items() if codes}
    by_region = place is not None and not query.radius
    if by_region:
        facets["role"] = (Role.RETURN_COUNSELLING.value,)
    sort = query.sort or ("distance" if place else "relevance")
    if sort == "distance" and place is None:
        sort = "relevance"
    return Query(
        text=query.text,
        language=language,
        kinds=("centre",),
        facets=facets,
        near=place.point if place else None,
        radius_km=query.radius if place else None,
        districts=place.districts if by_region else (),
        sort=sort,
        page=query.page,
        per_page=PER_PAGE,
    )


def _specialists(asked: Query, place: Place | None, query: DirectoryQuery) -> tuple[Hit, ...]:
    if place is None or query.radius or query.page > 1:
        return ()
    facets = {**asked.facets, "region": (TerritoryLevel.NATIONWIDE.value,)}
    asked = replace(asked, facets=facets, districts=(), near=None, sort="title", page=1, per_page=MOST_SPECIALISTS)
    return find(asked).hits


def _rows(hits: list[Hit]) -> dict[str, Centre]:
    pks = [int(hit.object_id) for hit in hits]
    return {str(centre.pk): centre for centre in Centre.objects.public().with_words().filter(pk__in=pks)}


def _entries(hits: tuple[Hit, ...], rows: dict[str, Centre]) -> list[Entry]:
    return [Entry(hit, rows[hit.object_id]) for hit in hits if hit.object_id in rows]


def _facets(query: DirectoryQuery, result: Result) -> list[Facet]:
    labels = {"provider": _("Who runs it"), "mode": _("Way of counselling"), "language": _("Language")}
    labels["audience"] = _("Special attention to")
    names = {
        "provider": lambda code: ProviderType(code).label,
        "mode": lambda code: Mode(code).label,
        "language": language_name,
        "audience": lambda code: Audience(code).label,
    }
    facets = []
    for name, known in FACETS.items():
        counts, chosen = result.facet_counts.get(name, {}), query.chosen.get(name, ())
        offered = MAIN_LANGUAGES if name == "language" else known
        codes = [code for code in known if code in offered or counts.get(code) or code in chosen]
        options = [Option(code, str(names[name](code)), counts.get(code, 0), code in chosen) for code in codes]
        facets.append(Facet(name, labels[name], tuple(options)))
    return facets

"""The directory's question: read from an address (which is all its state), answered with one page of results."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils import timezone

from portal.stamped import kept
from programmes import finder
from programmes.codes import OfferedBy, ProviderType, Role, TerritoryLevel
from programmes.facets import NOW, PARAMETERS, Facet, Filters, facets_of, known_values
from programmes.models.centres import Centre
from programmes.offers import Offers
from programmes.open_now import open_centres
from programmes.opening import Status, state_at, timetable_of
from programmes.place_answers import Answer as PlaceAnswer
from programmes.place_answers import Place
from programmes.timesheet import Waiting, pause_of, waiting_of
from search.selectors import Hit, Query, Result, find

PER_PAGE = 20
MOST_SPECIALISTS = 20
MOST_NEWEST = 500
LONGEST_TEXT = 200
RADII = (10, 25, 50, 100)
SORTS = ("relevance", "distance", "title")


@dataclass(frozen=True)
class DirectoryQuery:
    """What was asked. Unknown values of an address are left out, never an error."""

    text: str = ""
    place: str = ""
    radius: int | None = None
    lives_in_facility: bool = False
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
            lives_in_facility=data.get("anker") == "yes",
            chosen={name: known_values(name, data.getlist(name)) for name in PARAMETERS},
            sort=sort if sort in SORTS else "",
            page=min(int(page), 10_000) if page.isascii() and page.isdigit() and len(page) < 6 and int(page) else 1,
        )

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.place or any(self.chosen.values()))

    def address(self) -> str:
        """The parameters of this question without the page, in one order."""
        pairs = [("q", self.text), ("place", self.place), ("radius", self.radius or "")]
        pairs.append(("anker", "yes" if self.lives_in_facility else ""))
        pairs += [(name, code) for name in PARAMETERS for code in self.chosen.get(name, ())]
        pairs.append(("sort", self.sort))
        return urlencode([(name, value) for name, value in pairs if value])

    def without_filters(self) -> "DirectoryQuery":
        return replace(self, chosen={}, radius=None, page=1)


def _tidy(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())[:LONGEST_TEXT]


@dataclass(frozen=True)
class Entry:
    """A hit with the facts its card shows; ``status`` is that of the moment the page is made."""

    hit: Hit
    centre: Centre
    status: Status
    no_new_people_until: date | None = None
    waiting: Waiting | None = None

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


def search_directory(
    query: DirectoryQuery, *, language: str, now: datetime | None = None, with_words: bool = False
) -> Answer:
    """One page of centres. With a place: those that counsel people from there, nearest first, of which one may choose
    freely; those who work in all of Germany for certain groups are a list of their own.

    ``with_words``: the centres come with everything a page prints of them, not with what a card prints alone.
    """
    now = now or timezone.now()
    place, filters, open_now = _understood(query, now)
    asked = _asked(query, place.place, language, filters, open_now)
    if query.place and place.place is None:  # a place that is not understood is asked back before anything is listed
        result = find(replace(asked, per_page=1))
        result = replace(result, hits=(), total=0, page=1, pages=1)
        specialists = ()
    else:
        result = find(asked)
        specialists = _specialists(asked, place.place, query, result)
    return Answer(
        query=query,
        place=place,
        **_entries({"entries": result.hits, "specialists": specialists}, now, with_words=with_words),
        page=Page(result.hits, result.page, Paginator(range(result.total), PER_PAGE)),
        facets=facets_of(asked, result, filters=filters, open_now=open_now),
        choices=[PlaceChoice(c.label, replace(query, place=c.value, page=1).address()) for c in place.choices],
        suggestion=result.suggestion,
        suggestion_address=replace(query, text=result.suggestion, page=1).address() if result.suggestion else "",
        is_corrected=result.corrected,
        is_approximate=result.approximate,
    )


def find_for_map(query: DirectoryQuery, *, language: str, limit: int) -> Result | None:
    """The best ``limit`` hits of the list, whatever its page; none for a place that is asked back first."""
    place, filters, open_now = _understood(query, timezone.now())
    if query.place and place.place is None:
        return None
    return find(replace(_asked(query, place.place, language, filters, open_now), page=1, per_page=limit))


def find_newest(query: DirectoryQuery, *, language: str, limit: int) -> list[tuple[Hit, Centre]]:
    """Of the list, what was changed, confirmed or shown last, the newest first; nothing for a place that is asked back.

    Looked for among the ``MOST_NEWEST`` newest entries of the directory, which are all of them in most portals.
    """
    place, filters, open_now = _understood(query, timezone.now())
    if query.place and place.place is None:
        return []
    newest = list(Centre.objects.public().newest_first().only("public_id", "name", "city", "changed_at")[:MOST_NEWEST])
    asked = replace(
        _asked(query, place.place, language, filters, open_now),
        only=frozenset(str(centre.pk) for centre in newest),
        sort="title",
        page=1,
        per_page=MOST_NEWEST,
    )
    hits = {int(hit.object_id): hit for hit in find(asked).hits}
    return [(hits[centre.pk], centre) for centre in newest if centre.pk in hits][:limit]


def _understood(query: DirectoryQuery, now: datetime) -> tuple[PlaceAnswer, Filters, frozenset[str]]:
    """The place meant, the filters as the search knows them, and who is open now."""
    open_now = frozenset(map(str, open_centres(moment=now)))
    today = timezone.localdate(now)
    filters = Filters(query.chosen, kept("directory", ("offers", today), lambda: Offers.today(today)))
    return finder.find_place(query.place), filters, open_now


def _asked(
    query: DirectoryQuery, place: Place | None, language: str, filters: Filters, open_now: frozenset[str]
) -> Query:
    facets = filters.of_the_search()
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
        only=open_now if NOW in query.chosen.get("open", ()) else None,
        first=_first(query, by_region=by_region, filters=filters),
        sort=sort,
        page=query.page,
        per_page=PER_PAGE,
    )


def _first(query: DirectoryQuery, *, by_region: bool, filters: Filters) -> dict[str, tuple[str, ...]]:
    """Who stands at the top, unless the reader asked for an order: in a reception facility the state centre, which is
    there on site; and whoever speaks the language before those who need an interpreter for it."""
    if query.sort:
        return {}
    first = {}
    if by_region and query.lives_in_facility:
        first["provider"] = (ProviderType.STATE.value,)
    if filters.languages:
        first["spoken"] = filters.spoken_codes((OfferedBy.STAFF.value,))
    return first


def _specialists(asked: Query, place: Place | None, query: DirectoryQuery, result: Result) -> tuple[Hit, ...]:
    if place is None or query.radius or query.page > 1:
        return ()
    facets = {**asked.facets, "region": (TerritoryLevel.NATIONWIDE.value,)}
    asked = replace(asked, facets=facets, districts=(), near=None, sort="title", page=1, per_page=MOST_SPECIALISTS)
    return find(asked, like=result).hits


def _entries(lists: Mapping[str, tuple[Hit, ...]], now: datetime, *, with_words: bool) -> dict[str, list[Entry]]:
    """The cards of several lists, with the facts of all of them read at once."""
    pks = {int(hit.object_id) for hits in lists.values() for hit in hits}
    centres = Centre.objects.public().filter(pk__in=pks)
    rows = {str(centre.pk): centre for centre in (centres.with_words() if with_words else centres.for_cards())}
    return {
        name: [_entry(hit, rows[hit.object_id], now) for hit in hits if hit.object_id in rows]
        for name, hits in lists.items()
    }


def _entry(hit: Hit, centre: Centre, now: datetime) -> Entry:
    today = timezone.localdate(now)
    return Entry(
        hit,
        centre,
        status=state_at(timetable_of(centre), now),
        no_new_people_until=pause_of(centre, today=today),
        waiting=waiting_of(centre, today=today),
    )

"""What the feed is made of, a page at a time, with the same number of queries for every page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import translation

from programmes import words
from programmes.hsds import feed
from programmes.hsds.identifiers import key_of
from programmes.models.centres import Centre, Organisation
from programmes.models.pages import ProgrammePage
from programmes.models.places import Postcode
from programmes.models.programmes import Programme
from programmes.selectors import centre_by_public_id


@dataclass(frozen=True)
class Chain:
    """Several lists one behind the other, cut into pages as if they were one."""

    parts: Sequence[QuerySet | Sequence]

    def counts(self) -> list[int]:
        return [part.count() if isinstance(part, QuerySet) else len(part) for part in self.parts]

    def page(self, start: int, stop: int) -> tuple[list[list], int]:
        """What of each part lies on the page, and the length of the whole."""
        found, counts, ahead = [], self.counts(), 0
        for part, count in zip(self.parts, counts, strict=True):
            first, last = max(start - ahead, 0), min(max(stop - ahead, 0), count)
            found.append(list(part[first:last]) if first < last else [])
            ahead += count
        return found, sum(counts)


def organisations() -> QuerySet[Organisation]:
    """Those that run a public centre."""
    centres = Centre.objects.public()
    return (
        Organisation.objects.filter(Exists(centres.filter(organisation=OuterRef("pk"))))
        .prefetch_related(Prefetch("centres", queryset=centres.order_by("name"), to_attr="public_centres"))
        .order_by("name", "pk")
    )


def providers() -> list[str]:
    """Who offers public programmes and is not among the organisations."""
    names = words.public_programmes().prefetch_related(None).order_by("provider").values_list("provider", flat=True)
    known = set(organisations().prefetch_related(None).filter(name__in=names).values_list("name", flat=True))
    return [name for name in dict.fromkeys(names) if name not in known]


def centres() -> QuerySet[Centre]:
    return Centre.objects.public().with_words().order_by("name", "pk")


def programmes() -> QuerySet[Programme]:
    return words.public_programmes().order_by("name", "pk")


def sources(some_centres: Sequence[Centre], some_programmes: Sequence[Programme]) -> feed.Sources:
    """What these need besides themselves."""
    codes = {centre.postcode for centre in some_centres if centre.postcode}
    pages: dict[int, list[ProgrammePage]] = {}
    if some_programmes:
        for language, _name in settings.LANGUAGES:
            for pk, page in words.words_of_programmes(some_programmes, language=language).items():
                if page.locale.language_code == language:
                    pages.setdefault(pk, []).append(page)
    return feed.Sources(
        directory=words.directory_address(feed.GERMAN),
        programmes=words.programmes_address(feed.GERMAN),
        bavarian=frozenset(Postcode.objects.filter(code__in=codes).values_list("code", flat=True)),
        pages=pages,
    )


def organizations_page(start: int, stop: int) -> tuple[list[dict], int]:
    (rows, names), total = Chain([organisations(), providers()]).page(start, stop)
    with translation.override(feed.GERMAN):
        return [*map(feed.organization, rows), *_providers(names)], total


def _providers(names: Sequence[str]) -> list[dict]:
    offered: dict[str, list[str]] = {}
    for provider, name in programmes().filter(provider__in=names).values_list("provider", "name") if names else ():
        offered.setdefault(provider, []).append(name)
    return [feed.provider(name, offered.get(name, ())) for name in names]


def organization(text: str) -> dict | None:
    pk = key_of("organization", text)
    with translation.override(feed.GERMAN):
        if pk is not None:
            row = organisations().filter(pk=pk).first()
            return feed.organization(row) if row else None
        name = next((name for name in providers() if feed.provider_id(name) == text.casefold()), None)
        return _providers([name])[0] if name else None


def services_page(
    start: int, stop: int, *, organization_id: str = "", modified_after: datetime | None = None
) -> tuple[list[dict], int]:
    of_centres, of_programmes = centres(), programmes()
    if organization_id:
        pk = key_of("organization", organization_id)
        row = Organisation.objects.filter(pk=pk).first() if pk is not None else None
        names = [row.name] if row else [n for n in providers() if feed.provider_id(n) == organization_id.casefold()]
        of_centres = of_centres.filter(organisation=row) if row else of_centres.none()
        of_programmes = of_programmes.filter(provider__in=names)
    if modified_after:
        of_centres = of_centres.filter(changed_at__gte=modified_after)
        of_programmes = of_programmes.filter(changed_at__gte=modified_after)
    (some_centres, some_programmes), total = Chain([of_centres, of_programmes]).page(start, stop)
    return _services(some_centres, some_programmes), total


def _services(some_centres: list[Centre], some_programmes: list[Programme]) -> list[dict]:
    around = sources(some_centres, some_programmes)
    names = {programme.provider for programme in some_programmes}
    rows = organisations().prefetch_related(None).filter(name__in=names) if names else ()
    named = {row.name: row for row in rows}
    with translation.override(feed.GERMAN):
        return [
            *(feed.centre_service(centre, around) for centre in some_centres),
            *(feed.programme_service(programme, around, named) for programme in some_programmes),
        ]


def service(text: str) -> dict | None:
    pk = key_of("centre-service", text)
    if pk is not None:
        found = _services(list(centres().filter(pk=pk)), [])
    else:
        pk = key_of("programme-service", text)
        found = _services([], list(programmes().filter(pk=pk))) if pk is not None else []
    return found[0] if found else None


def _of_centres(
    build: Callable[[Centre, feed.Sources], dict],
) -> Callable[[int, int], tuple[list[dict], int]]:
    def page(start: int, stop: int) -> tuple[list[dict], int]:
        [some], total = Chain([centres()]).page(start, stop)
        around = sources(some, [])
        with translation.override(feed.GERMAN):
            return [build(centre, around) for centre in some], total

    return page


locations_page = _of_centres(feed.location)
service_at_locations_page = _of_centres(feed.service_at_location)


def location(public_id: str) -> dict | None:
    centre = centre_by_public_id(public_id)
    if centre is None:
        return None
    with translation.override(feed.GERMAN):
        return feed.location(centre, sources([centre], []))


def service_at_location(text: str) -> dict | None:
    pk = key_of("service-at-location", text)
    centre = centres().filter(pk=pk).first() if pk is not None else None
    if centre is None:
        return None
    around = sources([centre], [])
    with translation.override(feed.GERMAN):
        return {**feed.service_at_location(centre, around), "location": feed.location(centre, around)}

"""Centres and programmes as search documents, written in the transaction of every change. Public facts only."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from programmes.codes import (
    AccessFeature,
    Audience,
    CounsellorGender,
    Mode,
    ProgrammeLevel,
    Role,
    TerritoryLevel,
    YesNoUnknown,
)
from programmes.demonyms import country_words
from programmes.models.amounts import ProgrammeCentre
from programmes.models.centres import Centre, CentreLanguage, CentreText, Organisation, Territory
from programmes.models.offer import ProgrammeException
from programmes.models.pages import DirectoryPage, ProgrammeIndexPage, ProgrammePage
from programmes.models.places import District, Region
from programmes.models.programmes import Programme, ProgrammeCountry
from programmes.models.shared_offers import CentreSharedOffer, SharedOffer, SharedOfferText
from programmes.network import shown_links
from programmes.offers import base_of, offer_code
from programmes.upkeep.states import rank_factor
from search.next_steps import offer
from search.registry import SearchDocument, put_only, register, remove, writing

CENTRE, PROGRAMME = "centre", "programme"
NATIONWIDE, LAND = "nationwide", "land"
# Who looks for counselling wants somebody who counsels before a programme that has the word in its name.
BOOSTS = {Role.RETURN_COUNSELLING: 2.0, Role.INFORMATION: 1.0, Role.COORDINATION: 1.0, Role.QUALIFICATION: 0.9}
BATCH = 200
# Questions to a centre, by facet: where the answer stands, and the code under which a yes is found.
ANSWERS = {
    "access": {code.value: code.value for code in AccessFeature},
    "gender": {f"{code.value}_on_request": code.value for code in CounsellorGender},
}
# Plain values: models and their managers would take most of the time of a rebuild.
FACTS = (
    "pk",
    "slug",
    "name",
    "organisation__name",
    "street",
    "postcode",
    "city",
    "lat",
    "lon",
    "provider_type",
    "role",
    "audiences",
    "modes",
    "upkeep__state",
    *(column for columns in ANSWERS.values() for column in columns),
)


def public_path(page: Page) -> str:
    """The address below the language prefix; the first part of the tree path is the home page of the language."""
    return "/".join(page.url_path.strip("/").split("/")[1:]) + "/"


def _base_path(model: type[Page], otherwise: str) -> str:
    page = model.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE).first()
    return public_path(page) if page else otherwise


def _answers(own: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Which readers the words of each language serve: German serves all who have none of their own."""
    own = set(own)
    answers = {language: (language,) for language in own}
    if settings.LANGUAGE_CODE in own:
        rest = [code for code, _name in settings.LANGUAGES if code not in own]
        answers[settings.LANGUAGE_CODE] = (settings.LANGUAGE_CODE, *rest)
    return answers


# --- centres ---------------------------------------------------------------------------------------------------------


@dataclass
class _Rows:
    """The rows that hang on a centre, as far as the index says something of them."""

    texts: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    languages: list[tuple[str, str]] = field(default_factory=list)
    areas: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    exceptions: dict[int, bool] = field(default_factory=dict)
    # Headings and texts of the offers of its network, by language.
    offers: dict[str, list[str]] = field(default_factory=dict)


def centre_documents(centres: QuerySet[Centre] | None = None) -> Iterator[SearchDocument]:
    """One document for each language a centre has words in, and one in German; ``BATCH`` centres at a time."""
    centres = Centre.objects.public() if centres is None else centres
    waiting = centres.order_by("pk").values_list(*FACTS, named=True).iterator(chunk_size=BATCH)
    path = _base_path(DirectoryPage, "beratungsstellen/")
    map_ = _Map.read()
    while batch := list(islice(waiting, BATCH)):
        rows = _rows_of([centre.pk for centre in batch])
        for centre in batch:
            texts = {settings.LANGUAGE_CODE: ("", "", ""), **rows[centre.pk].texts}
            for language, serves in _answers(texts).items():
                yield _centre_document(centre, rows[centre.pk], language, serves, f"{path}{centre.slug}/", map_)


def _rows_of(pks: list[int]) -> dict[int, _Rows]:
    found = {pk: _Rows() for pk in pks}

    def values(model: type[Model], *names: str) -> Iterator[tuple]:
        return model.objects.filter(centre__in=pks).values_list("centre_id", *names).iterator(chunk_size=2000)

    for pk, language, *words in values(CentreText, "language", "summary", "notes", "directions"):
        found[pk].texts[language] = tuple(words)
    for pk, *language in values(CentreLanguage, "language", "offered_by"):
        found[pk].languages.append(tuple(language))
    for pk, *area in values(Territory, "level", "region_id", "district_id"):
        found[pk].areas.append(tuple(area))
    for pk, programme in values(ProgrammeCentre, "programme_id"):
        found[pk].exceptions[programme] = True
    for pk, programme, can_apply in values(ProgrammeException, "programme_id", "can_apply"):
        found[pk].exceptions[programme] = can_apply
    for pk, language, *words in shown_links(pks).values_list(
        "centre", "offer__texts__language", "offer__texts__title", "offer__texts__text"
    ):
        found[pk].offers.setdefault(language, []).extend(words)
    return found


@dataclass
class _Map:
    """The places areas are made of, read once."""

    regions: dict[str, Region]
    districts: dict[str, District]
    inside: dict[str, list[str]]
    names: dict[tuple, str] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "_Map":
        districts = District.objects.in_bulk()
        inside: dict[str, list[str]] = {}
        for ags5, district in districts.items():
            inside.setdefault(district.region_id, []).append(ags5)
        return cls(Region.objects.in_bulk(), districts, inside)

    def name(self, language: str, area: tuple[str, str | None, str | None]) -> str:
        if (language, area) not in self.names:
            level, region, district = area
            place = self.regions[region] if region else TerritoryLevel(level).label
            with translation.override(language):
                self.names[language, area] = str(self.districts[district] if district else place)
        return self.names[language, area]

    def regions_of(self, areas: Iterable[tuple]) -> tuple[str, ...]:
        found = {
            region or self.districts[district].region_id for _level, region, district in areas if region or district
        }
        levels = {level for level, _region, _district in areas} & {TerritoryLevel.NATIONWIDE, TerritoryLevel.LAND}
        return tuple(sorted(found | {str(level) for level in levels}))

    def districts_of(self, areas: Iterable[tuple]) -> tuple[str, ...]:
        """Keys of the districts served; who works in all of Germany is found by the region "nationwide" instead."""
        found: set[str] = set()
        for level, region, district in areas:
            if level == TerritoryLevel.LAND:
                found.update(self.districts)
            elif region:
                found.update(self.inside.get(region, ()))
            elif district:
                found.add(district)
        return tuple(sorted(found))


def _centre_document(
    centre: tuple, rows: _Rows, language: str, serves: tuple[str, ...], path: str, map_: _Map
) -> SearchDocument:
    summary, notes, directions = rows.texts.get(language, ("", "", ""))
    labels = _labels(language, tuple(centre.audiences), tuple(centre.modes), centre.role)
    names = [map_.name(language, area) for area in rows.areas]
    base = base_of(centre.role, (level for level, _region, _district in rows.areas))
    return SearchDocument(
        kind=CENTRE,
        object_id=str(centre.pk),
        language=language,
        serves=serves,
        title=centre.name,
        summary=summary,
        body="\n".join(filter(None, [notes, *rows.offers.get(language, ()), directions, *labels, *names])),
        keywords=" ".join(filter(None, [centre.organisation__name, centre.postcode, centre.city, centre.street])),
        path=path,
        facets={
            "language": tuple(code for code, _offered_by in rows.languages),
            "spoken": _spoken(rows.languages),
            **{facet: _agreed(centre, columns) for facet, columns in ANSWERS.items()},
            "offer": (offer_code(base, rows.exceptions),),
            "audience": tuple(centre.audiences),
            "mode": tuple(centre.modes),
            "provider": (centre.provider_type,),
            "role": (centre.role,),
            "region": map_.regions_of(rows.areas),
        },
        lat=centre.lat,
        lon=centre.lon,
        districts=map_.districts_of(rows.areas),
        boost=BOOSTS.get(Role(centre.role), 0.8) * _upkeep_factor(centre),
    )


@lru_cache(maxsize=1_000)
def _labels(language: str, audiences: tuple[str, ...], modes: tuple[str, ...], role: str) -> tuple[str, ...]:
    """In words; thousands of centres share a few combinations."""
    with translation.override(language):
        codes = [*map(Audience, audiences), *map(Mode, modes), Role(role)]
        return tuple(str(code.label) for code in codes)


def _spoken(languages: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """How languages are offered: "staff-ar" for one language, "staff" for any."""
    codes = {offered_by for _code, offered_by in languages}
    return tuple(codes | {f"{offered_by}-{code}" for code, offered_by in languages})


def _agreed(centre: tuple, columns: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(code for column, code in columns.items() if getattr(centre, column) == YesNoUnknown.YES)


def _upkeep_factor(centre: tuple) -> float:
    """An entry nobody confirms any more counts for less."""
    return rank_factor(centre.upkeep__state) if centre.upkeep__state else 1.0


def write_centres(pks: Iterable[int]) -> None:
    """Bring the entries of these centres up to date; a centre that is gone or hidden loses its entries."""
    pks = list(pks)
    with writing() as index:
        for start in range(0, len(pks), BATCH):
            part = pks[start : start + BATCH]
            index.put_only(CENTRE, part, centre_documents(Centre.objects.public().filter(pk__in=part)))


# --- programmes ------------------------------------------------------------------------------------------------------


def programme_documents(programmes: Iterable[Programme] | None = None) -> Iterator[SearchDocument]:
    if programmes is None:
        programmes = Programme.objects.prefetch_related("countries").order_by("pk")
    programmes = list(programmes)
    pages: dict[int, list[ProgrammePage]] = {}
    words = ProgrammePage.objects.live().public().filter(alias_of__isnull=True, programme__in=programmes)
    for page in words.select_related("locale"):
        if page.is_fallback:  # a translation that was begun and shows the original's words until it is published
            continue
        pages.setdefault(page.programme_id, []).append(page)
    for programme in programmes:
        by_language = {page.locale.language_code: page for page in pages.get(programme.pk, ())}
        for language, serves in _answers(by_language).items():
            yield _programme_document(programme, by_language[language], language, serves)


def _programme_document(
    programme: Programme, page: ProgrammePage, language: str, serves: tuple[str, ...]
) -> SearchDocument:
    countries = list(programme.countries.all())
    with translation.override(language):
        labels = [
            *map(str, programme.audience_labels),
            *map(str, countries),
            str(programme.get_level_display()),
        ]
    html = (page.benefits, page.eligibility, page.application, page.remarks)
    return SearchDocument(
        kind=PROGRAMME,
        object_id=str(programme.pk),
        language=language,
        serves=serves,
        title=page.title,
        summary=page.summary,
        body="\n".join([*(strip_tags(part.replace("<", " <")) for part in html if part), *labels]),
        keywords=" ".join([programme.name, programme.provider, *(country_words(row.country) for row in countries)]),
        path=public_path(page),
        facets={
            "audience": tuple(programme.audiences),
            "level": (programme.level,),
            "country": tuple(row.country for row in countries),
        },
        boost={ProgrammeLevel.LAND: 1.1}.get(programme.level, 1.0),
    )


@transaction.atomic
def write_programmes(pks: Iterable[int]) -> None:
    pks = list(pks)
    put_only(PROGRAMME, pks, programme_documents(Programme.objects.filter(pk__in=pks).prefetch_related("countries")))


# --- what changes them -----------------------------------------------------------------------------------------------

WRITERS = {CENTRE: write_centres, PROGRAMME: write_programmes}
_waiting: ContextVar[dict[str, set[int]] | None] = ContextVar("entries waiting to be written", default=None)


@contextmanager
def written_together() -> Iterator[None]:
    """Within the block changes are collected; their entries are written once, at its end, in its transaction.

    A block inside another joins it.
    """
    if _waiting.get() is not None:
        yield
        return
    with transaction.atomic():
        waiting: dict[str, set[int]] = {}
        token = _waiting.set(waiting)
        try:
            yield
        finally:
            _waiting.reset(token)
        for kind, pks in waiting.items():
            WRITERS[kind](sorted(pks))


def _write(kind: str, pk: int) -> None:
    waiting = _waiting.get()
    if waiting is None:
        WRITERS[kind]([pk])
    else:
        waiting.setdefault(kind, set()).add(pk)


def on_centre_saved(sender, instance, **kwargs):
    _write(CENTRE, instance.pk)


def on_centre_deleted(sender, instance, **kwargs):
    remove(CENTRE, str(instance.pk))


def on_part_of_centre_changed(sender, instance, **kwargs):
    _write(CENTRE, instance.centre_id)


def on_shared_offer_saved(sender, instance, **kwargs):
    for pk in instance.links.values_list("centre", flat=True):
        _write(CENTRE, pk)


def on_words_of_shared_offer_changed(sender, instance, **kwargs):
    on_shared_offer_saved(sender, instance.offer)


def on_organisation_saved(sender, instance, **kwargs):
    for pk in instance.centres.values_list("pk", flat=True):
        _write(CENTRE, pk)


def on_programme_saved(sender, instance, **kwargs):
    _write(PROGRAMME, instance.pk)


def on_programme_deleted(sender, instance, **kwargs):
    remove(PROGRAMME, str(instance.pk))


def on_part_of_programme_changed(sender, instance, **kwargs):
    _write(PROGRAMME, instance.programme_id)


def on_directory_moved(sender, **kwargs):
    """The addresses of all centres hang on that of the index page."""
    write_centres(Centre.objects.public().values_list("pk", flat=True))


def on_programmes_moved(sender, **kwargs):
    write_programmes(Programme.objects.values_list("pk", flat=True))


SAVED_OR_DELETED = (post_save, post_delete)
MOVED = (page_slug_changed, post_page_move)
for receiver, signals, models in (
    (on_centre_saved, (post_save,), (Centre,)),
    (on_centre_deleted, (post_delete,), (Centre,)),
    (
        on_part_of_centre_changed,
        SAVED_OR_DELETED,
        (CentreText, CentreLanguage, ProgrammeException, CentreSharedOffer, ProgrammeCentre, Territory),
    ),
    (on_shared_offer_saved, (post_save,), (SharedOffer,)),
    (on_words_of_shared_offer_changed, SAVED_OR_DELETED, (SharedOfferText,)),
    (on_organisation_saved, (post_save,), (Organisation,)),
    (on_programme_saved, (post_save,), (Programme,)),
    (on_programme_deleted, (post_delete,), (Programme,)),
    (on_part_of_programme_changed, SAVED_OR_DELETED, (ProgrammeCountry, ProgrammePage)),
    (on_part_of_programme_changed, (page_published, page_unpublished, *MOVED), (ProgrammePage,)),
    (on_directory_moved, MOVED, (DirectoryPage,)),
    (on_programmes_moved, MOVED, (ProgrammeIndexPage,)),
):
    for signal in signals:
        for model in models:
            signal.connect(receiver, sender=model, dispatch_uid=f"index-{receiver.__name__}-{model.__name__}")

register(CENTRE, centre_documents)
register(PROGRAMME, programme_documents)
offer(PROGRAMME, lambda: (gettext("Check which programmes fit you"), reverse("fit:check")))

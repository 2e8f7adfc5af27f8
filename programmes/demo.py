"""The directory of the demo: all data files through the imports, the pages above them, members, and load data."""

import json
from io import StringIO

from django.contrib.auth import get_user_model
from django.core.management.base import OutputWrapper
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from portal.page_cache import changed
from portal.page_translation import translate_page
from portal.progress import progress
from programmes import indexing
from programmes.codes import AddressStatus, Audience, Mode, OfferedBy, ProviderType, TerritoryLevel
from programmes.demo_centre import create_example_centre
from programmes.imports.centres import import_centres
from programmes.imports.districts import DATA, import_districts
from programmes.imports.facts import import_programme_facts
from programmes.imports.programmes import import_programmes
from programmes.models.centres import Centre, CentreLanguage, CentreText, Organisation, Territory
from programmes.models.pages import DirectoryPage, ProgrammeIndexPage, ProgrammePage
from programmes.models.places import District, Postcode
from programmes.models.programmes import Programme
from programmes.models.rules import ProgrammeRule
from programmes.models.sources import ImportSource
from programmes.upkeep.demo import create_demo as create_upkeep_demo

TRANSLATED = ("en", "ar")
MEMBERS = {"beratungsstelle@demo.example": "zrb-nord", "zweite-stelle@demo.example": "coming-home"}
LOAD_BATCH = 1_000
SEED_LIST = "startliste"


def create_demo(stream=None) -> None:
    """Import what is missing and create the pages that are missing; change nothing that is there."""
    stream = stream or OutputWrapper(StringIO())
    if not District.objects.exists():
        import_districts()
    if not Centre.objects.filter(source_id__isnull=False).exists():
        import_centres(
            path=DATA / "counselling_centres.csv",
            territories=DATA / "centre_territories.csv",
            source=SEED_LIST,
            stream=stream,
        )
    if not Programme.objects.exists():
        import_programmes(path=DATA / "programmes.csv", source=SEED_LIST, stream=stream)
    if not ProgrammeRule.objects.exists():
        import_programme_facts(path=DATA / "programme_facts.json")
    create_example_centre(today=timezone.localdate())
    # Shows editors what a locked field looks like; where a fact was read is the list's own business.
    ImportSource.objects.filter(name=SEED_LIST, title="").update(title="Startliste (Demo)", owned_fields=["sources"])
    _create_pages()
    _add_members()
    create_upkeep_demo()


@transaction.atomic
def _create_pages() -> None:
    words = json.loads((DATA / "page_words.json").read_text(encoding="utf-8"))
    home = Site.objects.get(is_default_site=True).root_page
    if not DirectoryPage.objects.exists():
        directory = _publish(home, DirectoryPage(slug="beratungsstellen", **_german(words["directory"])))
        _translate(directory, words["directory"])
    if not ProgrammeIndexPage.objects.exists():
        index = _publish(home, ProgrammeIndexPage(slug="programme", **_german(words["programmes"])))
        _create_programme_pages(index)
        _translate(index, words["programmes"])


def _german(words: dict) -> dict:
    return {**words["de"], "show_in_menus": True}


def _publish(parent: Page, page: Page) -> Page:
    parent.refresh_from_db()
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _translate(page: Page, words: dict) -> None:
    for language in TRANSLATED:
        if Locale.objects.filter(language_code=language).exists():
            translate_page(page, language, words[language])


def _create_programme_pages(index: Page) -> None:
    words = json.loads((DATA / "programme_words_de.json").read_text(encoding="utf-8"))
    for programme in Programme.objects.filter(source_id__in=words):
        page = ProgrammePage(
            programme=programme, title=programme.name, slug=programme.slug, **words[programme.source_id]
        )
        _publish(index, page)


def _add_members() -> None:
    users = get_user_model().objects
    for email, source_id in MEMBERS.items():
        user = users.filter(email=email).first()
        centre = Centre.objects.filter(source_id=source_id).first()
        if user and centre:
            centre.members.add(user)


def create_load(number: int, stream=None) -> None:
    """Add synthetic centres all over Bavaria, each findable; no two runs share a slug.

    Batch by batch: in one transaction PostgreSQL could not clean up behind the rows that every batch changes.
    """
    stream = stream or OutputWrapper(StringIO())
    places = list(Postcode.objects.select_related("district").order_by("pk"))
    organisation, _created = Organisation.objects.get_or_create(name="Synthetischer Träger (Lastdaten)")
    first = Centre.objects.filter(slug__startswith="last-").count()
    batches = [
        range(start, min(start + LOAD_BATCH, first + number)) for start in range(first, first + number, LOAD_BATCH)
    ]
    for batch in progress(batches, "synthetic centres", stream=stream):
        _create_batch(batch, places, organisation)


@transaction.atomic
def _create_batch(numbers: range, places: list[Postcode], organisation: Organisation) -> None:
    centres = Centre.objects.bulk_create([_synthetic(n, places[n % len(places)], organisation) for n in numbers])
    CentreText.objects.bulk_create(
        CentreText(
            centre=centre,
            language="de",
            summary=f"Erfundene Beratungsstelle Nummer {n} in {centre.city}, nur zum Messen.",
            notes="Beratung zu Rückkehr, Ausbildung, Wohnen und Gesundheit; Termine nach Vereinbarung.",
        )
        for n, centre in zip(numbers, centres, strict=True)
    )
    CentreLanguage.objects.bulk_create(
        CentreLanguage(centre=centre, language=code, offered_by=OfferedBy.STAFF)
        for n, centre in zip(numbers, centres, strict=True)
        for code in ("de", ("en", "ar", "tr", "ru", "fa")[n % 5])
    )
    Territory.objects.bulk_create(
        Territory(centre=centre, level=TerritoryLevel.DISTRICT, district=places[n % len(places)].district)
        for n, centre in zip(numbers, centres, strict=True)
    )
    indexing.write_centres([centre.pk for centre in centres])
    changed("directory")


def _synthetic(number: int, place: Postcode, organisation: Organisation) -> Centre:
    return Centre(
        slug=f"last-{number}",
        name=f"Beratungsstelle {place.place} {number}",
        organisation=organisation,
        provider_type=ProviderType.values[number % 3],
        street=f"Musterstraße {number % 200 + 1}",
        postcode=place.code,
        city=place.place,
        address_status=AddressStatus.UNKNOWN,
        lat=place.lat,
        lon=place.lon,
        audiences=[Audience.values[number % len(Audience.values)]],
        modes=[Mode.values[number % len(Mode.values)]],
    )

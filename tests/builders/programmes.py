from datetime import date

from wagtail.models import Locale, Page, Site

from programmes.codes import ProgrammeLevel, ProgrammeStatus, ProviderType, Role, TerritoryLevel
from programmes.indexing import written_together
from programmes.models.centres import Centre, CentreText, Organisation, Territory
from programmes.models.pages import DirectoryPage, ProgrammeIndexPage, ProgrammePage
from programmes.models.places import District, Postcode, Region, SharedPostcode
from programmes.models.programmes import Programme
from programmes.places import place_key
from programmes.slugs import slug_for
from programmes.upkeep.revisions import recorded
from programmes.upkeep.states import RevisionSource


def make_region(code="095", name="Mittelfranken"):
    return Region.objects.get_or_create(code=code, defaults={"name": name})[0]


def make_district(ags5="09573", name="Fürth", *, type="landkreis", region=None, lat=49.45, lon=10.9):
    return District.objects.get_or_create(
        ags5=ags5,
        defaults={
            "name": name,
            "official_name": name,
            "type": type,
            "region": region or make_region(),
            "nuts3": f"X{ags5[1:]}",
            "lat": lat,
            "lon": lon,
        },
    )[0]


def make_postcode(code="90513", place="Zirndorf", *, district=None, lat=49.44, lon=10.95):
    return Postcode.objects.create(
        code=code,
        place=place,
        place_key=place_key(place),
        district=district or make_district(),
        lat=lat,
        lon=lon,
    )


def make_shared_postcode(code, *districts):
    return [SharedPostcode.objects.create(code=code, district=district) for district in districts]


def make_centre(name="ZRB Nordbayern", *, summary="", regions=(), districts=(), nationwide=False, members=(), **facts):
    organisation, _ = Organisation.objects.get_or_create(name=facts.pop("run_by", "AWO"))
    facts = {"provider_type": ProviderType.NON_STATE, "role": Role.RETURN_COUNSELLING, **facts}
    facts.setdefault("slug", slug_for(name, Centre))
    centre = Centre(name=name, organisation=organisation, **facts)
    centre.full_clean(validate_constraints=False)  # the database does that
    with recorded(RevisionSource.OTHER), written_together():
        centre.save()
        if summary:
            CentreText.objects.create(centre=centre, language="de", summary=summary)
        for region in regions:
            Territory.objects.create(centre=centre, level=TerritoryLevel.REGIERUNGSBEZIRK, region=region)
        for district in districts:
            Territory.objects.create(centre=centre, level=TerritoryLevel.DISTRICT, district=district)
        if nationwide:
            Territory.objects.create(centre=centre, level=TerritoryLevel.NATIONWIDE)
    centre.members.set(members)
    return Centre.objects.get(pk=centre.pk)


def make_programme(name="REAG/GARP 2.0", **facts):
    facts = {
        "provider": "BAMF",
        "level": ProgrammeLevel.FEDERAL_LAND,
        "status": ProgrammeStatus.RUNNING,
        "slug": slug_for(name, Programme),
        **facts,
    }
    programme = Programme(name=name, **facts)
    programme.full_clean(validate_constraints=False)
    programme.save()
    return programme


def home_of(language="de") -> Page:
    """The home page of a language below the root; the German one is that of the default site."""
    locale, _ = Locale.objects.get_or_create(language_code=language)
    german = Site.objects.get(is_default_site=True).root_page
    if language == "de":
        return german
    home = german.get_translation_or_none(locale)
    return home or german.copy_for_translation(locale)


def make_directory_page(language="de", title="Beratungsstellen"):
    german = DirectoryPage.objects.filter(locale__language_code="de").first()
    if german is None:
        german = DirectoryPage(title="Beratungsstellen", slug="beratungsstellen", locale=home_of().locale)
        home_of().add_child(instance=german)
        german.save_revision().publish()
        german.refresh_from_db()
    if language == "de":
        return german
    home = home_of(language).specific
    if not home.live:
        home.save_revision().publish()
    page = german.copy_for_translation(home.locale)
    page.title = title
    page.save_revision().publish()
    return DirectoryPage.objects.get(pk=page.pk)


def make_programme_index():
    index = ProgrammeIndexPage(title="Programme", slug="programme", locale=home_of().locale)
    home_of().add_child(instance=index)
    index.save_revision().publish()
    return index


def make_programme_page(index, programme, **words):
    page = ProgrammePage(title=programme.name, slug=programme.slug, programme=programme, locale=index.locale, **words)
    index.refresh_from_db()
    with written_together():
        index.add_child(instance=page)
        page.save_revision().publish()
    return ProgrammePage.objects.get(pk=page.pk)


TODAY = date(2026, 11, 24)

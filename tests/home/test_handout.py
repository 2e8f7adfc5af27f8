"""The hand-out: chosen in the address, printed in the language of its reader, kept nowhere."""

import io
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format
from pypdf import PdfReader
from wagtail.models import Page, PageViewRestriction, Site

from home.handout.plain_blocks import Block, blocks_of
from home.handout.selection import MOST_ENTRIES, Selection
from portal import pdf
from programmes.models.centres import Centre, CentreLanguage, CentreText, OpeningHours
from programmes.models.hours import Closure
from programmes.models.shared_offers import CentreSharedOffer, SharedOffer, SharedOfferText
from tests.builders.events import make_event, make_event_page
from tests.builders.home import make_home
from tests.builders.programmes import (
    make_centre,
    make_directory_page,
    make_district,
    make_postcode,
    make_programme,
    make_programme_index,
    make_programme_page,
    make_region,
)
from tests.conftest import made_once
from tests.portal.test_pdf import fonts_of, needs_pango

pytestmark = pytest.mark.django_db
PICK, PRINT, PDF = "/de/merkblatt/", "/de/merkblatt/druck/", "/de/merkblatt/merkblatt.pdf"
WORDS = "مركز استشارة في مدينة نورنبرغ"


def get(client, path, **parameters):
    response = client.get(f"{path}?{urlencode(parameters, doseq=True)}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def ticked(soup, name="c"):
    return [box["value"] for box in soup.select(f"input[name={name}]") if box.has_attr("checked")]


def text(part):
    return " ".join(part.get_text(" ").split())


def make_franconia():
    """Zirndorf, the centres of its region, a programme and a date."""
    make_home()
    make_directory_page()
    region = make_region("095", "Mittelfranken")
    make_postcode("90513", "Zirndorf", district=make_district("09573", "Fürth", region=region), lat=49.44, lon=10.95)
    zab = make_centre(
        "ZAB Zirndorf",
        regions=[region],
        provider_type="state",
        summary="Berät vor Ort.",
        street="Beispielweg 1",
        postcode="90513",
        city="Zirndorf",
        telephone="+49 911 123450",
        lat=49.44,
        lon=10.95,
        facts_confirmed=True,
        confirmed_on=date(2026, 11, 2),
    )
    CentreText.objects.create(centre=zab, language="ar", summary=WORDS)
    CentreLanguage.objects.create(centre=zab, language="ar")
    OpeningHours.objects.create(centre=zab, weekday=0, opens="09:00", closes="12:30")
    make_centre("ZRB Nordbayern", regions=[region], lat=49.45, lon=11.08, city="Nürnberg")
    make_centre("Verborgen", regions=[region], is_public=False)
    page = make_programme_page(
        make_programme_index(),
        make_programme("Starthilfe", apply_via="centre", stand="2026-10"),
        summary="Geld für den Anfang.",
        application=(
            "<p>Nur über eine <a linktype='page' id='1'>Beratungsstelle</a>.</p><ul><li>Pass</li><li>Foto</li></ul>"
        ),
    )
    event = make_event(slug="info-zirndorf", venue_street="Markt 1", updated_at=timezone.now())
    make_event_page(Site.objects.get(is_default_site=True), event, directions="<p>Mit der U1 bis zum Rathaus.</p>")
    return page


@pytest.fixture(scope="module")
def built(django_db_blocker, django_db_setup):
    """Made once for all tests of this module; each rolls back to it."""
    with made_once(django_db_blocker):
        yield make_franconia().pk


@pytest.fixture
def franconia(built, db):
    """The page of the programme."""
    return Page.objects.get(pk=built).specific


EVERYTHING = {"c": ["zrb-nordbayern", "zab-zirndorf"], "p": "starthilfe", "e": "info-zirndorf"}


def test_the_days_that_differ_are_printed_with_the_hours(client, franconia):
    zab, today = Centre.objects.get(slug="zab-zirndorf"), timezone.localdate()
    Closure.objects.create(centre=zab, first_day=today + timedelta(days=3), last_day=today + timedelta(days=4))
    Centre.objects.filter(pk=zab.pk).update(no_new_people_until=today + timedelta(days=9))

    sheet = get(client, PRINT, c=["zab-zirndorf", "zrb-nordbayern"]).select_one(".sheet").get_text(" ", strip=True)

    assert "Montag" in sheet
    assert "geschlossen" in sheet
    assert date_format(today + timedelta(days=9)) in sheet


def test_how_to_get_there_is_printed_and_marked_where_it_is_in_german(client, franconia):
    CentreText.objects.filter(centre__slug="zab-zirndorf", language="de").update(directions="Bus 70 bis Rathaus")

    soup = get(client, PRINT, c="zab-zirndorf", lang="ar")

    shown = soup.select_one("dd:-soup-contains('Bus 70')")
    assert (shown["lang"], shown["dir"]) == ("de", "ltr")
    assert soup.select_one(f"[lang=ar]:-soup-contains('{WORDS}')")
    assert "بعض النصوص" in text(soup.select_one(".sheet"))
    assert "كيفية الوصول" in text(soup.select_one(".sheet"))


# --- what is chosen --------------------------------------------------------------------------------------------------


def test_what_a_network_offers_is_printed_and_marked_where_it_is_in_german(client, franconia):
    zab = Centre.objects.get(slug="zab-zirndorf")
    offer = SharedOffer.objects.create(organisation=zab.organisation, name="Botschaft")
    SharedOfferText.objects.create(offer=offer, language="de", title="Begleitung", text="Wir kommen mit.")
    CentreSharedOffer.objects.create(centre=zab, offer=offer)
    CentreText.objects.filter(centre=zab, language="de").delete()

    sheet = get(client, PRINT, c="zab-zirndorf", lang="ar").select_one(".sheet")

    assert [(text(part), part["lang"]) for part in sheet.select("h4, h4 + div")] == [
        ("Begleitung", "de"),
        ("Wir kommen mit.", "de"),
    ]
    assert "بعض النصوص" in text(sheet)


def test_the_address_is_all_there_is(client, franconia):
    soup = get(client, PICK, **EVERYTHING, lang="ar", large="1")

    assert (ticked(soup), ticked(soup, "p"), ticked(soup, "e")) == (
        ["zrb-nordbayern", "zab-zirndorf"],
        ["starthilfe"],
        ["info-zirndorf"],
    )
    assert soup.select_one("#lang option[selected]")["value"] == "ar"
    assert soup.select_one("#large").has_attr("checked")
    assert not client.cookies


def test_an_address_is_written_as_it_is_read(rf):
    address = "c=b&c=a&p=x&e=y&lang=ar&large=1"

    assert Selection.from_address(rf.get(f"/?{address}").GET, language="de").address() == address


def test_what_no_address_of_ours_can_be_is_left_out(rf):
    odd = {"c": ["a b", "<script>", "ä", "x" * 121, "", "a", "a"], "lang": "xx", "large": "yes"}
    selection = Selection.from_address(rf.get("/", odd).GET, language="en")

    assert (selection.centres, selection.language, selection.is_large) == (("a",), "en", False)


def test_a_hand_out_holds_twelve_entries_and_says_what_is_left_off(client, franconia, rf):
    slugs = [make_centre(f"Stelle {number:02}").slug for number in range(14)]
    selection = Selection.from_address(rf.get("/", {"c": slugs, "p": "starthilfe"}).GET, language="de")
    soup = get(client, PRINT, c=slugs)

    assert (selection.count, selection.left_over, selection.programmes) == (MOST_ENTRIES, 3, ())
    assert len(soup.select(".sheet__entry")) == MOST_ENTRIES
    assert "12" in soup.select_one(".handout__tools .kern-alert").get_text()


def test_a_place_finds_its_centres_and_ticks_them(client, franconia):
    soup = get(client, PICK, place="90513")

    assert ticked(soup) == ["zab-zirndorf", "zrb-nordbayern"]
    assert ticked(get(client, PICK, place="90513", c="zrb-nordbayern")) == ["zrb-nordbayern"]


def test_words_find_centres_and_tick_none(client, franconia):
    soup = get(client, PICK, q="Nordbayern")

    assert [box["value"] for box in soup.select("input[name=c]")] == ["zrb-nordbayern"]
    assert ticked(soup) == []


def test_a_search_keeps_what_is_chosen(client, franconia):
    soup = get(client, PICK, q="Nordbayern", c="zab-zirndorf", p="starthilfe")

    assert (ticked(soup), ticked(soup, "p")) == (["zab-zirndorf"], ["starthilfe"])
    assert {box["value"] for box in soup.select("input[name=c]")} == {"zab-zirndorf", "zrb-nordbayern"}
    assert len(soup.select("input[value=starthilfe]")) == 1


def test_a_place_that_may_be_several_is_asked_back_and_the_choice_stays(client, franconia):
    make_district("09261", "Landshut", type="kreisfrei")
    make_district("09274", "Landshut")

    links = [link["href"] for link in get(client, PICK, place="Landshut", p="starthilfe").select("#place-answer a")]

    assert len(links) == 2
    assert all("place=Landshut" in link and "p=starthilfe" in link for link in links)


def test_a_misspelt_place_finds_its_centres_and_says_what_it_was_taken_for(client, franconia):
    soup = get(client, PICK, place="Zirndorff")

    assert text(soup.select_one("#place-answer")) == "Den Ort „Zirndorff“ kennen wir nicht. Gezeigt wird Zirndorf."
    assert soup.select_one("#place")["aria-describedby"] == "place-answer"
    assert "zab-zirndorf" in ticked(soup)


@pytest.mark.parametrize("place", ["Atlantis", "10115"])
def test_a_place_we_do_not_know_is_said(client, franconia, place):
    soup = get(client, PICK, place=place)

    assert soup.select_one("#place-answer")
    assert soup.select_one("#place")["aria-describedby"] == "place-answer"
    assert soup.select_one("#place")["value"] == place


def test_programmes_that_ended_are_not_offered(client, franconia):
    index = franconia.get_parent().specific
    make_programme_page(index, make_programme("Vorbei", status="ended"))

    assert [box["value"] for box in get(client, PICK).select("input[name=p]")] == ["starthilfe"]


@pytest.mark.parametrize("path", [PRINT, PDF])
@pytest.mark.parametrize("chosen", [{}, {"c": "verborgen"}, {"c": "gibt-es-nicht", "place": "90513"}])
def test_with_nothing_to_print_one_is_asked_to_choose(client, franconia, path, chosen):
    response = client.get(path, chosen)
    soup = BeautifulSoup(client.get(response["Location"]).content, "html.parser")

    assert response.status_code == 302
    assert soup.title.get_text(strip=True).startswith("Fehler: ")
    target = soup.select_one(".error-summary a")["href"]
    assert soup.select_one(target)
    assert soup.select_one("#place")["value"] == chosen.get("place", "")


def test_what_is_hidden_or_gone_is_left_out_and_said(client, franconia):
    soup = get(client, PRINT, c=["verborgen", "zab-zirndorf", "gibt-es-nicht"])

    assert "Verborgen" not in soup.get_text()
    assert len(soup.select(".sheet__entry")) == 1
    assert "2" in soup.select_one(".handout__tools .kern-alert").get_text()


@pytest.mark.parametrize("way", ["private", "draft"])
def test_a_programme_page_that_not_everybody_may_read_is_not_printed(client, franconia, way):
    if way == "draft":
        franconia.unpublish()
    else:
        PageViewRestriction.objects.create(page=franconia, restriction_type=PageViewRestriction.LOGIN)

    soup = get(client, PRINT, p="starthilfe", c="zab-zirndorf")

    assert "Geld für den Anfang." not in soup.get_text()
    assert soup.select_one(".handout__tools .kern-alert")


# --- the sheet -------------------------------------------------------------------------------------------------------


def test_the_sheet_says_what_a_person_needs_to_go_there(client, franconia):
    entry = get(client, PRINT, c="zab-zirndorf").select_one(".sheet__entry")
    facts = {text(row.dt): text(row.dd) for row in entry.select("dl > div")}

    assert text(entry.h3) == "ZAB Zirndorf"
    assert facts["Adresse"] == "Beispielweg 1, 90513 Zirndorf"
    assert facts["Telefon"] == "+49 911 123450"
    assert facts["Öffnungszeiten"] == "Montag 09:00–12:30"
    assert facts["Sprachen"] == "Arabisch"
    assert "2. November 2026" in text(entry)
    assert "Straße" not in facts.get("Noch nicht bekannt, bitte nachfragen", "")


def test_what_is_not_known_is_named_and_nothing_is_made_up(client, franconia):
    entry = get(client, PRINT, c="zrb-nordbayern").select_one(".sheet__entry")
    facts = {text(row.dt): text(row.dd) for row in entry.select("dl > div")}
    unknown = facts["Noch nicht bekannt, bitte nachfragen"]

    assert all(word in unknown for word in ("Straße", "Telefon", "Öffnungszeiten", "Sprachen"))
    assert entry.select_one(".sheet__warning")


def test_a_programme_says_how_to_apply_in_words_one_can_print(client, franconia):
    entry = get(client, PRINT, p="starthilfe").select_one(".sheet__entry")

    assert "Geld für den Anfang." in text(entry)
    assert "Nur über eine Beratungsstelle." in text(entry)
    assert [text(item) for item in entry.select("li")] == ["Pass", "Foto"]
    assert not entry.select("a")
    assert "10.2026" in text(entry)


def test_a_date_says_when_and_where_and_how_to_get_there(client, franconia):
    entry = get(client, PRINT, e="info-zirndorf").select_one(".sheet__entry")

    assert "Markt 1" in text(entry)
    assert "Mit der U1 bis zum Rathaus." in text(entry)
    assert entry.select_one("time")


def test_an_event_that_is_called_off_says_so(client, franconia):
    make_event_page(
        Site.objects.get(is_default_site=True), make_event(slug="weg", cancelled_at=timezone.now()), title="Abgesagt"
    )

    assert get(client, PRINT, e="weg").select_one(".sheet__warning")


def test_each_entry_leads_back_by_a_code_with_its_words(client, franconia, settings):
    settings.BASE_URL = "https://portal.example.org"
    codes = get(client, PRINT, **EVERYTHING).select(".sheet__code")

    assert [text(code.select_one(".sheet__address")) for code in codes] == [
        "portal.example.org/de/beratungsstellen/zrb-nordbayern",
        "portal.example.org/de/beratungsstellen/zab-zirndorf",
        "portal.example.org/de/programme/starthilfe",
        "portal.example.org/de/veranstaltungen/info-zirndorf",
    ]
    for code in codes:
        assert code.img["src"].startswith("data:image/svg+xml")
        assert text(code.select_one(".sheet__address")) in code.img["alt"]


def test_the_sheet_carries_the_emblem_the_date_and_who_made_it(client, franconia):
    soup = get(client, PRINT, c="zab-zirndorf")

    assert soup.select_one(".sheet .eu-funding img")["alt"]
    assert timezone.localdate().strftime("%Y") in text(soup.select_one(".sheet__foot"))


def test_an_arabic_sheet_stands_in_a_german_frame(client, franconia):
    soup = get(client, PRINT, c="zab-zirndorf", p="starthilfe", lang="ar")
    sheet = soup.select_one(".sheet")

    assert (soup.html["lang"], sheet["lang"], sheet["dir"]) == ("de", "ar", "rtl")
    assert WORDS in text(sheet)
    assert "العنوان" in text(sheet)
    assert "Adresse" not in text(sheet)
    german = sheet.find(string="Geld für den Anfang.").parent
    assert (german["lang"], german["dir"]) == ("de", "ltr")
    assert "/ar/beratungsstellen/" in text(sheet) or "/de/beratungsstellen/" in text(sheet)


def test_german_words_on_a_sheet_of_another_language_are_announced(client, franconia):
    def notes(**chosen):
        return len(get(client, PRINT, **chosen).select_one(".sheet__head").select(".sheet__small"))

    assert notes(p="starthilfe", lang="ar") == 1
    assert notes(c="zab-zirndorf", lang="ar") == 0
    assert notes(p="starthilfe", lang="de") == 0


def test_large_print_is_a_class_of_the_sheet(client, franconia):
    assert get(client, PRINT, c="zab-zirndorf", large="1").select_one(".sheet--large")
    assert not get(client, PRINT, c="zab-zirndorf").select_one(".sheet--large")


def test_formatted_words_become_paragraphs_and_lists():
    html = "<p>Erst<br/>dann <b>fett</b>gedruckt</p><ul><li>Eins</li><li>Zwei</li></ul><ol><li>Drei</li></ol><p></p>"

    assert blocks_of(html) == [
        Block(text="Erst dann fettgedruckt"),
        Block(items=("Eins", "Zwei")),
        Block(items=("Drei",)),
    ]
    assert blocks_of("") == []


# --- the ways to it --------------------------------------------------------------------------------------------------


def test_the_pages_of_entries_and_the_list_lead_to_it(client, franconia):
    def links(path, **parameters):
        return [link["href"] for link in get(client, path, **parameters).select("main a[href*='/merkblatt/']")]

    assert links("/de/beratungsstellen/zab-zirndorf/") == [f"{PICK}?c=zab-zirndorf"]
    assert links("/de/programme/starthilfe/") == [f"{PICK}?p=starthilfe"]
    assert links("/de/veranstaltungen/info-zirndorf/") == [f"{PICK}?e=info-zirndorf"]
    assert links("/de/beratungsstellen/") == [PICK]
    [link] = links("/de/beratungsstellen/", place="90513")
    assert ticked(BeautifulSoup(client.get(link).content, "html.parser")) == ["zab-zirndorf", "zrb-nordbayern"]


def test_a_search_engine_keeps_out_of_choices(client, franconia):
    assert "Disallow: /*/merkblatt/*?" in client.get("/robots.txt").content.decode()
    assert get(client, PRINT, c="zab-zirndorf").select_one("meta[name=robots]")["content"] == "noindex"


def test_the_pages_may_be_kept_and_change_with_what_they_show(client, franconia):
    before = client.get(PRINT, {"c": "zab-zirndorf"})
    Centre.objects.get(slug="zab-zirndorf").delete()

    assert "public" in before["Cache-Control"]
    assert client.get(PRINT, {"c": "zab-zirndorf"}).status_code == 302


def test_the_number_of_statements_does_not_grow_with_the_entries(client, franconia):
    index, site = franconia.get_parent().specific, Site.objects.get(is_default_site=True)
    chosen = {"c": ["zab-zirndorf"], "p": ["starthilfe"], "e": ["info-zirndorf"]}

    def statements(turn):
        query = urlencode({**chosen, "place": "90513", "turn": turn}, doseq=True)
        counts = []
        for path in (PICK, PRINT):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(f"{path}?{query}").status_code == 200
            counts.append(len(captured))
        return counts

    statements(1)
    few = statements(2)
    for number in range(4):
        chosen["c"].append(make_centre(f"Stelle {number}", regions=[make_region()], summary="Text").slug)
        programme = make_programme(f"Programm {number}")
        make_programme_page(index, programme)
        chosen["p"].append(programme.slug)
        event = make_event(slug=f"termin-{number}")
        make_event_page(site, event, title=f"Termin {number}")
        chosen["e"].append(event.slug)
    statements(3)

    assert statements(4) == few


# --- PDF -------------------------------------------------------------------------------------------------------------


def pdf_of(client, **parameters) -> PdfReader:
    response = client.get(f"{PDF}?{urlencode(parameters, doseq=True)}")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return PdfReader(io.BytesIO(response.content))


def sizes_of_words(reader: PdfReader) -> list[float]:
    sizes = []

    def note(words, _current, matrix, _font, size):
        if words.strip():
            sizes.append(round(abs(size * matrix[3]), 1))

    for page in reader.pages:
        page.extract_text(visitor_text=note)
    return sizes


@needs_pango
def test_the_pdf_is_tagged_a4_in_the_language_with_its_title(client, franconia):
    reader = pdf_of(client, **EVERYTHING, lang="ar")
    root = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "ar"
    assert "Neustart-Portal" in reader.metadata.title
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages} == {(595, 842)}
    assert all(fonts_of(reader).values())


@needs_pango
def test_the_pdf_holds_arabic_words_and_calls_nobody(client, franconia):
    reader = pdf_of(client, **EVERYTHING, lang="ar")
    letters = "".join(page.extract_text() for page in reader.pages)

    assert len([letter for letter in letters if "\u0600" <= letter <= "\u06ff" or "\ufb50" <= letter <= "\ufefc"]) > 80
    assert "ZAB Zirndorf" in letters
    links = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    assert [link for link in links if "/URI" in link.get("/A", {})] == []


@needs_pango
def test_large_print_is_at_least_eighteen_points(client, franconia):
    assert min(sizes_of_words(pdf_of(client, **EVERYTHING, lang="de", large="1"))) >= 18
    assert min(sizes_of_words(pdf_of(client, c="zab-zirndorf", lang="de"))) < 18


@needs_pango
def test_the_pdf_may_be_kept(client, franconia):
    response = client.get(PDF, {"c": "zab-zirndorf"})

    assert "public" in response["Cache-Control"]
    assert response["Content-Disposition"] == 'inline; filename="merkblatt-de.pdf"'
    assert client.get(PDF, {"c": "zab-zirndorf"}).content == response.content


def test_without_the_system_library_the_print_page_remains(client, franconia, monkeypatch):
    monkeypatch.setattr(pdf, "is_available", lambda: False)

    response = client.get(PDF, {"c": "zab-zirndorf", "lang": "ar"})
    soup = BeautifulSoup(response.content, "html.parser")

    assert response.status_code == 503
    assert soup.select_one("main a.kern-btn")["href"] == f"{PRINT}?c=zab-zirndorf&lang=ar"
    assert not soup.select(f"a[href^='{PDF}']")
    for path in (PICK, PRINT):
        page = client.get(path, {"c": "zab-zirndorf"}).content.decode()
        assert "merkblatt.pdf" not in page


def test_somebody_who_comes_while_others_print_is_told_to_wait(client, franconia, monkeypatch):
    def busy(_html):
        raise pdf.PdfBusy

    monkeypatch.setattr(pdf, "render", busy)

    response = client.get(PDF, {"c": "zab-zirndorf"})

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert response["Cache-Control"] == "no-store"

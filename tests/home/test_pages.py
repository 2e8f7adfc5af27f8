"""The content pages as readers of each language meet them."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from home.models import HomePage, IndexPage, JourneyPage, StandardPage
from portal.page_translation import translate_page
from tests.builders.home import make_aliases, make_home, make_locale, make_page, paragraph, version_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]

STAGES = [
    {
        "type": "stage",
        "value": {"heading": "Davor", "text": "", "steps": [{"title": "Fragen", "text": "<p>Alles fragen.</p>"}]},
    }
]


@pytest.fixture
def home():
    return make_home(following=("en", "ar"))


def soup(client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


@pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("en", "ltr"), ("ar", "rtl")])
@pytest.mark.parametrize(
    ("model", "fields"),
    [(StandardPage, {}), (IndexPage, {}), (JourneyPage, {"stages": STAGES})],
    ids=lambda x: str(x)[:30],
)
def test_a_page_has_the_frame_of_its_language_and_one_heading(client, home, model, fields, language, direction):
    make_page(home, model, title="Eine Seite", slug="seite", body=[paragraph("<p>Worte.</p>")], **fields)
    make_aliases()

    page = soup(client, f"/{language}/seite/")

    assert page.html["lang"] == language
    assert page.html["dir"] == direction
    assert [heading.get_text(strip=True) for heading in page.find_all("h1")] == ["Eine Seite"]


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_the_home_page_exists_in_every_language(client, home, language):
    make_aliases()

    page = soup(client, f"/{language}/")

    assert page.html["lang"] == language
    assert len(page.find_all("h1")) == 1


def test_a_translated_page_is_shown_in_its_own_direction_without_notice(client, home):
    page = make_page(home, title="Ablauf", slug="ablauf", body=[paragraph("<p>Worte.</p>")])
    translate_page(page, "ar", {"Ablauf": "المسار", "Worte.": "كلمات."})

    text = soup(client, "/ar/ablauf/").find("article", class_="content")

    assert (text["lang"], text["dir"]) == ("ar", "rtl")
    assert "كلمات" in text.get_text()


def test_an_untranslated_page_shows_german_inside_the_arabic_frame(client, home):
    make_page(home, title="Ablauf", slug="ablauf", body=[paragraph("<p>Worte.</p>")])
    make_aliases()

    page = soup(client, "/ar/ablauf/")

    text = page.find("article", class_="content")
    assert (page.html["lang"], page.html["dir"]) == ("ar", "rtl")
    assert (text["lang"], text["dir"]) == ("de", "ltr")
    assert page.main.find("div", class_="kern-alert")


def test_the_words_of_the_frame_keep_their_direction_inside_a_german_text(client, home):
    search = {"type": "directory_search", "value": {"heading": "Suchen", "text": ""}}
    make_page(home, title="Ablauf", slug="ablauf", body=[search])
    make_aliases()

    form = soup(client, "/ar/ablauf/").main.form

    assert (form["lang"], form["dir"]) == ("ar", "rtl")
    assert form["action"] == "/ar/beratungsstellen/"
    assert form.find("input")["name"] == "place"


def test_entrances_lead_to_pages_of_the_readers_language(client, home):
    target = make_page(home, title="Ziel", slug="ziel")
    home.entrances = [("entrance", {"title": "Für alle", "text": "Hier entlang.", "page": target})]
    home.save_revision().publish()
    make_aliases()

    assert soup(client, "/ar/").main.find("a", string="Für alle")["href"] == "/ar/ziel/"


def test_the_home_page_points_to_easy_language(client, home):
    easy = home.copy_for_translation(make_locale("de-simple"))
    easy.title = "Willkommen"
    easy.save_revision().publish()
    home.access_heading, home.easy_language_text = "Leichte Sprache", "Das Wichtigste in Leichter Sprache."
    home.save_revision().publish()

    link = soup(client, "/de/").main.find("a", hreflang="de-simple")

    assert link["href"] == "/de-simple/"


def test_a_lone_start_page_still_leads_to_menu_and_legal_pages(client, home):
    easy = home.copy_for_translation(make_locale("de-simple"))
    easy.save_revision().publish()
    make_page(home, title="Das Projekt", slug="projekt", show_in_menus=True)
    make_page(home, title="Impressum", slug="impressum")

    links = {link.get_text(strip=True): link["href"] for link in soup(client, "/de-simple/").find_all("a")}

    assert links["Das Projekt"] == "/de/projekt/"
    assert links["Impressum"] == "/de/impressum/"


def test_what_easy_language_does_not_have_is_read_in_german(client, home):
    easy = home.copy_for_translation(make_locale("de-simple"))
    easy.save_revision().publish()
    make_page(home, slug="seite")

    there = client.get("/de-simple/seite/?place=90513")
    nowhere = client.get("/de-simple/nirgends/")

    assert there.headers["Location"] == "/de/seite/?place=90513"
    assert nowhere.status_code == 404


def test_an_index_page_lists_its_public_pages(client, home):
    index = make_page(home, IndexPage, title="Wissen", slug="wissen")
    make_page(index, title="Sichtbar", slug="sichtbar", summary="Kurz gesagt.")
    make_page(index, title="Entwurf", slug="entwurf", live=False)

    text = soup(client, "/de/wissen/").main.get_text(" ")

    assert "Sichtbar" in text
    assert "Kurz gesagt." in text
    assert "Entwurf" not in text


def test_a_page_says_when_it_was_checked(client, home):
    make_page(home, slug="seite", checked_on=timezone.localdate())

    assert soup(client, "/de/seite/").find(class_="content__checked")


def test_the_breadcrumb_leads_back_up(client, home):
    index = make_page(home, IndexPage, title="Wissen", slug="wissen")
    make_page(index, title="Seite", slug="seite")

    links = soup(client, "/de/wissen/seite/").find("nav", class_="breadcrumb").find_all("a")

    assert [link["href"] for link in links] == ["/de/", "/de/wissen/"]


def test_content_pages_stand_below_a_home_page_only():
    assert HomePage.allowed_parent_page_models() != StandardPage.allowed_parent_page_models()
    assert HomePage not in StandardPage.allowed_subpage_models()


def test_a_change_shows_at_once(client, home):
    page = make_page(home, title="Alt", slug="seite")
    assert "Alt" in client.get("/de/seite/").content.decode()

    page.title = "Neu"
    page.save_revision().publish()

    assert "Neu" in client.get("/de/seite/").content.decode()


def test_a_fallback_follows_its_original(client, home):
    page = make_page(home, title="Alt", slug="seite")
    make_aliases()
    assert "Alt" in client.get("/ar/seite/").content.decode()

    page.title = "Neu"
    page.save_revision().publish()

    assert "Neu" in client.get("/ar/seite/").content.decode()
    assert version_of(page, "ar").is_fallback

"""The demo pages: complete, repeatable, and true to the rules of their languages."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Page, Revision
from wagtail_localize.models import Translation

from home.demo import CONTENT, create_demo
from home.models import HomePage
from portal.untranslated import missing_strings
from tests.builders.home import ensure_site, version_of
from tests.conftest import made_once

pytestmark = pytest.mark.django_db

TRANSLATED = ("projekt", "rueckkehr")
GERMAN_ONLY = ("ehrenamt", "beratung", "impressum", "datenschutz", "barrierefreiheit")
MOST_WORDS, MEAN_WORDS = 15, 10


@pytest.fixture(scope="module")
def demo(django_db_blocker, django_db_setup):
    """The demo pages once for all tests of this module; each test rolls back to them."""
    with made_once(django_db_blocker):
        ensure_site()
        create_demo()
        yield


@pytest.fixture
def home(demo, db):
    return HomePage.objects.get(locale__language_code="de")


def text_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").main.get_text(" ", strip=True)


def test_the_second_run_changes_nothing(home):
    def state():
        pages = Page.objects.order_by("pk").values_list("pk", "path", "title", "last_published_at")
        return list(pages), Revision.objects.count()

    before = state()
    create_demo()

    assert state() == before


def test_no_trace_of_the_welcome_page_remains(home):
    languages = Page.objects.filter(depth=2).values_list("locale__language_code", flat=True)

    assert sorted(languages) == ["ar", "de", "de-simple", "en"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_promised_in_a_language_is_complete_in_it(home, language):
    assert [t.source.object_repr for t in Translation.objects.all() if missing_strings(t)] == []
    for slug in TRANSLATED:
        assert not version_of(home.get_children().get(slug=slug), language).is_fallback
    assert not version_of(home, language).is_fallback


@pytest.mark.parametrize("slug", GERMAN_ONLY)
def test_the_rest_is_read_in_german_with_a_notice(home, slug):
    page = version_of(home.get_children().get(slug=slug), "ar")

    assert page.is_fallback
    assert page.content_direction == "ltr"


def test_arabic_pages_hold_no_german_sentence(home, client):
    for address in ("/ar/", "/ar/projekt/", "/ar/rueckkehr/"):
        # Proper names of offices stay German; sentences do not.
        assert re.findall(r"\b(oder|nicht|eine|ist|Sie|wir|werden)\b", text_of(client, address)) == [], address


@pytest.mark.parametrize("slug", ["impressum", "datenschutz", "barrierefreiheit"])
def test_legal_pages_say_that_they_are_samples(home, client, slug):
    text = text_of(client, f"/de/{slug}/")

    assert "Muster" in text
    assert "vom Betreiber zu ergänzen" in text


def test_open_facts_are_marked(home, client):
    assert BeautifulSoup(client.get("/de/projekt/").content, "html.parser").find("aside", class_="unconfirmed")


def test_the_tone_presses_nobody(home, client):
    for slug in ("", "projekt/", "rueckkehr/", "ehrenamt/", "beratung/"):
        text = text_of(client, f"/de/{slug}").lower()
        assert not re.findall(r"abschieb|ausweis(ung|en)|nur noch|jetzt sofort|letzte chance", text), slug


def test_menu_holds_the_pages_people_look_for(home):
    menu = home.get_children().live().in_menu().values_list("slug", flat=True)

    assert list(menu) == ["projekt", "rueckkehr", "ehrenamt", "beratung"]


def easy_sentences() -> list[str]:
    content = json.loads((CONTENT / "de-simple" / "start.json").read_text(encoding="utf-8"))
    texts = [content["summary"], content["lead"]]

    def walk(value):
        if isinstance(value, dict):
            for key, part in value.items():
                if key not in ("type", "tone"):
                    walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)
        elif isinstance(value, str):
            texts.extend(BeautifulSoup(value, "html.parser").stripped_strings)

    walk(content["body"])
    return [sentence.strip() for text in texts for sentence in re.split(r"(?<=[.!?:])\s+", text) if sentence.strip()]


def test_easy_language_keeps_its_sentences_short():
    lengths = [len(sentence.split()) for sentence in easy_sentences()]

    assert max(lengths) <= MOST_WORDS
    assert sum(lengths) / len(lengths) <= MEAN_WORDS


def test_easy_language_does_without_hard_words():
    text = " ".join(easy_sentences())

    assert not re.findall(r"\b(nicht|kein\w*|wird|werden|wurde\w*|könnte\w*|würde\w*|z\.\s?B\.|bzw\.|usw\.)\b", text)

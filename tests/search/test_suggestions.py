from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search import registry
from search.models import Promotion
from search.suggestions import suggest
from tests.builders.search import make_document, make_entry, synthetic_documents

pytestmark = pytest.mark.django_db
RUNS = count()


def texts(typed: str, reader: str = "de") -> list[str]:
    return [each.text for each in suggest(typed, reader=reader)]


def test_a_title_is_suggested_with_its_address_and_kind():
    make_entry(kind="centre", title="Coming Home München", path="beratungsstellen/coming-home/")

    found = suggest("com", reader="de")

    assert (found[0].text, found[0].url) == ("Coming Home München", "/de/beratungsstellen/coming-home/")
    assert found[0].kind == "Beratungsstelle"


@pytest.mark.parametrize("typed", ["Rück", "rueckkehrber", "Rückkehrberatu", "RÜCKKEHRBERATUNG", "ruckkehrberatung"])
def test_every_beginning_of_an_inflected_word_finds_its_title(typed):
    make_entry(title="Rückkehrberatungen in Bayern", path="r/")

    assert "/de/r/" in [each.url for each in suggest(typed, reader="de")]


def test_earlier_words_must_be_in_the_title_too_in_any_inflection():
    make_entry(title="Beratung für Familien in Nürnberg", path="n/")
    make_entry(title="Beratung in Augsburg", path="a/")

    assert [each.url for each in suggest("Beratungen Nürn", reader="de") if each.url] == ["/de/n/"]


def test_words_of_the_index_finish_what_was_typed():
    make_entry(title="Hilfe", body="Existenzgründung im Heimatland")
    make_entry(title="Kurs", body="Existenzgründung, Existenzgründungen")

    assert texts("Hilfe Existenz")[-1] == "Hilfe Existenzgründung"
    assert len([text for text in texts("Existenz") if text.startswith("Existenzgründung")]) == 1


def test_a_title_that_begins_as_typed_stands_first():
    make_entry(title="Alles über Reisen", boost=5.0)
    make_entry(title="Reisepass beantragen")

    assert texts("Reise")[0] == "Reisepass beantragen"


def test_only_what_serves_the_reader_is_suggested():
    make_entry(title="Zirndorf für alle", serves=("de", "ar"), path="z/")
    make_entry(title="Zirndorf nur deutsch", serves=("de",))

    assert [each.url for each in suggest("Zirnd", reader="ar") if each.url] == ["/ar/z/"]


def test_arabic_words_are_suggested_by_two_letters():
    make_entry(title="العودة الطوعية", language="ar", serves=("ar",), path="v/")

    assert [each.url for each in suggest("ال", reader="ar") if each.url] == ["/ar/v/"]


@pytest.mark.parametrize("typed", ["", " ", "R", "  R ", "!?", "\u200f\u200e", "'", '"*'])
def test_less_than_two_letters_ask_nothing(typed, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert suggest(typed, reader="de") == []


@pytest.mark.parametrize(
    "typed", ['ab" OR title_tokens:x', "a'b & c | !d", "ab*", "NEAR(ab cd)", "a-b:c", "%_ab", "ab\\"]
)
def test_signs_of_the_query_language_are_only_letters_between(typed):
    make_entry(title="Seite ab")

    suggest(typed, reader="de")


def test_never_more_than_eight_and_each_once():
    registry.put([make_document(title=f"Beratung {n}", body=f"beratung{'x' * n}") for n in range(1, 30)])

    found = texts("Berat")

    assert len(found) == 8
    assert len(set(found)) == 8


def test_what_is_removed_is_suggested_no_more():
    document = make_entry(title="Geheimwort Quastenflosser")
    assert texts("Quasten")

    registry.remove(document.kind, document.object_id)

    assert texts("Quasten") == []


def test_a_recommendation_stands_above_and_only_once():
    entry = make_entry(kind="programme", title="REAG", path="programme/reag/")
    Promotion.objects.create(
        words="Reisekosten\nRückflug",
        address="/de/programme/reag/",
        entry_kind="programme",
        entry_id=entry.object_id,
        title="Reisekosten: so geht es",
    )

    found = suggest("reisek", reader="de")

    assert (found[0].text, found[0].url, found[0].kind) == (
        "Reisekosten: so geht es",
        "/de/programme/reag/",
        "Empfohlen",
    )
    assert [each.url for each in suggest("Reag", reader="de")].count("/de/programme/reag/") == 1


def test_the_number_of_statements_does_not_depend_on_the_index():
    registry.put(synthetic_documents(5))
    few = statements()
    registry.put(synthetic_documents(150))

    assert statements() == few <= 3


def statements() -> int:
    with CaptureQueriesContext(connection) as captured:
        suggest("Be", reader="de")
    return len(captured)


@pytest.mark.usefixtures("site_tree")
class TestTheAddress:
    def test_it_answers_in_the_shape_the_script_reads(self, client):
        make_entry(kind="centre", title="Coming Home", body="Comics", path="c/")

        answer = client.get("/en/suche/vorschlaege/", {"q": "com"})

        assert answer["Content-Type"] == "application/json"
        assert answer["X-Robots-Tag"] == "noindex"
        assert "Coming Home" not in [each["text"] for each in answer.json()["suggestions"]]
        german = client.get("/de/suche/vorschlaege/", {"q": "com"}).json()
        assert german["suggestions"][0] == {"text": "Coming Home", "url": "/de/c/", "kind": "Beratungsstelle"}
        assert {"text": "Comics", "url": None, "kind": ""} in german["suggestions"]
        assert german["status"] == f"{len(german['suggestions'])} Vorschläge"

    def test_it_is_kept_by_caches_until_public_content_changes(self, client):
        make_entry(title="Erste Seite")

        first = client.get("/de/suche/vorschlaege/", {"q": "seite"})

        assert first["Cache-Control"].startswith("public")
        again = client.get("/de/suche/vorschlaege/", {"q": "seite"}, headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304

    def test_arabic_counts_as_arabic_does(self, client):
        make_entry(title="العودة", language="ar", serves=("ar",))

        assert "اقتراح" in client.get("/ar/suche/vorschlaege/", {"q": "العو"}).json()["status"]

    def test_it_is_only_read(self, client):
        assert client.post("/de/suche/vorschlaege/", {"q": "ab"}).status_code == 405

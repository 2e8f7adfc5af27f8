from itertools import count

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.page_cache import SCOPES
from search import facets, registry
from tests.builders.search import make_document, make_entry, synthetic_documents

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]


def page(client, address="/de/suche/", **parameters) -> BeautifulSoup:
    response = client.get(address, parameters)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_an_empty_search_shows_the_form_and_no_result(client):
    make_entry(kind="centre", title="Coming Home", path="beratungsstellen/coming-home/")

    soup = page(client)

    assert len(soup.select("h1")) == 1
    assert soup.select_one("main input[name=q]")["value"] == ""
    assert not soup.select(".hit")
    assert soup.select_one('main a[href="/de/beratungsstellen/"]')


def test_a_hit_has_title_address_kind_and_marked_words(client):
    make_entry(kind="centre", title="Coming <Home>", summary="Rückkehrhilfe & mehr", path="beratungsstellen/ch/")

    hit = page(client, q="rueckkehrhilfe").select_one(".hit")

    assert hit.a["href"] == "/de/beratungsstellen/ch/"
    assert hit.a.text == "Coming <Home>"
    assert [mark.text for mark in hit.select("mark")] == ["Rückkehrhilfe"]
    assert hit.select_one(".hit__text").text == "Rückkehrhilfe & mehr"


def test_what_was_typed_is_echoed_and_stays_out_of_title_and_links_as_markup(client):
    soup = page(client, q='"><script>x</script>')

    assert soup.select_one("main input[name=q]")["value"] == '"><script>x</script>'
    assert "script" not in soup.title.text


def test_kinds_are_links_with_counts(client):
    make_entry(kind="centre", title="Beratung A")
    make_entry(kind="event", title="Beratung B")
    make_entry(kind="event", title="Beratung C")

    soup = page(client, q="Beratung", kind="event")

    links = {link["href"]: link for link in soup.select(".kinds a")}
    assert links["?q=Beratung&kind=event"].select_one(".kinds__count").text == "(2)"
    assert links["?q=Beratung&kind=event"]["aria-current"] == "true"
    assert "aria-current" not in links["?q=Beratung"].attrs
    assert [hit.a.text for hit in soup.select(".hit")] == ["Beratung B", "Beratung C"]


def test_words_in_another_language_say_so_and_are_marked_for_reading_aloud(client):
    make_entry(title="Rückkehr planen", summary="Was Sie wissen sollten", serves=("de", "ar"))

    hit = page(client, "/ar/suche/", q="Rückkehr").select_one(".hit")

    assert hit.a.bdi["lang"] == "de"
    assert hit.select_one(".hit__text")["lang"] == "de"
    assert "الألمانية" in hit.select_one(".hit__kind").text
    assert "lang" not in page(client, q="Rückkehr").select_one(".hit a").attrs


def test_a_correction_is_said_and_can_be_refused(client):
    make_entry(title="Beratung in Rosenheim")

    soup = page(client, q="Rosenhiem")

    assert "Rosenheim" in soup.select_one(".found strong").text
    exactly = soup.select_one('.found a[href="?q=Rosenhiem&exact=1"]')
    assert exactly
    assert not page(client, q="Rosenhiem", exact="1").select(".hit")


def test_a_doubtful_correction_is_offered(client):
    make_entry(title="Hilfe in Mali")

    assert page(client, q="Mail").select_one('.found a[href="?q=Mali"]').text == "Mali"


def test_nothing_found_offers_ways_on(client):
    make_entry(kind="centre", title="Beratung", path="beratungsstellen/a/")

    soup = page(client, q="Beratung", kind="event")

    ways = [link["href"] for link in soup.select(".nothing a")]
    assert ways[:2] == ["?q=Beratung", "/de/beratungsstellen/"]


def test_a_long_text_gets_a_sentence(client):
    soup = page(client, q="Beratung " * 100)

    assert "200" in soup.select_one(".found").text


def test_pages_keep_words_and_kind(client):
    registry.put([make_document(kind="event", title=f"Gleich {n}") for n in range(45)])

    soup = page(client, q="gleich", kind="event", page="2")

    assert soup.select_one("a[rel=next]")["href"] == "?q=gleich&kind=event&page=3"
    assert soup.select_one(".hits")["start"] == "21"
    assert len(page(client, q="gleich", page="99").select(".hit")) == 5


def test_the_page_is_kept_until_any_public_content_changes(client):
    response = client.get("/de/suche/", {"q": "x"})

    assert response.headers["Cache-Control"].startswith("public")
    assert client.head("/de/suche/").status_code == 200
    assert client.post("/de/suche/").status_code == 405
    assert set(SCOPES) == {"content", "directory", "events", "places", "seats"}


def test_the_number_of_statements_does_not_depend_on_the_hits(client):
    registry.put(synthetic_documents(10))
    statements(client)  # the site is looked up once
    few = statements(client)
    registry.put(synthetic_documents(200))

    assert statements(client) == few


RUNS = count()


def statements(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get("/de/suche/", {"q": "Beratung", "run": str(next(RUNS))})
    return len(captured)


def test_without_a_kind_each_has_its_first_results_the_best_kind_first(client):
    registry.put([make_document(kind="centre", title=f"Stelle {n}", body="Beratung") for n in range(5)])
    make_entry(kind="event", title="Beratung")

    soup = page(client, q="Beratung")

    assert [heading.text for heading in soup.select(".group__heading")] == ["Veranstaltungen", "Beratungsstellen"]
    assert [len(group.select(".hit")) for group in soup.select(".group")] == [1, 3]
    assert [hits["data-ranked"] for hits in soup.select(".hits")] == ["1", "2"]
    assert soup.select_one(".group__more a")["href"] == "?q=Beratung&kind=centre"
    assert len(soup.select(".group__more")) == 1
    assert not soup.select("[rel=next]")


def test_a_kind_below_the_first_page_of_the_ranking_has_its_group_too(client):
    registry.put([make_document(kind="centre", title=f"Beratung {n}") for n in range(30)])
    make_entry(kind="page", title="Anderes", body="beratung " + "anderes " * 500)

    groups = page(client, q="Beratung").select(".group")

    assert [len(group.select(".hit")) for group in groups] == [3, 1]


@pytest.fixture
def colours():
    """An invented filter of events."""
    names = {"red": "Rot", "blue": "Blau"}
    before = facets.of_kind("event")
    colour = facets.Facet("colour", "Farbe", lambda codes: {code: names[code] for code in codes if code in names})
    facets.register("event", colour)
    yield
    facets.register("event", *before)


def test_a_chosen_kind_has_filters_with_counts_that_leave_themselves_out(client, colours):
    make_entry(kind="event", title="Treff A", facets={"colour": ("red",)})
    make_entry(kind="event", title="Treff B", facets={"colour": ("red", "blue", "secret")})
    make_entry(kind="event", title="Treff C", facets={"colour": ("blue",)})

    assert not page(client, q="Treff").select(".narrow")
    soup = page(client, q="Treff", kind="event", colour="blue")

    labels = [" ".join(label.text.split()) for label in soup.select(".narrow label")]
    assert labels == ["Blau (2)", "Rot (2)"]
    assert [box["value"] for box in soup.select(".narrow input[checked]")] == ["blue"]
    assert {box["form"] for box in soup.select(".narrow input, .narrow button")} == {soup.select_one("main form")["id"]}
    assert [hit.a.text for hit in soup.select(".hit")] == ["Treff B", "Treff C"]
    assert soup.select_one('main input[name="kind"]')["value"] == "event"
    assert len(page(client, q="Treff", kind="event", colour="secret").select(".hit")) == 3


def test_nothing_found_with_filters_offers_the_search_without(client, colours):
    make_entry(kind="event", title="Treff", facets={"colour": ("red",)})

    ways = [link["href"] for link in page(client, q="Treff", kind="event", colour="blue").select(".nothing a")]

    assert ways[0] == "?q=Treff&kind=event"


def test_nothing_found_offers_words_that_look_alike_and_where_to_say_what_is_missing(client):
    make_entry(kind="centre", title="Nürnberg", path="beratungsstellen/n/")

    soup = page(client, q="Nürnbreg", exact="1")

    assert soup.select_one(".nothing__word").text == "Nürnberg"
    assert soup.select_one('.nothing a[href^="https://www.returningfromgermany.de"]')

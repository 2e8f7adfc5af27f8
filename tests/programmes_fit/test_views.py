"""The fit check as visitors use it: asked by GET, answered by POST, nothing kept anywhere."""

from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from programmes.indexing import written_together
from tests.builders.programme_facts import (
    add_countries,
    make_application_centre,
    make_deadline,
    make_document,
    make_rule,
)
from tests.builders.programmes import (
    TODAY,
    make_centre,
    make_directory_page,
    make_district,
    make_postcode,
    make_programme,
    make_programme_page,
    make_region,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/de/programme/pruefen/"


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def ask(client, **answers):
    return soup(client.post(ADDRESS, answers))


def verdicts(page) -> dict[str, str]:
    """Title of each programme and the group it stands in, in the order of the page."""
    return {
        entry.h3.get_text(strip=True): section.h2["id"]
        for section in page.select(".fit-group")
        for entry in section.select(".fit-entry")
    }


def entry_of(page, title):
    return next(entry for entry in page.select(".fit-entry") if entry.h3.get_text(strip=True) == title)


@pytest.fixture
def programmes(programme_index):
    """One that names Syria, one for people in Bavaria who want to return, one that has ended."""
    listed = make_programme("EURP", country_rule="listed")
    add_countries(listed, "SY")
    make_rule(listed, "country_listed")
    coaching = make_programme("Reintegrationscoaching", apply_via="centre")
    make_rule(coaching, "in_bavaria")
    make_rule(coaching, "voluntary")
    ended = make_programme("Sonderprogramm Irak", valid_to=date(2025, 6, 30))
    make_rule(ended, "voluntary")
    for programme in (listed, coaching, ended):
        make_programme_page(programme_index, programme)
    return listed, coaching, ended


def questions(page) -> list[str]:
    names = [control["name"] for control in page.main.select("form .field [name]")]
    return list(dict.fromkeys(names))


def test_only_what_rules_of_running_programmes_need_is_asked(client, programmes):
    make_rule(make_programme("Altes", status="ended"), "age", lowest=18)

    page = soup(client.get(ADDRESS))

    assert questions(page) == ["country", "residence", "voluntary"]
    assert not page.main.select("input[checked]")
    for group in page.main.select('[role="radiogroup"]'):
        assert group.find("input", value="unknown")
        assert group.select_one(".kern-hint").get_text(strip=True)


def test_without_rules_nothing_is_asked(client, programme_index):
    page = soup(client.get(ADDRESS))

    assert not page.main.find("form")
    assert page.main.find("h1")


def test_regions_are_asked_for_only_where_a_rule_needs_one(client, programmes):
    assert "097" not in [c["value"] for c in soup(client.get(ADDRESS)).select("input[name=residence]")]

    make_rule(programmes[0], "in_region", regions=["097"])

    assert "097" in [c["value"] for c in soup(client.get(ADDRESS)).select("input[name=residence]")]
    assert verdicts(ask(client, country="SY", residence="097"))["EURP"] == "fits"
    assert verdicts(ask(client, country="SY", residence="091"))["EURP"] == "no"
    assert verdicts(ask(client, country="SY", residence="bavaria"))["EURP"] == "unclear"


@time_machine.travel(TODAY)
def test_what_fits_stands_first_and_what_has_ended_nowhere(client, programmes):
    page = ask(client, country="SY", residence="bavaria", voluntary="open")

    assert list(verdicts(page).items()) == [("EURP", "fits"), ("Reintegrationscoaching", "unclear")]
    page = ask(client, country="AF", residence="bavaria", voluntary="yes")
    assert list(verdicts(page).items()) == [("Reintegrationscoaching", "fits"), ("EURP", "no")]


def test_each_rule_gives_its_reason(client, programmes):
    page = ask(client, country="AF", residence="bavaria", voluntary="")

    reasons = entry_of(page, "Reintegrationscoaching").select(".fit-reason")
    assert [reason["class"][1] for reason in reasons] == ["fit-reason--unclear", "fit-reason--fits"]
    assert "Rückkehr aus eigener Entscheidung" in reasons[0].get_text()
    assert "nicht beantwortet" in reasons[0].get_text()
    assert "Wohnort in Bayern" in reasons[1].get_text()


def test_the_explanation_is_in_the_readers_language_or_says_which_it_is(client, programmes):
    programmes[0].rules.all().delete()
    make_rule(programmes[0], "checked_by_centre", words={"de": "Ohne eigene Mittel", "ar": "دون موارد"})
    make_rule(programmes[1], "checked_by_centre", words={"de": "Nur mit Antrag"})

    page = BeautifulSoup(client.post("/ar/programme/pruefen/", {}).content, "html.parser")

    words = {part.get_text(strip=True): part["lang"] for part in page.select(".fit-reason__words")}
    assert words == {"دون موارد": "ar", "Nur mit Antrag": "de"}


def test_papers_deadlines_and_the_only_centres_are_named(client, programmes):
    coming_home = make_centre("Coming Home")
    make_centre("Hidden", is_public=False)
    make_application_centre(programmes[1], coming_home)
    make_document(programmes[1], "passport")
    make_deadline(programmes[1], weeks=4)

    page = ask(client, country="SY", residence="bavaria", voluntary="yes")

    text = entry_of(page, "Reintegrationscoaching").get_text(" ", strip=True)
    assert "Pass oder Passersatz" in text
    assert "Antrag vor der Ausreise, mindestens 4 Wochen" in text
    assert "Coming Home" in text
    assert "noch nicht bestätigt" in entry_of(page, "EURP").get_text()


def test_many_open_conditions_are_folded_up_and_what_fits_is_not(client, programmes):
    page = ask(client, country="SY")

    fits, unclear = entry_of(page, "EURP"), entry_of(page, "Reintegrationscoaching")
    assert [fold.summary.get_text(strip=True) for fold in unclear.select("details")] == [
        "2 Bedingungen sind offen",
        "Unterlagen, und wie man den Antrag stellt",
    ]
    assert not any(fold.has_attr("open") for fold in unclear.select("details"))
    assert fits.select_one(".fit-next").find_parent("details") is None


def test_a_place_brings_the_centres_of_its_region(client, programmes):
    make_directory_page()
    fuerth = make_district()
    make_postcode("90513", "Zirndorf", district=fuerth)
    near = make_centre("ZAB Zirndorf", regions=[make_region()], lat=49.44, lon=10.95)
    other = make_centre("Coming Home", regions=[make_region("091", "Oberbayern")])
    make_application_centre(programmes[1], near)
    make_application_centre(programmes[1], other)

    page = ask(client, country="SY", residence="bavaria", voluntary="yes", place="Zirndorf")

    assert [link.get_text(strip=True) for link in page.select(".fit-near__list a")] == ["ZAB Zirndorf"]
    link = page.select_one('.fit-near a[href*="place=Zirndorf"]')["href"]
    assert "SY" not in link
    assert "ZAB Zirndorf" in page.select_one(".fit-entry .fit-next > div:last-child ul").get_text()
    assert page.select_one("#id_place")["value"] == "Zirndorf"


def test_a_misspelt_place_says_what_it_was_taken_for(client, programmes):
    make_directory_page()
    make_postcode("90513", "Zirndorf", district=make_district())

    page = ask(client, country="SY", residence="bavaria", place="Zirndorff")

    assert "Gezeigt wird Zirndorf." in page.select_one(".fit-near").get_text()


def test_a_place_that_is_not_clear_is_asked_back_without_losing_answers(client, programmes):
    for ags5, kind in (("09563", "kreisfrei"), ("09573", "landkreis")):
        make_district(ags5, "Fürth", type=kind)

    page = ask(client, country="SY", residence="bavaria", place="Fürth")

    form = page.select_one(".fit-near div form")
    assert len(form.find_all("button", attrs={"name": "place"})) == 2
    assert form.find("input", attrs={"name": "country"})["value"] == "SY"
    assert "Xqzw" in ask(client, place="Xqzw").select_one(".fit-near h3").get_text()


def test_no_place_in_an_address_unless_it_was_asked_for(client, programmes):
    make_directory_page()

    page = ask(client, country="SY", residence="bavaria")

    assert not page.select('a[href*="place="]')


def test_changing_keeps_what_was_answered(client, programmes):
    result = ask(client, country="SY", residence="bavaria")
    form = next(form for form in result.main.find_all("form") if form.find("button", attrs={"name": "change"}))
    hidden = {control["name"]: control["value"] for control in form.select("input[type=hidden]")}

    page = soup(client.post(ADDRESS, {**hidden, "change": "1"}))

    assert page.select_one("#id_country option[selected]")["value"] == "SY"
    assert [c["value"] for c in page.select("input[checked]")] == ["bavaria"]
    assert not page.select(".error-summary")


def test_ticked_boxes_come_back_too(client, programmes):
    make_rule(programmes[0], "group_in", groups=["woman"])

    page = soup(client.post(ADDRESS, {"situation": ["woman", "founder"], "change": "1"}))

    assert [c["value"] for c in page.select("input[name=situation][checked]")] == ["woman", "founder"]


def test_a_box_left_empty_is_no_answer_where_people_do_not_like_to_say(client, programmes):
    programmes[0].rules.all().delete()
    make_rule(programmes[0], "group_in", groups=["trafficking"])
    make_rule(programmes[1], "group_in", groups=["woman"])

    page = ask(client, situation=["founder"], residence="bavaria", voluntary="yes")
    assert verdicts(page) == {"EURP": "unclear", "Reintegrationscoaching": "no"}
    page = ask(client, situation=["none"], residence="bavaria", voluntary="yes")
    assert verdicts(page) == {"EURP": "no", "Reintegrationscoaching": "no"}


def test_a_contradiction_is_named_at_the_question_and_in_the_summary(client, programmes):
    make_rule(programmes[0], "group_in", groups=["woman"])

    page = ask(client, situation=["woman", "none"], country="SY")

    assert page.title.get_text().startswith("Fehler: ")
    link = page.select_one(".error-summary a")
    assert page.find(id=link["href"][1:])["name"] == "situation"
    assert link.get_text() in page.select_one("#id_situation .kern-error").get_text()
    assert page.select_one("#id_country option[selected]")["value"] == "SY"


def test_a_repeated_post_shows_the_same(client, programmes):
    answers = {"country": "SY", "residence": "bavaria", "voluntary": "yes"}

    assert client.post(ADDRESS, answers).content == client.post(ADDRESS, answers).content


def test_nothing_is_stored_and_no_cookie_is_set(client, programmes):
    def rows():
        return {model._meta.label: model._default_manager.count() for model in apps.get_models()}

    client.get(ADDRESS)
    before = rows()
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(ADDRESS, {"country": "SY", "residence": "bavaria", "voluntary": "yes", "place": "90513"})

    assert answer.status_code == 200
    assert rows() == before
    assert not [q["sql"] for q in queries if q["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]
    assert not client.cookies
    assert "session" not in str(answer.headers).lower()


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_pages_are_never_kept(client, programmes, method):
    answer = getattr(client, method)(ADDRESS)

    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert "ETag" not in answer


def test_answers_in_the_address_are_not_read(client, programmes):
    assert "fit-entry" not in client.get(ADDRESS, {"country": "SY", "voluntary": "yes"}).content.decode()


def test_it_works_without_a_token_but_not_from_another_site(programmes):
    client = Client(enforce_csrf_checks=True)

    assert client.post(ADDRESS, {"country": "SY"}, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert client.post(ADDRESS, {"country": "SY"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post(ADDRESS, {"country": "SY"}, headers={"Origin": "https://example.org"}).status_code == 403


def test_the_way_out_is_on_every_page(client, programmes):
    for page in (soup(client.get(ADDRESS)), ask(client, country="SY")):
        assert page.select_one("a[data-leave]")["href"] == "/de/formulare/verlassen/"


def test_a_programme_without_a_public_page_is_not_shown(client, programmes):
    make_rule(make_programme("Geheim"), "voluntary")

    assert "Geheim" not in verdicts(ask(client, voluntary="yes"))


def test_the_number_of_queries_does_not_grow_with_the_programmes(client, programme_index):
    counts = []
    for start, end in ((0, 1), (1, 20)):
        with written_together():
            for number in range(start, end):
                programme = make_programme(f"Programm {number}")
                make_rule(programme, "voluntary")
                make_rule(programme, "country_listed")
                add_countries(programme, "SY", "AF")
                make_document(programme)
                make_application_centre(programme, make_centre(f"Stelle {number}"))
                make_programme_page(programme_index, programme)
        client.post(ADDRESS, {"voluntary": "yes"})
        with CaptureQueriesContext(connection) as queries:
            client.post(ADDRESS, {"voluntary": "yes"})
        counts.append(len(queries))

    assert counts[0] == counts[1], counts


@pytest.mark.parametrize("language", ["de", "en", "ar", "de-simple"])
def test_the_address_is_the_same_in_every_language(client, programmes, language):
    page = soup(client.get(f"/{language}/programme/pruefen/"))

    assert page.html["lang"] == language
    assert soup(client.post(f"/{language}/programme/pruefen/", {"voluntary": "yes"}))

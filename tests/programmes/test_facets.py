"""Filters of the directory: what each finds, what each counts, and that their number does not cost queries."""

import itertools
from datetime import date, datetime
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from programmes.codes import OfferedBy
from programmes.directory import DirectoryQuery, search_directory
from programmes.facets import PARAMETERS
from programmes.indexing import written_together
from programmes.models.centres import Centre, CentreLanguage, OpeningHours
from programmes.models.hours import Closure, HoursException
from programmes.models.offer import ProgrammeException
from programmes.models.programmes import ProgrammeCountry
from programmes.offers import Offers, offer_code, programmes_at
from programmes.opening import BERLIN
from tests.builders.programmes import make_centre, make_district, make_postcode, make_programme, make_region

pytestmark = pytest.mark.django_db

ADDRESS = "/de/beratungsstellen/"
WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=BERLIN)


def ask(now=WEDNESDAY, **parameters):
    data = QueryDict(urlencode(parameters, doseq=True))
    return search_directory(DirectoryQuery.from_address(data), language="de", now=now)


def names(answer):
    return [entry.centre.name for entry in answer.entries]


def counts(answer, facet):
    found = next(each for each in answer.facets if each.name == facet)
    return {option.code: option.count for option in (*found.options, *found.more)}


def speaks(name, **languages):
    centre = Centre.objects.filter(name=name).first() or make_centre(name)
    for code, way in languages.items():
        CentreLanguage.objects.create(centre=centre, language=code, offered_by=way)
    return centre


STAFF, INTERPRETER = OfferedBy.STAFF, OfferedBy.INTERPRETER


@pytest.fixture
def speakers(directory):
    speaks("A mit Dolmetscher", ar=INTERPRETER, de=STAFF)
    speaks("B Team", ar=STAFF, tr=INTERPRETER)
    speaks("C Türkisch", tr=STAFF)
    speaks("D beides", ar=INTERPRETER, tr=STAFF)


# --- languages -------------------------------------------------------------------------------------------------------


def test_a_language_is_found_whichever_way_it_is_offered_and_the_staff_come_first(speakers):
    assert names(ask(language="ar")) == ["B Team", "A mit Dolmetscher", "D beides"]
    assert set(names(ask(language="ar", spoken=["staff", "interpreter"]))) == set(names(ask(language="ar")))


def test_the_reader_may_ask_for_another_order(speakers):
    assert names(ask(language="ar", sort="title")) == ["A mit Dolmetscher", "B Team", "D beides"]


def test_only_the_staff_or_only_interpreters(speakers):
    assert names(ask(language="ar", spoken="staff")) == ["B Team"]
    assert set(names(ask(language="ar", spoken="interpreter"))) == {"A mit Dolmetscher", "D beides"}
    assert set(names(ask(spoken="interpreter"))) == {"A mit Dolmetscher", "B Team", "D beides"}
    assert set(names(ask(language=["ar", "tr"], spoken="staff"))) == {"B Team", "C Türkisch", "D beides"}


CHOSEN = [
    {},
    {"language": ["ar"]},
    {"language": ["ar", "tr"]},
    {"spoken": ["staff"]},
    {"language": ["ar"], "spoken": ["staff"]},
    {"language": ["ar", "tr"], "spoken": ["interpreter"]},
    {"language": ["tr"], "spoken": ["staff", "interpreter"]},
    {"gender": ["woman"], "access": ["step_free"]},
    {"open": ["now"], "language": ["ar"]},
]


def test_a_count_is_what_choosing_only_this_value_would_find(speakers):
    speaks("E offen", fa=STAFF)
    for name, facts in {
        "B Team": {"woman_on_request": "yes"},
        "E offen": {"step_free": "yes", "woman_on_request": "yes"},
    }.items():
        Centre.objects.filter(name=name).update(**facts)
        centre = Centre.objects.get(name=name)
        centre.save()
        OpeningHours.objects.create(centre=centre, weekday=2, opens="08:00", closes="12:00")

    facets = ("open", "language", "spoken", "gender", "access", "mode", "provider")
    answers = [(chosen, ask(**chosen)) for chosen in CHOSEN]
    for (chosen, answer), facet in itertools.product(answers, facets):
        for code, count in counts(answer, facet).items():
            if facet != "language" or count or code == "ru":  # the other languages are all alike: nobody speaks them
                assert count == ask(**{**chosen, facet: [code]}).total, (chosen, facet, code)


def test_all_languages_are_there_the_main_ones_first(speakers):
    language = next(facet for facet in ask().facets if facet.name == "language")

    assert [option.code for option in language.options] == ["de", "en", "ar", "tr", "ru", "fa"]
    assert len(language.more) == 24
    assert all(option.is_disabled for option in language.more)
    assert not language.is_more_open
    chosen = next(facet for facet in ask(language="so").facets if facet.name == "language")
    assert chosen.is_more_open


# --- open now --------------------------------------------------------------------------------------------------------


@pytest.fixture
def offices(directory):
    for name in ("Offen", "Zu", "Urlaub", "Umzug"):
        centre = make_centre(name)
        opens = "08:00" if name != "Zu" else "13:00"
        OpeningHours.objects.create(centre=centre, weekday=2, opens=opens, closes="16:00")
    make_centre("Unbekannt")
    HoursException.objects.create(
        centre=Centre.objects.get(name="Urlaub"), first_day="2026-11-25", last_day="2026-11-25"
    )
    Closure.objects.create(centre=Centre.objects.get(name="Umzug"), first_day="2026-11-01")


def test_open_now_is_what_is_open_at_the_moment_of_asking(offices):
    assert names(ask(open="now")) == ["Offen"]
    assert counts(ask(), "open") == {"now": 1}
    assert set(names(ask(open="now", now=WEDNESDAY.replace(hour=14)))) == {"Offen", "Zu"}
    nobody = ask(open="now", now=WEDNESDAY.replace(hour=3))
    assert (names(nobody), counts(nobody, "open")) == ([], {"now": 0})


def test_a_card_says_when_it_opens(client, offices, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: WEDNESDAY)

    page = BeautifulSoup(client.get(ADDRESS, {"sort": "title"}).content, "html.parser")

    cards = {
        card.select_one(".entry__title").get_text(strip=True): card.get_text(" ", strip=True)
        for card in page.select(".entry")
    }
    assert "Jetzt geöffnet bis 16:00" in cards["Offen"]
    assert "öffnet heute um 13:00" in " ".join(cards["Zu"].split())
    assert "öffnet am 2. Dezember 2026 um 08:00" in " ".join(cards["Urlaub"].split())
    assert "Bis auf Weiteres geschlossen" in cards["Umzug"]
    assert "Öffnungszeiten: noch nicht bestätigt" in cards["Unbekannt"]


def test_a_stored_page_is_at_most_a_minute_late(settings):
    assert settings.PUBLIC_PAGE_SECONDS <= 60


# --- programmes and countries ----------------------------------------------------------------------------------------


@pytest.fixture
def offers(directory):
    region = make_region()
    make_centre("ZRB", regions=[region])
    make_centre("SOLWODI", nationwide=True)
    make_centre("bfz", role="qualification", regions=[region])
    federal = make_programme("EURP", level="eu", apply_via="centre", country_rule="listed")
    ProgrammeCountry.objects.create(programme=federal, country="IQ")
    make_programme("BRP", level="land", apply_via="centre", country_rule="all")
    make_programme("Nur AWO", level="non_state", apply_via="centre")
    make_programme("Direkt", apply_via="direct")
    make_programme("Vorbei", apply_via="centre", valid_to="2026-11-24")
    return {programme.name: programme for programme in Offers.today(date(2026, 11, 25)).programmes}


def test_a_programme_is_applied_for_where_the_rule_says(offers):
    def at(name):
        centre = Centre.objects.with_words().get(name=name)
        return [programme.name for programme in programmes_at(centre, today=date(2026, 11, 25))]

    assert at("ZRB") == ["BRP", "EURP"]
    assert at("SOLWODI") == ["EURP"]
    assert at("bfz") == []


def test_editors_know_better_than_the_rule(offers):
    zrb = Centre.objects.get(name="ZRB")
    ProgrammeException.objects.create(centre=zrb, programme=offers["Nur AWO"])
    ProgrammeException.objects.create(centre=zrb, programme=offers["EURP"], can_apply=False)

    centre = Centre.objects.with_words().get(name="ZRB")
    assert [each.name for each in programmes_at(centre, today=date(2026, 11, 25))] == ["BRP", "Nur AWO"]
    assert names(ask(programme="nur-awo")) == ["ZRB"]
    assert names(ask(programme="eurp")) == ["SOLWODI"]
    assert counts(ask(), "programme") == {"brp": 1, "eurp": 1, "nur-awo": 1}


def test_programmes_and_countries_find_and_count(offers):
    assert set(names(ask(programme="eurp"))) == {"ZRB", "SOLWODI"}
    assert names(ask(programme="brp")) == ["ZRB"]
    assert set(names(ask(country="IQ"))) == {"ZRB", "SOLWODI"}
    assert names(ask(country="TR")) == ["ZRB"]  # only the programme for all countries
    assert names(ask(country="IQ", programme="brp")) == ["ZRB"]
    for chosen in ({}, {"programme": ["brp"]}, {"country": ["IQ"]}, {"country": ["TR"], "programme": ["eurp"]}):
        answer = ask(**chosen)
        for facet in ("programme", "country"):
            for code, count in counts(answer, facet).items():
                assert count == ask(**{**chosen, facet: [code]}).total, (chosen, facet, code)


def test_a_programme_that_ends_is_gone_without_touching_the_index(offers):
    assert set(names(ask(country="IQ"))) == {"ZRB", "SOLWODI"}

    type(offers["EURP"]).objects.filter(name="EURP").update(valid_to="2026-11-30")

    assert names(ask(country="IQ", now=datetime(2026, 12, 1, 10, tzinfo=BERLIN))) == ["ZRB"]
    assert "eurp" not in counts(ask(now=datetime(2026, 12, 1, 10, tzinfo=BERLIN)), "programme")


def test_a_programme_nobody_knows_filters_nothing(offers):
    assert ask(programme="gibt-es-nicht").total == ask().total


def test_the_code_of_an_offer_fits_into_the_search():
    code = offer_code("other", {number: number % 2 == 0 for number in range(10_000, 10_030)})

    assert len(code) <= 60
    assert code.startswith("other+10000-10001+")


# --- all together ----------------------------------------------------------------------------------------------------


def test_every_filter_is_in_the_address_and_in_the_form(client, offers):
    chosen = {
        "open": "now", "language": "ar", "spoken": "staff", "gender": "woman", "mode": "online", "audience": "women",
        "access": "lift", "provider": "state", "programme": "brp", "country": "IQ",
    }  # fmt: skip
    assert set(chosen) == set(PARAMETERS)

    page = BeautifulSoup(client.get(ADDRESS, chosen).content, "html.parser")

    for name, code in chosen.items():
        assert page.select_one(f"#{name}-{code}").has_attr("checked"), name
    query = DirectoryQuery.from_address(QueryDict(urlencode(chosen)))
    assert dict(pair.split("=") for pair in query.address().split("&")) == chosen


QUESTIONS = (
    {},
    {"place": "90513", "language": "ar", "open": "now"},
    {"language": ["ar", "tr"], "spoken": "staff"},
    {"country": "IQ"},
)


def test_filters_cost_the_same_queries_for_one_and_for_many(client, offers):
    region = make_region()
    make_postcode("90513", "Zirndorf", district=make_district(region=region))
    numbers = []
    for start, end in ((0, 1), (1, 8)):
        with written_together():
            for number in range(start, end):
                centre = make_centre(f"Stelle {number}", regions=[region], lat=49.0, lon=11.0)
                for code in ("ar", "tr"):
                    CentreLanguage.objects.create(centre=centre, language=code)
                for weekday in range(7):
                    OpeningHours.objects.create(centre=centre, weekday=weekday, opens="00:00", closes="23:59")
                HoursException.objects.create(centre=centre, first_day="2026-01-01", last_day="2026-01-02")
                ProgrammeException.objects.create(centre=centre, programme=offers["BRP"])
        client.get(ADDRESS, {"place": "90513", "sort": "title"})  # what the process keeps is read
        numbers.append([])
        for parameters in QUESTIONS:
            with CaptureQueriesContext(connection) as queries:
                client.get(ADDRESS, parameters)
            numbers[-1].append(len(queries))

    assert numbers[0] == numbers[1]


# --- place -----------------------------------------------------------------------------------------------------------


def test_residents_of_a_facility_see_first_who_is_there_on_site(client, directory):
    from_site = {"place": "90513", "anker": "yes"}
    region = make_region()
    make_postcode("90513", "Zirndorf", district=make_district(region=region))
    make_centre("ZRB nah", regions=[region], lat=49.44, lon=10.95)
    make_centre("ZAB fern", regions=[region], provider_type="state", lat=49.9, lon=10.95)

    assert names(ask(place="90513")) == ["ZRB nah", "ZAB fern"]
    assert names(ask(**from_site)) == ["ZAB fern", "ZRB nah"]
    assert "anker=yes" in DirectoryQuery.from_address(QueryDict(urlencode(from_site))).address()

"""The list of events, its calendar file and its feed: narrowed by the address, counted, never an error."""

import itertools
import json
import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from events import indexing, selectors, services
from events.filters import EventFilter
from portal.page_translation import translate_page
from tests.builders.events import make_event, make_event_page, make_index_page, make_registration
from tests.builders.programmes import make_district, make_region

pytestmark = pytest.mark.django_db

INDEX = "/de/veranstaltungen/"
CALENDAR = f"{INDEX}kalender.ics"
FEED = f"{INDEX}kalender.atom"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def events(site_tree):
    """One event for each way to be narrowed, the next one first."""
    fuerth = make_district()
    passau = make_district("09262", "Passau", type="stadt", region=make_region("092", "Niederbayern"))
    facts = {
        "Fürth": {"district": fuerth, "languages": ["de", "en"], "topics": ["law", "funding"]},
        "Passau": {"district": passau, "kind": "networking-day", "mode": "hybrid", "languages": ["de"]},
        "Netz": {"mode": "online", "languages": ["ar"], "topics": ["law"]},
    }
    for day, (title, chosen) in enumerate(facts.items(), start=1):
        event = make_event(starts_at=timezone.now() + timedelta(days=day), **chosen)
        make_event_page(site_tree, event, title=title)


def soup_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def listed(response) -> list[str]:
    return [link.get_text() for link in soup_of(response).select(".event-card__title a")]


def in_calendar(response) -> list[str]:
    return [str(entry["SUMMARY"]) for entry in Calendar.from_ical(response.content).events]


def in_feed(response) -> list[str]:
    return [title.text for title in ET.fromstring(response.content).findall("a:entry/a:title", ATOM)]  # noqa: S314


CHOICES = [
    ({}, ["Fürth", "Passau", "Netz"]),
    ({"region": "095"}, ["Fürth"]),
    ({"language": "de"}, ["Fürth", "Passau"]),
    ({"language": "ar"}, ["Netz"]),
    ({"kind": "networking-day"}, ["Passau"]),
    ({"topic": "law"}, ["Fürth", "Netz"]),
    ({"topic": "law", "language": "ar"}, ["Netz"]),
    ({"topic": "cooperation"}, []),
    ({"mode": "on-site"}, ["Fürth", "Passau"]),
    ({"mode": "online"}, ["Passau", "Netz"]),
    ({"mode": "online", "language": "de"}, ["Passau"]),
    ({"region": "095", "kind": "networking-day"}, []),
]


def test_list_calendar_file_and_feed_show_what_fits_the_same_address(client, events):
    for chosen, titles in CHOICES:
        assert listed(client.get(INDEX, chosen)) == titles, chosen
        assert in_calendar(client.get(CALENDAR, chosen)) == titles, chosen
        assert in_calendar(client.get("/kalender.ics", chosen)) == titles, chosen
        assert in_feed(client.get(FEED, chosen)) == titles, chosen


@pytest.mark.parametrize(("chosen", "titles"), [*((one, found) for one, found in CHOICES if "mode" not in one)])
def test_the_interface_for_machines_takes_the_same_filters(client, events, chosen, titles):
    answer = client.get("/api/v1/events", {**chosen, "region-x": "095"}).json()

    assert [item["title"] for item in answer["items"]] == titles
    assert [one["name"] for one in answer["ignored"]] == ["region-x"]


def test_the_interface_for_machines_names_what_it_does_not_understand_and_what_an_event_is_narrowed_by(client, events):
    answer = client.get("/api/v1/events", {"region": "99", "language": "x", "mode": "hybrid"}).json()

    [passau] = answer["items"]
    assert {one["name"] for one in answer["ignored"]} == {"region", "language"}
    assert (passau["region"], passau["held_in"], passau["online_seats"]) == ("092", ["de"], None)


NAMES = ("region", "topic", "language", "kind", "mode")
ODD = ("\x00", "' OR 1=1", "٢", "de\n", '"', "09", "%", "hybrid")


def test_a_value_nobody_knows_narrows_nothing_and_is_no_error(client, events):
    odd = [(NAMES[turn % len(NAMES)], value) for turn, value in enumerate(ODD, 3)]
    unknown = [*((name, "x") for name in NAMES), *odd]
    for name, value in unknown:
        for address, titles in ((INDEX, listed), (CALENDAR, in_calendar), (FEED, in_feed)):
            assert titles(client.get(address, {name: value})) == ["Fürth", "Passau", "Netz"], (address, name, value)


def test_past_events_are_narrowed_too(client, site_tree):
    for title, kind in (("Tag", "networking-day"), ("Abend", "info-session")):
        event = make_event(starts_at=timezone.now() - timedelta(days=3), kind=kind)
        make_event_page(site_tree, event, title=title)

    assert listed(client.get(INDEX, {"kind": "networking-day"})) == ["Tag"]


def options(response, name: str) -> dict[str, tuple[int, bool]]:
    found = soup_of(response).select(f"select[name={name}] option[value]")
    counts = {option["value"]: re.search(r"\((\d+)\)", option.get_text()) for option in found}
    return {
        option["value"]: (int(counts[option["value"]][1]), option.has_attr("disabled"))
        for option in found
        if option["value"]
    }


def test_each_value_says_how_many_events_a_click_shows_and_none_is_no_choice(client, events):
    response = client.get(INDEX, {"language": "de"})

    assert options(response, "region") == {"092": (1, False), "095": (1, False)}
    assert options(response, "kind") == {
        "info-session": (1, False),
        "networking-day": (1, False),
        "other": (0, True),
    }
    assert {code: count for code, (count, _is_off) in options(response, "topic").items() if count} == {
        "law": 1,
        "funding": 1,
    }
    assert options(response, "mode") == {"on-site": (2, False), "online": (1, False)}
    # Its own filter left out; languages nothing is held in are named only if many people speak them.
    assert options(response, "language") == {
        "de": (2, False),
        "en": (1, False),
        "ar": (1, False),
        "tr": (0, True),
        "ru": (0, True),
        "fa": (0, True),
    }


def test_an_empty_result_says_which_filter_to_take_away(client, events):
    response = client.get(INDEX, {"region": "095", "kind": "networking-day", "language": "de"})

    links = soup_of(response).select("#upcoming ~ ul:not(.event-subscribe) a")
    assert [link["href"] for link in links] == [
        f"{INDEX}?language=de&kind=networking-day#upcoming",
        f"{INDEX}?region=095&language=de#upcoming",
    ]
    assert "Mittelfranken" in links[0].get_text()
    for link in links:
        assert listed(client.get(link["href"].removesuffix("#upcoming")))


def test_an_empty_result_of_all_filters_at_once_is_no_error(client, events):
    chosen = {"region": "095", "language": "de", "kind": "networking-day", "mode": "online"}

    links = soup_of(client.get(INDEX, chosen)).select("#upcoming ~ ul:not(.event-subscribe) a")

    assert [link["href"] for link in links] == [f"{INDEX}?language=de&kind=networking-day&mode=online#upcoming"]


def test_what_is_shown_is_what_is_subscribed_to(client, events):
    soup = soup_of(client.get(INDEX, {"mode": "online", "x": "1"}))

    alternates = {link["type"]: link["href"] for link in soup.select("link[rel=alternate]")}
    assert alternates == {
        "text/calendar": f"{CALENDAR}?mode=online",
        "application/atom+xml": f"{FEED}?mode=online",
    }
    assert [link["href"] for link in soup.select(".event-subscribe a")[:2]] == list(alternates.values())


def test_turning_the_pages_keeps_the_filters(client, site_tree, monkeypatch):
    monkeypatch.setattr(selectors, "PER_PAGE", 1)
    for day in (1, 2, -1, -2):
        make_event_page(site_tree, make_event(starts_at=timezone.now() + timedelta(days=day)))

    links = soup_of(client.get(INDEX, {"kind": "info-session", "past": "2"})).select(".pagination a")

    assert [link["href"] for link in links] == [
        "?kind=info-session&past=2&page=2#upcoming",
        "?kind=info-session&past=1#past",
    ]


def test_the_filters_take_the_same_queries_for_few_and_many_events(client, site_tree):
    fresh = itertools.count()
    filters = ["", "region=095&topic=law&language=de&kind=info-session&mode=on-site", "region=095&mode=online"]

    def counts() -> dict[str, int]:
        found = {}
        for question in (f"{address}?{query}" for address in (INDEX, CALENDAR, FEED) for query in filters):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{question}&fresh={next(fresh)}").status_code == 200
            found[question] = len(queries)
        return found

    def add(number: int) -> None:
        for day in range(1, number + 1):
            event = make_event(
                starts_at=timezone.now() + timedelta(days=day),
                district=make_district(),
                languages=["de"],
                topics=["law"],
            )
            make_event_page(site_tree, event)

    add(1)
    counts()
    one = counts()
    add(10)

    assert counts() == one


def test_a_stored_list_ends_when_a_fact_changes_and_filters_are_stored_apart(client, events):
    before = listed(client.get(INDEX, {"kind": "networking-day"}))
    event = next(item.event for item in selectors.upcoming(language="de") if item.title == "Fürth")
    event.kind = "networking-day"
    event.save()

    assert before == ["Passau"]
    assert listed(client.get(INDEX, {"kind": "networking-day"})) == ["Fürth", "Passau"]
    assert listed(client.get(INDEX)) == ["Fürth", "Passau", "Netz"]


def test_the_feed_is_in_the_language_of_its_address(client, site_tree):
    index, page = make_index_page(site_tree), make_event_page(site_tree, make_event(slug="info"), title="Infotag")
    make_event_page(site_tree, make_event(slug="nur-deutsch"), title="Nur deutsch")
    home = index.get_parent().specific
    translate_page(home, "en", {home.title: "Start", home.lead: "What it is about."})
    translate_page(index, "en", {index.title: "Events"})
    translate_page(page, "en", {"Infotag": "Info day"})

    feed = ET.fromstring(client.get("/en/veranstaltungen/kalender.atom").content)  # noqa: S314

    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    entries = feed.findall("a:entry", ATOM)
    assert feed.attrib[lang] == "en"
    assert [(e.attrib[lang], e.find("a:title", ATOM).text) for e in entries] == [
        ("en", "Info day"),
        ("de", "Nur deutsch"),
    ]
    assert entries[0].find("a:link", ATOM).attrib["href"] == "http://testserver/en/veranstaltungen/info/"
    assert "German time" in entries[0].find("a:summary", ATOM).text
    assert "German time" not in entries[1].find("a:summary", ATOM).text


def test_the_feed_tells_of_an_event_called_off_and_dates_the_entry_by_it(client, site_tree, time_machine):
    event = make_event(slug="info")
    make_event_page(site_tree, event)
    make_registration(event)

    def entry():
        return ET.fromstring(client.get(FEED).content).find("a:entry", ATOM)  # noqa: S314

    before = entry()
    time_machine.move_to(timezone.now() + timedelta(hours=1))
    services.call_off(event_id=event.pk)
    after = entry()

    assert before.find("a:id", ATOM).text == after.find("a:id", ATOM).text == f"urn:uuid:{event.uid}"
    assert "abgesagt" not in before.find("a:summary", ATOM).text
    assert "abgesagt" in after.find("a:summary", ATOM).text
    assert before.find("a:updated", ATOM).text < after.find("a:updated", ATOM).text


def test_the_feed_holds_neither_guests_nor_the_online_link(client, site_tree):
    event = make_event(slug="hybrid", mode="hybrid", online_link="https://meet.example/room")
    make_event_page(site_tree, event)
    make_registration(event)

    response = client.get(FEED)

    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert b"meet.example" not in response.content
    assert "public" in response["Cache-Control"]


def test_an_event_says_on_its_page_what_it_is_held_in(client, site_tree):
    for slug, languages in (("zwei", ["de", "ar"]), ("offen", [])):
        make_event_page(site_tree, make_event(slug=slug, languages=languages))

    two, unknown = client.get(f"{INDEX}zwei/").content.decode(), client.get(f"{INDEX}offen/").content.decode()

    assert "Deutsch, Arabisch" in two
    assert '"inLanguage":["de","ar"]' in two.replace(", ", ",").replace(": ", ":")
    assert '"inLanguage":"de"' in unknown.replace(": ", ":")


def test_an_event_says_what_it_is_about_wherever_it_is_told_of(client, events):
    topics = ["Aufenthalt und Recht", "Förderung und Leistungen"]
    # In the order of the vocabulary, however they were chosen.
    event = next(item.event for item in selectors.upcoming(language="de") if item.title == "Fürth")
    event.full_clean()
    event.save()
    topics.reverse()

    card = soup_of(client.get(INDEX)).select_one(".event-card__topics").get_text()
    page = client.get(f"{INDEX}{event.slug}/")
    [thing] = [
        thing
        for script in soup_of(page).select("script[type='application/ld+json']")
        for thing in json.loads(script.string)["@graph"]
        if thing["@type"] == "Event"
    ]
    told = client.get(f"/api/v1/events/{event.slug}").json()["topics"]
    entry = ET.fromstring(client.get(FEED).content).find("a:entry", ATOM)  # noqa: S314
    first = Calendar.from_ical(client.get(CALENDAR).content).events[0]

    assert card == f"Themen: {', '.join(topics)}"
    assert ", ".join(topics) in soup_of(page).select_one(".facts").get_text()
    assert thing["keywords"] == topics
    assert told == [{"code": "funding", "label": topics[0]}, {"code": "law", "label": topics[1]}]
    assert [one.attrib["term"] for one in entry.findall("a:category", ATOM)][1:] == topics
    assert [str(one) for one in first.categories] == topics


def test_an_event_without_topics_has_no_empty_heading_for_them(client, events):
    event = next(item.event for item in selectors.upcoming(language="de") if item.title == "Passau")

    assert len(soup_of(client.get(INDEX)).select(".event-card__topics")) == 2
    assert "Themen" not in soup_of(client.get(f"{INDEX}{event.slug}/")).select_one(".facts").get_text()


def test_a_topic_is_found_by_its_words_in_the_language_of_the_page(client, events):
    [document] = [one for one in indexing.documents() if one.title == "Netz"]

    assert "Aufenthalt und Recht" in document.keywords


def test_a_filter_of_an_address_is_written_back_the_same(rf):
    chosen = EventFilter.from_address(rf.get("/?mode=online&kind=other&page=3").GET)

    assert chosen.address() == "kind=other&mode=online"

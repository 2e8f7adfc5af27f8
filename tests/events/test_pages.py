"""What the public reads: index, event page, search documents, demo content, numbers of queries."""

import itertools
from collections import Counter
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from events import demo, indexing, selectors, services, views
from events.attendance import presence
from events.forms import ChangeForm
from events.models import Event, EventIndexPage, EventPage, QuestionText, Registration, WorkshopText
from portal.page_translation import translate_page
from search.models import SearchEntry
from tests.builders.events import (
    make_event,
    make_event_page,
    make_group,
    make_index_page,
    make_registration,
    make_session,
)
from tests.builders.home import make_home

pytestmark = pytest.mark.django_db

INDEX = "/de/veranstaltungen/"


def main_text(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


def test_the_list_shows_what_comes_first_then_what_was(client, site_tree):
    now = timezone.now()
    for title, days in (("Gestern", -1), ("Übermorgen", 2), ("Vorgestern", -2), ("Morgen", 1)):
        make_event_page(site_tree, make_event(starts_at=now + timedelta(days=days, hours=-6)), title=title)

    response = client.get(INDEX)

    assert titles(response) == ["Morgen", "Übermorgen", "Gestern", "Vorgestern"]


def test_an_empty_list_says_so(client, site_tree):
    make_index_page(site_tree)

    response = client.get(INDEX)

    assert response.status_code == 200
    assert not response.context["upcoming"]


def test_the_event_page_shows_the_seats_that_are_left(client, site_tree):
    event = make_event(slug="info", capacity=3)
    make_event_page(site_tree, event)
    workshop = make_session(event, capacity=2)
    make_registration(event, session_ids=[workshop.pk])

    response = client.get(f"{INDEX}info/")

    assert response.context["event"].seats_left == 2
    assert [item.session.seats_left for item in response.context["sessions"]] == [1]
    assert "2" in main_text(response)


def badges(client, language: str = "de") -> list[str]:
    page = BeautifulSoup(client.get(f"/{language}/veranstaltungen/").content, "html.parser")
    return [badge.get_text(strip=True) for badge in page.select(".event-card .kern-badge")]


def test_an_event_on_site_and_online_says_what_is_left_of_both(client, site_tree):
    event = make_event(slug="both", mode="hybrid", capacity=2, online_capacity=1)
    make_event_page(site_tree, event)
    make_registration(event)
    assert badges(client) == ["Vor Ort: noch 1 Platz frei", "Online: noch 1 Platz frei"]

    make_group(event, 2)
    assert badges(client) == ["Vor Ort: voll – Warteliste offen", "Online: noch 1 Platz frei"]
    form = client.get(f"{INDEX}both/anmeldung/").content.decode()
    assert "vor Ort (voll, Warteliste offen)" in form
    assert "online (voll" not in form
    event.refresh_from_db()
    change = ChangeForm(event=event, workshops=[], has_contact=False, shows_needs=True)
    assert "voll" not in str(change["attendance"])
    page = main_text(client.get(f"{INDEX}both/"))
    assert "Vor Ort: voll – Warteliste offen" in page
    assert "Online: noch 1 von 1 frei" in page

    make_registration(event, is_online=True)
    assert badges(client) == ["Voll – Warteliste offen"]


def test_a_reader_of_another_language_gets_the_words_in_it_and_the_same_facts(client, site_tree):
    event = make_event(slug="info", capacity=3)
    page = make_event_page(site_tree, event, title="Infotag")
    for original, title in (
        (make_index_page(site_tree).get_parent().specific, "Start"),
        (make_index_page(site_tree), "Events"),
    ):
        words = {original.title: title, **({original.lead: "What it is about."} if hasattr(original, "lead") else {})}
        translate_page(original, "en", words)
    translate_page(page, "en", {"Infotag": "Info day"})

    response = client.get("/en/veranstaltungen/info/")

    assert "Info day" in main_text(response)
    assert [item.title for item in selectors.upcoming(language="en")] == ["Info day"]
    assert [item.url for item in selectors.upcoming(language="en")] == ["/en/veranstaltungen/info/"]
    assert [item.title for item in selectors.upcoming(language="ar")] == ["Infotag"]


def test_the_page_of_an_event_stands_at_its_address(site_tree):
    page = make_event_page(site_tree, make_event(slug="info"))

    page.slug = "elsewhere"
    page.save_revision().publish()

    assert EventPage.objects.get().slug == "info"


def test_unpublished_and_private_events_are_not_listed(site_tree):
    make_event_page(site_tree, make_event())
    EventPage.objects.get().unpublish()

    assert selectors.upcoming(language="de") == []


def make_events(site, number: int) -> None:
    """So many coming events, and as many past ones."""
    now = timezone.now()
    for day in range(1, number + 1):
        make_event_page(site, make_event(starts_at=now + timedelta(days=day)), title=f"Kommt {day}")
        make_event_page(site, make_event(starts_at=now - timedelta(days=day)), title=f"War {day}")


def titles(response) -> list[str]:
    return [link.get_text() for link in BeautifulSoup(response.content, "html.parser").select(".event-card__title a")]


def test_the_list_takes_the_same_queries_for_one_event_and_for_more_than_a_page(client, site_tree, monkeypatch):
    monkeypatch.setattr(selectors, "PER_PAGE", 8)
    fresh, most = itertools.count(), {INDEX: 24, "/de/veranstaltungen/kalender.ics": 6}

    def counts() -> dict[str, int]:
        found = {}
        for address in most:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{address}?{next(fresh)}").status_code == 200
            found[address] = len(queries)
        return found

    make_events(site_tree, 1)
    counts()
    one = counts()
    make_events(site_tree, selectors.PER_PAGE + 1)

    assert counts() == one
    assert all(one[address] <= most[address] for address in most)


def test_the_calendar_of_all_events_ends_somewhere(client, site_tree, monkeypatch):
    monkeypatch.setattr(views, "CALENDAR_LIMIT", 2)
    make_events(site_tree, 3)

    content = client.get("/de/veranstaltungen/kalender.ics").content.decode()

    assert "Kommt 1" in content
    assert "Kommt 2" in content
    assert "Kommt 3" not in content


def test_both_lists_are_turned_page_by_page_each_for_itself(client, site_tree, monkeypatch):
    monkeypatch.setattr(selectors, "PER_PAGE", 2)
    make_events(site_tree, 3)

    first = client.get(INDEX)
    second = client.get(INDEX, {"page": "2"})
    both = client.get(INDEX, {"page": "2", "past": "2"})

    assert titles(first) == ["Kommt 1", "Kommt 2", "War 1", "War 2"]
    assert titles(second) == ["Kommt 3", "War 1", "War 2"]
    assert titles(both) == ["Kommt 3", "War 3"]
    soup = BeautifulSoup(both.content, "html.parser")
    assert [link["href"] for link in soup.select(".pagination a")] == ["?past=2&page=1#upcoming", "?page=2&past=1#past"]
    assert len({nav["aria-label"] for nav in soup.select("nav.pagination")}) == 2


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "x", "²", "", "\x00", "2' OR 1=1", "1e9", "٢"])
def test_an_odd_number_of_a_page_is_no_error(client, site_tree, number):
    make_events(site_tree, 1)

    response = client.get(INDEX, {"page": number, "past": number})

    assert response.status_code == 200
    assert titles(response) == ["Kommt 1", "War 1"]


def test_an_event_whose_page_is_private_is_listed_nowhere_and_takes_nobody(client, site_tree):
    page = make_event_page(site_tree, make_event(slug="intern"), title="Intern")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert titles(client.get(INDEX)) == []
    for place in ("anmeldung/", "termin.ics"):
        assert client.get(f"{INDEX}intern/{place}").status_code == 404


def test_an_event_is_found_with_its_words_and_without_people(site_tree):
    event = make_event(slug="info", kind="networking-day")
    workshop = make_session(event)
    page = make_event_page(site_tree, event, title="Vernetzungstag", summary="Ein Tag.", description="<p>Austausch</p>")
    page.workshops = [WorkshopText(session=workshop, title="Zuweisung üben")]
    page.save_revision().publish()
    make_registration(event)

    documents = list(indexing.documents())

    assert [(d.kind, d.object_id, d.language, d.path) for d in documents] == [
        ("event", str(event.pk), "de", "veranstaltungen/info/")
    ]
    assert documents[0].serves[0] == "de"
    assert set(documents[0].serves) == {"de", "de-simple", "en", "ar"}
    assert "Zuweisung üben" in documents[0].body
    assert "Austausch" in documents[0].body
    assert SearchEntry.objects.get(kind="event").title == "Vernetzungstag"


def test_an_unpublished_or_deleted_event_is_not_found(site_tree):
    page = make_event_page(site_tree, make_event())
    page.save_revision().publish()
    found = SearchEntry.objects.filter(kind="event").count()

    page.unpublish()
    after_unpublishing = SearchEntry.objects.filter(kind="event").count()
    EventPage.objects.all().delete()
    Event.objects.all().delete()

    assert (found, after_unpublishing) == (1, 0)
    assert not SearchEntry.objects.filter(kind="event").exists()


def test_a_translation_is_found_by_its_readers_only(site_tree):
    page = make_event_page(site_tree, make_event(slug="info"), title="Infotag")
    index = make_index_page(site_tree)
    home = index.get_parent().specific
    translate_page(home, "en", {home.title: "Start", home.lead: "What it is about."})
    translate_page(index, "en", {index.title: "Events"})
    translate_page(page, "en", {"Infotag": "Info day"})

    serves = {document.language: set(document.serves) for document in indexing.documents()}

    assert serves == {"de": {"de", "de-simple", "ar"}, "en": {"en"}}


def test_the_demo_can_be_created_twice_and_keeps_its_dates(site_tree, outbox):
    home = make_home()
    for language in ("en", "ar"):
        translate_page(home, language, {home.title: "Start", home.lead: "What it is about."})

    demo.create_demo()
    first = list(Event.objects.order_by("pk").values("slug", "starts_at", "capacity"))
    demo.create_demo()

    assert list(Event.objects.order_by("pk").values("slug", "starts_at", "capacity")) == first
    assert EventIndexPage.objects.count() == 3
    assert [item.event.kind for item in selectors.upcoming(language="de")] == [
        "info-session",
        "info-session",
        "other",
        "networking-day",
    ]
    assert Event.objects.get(kind="networking-day").sessions.count() == 3
    for language in ("en", "ar"):
        locale = Locale.objects.get(language_code=language)
        assert EventPage.objects.filter(locale=locale, live=True, alias_of=None).count() == 6
        assert WorkshopText.objects.filter(locale=locale).count() == 3
        assert QuestionText.objects.filter(locale=locale).count() == 2
    past = Event.objects.get(slug="infoveranstaltung-oberpfalz")
    assert past.ends_at < timezone.now()
    assert (past.registrations.count(), past.walk_ins.count(), past.feedback.count()) == (7, 1, 4)
    assert presence.counts_of(past) == presence.DoorCounts(expected=7, there=5, walk_ins=1)
    assert not [mail for mail in outbox if mail.reference in {guest.subject for guest in past.registrations.all()}]
    states = Counter(Registration.objects.exclude(event=past).values_list("state", flat=True))
    assert states == {"confirmed": 13, "offered": 1, "waitlisted": 1, "cancelled": 1, "requested": 1}
    shown = [one.name for one in Registration.objects.exclude(event=past) if one.is_shown_to_guests]
    assert shown == ["Anna Beispiel", "Carla Muster"]
    assert all(event.topics for event in Event.objects.all())


def test_past_events_are_marked_and_take_nobody(client, site_tree):
    event = make_event(slug="past", starts_at=timezone.now() - timedelta(days=3))
    make_event_page(site_tree, event)

    page, form = client.get(f"{INDEX}past/"), client.get(f"{INDEX}past/anmeldung/")

    assert page.context["phase"] == form.context["phase"] == "past"


def test_an_event_called_off_says_so_in_the_list_and_on_its_page(client, site_tree):
    event = make_event(slug="off")
    make_event_page(site_tree, event)
    before = client.get(f"{INDEX}off/").content
    services.call_off(event_id=event.pk)

    page, listed = client.get(f"{INDEX}off/"), client.get(INDEX)

    assert page.content != before
    assert page.context["phase"] == listed.context["upcoming"][0].phase == "cancelled"
    assert badges(client) == ["Abgesagt"]
    assert not BeautifulSoup(page.content, "html.parser").main.select("a[href*=anmeldung]")

"""The list of events for other sites: the one page they may show in a frame, with nothing in it to be misused."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from events import emails, views
from events.models import Event
from portal import tokens
from portal.models import User
from tests.builders.events import make_event, make_event_page, make_registration

pytestmark = pytest.mark.django_db

INDEX = "/de/veranstaltungen/"
EMBED = f"{INDEX}einbetten/"


@pytest.fixture
def events(site_tree):
    for day, (title, kind) in enumerate((("Abend", "info-session"), ("Tag", "networking-day")), start=1):
        make_event_page(
            site_tree,
            make_event(slug=title.lower(), kind=kind, starts_at=timezone.now() + timedelta(days=day)),
            title=title,
        )


def soup_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def titles(response) -> list[str]:
    return [link.get_text() for link in soup_of(response).select(".event-card__title a")]


def ancestors(response) -> str:
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    return policy["frame-ancestors"]


def test_other_sites_may_show_the_list_by_https_and_no_script_or_form_runs_in_it(client, events):
    for _time in ("built", "from the cache"):
        response = client.get(EMBED)

        assert ancestors(response) == "https:"
        assert "X-Frame-Options" not in response
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "form-action 'none'" in response["Content-Security-Policy"]
        assert "script-src" not in response["Content-Security-Policy"]
        assert soup_of(response).find_all(["script", "form", "input", "iframe"]) == []


def test_no_other_page_of_events_may_be_shown_in_a_frame(client, events):
    event = Event.objects.get(slug="abend")
    registration = make_registration(event)
    secret = tokens.issue(purpose=emails.PLACE_PURPOSE, subject=registration.subject, lifetime=timedelta(hours=1))
    pages = [
        INDEX,
        f"{INDEX}abend/",
        f"{INDEX}abend/anmeldung/",
        f"{INDEX}kalender.ics",
        f"{INDEX}kalender.atom",
        "/de/",
    ]
    pages += [reverse("events:place", args=[secret]), f"{EMBED}x/", "/api/v1/events"]

    for address in pages:
        response = client.get(address)

        assert (ancestors(response), response["X-Frame-Options"]) == ("'none'", "DENY"), address
    refused = client.post(EMBED)
    assert (refused.status_code, ancestors(refused), refused["X-Frame-Options"]) == (405, "'none'", "DENY")


def test_the_list_needs_no_cookie_and_sets_none_and_says_the_same_to_everybody(client, events):
    nobody = client.get(EMBED)
    client.force_login(User.objects.create_user("staff@demo.example", password="x"))
    somebody = client.get(EMBED)

    assert not nobody.cookies
    assert not somebody.cookies
    assert nobody.content == somebody.content


def test_the_list_takes_the_filters_of_the_portal_and_leads_to_the_same_choice(client, events):
    chosen = client.get(EMBED, {"kind": "networking-day", "x": "1"})

    assert titles(client.get(EMBED)) == ["Abend", "Tag"]
    assert titles(chosen) == ["Tag"]
    assert soup_of(chosen).select("main a")[-1]["href"] == f"{INDEX}?kind=networking-day"


def test_the_list_ends_after_the_next_events(client, events, monkeypatch):
    monkeypatch.setattr(views, "EMBED_LIMIT", 1)

    assert titles(client.get(EMBED)) == ["Abend"]


def test_every_link_leads_out_of_the_frame(client, events):
    soup = soup_of(client.get(EMBED))

    assert soup.find("base")["target"] == "_top"
    assert not soup.find("base").has_attr("href")
    assert soup.find_all("a", target=True) == []
    assert len(soup.find_all("a")) == 3


@pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("ar", "rtl")])
def test_the_list_has_language_direction_and_a_heading_of_its_own(client, events, language, direction):
    soup = soup_of(client.get(f"/{language}/veranstaltungen/einbetten/"))

    assert (soup.html["lang"], soup.html["dir"]) == (language, direction)
    assert len(soup.find_all("h1")) == 1
    assert soup.title.get_text() == soup.h1.get_text()
    assert soup.find("meta", {"name": "robots"})["content"] == "noindex"


def test_below_the_list_stand_the_lines_that_show_what_is_shown(client, events):
    soup = soup_of(client.get(INDEX, {"mode": "on-site", "kind": "networking-day"}))
    code = soup.select_one(".event-embed textarea").get_text()
    frame = BeautifulSoup(code, "html.parser").iframe

    assert soup.find("iframe") is None
    assert frame["src"] == f"{settings.BASE_URL}{EMBED}?kind=networking-day&mode=on-site"
    assert frame["title"].startswith("Veranstaltungen: ")
    assert titles(client.get(frame["src"].removeprefix(settings.BASE_URL))) == ["Tag"]


def test_the_lines_hold_nothing_of_an_address_that_is_no_filter(client, events):
    soup = soup_of(client.get(INDEX, {"kind": '"><script>', "region": "'onload=x"}))

    code = soup.select_one(".event-embed textarea").get_text()
    assert BeautifulSoup(code, "html.parser").iframe["src"] == f"{settings.BASE_URL}{EMBED}"


def test_no_event_can_stand_at_the_address_of_the_list(site_tree):
    with translation.override("en"), pytest.raises(Exception, match="in use by the portal itself"):
        make_event(slug="einbetten").full_clean()

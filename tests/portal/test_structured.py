"""Facts for search engines in the head of pages."""

import json
from datetime import time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from portal.structured import script
from programmes import structured
from programmes.codes import OfferedBy
from programmes.models.centres import CentreLanguage, CentreText, OpeningHours
from programmes.models.hours import Closure, HoursException
from tests.builders.events import make_event, make_event_page
from tests.builders.home import make_home, make_page
from tests.builders.programmes import (
    make_centre,
    make_directory_page,
    make_programme,
    make_programme_index,
    make_programme_page,
    make_region,
)
from tests.conftest import page_faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]

HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 ]]>"


def things(client, address: str) -> dict[str, dict]:
    """What the page says of itself, by type."""
    response = client.get(address)
    assert response.status_code == 200
    [block] = BeautifulSoup(response.content, "html.parser").find_all("script", type="application/ld+json")
    assert block.parent.name == "head"
    data = json.loads(block.string)
    assert data["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in data["@graph"]}


def test_no_text_ends_the_block_or_runs():
    html = f"<html><head>{script([{'@type': 'Thing', 'name': HOSTILE}])}</head><body></body></html>"

    soup = BeautifulSoup(html, "html.parser")
    assert len(soup.find_all("script")) == 1
    assert json.loads(soup.script.string)["@graph"][0]["name"] == HOSTILE
    assert page_faults(html) == []


@pytest.mark.parametrize(
    "html",
    [
        "<script>1</script>",
        '<script type="application/ld+json">{"@graph": [</script>',
        '<script type="application/ld+json">{"@graph": []}</script>',
        '<script type="application/ld+json" id="x">{"@graph": [1]}</script>',
        '<script type="application/json">{"@graph": [1]}</script>',
        '<script type="application/ld+json">{"@graph": ["<b>"]}</script>',
    ],
)
def test_the_guard_lets_whole_blocks_of_data_pass_and_nothing_else(html):
    assert page_faults(html) != []


def test_days_that_are_not_as_every_week_and_each_answer_about_access_are_told(client):
    make_directory_page()
    centre = make_centre("ZAB Nord", provider_type="state", slug="zab", lift="no", assistance_dog="yes")
    today = timezone.localdate()
    HoursException.objects.create(centre=centre, first_day=today, last_day=today, opens=time(15), closes=time(19))
    Closure.objects.create(centre=centre, first_day=today + timedelta(days=1))
    Closure.objects.create(centre=centre, first_day=today - timedelta(days=2), last_day=today - timedelta(days=1))

    office = things(client, "/de/beratungsstellen/zab/")["GovernmentOffice"]

    assert [{**row, "@type": ""} for row in office["openingHoursSpecification"]] == [
        {"@type": "", "opens": "15:00", "closes": "19:00", "validFrom": str(today), "validThrough": str(today)},
        {"@type": "", "opens": "00:00", "closes": "00:00", "validFrom": str(today + timedelta(days=1))},
    ]
    assert [(row["name"], row["value"]) for row in office["amenityFeature"]] == [
        ("Aufzug", False),
        ("Assistenzhunde sind willkommen", True),
    ]
    assert structured.faults([office]) == []


def test_a_state_centre_is_an_office_with_a_service(client):
    make_directory_page()
    centre = make_centre(
        "ZAB Nord",
        provider_type="state",
        slug="zab",
        street="Weg 1",
        postcode="90513",
        city="Zirndorf",
        lat=49.0,
        lon=11.0,
        telephone="+49 911 5680-0",
        step_free="yes",
        audiences=["families"],
        regions=[make_region("095")],
    )
    CentreText.objects.create(centre=centre, language="de", summary=HOSTILE)
    CentreLanguage.objects.create(centre=centre, language="ar", offered_by=OfferedBy.INTERPRETER)
    OpeningHours.objects.create(centre=centre, weekday=0, opens=time(8), closes=time(11, 30))
    OpeningHours.objects.create(centre=centre, by_appointment=True)

    found = things(client, "/de/beratungsstellen/zab/")

    office, service = found["GovernmentOffice"], found["GovernmentService"]
    assert office["address"]["addressLocality"] == "Zirndorf"
    assert "geo" not in office
    assert office["openingHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": "https://schema.org/Monday",
            "opens": "08:00",
            "closes": "11:30",
        }
    ]
    assert service["provider"] == {"@id": office["@id"]}
    assert service["description"] == HOSTILE
    assert service["areaServed"][0]["identifier"] == "095"
    assert service["availableChannel"]["availableLanguage"][0]["alternateName"] == "ar"
    assert service["offers"]["price"] == "0"
    assert [step["position"] for step in found["BreadcrumbList"]["itemListElement"]] == [1, 2, 3]
    assert structured.faults([office, service]) == []


def test_a_centre_nothing_is_known_of_says_only_its_name(client):
    make_directory_page()
    make_centre("Coming Home", slug="coming-home", role="information")

    found = things(client, "/de/beratungsstellen/coming-home/")

    assert set(found["NGO"]) == {"@type", "@id", "name", "url", "parentOrganization"}
    assert {"offers", "areaServed", "description", "audience"}.isdisjoint(found["Service"])


def test_a_programme_is_a_service_until_it_has_ended(client):
    index = make_programme_index()
    running = make_programme("REAG", provider="IOM", status="running")
    make_programme_page(index, running, summary="Reisekosten")
    make_programme_page(index, make_programme("Alt", status="ended"))

    found, ended = things(client, "/de/programme/reag/"), things(client, "/de/programme/alt/")

    assert (found["Service"]["name"], found["Service"]["provider"]["name"]) == ("REAG", "IOM")
    assert set(ended) == {"BreadcrumbList"}


@pytest.mark.parametrize(
    ("facts", "status", "mode", "offer"),
    [
        ({}, "EventScheduled", "OfflineEventAttendanceMode", "InStock"),
        ({"mode": "online"}, "EventScheduled", "OnlineEventAttendanceMode", "InStock"),
        ({"mode": "hybrid"}, "EventScheduled", "MixedEventAttendanceMode", "InStock"),
        ({"capacity": 0}, "EventScheduled", "OfflineEventAttendanceMode", "SoldOut"),
        ({"cancelled_at": timezone.now()}, "EventCancelled", "OfflineEventAttendanceMode", None),
        ({"starts_at": timezone.now() - timedelta(days=9)}, "EventScheduled", "OfflineEventAttendanceMode", None),
    ],
)
def test_an_event_says_whether_how_and_for_how_much(client, site_tree, facts, status, mode, offer):
    event = make_event(slug="info", online_link="https://secret.example/room", **facts)
    make_event_page(site_tree, event, title="Infoveranstaltung", summary="Kurz")

    found = things(client, "/de/veranstaltungen/info/")["Event"]

    assert found["eventStatus"].endswith(f"/{status}")
    assert found["eventAttendanceMode"].endswith(f"/{mode}")
    assert found.get("offers", {}).get("availability", "").removeprefix("https://schema.org/") == (offer or "")
    assert {place["@type"] for place in found["location"]} == {
        "OfflineEventAttendanceMode": {"Place"},
        "OnlineEventAttendanceMode": {"VirtualLocation"},
        "MixedEventAttendanceMode": {"Place", "VirtualLocation"},
    }[mode]
    assert "secret.example" not in json.dumps(found)


def test_questions_of_a_page_are_a_faq(client):
    home = make_home()
    content = [
        ("questions", {"heading": "Fragen", "questions": [{"question": "Kostet das?", "answer": "<p>Nein<br>.</p>"}]}),
        ("questions", {"heading": "Mehr", "questions": [{"question": "<b>Wie?</b>", "answer": "<p>So.</p>"}]}),
    ]
    make_page(home, slug="fragen", body=content)
    make_page(home, slug="ohne")

    found = things(client, "/de/fragen/")["FAQPage"]["mainEntity"]

    assert [one["name"] for one in found] == ["Kostet das?", "<b>Wie?</b>"]
    assert found[0]["acceptedAnswer"]["text"] == "Nein ."
    assert "FAQPage" not in things(client, "/de/ohne/")


def test_the_check_notices_a_slip():
    assert structured.faults([{"@type": "GovernmentOffice", "name": "X", "colour": "red"}]) == [
        ("GovernmentOffice.colour", "unknown"),
        ("GovernmentOffice.url", "missing"),
    ]
    assert structured.faults([{"@type": "Bakery"}]) == [("Bakery", "unknown")]

"""A search of the directory as a feed: the entries of the list, newest first, and nothing that is not public."""

from datetime import datetime, timedelta
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from programmes.models.centres import Centre
from programmes.upkeep import services
from programmes.upkeep.states import FieldGroup, Side
from tests.builders.programmes import make_centre, make_directory_page, make_district, make_postcode, make_region

pytestmark = pytest.mark.django_db
LIST, FEED = "/de/beratungsstellen/", "/de/beratungsstellen/neues.atom"
ATOM = "{http://www.w3.org/2005/Atom}"
LONG_AGO = timezone.make_aware(datetime(2026, 1, 1))


@pytest.fixture
def centres(directory):
    """Three centres, A changed first and C last."""
    region = make_region("095", "Mittelfranken")
    make_postcode("90513", "Zirndorf", district=make_district("09573", "Fürth", region=region), lat=49.44, lon=10.95)
    found = [
        make_centre("ZAB A", summary="Wir <b>beraten</b>.", regions=[region], provider_type="state", city="Zirndorf"),
        make_centre("ZRB B", regions=[region], modes=["telephone"], telephone="+49 911 4711", email="b@example.org"),
        make_centre("ZRB C"),
    ]
    for number, centre in enumerate(found):
        Centre.objects.filter(pk=centre.pk).update(changed_at=LONG_AGO + timedelta(days=number))
    return found


def entries(client, **parameters) -> list[ET.Element]:
    response = client.get(f"{FEED}?{urlencode(parameters, doseq=True)}")
    assert response.status_code == 200
    return ET.fromstring(response.content).findall(f"{ATOM}entry")  # noqa: S314 -- our own answer


def titles(client, **parameters) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in entries(client, **parameters)]


def test_the_newest_entry_stands_first(client, centres):
    assert titles(client) == ["ZRB C", "ZRB B", "ZAB A (Zirndorf)"]


def test_the_parameters_are_those_of_the_directory(client, centres):
    assert titles(client, place="90513") == ["ZRB B", "ZAB A (Zirndorf)"]
    assert titles(client, provider="state") == ["ZAB A (Zirndorf)"]
    assert titles(client, q="ZRB") == ["ZRB C", "ZRB B"]
    assert titles(client, q="xqzwv") == []
    assert titles(client, place="Nirgendwo") == []


def test_an_entry_says_what_it_is_and_where_under_an_id_that_stays(client, centres, settings):
    [entry] = entries(client, provider="state")

    assert entry.findtext(f"{ATOM}id") == centres[0].public_id.urn
    assert entry.findtext(f"{ATOM}summary") == "Wir &lt;b&gt;beraten&lt;/b&gt;."
    assert entry.find(f"{ATOM}link").get("href") == f"{settings.BASE_URL}{LIST}{centres[0].slug}/"
    assert entry.findtext(f"{ATOM}updated") == "2025-12-31T23:00:00+00:00"
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"


def test_a_confirmed_entry_is_new_again(client, centres):
    services.confirm(centre_id=centres[0].pk, groups=FieldGroup.values, side=Side.CENTRE)

    assert titles(client)[0] == "ZAB A (Zirndorf)"


def test_an_entry_that_comes_to_match_is_in_the_feed(client, centres):
    assert titles(client, mode="telephone") == ["ZRB B"]

    centres[2].modes = ["telephone"]
    centres[2].save()

    assert titles(client, mode="telephone") == ["ZRB C", "ZRB B"]


def test_what_is_not_public_is_in_no_feed(client, centres):
    Centre.objects.get(pk=centres[2].pk)
    centres[2].is_public = False
    centres[2].save()

    response = client.get(FEED)

    assert b"ZRB C" not in response.content
    assert b"4711" not in response.content
    assert b"b@example.org" not in response.content


def test_a_feed_is_kept_until_the_directory_changes(client, centres):
    first = client.get(FEED)
    assert client.get(FEED, headers={"If-None-Match": first["ETag"]}).status_code == 304

    centres[0].save()

    again = client.get(FEED, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert again["Content-Type"] == "application/atom+xml; charset=utf-8"


def test_the_page_of_results_names_the_feed_of_this_search(client, centres):
    soup = BeautifulSoup(client.get(LIST, {"place": "90513", "open": "now", "sort": "title"}).content, "html.parser")

    named = soup.find("link", rel="alternate", type="application/atom+xml")["href"]
    assert named == f"{FEED}?place=90513"
    assert [link["href"] for link in soup.find_all("a", type="application/atom+xml")] == [named]


def test_a_place_that_is_asked_back_has_no_feed_to_subscribe_to(client, centres):
    soup = BeautifulSoup(client.get(LIST, {"place": "Nirgendwo"}).content, "html.parser")

    assert soup.find("link", type="application/atom+xml") is None


def test_the_title_says_what_was_searched_for_in_the_language_of_the_reader(client, centres):
    make_directory_page("en", "Centres")
    answer = client.get("/en/beratungsstellen/neues.atom", {"q": "Hilfe\x01", "language": "ar"}).content

    feed = ET.fromstring(answer)  # noqa: S314
    assert feed.findtext(f"{ATOM}title").startswith("Counselling centres: Hilfe, Arabic")
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_a_language_without_a_directory_has_no_feed(client, site_tree):
    assert client.get("/en/beratungsstellen/neues.atom").status_code == 404


def test_the_order_of_the_newest_is_that_of_all_not_of_the_best(client, centres, monkeypatch):
    monkeypatch.setattr("programmes.directory.MOST_NEWEST", 2)

    assert titles(client) == ["ZRB C", "ZRB B"]

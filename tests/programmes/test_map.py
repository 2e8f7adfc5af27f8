"""The map of the directory: offered only with a tile server, and the same entries as the list."""

from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.map import points
from programmes.models.centres import Centre
from tests.builders.programmes import make_centre, make_district, make_postcode, make_region

pytestmark = pytest.mark.django_db
LIST, POINTS = "/de/beratungsstellen/", "/de/beratungsstellen/karte.json"


@pytest.fixture
def tiles(settings):
    settings.TILE_URL = "https://tiles.example.org/{z}/{x}/{y}.png"
    settings.TILE_ATTRIBUTION = "© Makers of the <map>"


@pytest.fixture
def franconia(directory):
    region, elsewhere = make_region("095", "Mittelfranken"), make_region("091", "Oberbayern")
    make_postcode("90513", "Zirndorf", district=make_district("09573", "Fürth", region=region), lat=49.44, lon=10.95)
    make_centre("ZAB Zirndorf", regions=[region], provider_type="state", lat=49.44, lon=10.95, city="Zirndorf")
    make_centre("ZRB Zirndorf", regions=[region], lat=49.44, lon=10.95, postcode="90513", city="Zirndorf")
    make_centre("ZAB Ansbach", regions=[region], provider_type="state", lat=49.30, lon=10.57)
    make_centre("ZAB ohne Ort", regions=[region], provider_type="state")
    make_centre("ZAB Oberbayern", regions=[elsewhere], provider_type="state", lat=48.1, lon=11.5)


def ask(client, **parameters):
    response = client.get(f"{POINTS}?{urlencode(parameters, doseq=True)}")
    assert response.status_code == 200
    return response.json()


def names(answer):
    return {centre["name"] for point in answer["points"] for centre in point["centres"]}


def test_without_a_tile_server_the_page_knows_no_map_and_no_host(client, franconia):
    response = client.get(LIST)

    assert "data-map" not in response.content.decode()
    assert "map.js" not in response.content.decode()
    assert response["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert "http" not in response["Content-Security-Policy"]


def test_with_one_the_page_names_the_host_before_anything_is_loaded(client, franconia, tiles):
    response = client.get(LIST, {"place": "90513", "provider": "state"})
    soup = BeautifulSoup(response.content, "html.parser")
    box = soup.select_one("[data-map]")

    assert "img-src 'self' data: https://tiles.example.org;" in response["Content-Security-Policy"]
    assert response["Cross-Origin-Embedder-Policy"] == "credentialless"
    assert box.has_attr("hidden"), "nothing to see without script"
    assert "tiles.example.org" in box.select_one("#map-privacy").get_text()
    assert box["data-points"].split("?")[0] == POINTS
    assert {"place=90513", "provider=state"} <= set(box["data-points"].split("?")[1].split("&"))
    assert "© Makers of the <map>" in box.get_text()
    assert not soup.select("img[src^=https], link[href^=https], script[src^=https]")
    assert soup.select(".entry"), "the list is there all the same"


def test_the_policy_stays_narrow_on_every_other_page(client, franconia, tiles):
    for path in (f"{LIST}zab-zirndorf/", POINTS, "/de/suche/", f"{LIST}?q=xqzwvk&provider=municipal"):
        assert "tiles.example.org" not in client.get(path)["Content-Security-Policy"], path


def test_the_wider_policy_is_kept_with_the_stored_page(client, franconia, tiles):
    first, second = client.get(LIST), client.get(LIST)

    assert first["Content-Security-Policy"] == second["Content-Security-Policy"]
    assert "tiles.example.org" in second["Content-Security-Policy"]


def test_the_points_are_those_of_the_list(client, franconia):
    assert names(ask(client, place="90513")) == {"ZAB Zirndorf", "ZRB Zirndorf", "ZAB Ansbach"}
    assert names(ask(client, place="90513", provider="state")) == {"ZAB Zirndorf", "ZAB Ansbach"}
    assert names(ask(client, q="Oberbayern")) == {"ZAB Oberbayern"}
    assert names(ask(client, provider="state", page="7")) == {"ZAB Zirndorf", "ZAB Ansbach", "ZAB Oberbayern"}


def test_centres_at_one_point_share_it_and_those_without_one_are_counted(client, franconia):
    answer = ask(client, place="90513")
    [shared] = [point for point in answer["points"] if len(point["centres"]) > 1]

    assert (answer["shown"], answer["total"]) == (3, 4)
    assert shared["centres"][1] == {
        "name": "ZRB Zirndorf",
        "place": "90513 Zirndorf",
        "url": "/de/beratungsstellen/zrb-zirndorf/",
    }


def test_a_place_that_is_asked_back_has_no_points(client, franconia):
    assert ask(client, place="Atlantis") == {"total": 0, "shown": 0, "points": []}


def test_a_hidden_centre_is_on_no_map(client, franconia):
    Centre.objects.get(name="ZAB Ansbach").delete()
    hidden = Centre.objects.get(name="ZRB Zirndorf")
    hidden.is_public = False
    hidden.save()

    assert names(ask(client, place="90513")) == {"ZAB Zirndorf"}


def test_nor_one_the_index_has_not_heard_of_yet(client, franconia):
    """A search server may lag behind the database."""
    Centre.objects.filter(name="ZRB Zirndorf").update(is_public=False)

    assert names(ask(client, place="90513")) == {"ZAB Zirndorf", "ZAB Ansbach"}


def test_neighbours_share_a_point(client, franconia):
    make_centre("Nebenan", lat=49.443, lon=10.953, city="Zirndorf")
    make_centre("Weiter weg", lat=49.46, lon=10.95, city="Fürth")

    groups = [{centre["name"] for centre in point["centres"]} for point in ask(client)["points"]]

    assert {"Nebenan", "ZAB Zirndorf", "ZRB Zirndorf"} in groups
    assert {"Weiter weg"} in groups


def test_there_is_a_limit_and_the_total_is_told(client, franconia, monkeypatch):
    monkeypatch.setattr(points, "MOST_POINTS", 2)

    answer = ask(client, provider="state")

    assert (answer["total"], answer["shown"] <= 2) == (4, True)


def test_a_centre_called_like_the_points_keeps_its_page(client, directory, tiles):
    make_centre("Karte", slug="karte", lat=49.4, lon=10.9)

    assert client.get(f"{LIST}karte/").status_code == 200
    assert client.get(POINTS)["Content-Type"] == "application/json"


def test_the_points_may_be_kept_and_change_with_the_directory(client, franconia):
    before = client.get(POINTS)
    make_centre("Neu", lat=49.1, lon=11.1)

    assert "public" in before["Cache-Control"]
    assert "Neu" in names(client.get(POINTS).json())


def test_the_number_of_statements_does_not_grow_with_the_points(client, directory):
    def statements(turn):  # each turn asks at an address of its own, which no cache of pages knows
        client.get(f"{POINTS}?sort=title&warm={turn}")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{POINTS}?sort=title&turn={turn}")
        return len(captured)

    make_centre("Erste", lat=49.0, lon=11.0)
    one = statements(1)
    for number in range(20):
        make_centre(f"Stelle {number}", lat=49.0 + number / 100, lon=11.0)

    assert statements(2) == one

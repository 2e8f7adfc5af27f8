"""One tile server or none: what the settings may say, and what it opens in the policy of a page."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse

from portal import map_tiles
from portal.middleware import PUBLIC_POLICY, SecurityHeadersMiddleware, policy_with
from tests.portal.test_settings import GOOD, manage

GOOD_TILES = "https://tiles.example.org/bavaria/{z}/{x}/{y}{r}.png"


@pytest.fixture
def tile_settings(settings):
    settings.TILE_URL, settings.TILE_ATTRIBUTION, settings.TILE_MAX_ZOOM = GOOD_TILES, "Maps: somebody", 17
    return settings


def test_without_an_address_there_is_no_server(settings):
    settings.TILE_URL = ""

    assert map_tiles.configured() is None


def test_an_address_names_its_host(tile_settings):
    tiles = map_tiles.configured()

    assert (tiles.origin, tiles.host, tiles.max_zoom) == ("https://tiles.example.org", "tiles.example.org", 17)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8124/{z}/{x}/{y}.png", "http://localhost/{z}/{x}/{y}"])
def test_this_very_machine_needs_no_encryption(tile_settings, url):
    tile_settings.TILE_URL = url

    assert map_tiles.configured().origin == url.partition("/{z}")[0]


@pytest.mark.parametrize(
    "url",
    [
        "http://tiles.example.org/{z}/{x}/{y}.png",
        "http://127.0.0.1.example.org/{z}/{x}/{y}.png",
        "ftp://tiles.example.org/{z}/{x}/{y}.png",
        "//tiles.example.org/{z}/{x}/{y}.png",
        "/tiles/{z}/{x}/{y}.png",
        "https://{s}.tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/{s}/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}.png",
        "https://tiles.example.org/{z}/{x}/{y}/{y}.png",
        "https://user:word@tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org; script-src *\t/{z}/{x}/{y}.png",
        "https:///{z}/{x}/{y}.png",
    ],
)
def test_every_other_address_is_refused(tile_settings, url):
    tile_settings.TILE_URL = url

    with pytest.raises(ImproperlyConfigured, match="PORTAL_TILE_URL"):
        map_tiles.configured()


def test_the_makers_of_the_map_are_named(tile_settings):
    tile_settings.TILE_ATTRIBUTION = ""

    with pytest.raises(ImproperlyConfigured, match="PORTAL_TILE_ATTRIBUTION"):
        map_tiles.configured()


@pytest.mark.parametrize("zoom", [0, 23])
def test_the_deepest_zoom_is_possible(tile_settings, zoom):
    tile_settings.TILE_MAX_ZOOM = zoom

    with pytest.raises(ImproperlyConfigured, match="PORTAL_TILE_MAX_ZOOM"):
        map_tiles.configured()


def test_a_portal_with_a_misspelt_server_does_not_start():
    result = manage("check", **GOOD, PORTAL_TILE_URL="http://tiles.example.org/{z}/{x}/{y}.png")

    assert result.returncode != 0
    assert "PORTAL_TILE_URL" in result.stderr


def test_the_policy_lets_pictures_of_that_one_host_in_and_nothing_else(tile_settings):
    policy = policy_with(map_tiles.configured())

    assert policy == PUBLIC_POLICY.replace("img-src 'self' data:;", "img-src 'self' data: https://tiles.example.org;")
    assert policy.count("tiles.example.org") == 1
    assert policy_with(None) == PUBLIC_POLICY


@pytest.mark.parametrize(("path", "is_open"), [("/de/beratungsstellen/", True), ("/cms/", False)])
def test_only_a_page_that_offers_a_map_gets_the_wider_policy(rf, tile_settings, path, is_open):
    response = HttpResponse()
    response.map_tiles = map_tiles.configured()

    answer = SecurityHeadersMiddleware(lambda request: response)(rf.get(path))

    assert ("tiles.example.org" in answer["Content-Security-Policy"]) == is_open
    assert answer.get("Cross-Origin-Embedder-Policy") == ("credentialless" if is_open else None)

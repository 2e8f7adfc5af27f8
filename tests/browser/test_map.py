"""The map of the directory with a tile server of our own: nothing before the button, nothing from anywhere else."""

import io
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.bench.servers import free_port, serve
from tests.browser.portal import Portal

pytestmark = pytest.mark.browser
LIST = "/{}/beratungsstellen/?place=90513"
MARKER = "[data-map] .map__marker"


@contextmanager
def tile_server():
    """A server of one picture; it says nothing about who may show it, like those of the world. Yields its address."""
    raw = io.BytesIO()
    Image.new("RGB", (256, 256), "#dfe8d8").save(raw, "PNG")

    class Tile(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(raw.getvalue())

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Tile)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def tiles():
    with tile_server() as address:
        yield address


@pytest.fixture(scope="module")
def mapped(portal, tiles):
    """The same portal once more, with a tile server."""
    port = free_port()
    env = {
        **portal.env,
        "PORTAL_TILE_URL": f"{tiles}/{{z}}/{{x}}/{{y}}.png",
        "PORTAL_TILE_ATTRIBUTION": "© Makers of the map",
        "PORTAL_BASE_URL": f"http://127.0.0.1:{port}",
    }
    with serve("portal.wsgi:application", env, port, workers=1):
        yield Portal(f"http://127.0.0.1:{port}", portal.folder, env)


@pytest.fixture
def open_map(visit, mapped, tiles):
    """A visitor of the list, and the tiles their browser asked for."""

    def opened(language: str = "de", **options):
        visitor = visit(portal=mapped, other_hosts=(tiles,), **options)
        asked = []
        visitor.page.on("request", lambda request: asked.append(request.url) if request.url.startswith(tiles) else None)
        visitor.open(LIST.format(language))
        return visitor, asked

    return opened


def show(visitor) -> None:
    visitor.main("[data-map-button]").click()
    expect(visitor.page.locator(MARKER).first).to_be_visible()
    expect(visitor.main("[data-map-status]")).not_to_be_empty()


def test_nothing_is_asked_of_the_tile_server_before_the_button(open_map):
    visitor, asked = open_map()
    visitor.page.wait_for_load_state("networkidle")
    loaded = [
        entry for entry in visitor.page.evaluate("performance.getEntries().map(e => e.name)") if "leaflet" in entry
    ]

    assert (asked, loaded) == ([], [])
    show(visitor)
    visitor.page.wait_for_function(
        "() => { const all = [...document.querySelectorAll('.leaflet-tile')];"
        " return all.length > 0 && all.every(tile => tile.naturalWidth > 0); }"
    )
    assert asked
    visitor.look()


@pytest.mark.parametrize(("language", "colours"), [("de", "dark"), ("ar", "light")])
def test_the_map_has_no_barrier_a_machine_can_find(open_map, language, colours):
    visitor, _asked = open_map(language, colours=colours)
    show(visitor)
    visitor.look()

    visitor.page.locator(MARKER).first.focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(".leaflet-popup a[href*='beratungsstellen']").first).to_be_focused()
    visitor.look()


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_map_fits_a_narrow_screen(open_map, language):
    visitor, _asked = open_map(language, width=320, strict_axe=False)
    show(visitor)
    visitor.page.locator(MARKER).first.click()
    expect(visitor.page.locator(".leaflet-popup")).to_be_visible()
    visitor.look()
    visitor.page.wait_for_timeout(600)  # the map moves until the words fit in

    popup, canvas = (visitor.page.locator(one).bounding_box() for one in (".leaflet-popup", "[data-map-canvas]"))
    assert popup["x"] >= canvas["x"]
    assert popup["x"] + popup["width"] <= canvas["x"] + canvas["width"]


def test_the_map_is_used_and_left_by_keyboard(open_map):
    visitor, _asked = open_map()
    button, markers = visitor.main("[data-map-button]"), visitor.page.locator(MARKER)
    visitor.tab_to(button)
    visitor.page.keyboard.press("Enter")
    expect(markers.first).to_be_visible()
    names = set(markers.evaluate_all("all => all.map(one => one.getAttribute('aria-label'))"))
    assert len(names) == markers.count() > 1
    assert button.get_attribute("aria-expanded") == "true"

    visitor.tab_to(markers.nth(0), at_most=8)
    visitor.page.keyboard.press("Space")
    link = visitor.page.locator(".leaflet-popup li a").first
    expect(link).to_be_focused()
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator(".leaflet-popup")).to_have_count(0)
    expect(markers.nth(0)).to_be_focused()
    visitor.page.keyboard.press("Escape")
    expect(visitor.main("[data-map-panel]")).to_be_hidden()
    expect(button).to_be_focused()
    assert button.get_attribute("aria-expanded") == "false"


def test_one_can_skip_the_map(open_map):
    visitor, _asked = open_map()
    show(visitor)
    visitor.main(".map__skip a").focus()
    visitor.page.keyboard.press("Enter")
    visitor.page.keyboard.press("Tab")

    assert visitor.page.evaluate("!document.activeElement.closest('[data-map]')")


def test_a_point_leads_to_its_centre(open_map):
    visitor, _asked = open_map()
    show(visitor)
    visitor.page.locator(MARKER).first.click()
    link = visitor.page.locator(".leaflet-popup li a").first
    name = link.inner_text()
    visitor.press(link)

    assert visitor.main("h1").inner_text() == name


def test_when_the_points_do_not_come_the_list_is_pointed_to(open_map):
    visitor, _asked = open_map()
    visitor.page.route("**/karte.json*", lambda route: route.abort())
    visitor.main("[data-map-button]").click()
    expect(visitor.main("[data-map-status]")).not_to_be_empty()

    assert visitor.main("[data-map-panel]").is_hidden()
    assert visitor.main(".entry").count() > 1
    visitor.page.unroute("**/karte.json*")
    show(visitor)


def test_without_script_there_is_the_list_and_no_button(open_map):
    visitor, asked = open_map(script=False)

    assert visitor.main("[data-map-button]").is_hidden()
    assert visitor.main(".entry").count() > 1
    assert asked == []


def test_without_a_tile_server_there_is_no_map(visit):
    visitor = visit()
    visitor.open(LIST.format("de"))

    assert visitor.page.locator("[data-map]").count() == 0

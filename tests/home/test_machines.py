"""What search engines and finders of weaknesses get."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from portal.models import SiteIdentity
from portal.page_translation import translate_page
from tests.builders.home import make_aliases, make_home, make_locale, make_page
from tests.builders.programmes import make_centre, make_directory_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def home():
    return make_home(following=("en", "ar"))


def sitemap(client) -> dict[str, dict[str, str]]:
    """The addresses of the sitemap, each with its other languages."""
    index = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 -- our own answer
    found = {}
    for place in index.findall("s:sitemap/s:loc", NAMES):
        section = ET.fromstring(client.get(place.text.removeprefix("http://testserver")).content)  # noqa: S314
        for url in section.findall("s:url", NAMES):
            links = {link.get("hreflang"): path_of(link.get("href")) for link in url.findall("x:link", NAMES)}
            found[path_of(url.find("s:loc", NAMES).text)] = links
    return found


def path_of(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def test_the_sitemap_names_each_page_with_its_languages(client, home):
    page = make_page(home, title="Ablauf", slug="ablauf")
    make_aliases()
    translate_page(page, "ar", {"Ablauf": "المسار"})

    found = sitemap(client)

    assert found["/de/ablauf/"] == found["/ar/ablauf/"]
    assert found["/de/ablauf/"] == {"de": "/de/ablauf/", "ar": "/ar/ablauf/", "x-default": "/de/ablauf/"}
    assert "/en/ablauf/" not in found


def test_the_sitemap_names_easy_language_without_calling_it_a_language(client, home):
    easy = home.copy_for_translation(make_locale("de-simple"))
    easy.save_revision().publish()

    found = sitemap(client)

    assert found["/de/"] == {"de": "/de/"}
    assert "/de-simple/" in found


def test_the_sitemap_keeps_quiet_about_drafts_and_private_pages(client, home):
    make_page(home, slug="entwurf", live=False)
    private = make_page(home, slug="intern")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

    assert set(sitemap(client)) == {"/de/"}


def test_the_sitemap_names_each_public_centre_in_the_languages_it_has_words_in(client, home):
    make_directory_page()
    make_directory_page("ar", title="مراكز")
    bare, worded = make_centre("Ohne Worte", slug="ohne"), make_centre("Mit Worten", slug="mit", summary="Kurz")
    make_centre("Verborgen", slug="verborgen", is_public=False)

    found = sitemap(client)

    both = {code: f"/{code}/beratungsstellen/ohne/" for code in ("de", "ar")}
    assert found["/ar/beratungsstellen/ohne/"] == {**both, "x-default": both["de"]}
    assert found["/de/beratungsstellen/mit/"] == {"de": "/de/beratungsstellen/mit/"}
    assert "/ar/beratungsstellen/mit/" not in found
    assert not [address for address in found if "verborgen" in address or "/en/" in address]
    section = client.get("/sitemap-beratungsstellen.xml").content.decode()
    assert section.count(f"<lastmod>{timezone.localtime(bare.changed_at).date()}") == 3
    assert worded.slug in section


def test_the_sitemap_of_centres_asks_as_often_for_twenty_as_for_one(client, home, django_assert_max_num_queries):
    make_directory_page()
    for number in range(20):
        make_centre(f"Stelle {number}", summary="Kurz")

    with django_assert_max_num_queries(12):
        assert client.get("/sitemap-beratungsstellen.xml").content.decode().count("<url>") == 20


def test_robots_learn_what_to_leave_alone(client):
    answer = client.get("/robots.txt")

    assert answer.headers["Content-Type"].startswith("text/plain")
    text = answer.content.decode()
    assert "Disallow: /cms/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_finders_of_weaknesses_learn_whom_to_tell(client):
    SiteIdentity.objects.create(site=Site.objects.get(is_default_site=True), email="sicherheit@example.org")

    lines = client.get("/.well-known/security.txt").content.decode().splitlines()

    fields = dict(line.split(": ", 1) for line in lines if line)
    assert fields["Contact"] == "mailto:sicherheit@example.org"
    expires = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timezone.now() < expires < timezone.now() + timedelta(days=365)


def test_without_an_address_there_is_no_security_file(client):
    assert client.get("/.well-known/security.txt").status_code == 404

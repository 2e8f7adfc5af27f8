"""What the frame around every page costs the database: the same few questions, however much menu and footer hold."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from home.models import HomePage
from portal.models import SiteIdentity, SiteIdentityText
from tests.builders.home import make_aliases, make_home, make_locale, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(site_tree) -> HomePage:
    identity = SiteIdentity.for_site(site_tree)
    SiteIdentityText.objects.create(identity=identity, language="de", tagline="Wir beraten.")
    return make_home(following=("en",))


def printed(rf, path: str, language: str) -> tuple[int, str]:
    """Number of queries and HTML of a page that has nothing but the frame."""
    with translation.override(language), CaptureQueriesContext(connection) as queries:
        html = render_to_string("portal/base.html", request=rf.get(path))
    return len(queries), html


def test_menu_footer_identity_and_languages_take_four_queries_whatever_they_hold(rf, home):
    make_page(home, title="Projekt", slug="projekt", show_in_menus=True)
    make_page(home, title="Impressum", slug="impressum")
    printed(rf, "/de/x/", "de")
    few, _html = printed(rf, "/de/x/", "de")
    for number in range(8):
        make_page(home, title=f"Thema {number}", slug=f"thema-{number}", show_in_menus=True)
    make_page(home, title="Datenschutz", slug="datenschutz")

    many, html = printed(rf, "/de/x/", "de")

    assert few == many == 4
    assert html.count(">Thema 7</a>") == 2
    assert html.index("/de/impressum/") < html.index("/de/datenschutz/")
    assert "Wir beraten." in html


def test_another_language_has_its_own_menu_for_the_same_price(rf, home):
    make_locale("en")
    make_page(home, title="Projekt", slug="projekt", show_in_menus=True)
    make_aliases()
    printed(rf, "/en/x/", "en")

    number, html = printed(rf, "/en/x/", "en")

    assert number == 4
    assert 'href="/en/projekt/"' in html
    assert 'href="/de/projekt/"' not in html


def test_printing_the_frame_writes_nothing(rf, site_tree):
    SiteIdentity.objects.all().delete()

    printed(rf, "/de/x/", "de")

    assert not SiteIdentity.objects.exists()

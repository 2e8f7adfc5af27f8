"""Staff see how far the search server is behind; only the administrator."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal import roles
from search.models import IndexState, SearchIndex
from tests.builders.search import make_entry
from tests.portal.test_admin_views import OTHERS, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.usefixtures("site_tree")]
ADDRESS = "search_admin:search_server"


def page(staff_client) -> str:
    return staff_client(make_staff(roles.ADMINISTRATOR)).get(reverse(ADDRESS)).content.decode()


def test_without_a_search_server_the_page_says_so(staff_client):
    assert "Die Datenbank beantwortet alle Suchen" in page(staff_client)


def test_what_waits_and_what_keeps_it_is_shown(staff_client, settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:1"
    SearchIndex.objects.create(
        name="neustart-1", state=IndexState.LIVE, changed_at=timezone.now(), problem="ConnectionError"
    )
    make_entry(title="Eins")
    make_entry(title="Zwei")

    html = page(staff_client)

    assert "2 Änderungen" in html
    assert "ConnectionError" in html


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_sees_it(role, staff_client):
    response = staff_client(make_staff(role)).get(reverse(ADDRESS))

    assert response.status_code in (302, 403)

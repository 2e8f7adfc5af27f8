"""The directory for machines: a long list comes in pages and asks the database as often as a short one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.indexing import written_together
from programmes.models.programmes import ProgrammeCountry
from search.selectors import FEW
from tests.builders.events import make_event, make_event_page
from tests.builders.programmes import (
    make_centre,
    make_directory_page,
    make_programme,
    make_programme_index,
    make_programme_page,
    make_region,
)
from tests.programmes.test_api import FACTS, fill

pytestmark = pytest.mark.django_db


def test_pages_are_linked(client, site_tree):
    make_directory_page()
    with written_together():
        for number in range(45):
            make_centre(f"Stelle {number:02}")

    first = client.get("/api/v1/centres", {"sort": "title"}).json()
    second = client.get(first["links"]["next"].removeprefix("http://testserver")).json()
    last = client.get(second["links"]["last"].removeprefix("http://testserver")).json()

    assert (first["count"], first["pages"], len(first["items"])) == (45, 3, 20)
    assert second["links"]["previous"].endswith("sort=title&page=1")
    assert last["links"]["next"] is None
    seen = [item["name"] for page in (first, second, last) for item in page["items"]]
    assert seen == [f"Stelle {number:02}" for number in range(45)]


ADDRESSES = (
    "/api/v1/centres",
    "/api/v1/programmes",
    "/api/v1/events",
    "/api/hsds/organizations?full=true&per_page=100",
    "/api/hsds/services?full=true&per_page=100",
    "/api/hsds/locations?full=true",
    "/api/hsds/service_at_locations?full=true",
)
SEARCH = "/api/v1/programmes?q=programm"


@pytest.fixture
def add_rows(site_tree):
    """Adds one more of everything the API tells, for each number."""
    region = make_region("095")
    make_directory_page()
    index = make_programme_index()

    def add_rows(numbers):
        with written_together():
            for number in numbers:
                add_row(number)

    def add_row(number):
        fill(make_centre(f"Stelle {number}", **FACTS, run_by=f"Träger {number}", regions=[region]))
        programme = make_programme(f"Programm {number}", provider=f"Anbieter {number}")
        ProgrammeCountry.objects.create(programme=programme, country="SY")
        make_programme_page(index, programme, summary="Programm")
        make_event_page(site_tree, make_event(slug=f"e-{number}"), title=f"Veranstaltung {number}")

    return add_rows


def queries_of(client, address: str) -> int:
    client.get(address)  # what is looked up once a process is not counted
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_many_rows_take_as_many_queries_as_few(client, add_rows):
    add_rows(range(2))
    few = {address: queries_of(client, address) for address in ADDRESSES}
    add_rows(range(2, FEW))  # a search with fewer hits than this looks for more of them
    few[SEARCH] = queries_of(client, SEARCH)
    add_rows(range(FEW, FEW + 6))

    assert {address: queries_of(client, address) for address in few} == few


def test_the_conformance_page_takes_as_many_queries_for_eight_rows_as_for_two(client, add_rows):
    add_rows(range(2))
    few = queries_of(client, "/api/konformitaet/")
    add_rows(range(2, 8))

    assert queries_of(client, "/api/konformitaet/") == few

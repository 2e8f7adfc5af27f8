"""What a public page may cost the database, while no page is kept and the process has answered before."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.page_cache import SCOPES, changed
from tests.structure.addresses import LANGUAGES, crawl

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
MOST = 30
# Everything a reader can ask of the directory at once, misspelt and beyond the last page too.
ASKED = (
    "q=beratung&place=90513",
    "q=beratung+asyl+nuernberg&place=N%C3%BCrnberg&mode=phone&language=ar",
    "q=beratunk&place=Manching&language=ar&language=fa&spoken=staff&open=now&country=SY",
    "q=beratung&place=95666&page=99&mode=phone",
    "q=beratung&place=90513&radius=50&language=ar&sort=title",
    "q=xqzwv&place=Nuernberk",
    "q=rueckkehr&place=Oberfranken&audience=families&gender=woman&access=step_free&anker=yes",
)


# Those of them that ask for most: a place by name, misspelt words, a postcode with a page beyond the last.
MOST_ASKED = ("q=beratunk&place=Manching&anker=yes&mode=phone", "q=beratung&place=95666&page=99&mode=phone")


def statements(client: Client, address: str) -> int:
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def by_turns(addresses: list[str]) -> list[str]:
    """Each page in one of its languages, the languages by turns."""
    pages: dict[str, list[str]] = {}
    for address in addresses:
        language, _slash, rest = address.removeprefix("/").partition("/")
        pages.setdefault(rest if language in LANGUAGES else address, []).append(address)
    return [versions[turn % len(versions)] for turn, versions in enumerate(pages.values())]


def test_no_public_page_takes_more_than_thirty_statements():
    asked = by_turns([f"/{language}/beratungsstellen/?{one}" for language in LANGUAGES for one in ASKED])
    addresses = [*by_turns(crawl()), *asked]
    client = Client()
    for language in LANGUAGES:
        statements(client, f"/{language}/")
    statements(client, f"/de/beratungsstellen/?{ASKED[0]}")

    found = {address: statements(client, address) for address in addresses}

    assert {address: number for address, number in found.items() if number > MOST} == {}


@pytest.mark.parametrize("scope", SCOPES)
def test_nor_the_first_page_after_a_change(scope):
    """What the process keeps of the public content is read anew then."""
    client, found = Client(), {}
    for address in (f"/ar/beratungsstellen/?{one}" for one in MOST_ASKED):
        statements(client, address)
        changed(scope)
        found[address] = statements(client, address)

    assert {address: number for address, number in found.items() if number > MOST} == {}

"""Every public page of a full directory, each built anew, and what very long questions cost (F41)."""

import time
from collections.abc import Callable, Iterable
from statistics import median
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import caches
from django.test import Client

from programmes.models import Centre
from tests.bench.report import Row
from tests.structure.addresses import LANGUAGES, crawl
from tests.structure.test_odd_input import QUERIES
from tests.structure.test_statements import ASKED

TURNS = 3
SLOWEST, SLOWEST_HOSTILE = 500, 100  # milliseconds
# The server refuses such an address (gunicorn: more than 4,094 bytes); here it is handed past it.
LONG = "ä" * 50_000
INTERFACES = ("/api/v1/centres", "/api/v1/programmes", "/api/v1/events", "/api/hsds/services", "/sitemap.xml")


def measure(*, say: Callable[[str], None]) -> list[Row]:
    """Of the database as it is; the page cache is cleared before each question."""
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.API_REQUESTS_PER_MINUTE = 10**6
    say("every public page …")
    asked = [f"/{language}/beratungsstellen/?{one}" for language in LANGUAGES for one in ASKED]
    pages = times([*crawl(), *asked, *INTERFACES])
    say("very long questions …")
    hostile = times(hostile_addresses())
    number = Centre.objects.count()
    return [
        row(f"{len(pages)} public pages at {number:,} centres, none of them kept", pages, SLOWEST),
        row(f"{len(hostile)} questions of 100 kB at {number:,} centres, past the server", hostile, SLOWEST_HOSTILE),
    ]


def hostile_addresses() -> list[str]:
    return [
        f"{address.format('de')}?{urlencode({name: LONG})}"
        for address, names in QUERIES.items()
        for name in names
        if not address.startswith("/sprache/")
    ]


def times(addresses: Iterable[str]) -> dict[str, float]:
    """By address the milliseconds of its answer; those that are refused cost nothing."""
    client, found = Client(), {}
    for address in addresses:
        spent = []
        for _turn in range(TURNS):
            caches["pages"].clear()
            start = time.perf_counter()
            response = client.get(address)
            spent.append((time.perf_counter() - start) * 1000)
            if response.streaming:
                response.close()
        if response.status_code < 400:
            found[address] = median(spent)
        elif response.status_code >= 500:
            raise RuntimeError(f"{address[:80]} answered {response.status_code}")
    return found


def row(what: str, found: dict[str, float], target: int) -> Row:
    slowest = max(found, key=found.__getitem__)
    above = sum(spent > target for spent in found.values())
    measured = f"median {median(found.values()):.0f} ms, slowest {found[slowest]:.0f} ms ({slowest[:60]})"
    return Row(what, f"{measured}; {above} above {target} ms", "–", f"each ≤ {target} ms", not above)

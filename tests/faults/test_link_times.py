"""How long the answer takes does not tell why a link does not work either (F26)."""

import time
from statistics import median

import pytest
from django.test import Client

from portal import connection_limits, tokens
from portal.models import AccessToken
from tests.access.conftest import unrendered  # noqa: F401 -- a fixture
from tests.access.links import NEVER_GIVEN, link_routes, make_owners

pytestmark = [pytest.mark.fault, pytest.mark.django_db]
ASKED, LARGEST_GAP = 1_000, 0.005


def medians(route, owners, *, asked: int) -> dict[str, float]:
    """Seconds by kind of link; the kinds take turns, so that whatever else the machine does meets all of them."""
    own = owners.purpose_of(route)
    other = next(purpose for purpose in owners.subjects if purpose != own)
    secrets = {
        "never given": NEVER_GIVEN,
        "of something else": owners.secret(other),
        "run out": owners.run_out(own),
        "broken": "\x00ä",
    }
    client, times = Client(), {kind: [] for kind in secrets}
    for _turn in range(asked):
        for kind, secret in secrets.items():
            began = time.perf_counter()
            response = client.get(owners.address(route, secret))
            times[kind].append(time.perf_counter() - began)
            assert response.status_code == 404
    return {kind: median(seconds) for kind, seconds in times.items()}


def gap(found: dict[str, float]) -> float:
    return max(found.values()) - min(found.values())


@pytest.fixture
def owners(site_tree, unrendered, monkeypatch):  # noqa: F811
    """Without the work of rendering the page, which is the same to the byte (``tests.access.test_links``)."""
    monkeypatch.setattr(connection_limits, "MOST_MISSES", 10**9)
    return make_owners(site_tree)


@pytest.mark.parametrize("route", link_routes(), ids=lambda route: route.name)
def test_links_that_do_not_work_take_the_same_time(route, owners):
    found = medians(route, owners, asked=ASKED)

    assert gap(found) <= LARGEST_GAP, found


def test_a_look_at_more_than_the_link_would_show(owners, monkeypatch):
    """The control: a link that exists costs a little more."""
    look = tokens.subject_of

    def look_longer(secret, *, purpose):
        if AccessToken.objects.filter(secret_hash=tokens._hash(secret)).exists():
            time.sleep(2 * LARGEST_GAP)
        return look(secret, purpose=purpose)

    monkeypatch.setattr(tokens, "subject_of", look_longer)
    route = next(route for route in link_routes() if route.name == "events:place")

    assert gap(medians(route, owners, asked=50)) > LARGEST_GAP

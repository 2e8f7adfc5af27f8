"""Links from mails cannot be guessed, and one that does not work says nothing about why (F26)."""

import re

import pytest
from django.test import Client

from events.models import Registration
from portal import connection_limits, tokens
from portal.connection_limits import MOST_MISSES
from portal.models import AccessToken
from tests.access.links import BROKEN, NEVER_GIVEN, Owners, link_routes, make_owners

pytestmark = pytest.mark.django_db
# What is different each time: the token of a form, and the way back of the links to other languages.
PASSING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|\?next=[^"]*')


@pytest.fixture
def owners(site_tree) -> Owners:
    return make_owners(site_tree)


def answer(path: str, method: str) -> tuple[int, str, str]:
    """Status, page without what differs each time, and what caches are told."""
    response = getattr(Client(), method)(path)
    return response.status_code, PASSING.sub("", response.content.decode()), response["Cache-Control"]


def not_working(route, owners: Owners) -> list[str]:
    """The address with links of every kind that must not open it."""
    own = owners.purpose_of(route)
    secrets = [NEVER_GIVEN, *BROKEN, owners.run_out(own)]
    secrets += [owners.secret(purpose) for purpose in owners.subjects if purpose != own]
    gone = owners.secret(own)
    tokens.withdraw(purpose=own, subject=owners.subjects[own])
    asked = [owners.address(route, secret) for secret in [*secrets, gone]]
    if "reference" in route.pattern:
        asked.append(owners.address(route, owners.secret(own), group=owners.other_group))
    return asked


def test_the_resolver_knows_at_least_these_links():
    assert {route.name for route in link_routes()} >= {
        "events:place",
        "events:group",
        "events:cancel",
        "watches:confirm",
        "watches:stop",
        "upkeep:round",
    }


@pytest.mark.parametrize("route", link_routes(), ids=lambda route: route.name)
def test_of_a_link_that_does_not_work_nobody_learns_why(route, owners, monkeypatch):
    monkeypatch.setattr(connection_limits, "MOST_MISSES", 1_000)
    asked = not_working(route, owners)

    answers = {answer(path, method) for path in asked for method in ("get", "post")}

    assert len(asked) > 18
    assert len(answers) == 1, {len(page) for _status, page, _kept in answers}
    status, _page, kept = answers.pop()
    assert (status, "no-store" in kept) == (404, True)


@pytest.mark.parametrize("route", link_routes(), ids=lambda route: route.name)
def test_after_twenty_misses_a_connection_waits_a_minute_with_every_link(route, owners, unrendered, time_machine):
    time_machine.move_to("2026-06-01 10:00", tick=False)
    paths = not_working(route, owners)[: MOST_MISSES - 5]
    true = owners.address(route, owners.secret(owners.purpose_of(route)))
    paths += [owners.address(route, NEVER_GIVEN)] * (MOST_MISSES - len(paths))

    misses = [Client().get(path).status_code for path in paths]
    at_once = [Client().get(true), Client().post(true), Client().get(owners.address(route, NEVER_GIVEN))]
    neighbour = Client(REMOTE_ADDR="192.0.2.7").get(true)
    time_machine.shift(61)
    later = Client().get(true)

    assert misses == [404] * MOST_MISSES
    assert [page.status_code for page in at_once] == [429, 429, 429]
    assert 404 not in (neighbour.status_code, later.status_code)
    assert 429 not in (neighbour.status_code, later.status_code)


def test_links_that_work_are_never_counted(owners, unrendered):
    paths = [owners.address(route, owners.secret(owners.purpose_of(route))) for route in link_routes()]

    opened = [Client().get(path).status_code for path in paths * 5]

    assert {404, 429}.isdisjoint(opened)


def test_an_old_link_of_each_of_twenty_neighbours_locks_nobody_out(owners, unrendered):
    route = next(route for route in link_routes() if route.name == "events:place")
    old = [owners.run_out("registration-place") for _neighbour in range(MOST_MISSES - 1)]

    for secret in old:
        Client().get(owners.address(route, secret))

    assert Client().get(owners.address(route, owners.secret("registration-place"))).status_code == 200


def test_a_connection_that_waits_is_told_so_and_changes_nothing(owners):
    route = next(route for route in link_routes() if route.name == "events:cancel")
    true = owners.address(route, owners.secret("registration-place"))
    for _miss in range(MOST_MISSES):
        Client().get(owners.address(route, NEVER_GIVEN))

    told = Client().post(true)

    assert "in einer Minute" in told.content.decode()
    assert "no-store" in told["Cache-Control"]
    assert not Registration.objects.filter(state="cancelled").exists()
    assert AccessToken.objects.usable().filter(purpose="registration-place").exists()

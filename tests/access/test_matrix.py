"""Every address of the resolver against every role: who gets in stands in two tables, and an unknown address fails."""

from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction

from portal import roles
from tests.access.cms_expected import BEFORE_LOG_IN, READ, WRITE
from tests.access.own_expected import FOR_OTHER_SITES, KEPT_BY_CACHES, OWN
from tests.access.routes import Route, address, routes
from tests.access.world import ANONYMOUS, CODE_ONLY, OTHER_CENTRE, PASSWORD_ONLY, ROLES, STAFF, SUPERUSER

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,  # Wagtail's templates use variables that may be missing
    pytest.mark.filterwarnings("ignore"),  # and its views warn of their own
]
CMS = "cms/"
REFUSED = ("closed", "missing", "method", "login", "factor")
LOG_INS = ("/konto/login/", "/cms/login/", "/bereich/anmelden/")
FACTORS = ("/konto/2fa/", "/konto/reauthenticate/")
# Wagtail raises there on purpose.
RAISES = {"wagtailadmin_error_test"}


def cms_routes() -> list[Route]:
    return [route for route in routes() if route.pattern.startswith(CMS)]


def own_routes() -> list[Route]:
    return [route for route in routes() if not route.pattern.startswith(CMS)]


def kind(response, path: str) -> str:
    if response.status_code in (301, 302):
        target = urlsplit(response["Location"]).path
        if target.startswith(LOG_INS):
            return "login"
        if target.startswith(FACTORS):
            return "factor"
        return "closed" if target == "/cms/" and path.startswith("/cms/") else "moved"
    names = {400: "bad", 403: "closed", 404: "missing", 405: "method"}
    return names.get(response.status_code, "error" if response.status_code >= 500 else "open")


class Visitor:
    """One person asking for many addresses; whatever an address did is undone before the next."""

    def __init__(self, world, role: str):
        self.world, self.client = world, world.client(role)
        self.cookies = self.client.cookies.copy()

    def ask(self, route: Route, method: str):
        path = address(route, self.world.values)
        self.client.cookies = self.cookies.copy()
        cache.clear()  # what was counted so far
        with transaction.atomic():
            response = getattr(self.client, method)(path)
            if response.streaming:  # read to the end, so that the file behind it is closed
                response.streaming_content = [b"".join(response.streaming_content)]
            transaction.set_rollback(True)
        return response, kind(response, path)


def is_unframeable(response) -> bool:
    """Whether only the portal itself can show it inside another page."""
    policy = response["Content-Security-Policy"]
    return "X-Frame-Options" in response and ("frame-ancestors 'none'" in policy or "frame-ancestors 'self'" in policy)


def by_route(table: dict[tuple[str, ...], tuple[str, ...]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for people, names in table.items():
        for name in names:
            found.setdefault(name, set()).update(people)
    return found


def test_every_address_is_classified():
    known_cms, known_own = by_route(READ), set(OWN)

    assert {str(route) for route in cms_routes() if route.name not in known_cms} == set()
    assert {str(route) for route in own_routes() if route.name not in known_own} == set()


def test_no_row_outlives_its_address():
    there = {route.name for route in routes()}

    assert set(by_route(READ)) - there == set()
    assert set(by_route(WRITE)) - there == set()
    assert set(OWN) - there == set()


def test_there_are_several_hundred_addresses():
    assert len(routes()) > 250


def wrong_reads(role: str, world, asked: list[Route]) -> list[str]:
    """Where a role gets in that must not, or the other way round."""
    visitor, read, wrong = Visitor(world, role), by_route(READ), []
    for route in asked:
        if route.name in RAISES:
            continue
        response, answer = visitor.ask(route, "get")
        opened = answer not in REFUSED or (answer == "method" and role in read[route.name])
        several = sum(1 for other in cms_routes() if other.name == route.name) > 1
        if opened != (role in read[route.name]) and not (several and not opened):
            wrong.append(f"GET {route}: {answer}")
        if answer == "error":
            wrong.append(f"GET {route}: {response.status_code}")
        if not is_unframeable(response):
            wrong.append(f"GET {route}: other sites may show it")
        if response["Cache-Control"] != "no-store":
            wrong.append(f"GET {route}: may be kept")
    return wrong


def wrong_writes(role: str, world, asked: list[Route]) -> list[str]:
    """Where a role gets past the guards that must not."""
    visitor, write, wrong = Visitor(world, role), by_route(WRITE), []
    for route in asked:
        if role in write.get(route.name, ()) or route.name in RAISES:
            continue
        answer = visitor.ask(route, "post")[1]
        if answer not in REFUSED:
            wrong.append(f"POST {route}: {answer}")
    return wrong


@pytest.mark.parametrize("role", [*STAFF, SUPERUSER])
def test_staff_open_in_the_cms_what_their_role_may_and_nothing_else(role, world, unrendered):
    assert wrong_reads(role, world, cms_routes()) == []


@pytest.mark.parametrize("role", [*STAFF, SUPERUSER])
def test_staff_change_nothing_their_role_may_not(role, world, unrendered):
    assert wrong_writes(role, world, cms_routes()) == []


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (ANONYMOUS, "login"),
        (roles.CENTRE_MEMBER, "closed"),
        (OTHER_CENTRE, "closed"),
        (PASSWORD_ONLY, "factor"),
        (CODE_ONLY, "login"),
    ],
)
def test_nobody_else_gets_into_the_cms(role, expected, world, unrendered):
    """Members of centres reach no address of it at all; a password alone or a mailed code alone opens nothing."""
    visitor, wrong = Visitor(world, role), []
    for route in cms_routes():
        for method in ("get", "post"):
            answer = visitor.ask(route, method)[1]
            before = role == ANONYMOUS and (route.name in BEFORE_LOG_IN or route.pattern == "cms/login/")
            if answer != expected and not before:
                wrong.append(f"{method} {route}: {answer}")

    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_every_other_address_answers_each_role_as_written(role, world, unrendered):
    visitor, wrong = Visitor(world, role), []
    for route in own_routes():
        for method, expected in zip(("get", "post"), OWN[route.name], strict=True):
            if isinstance(expected, dict):
                expected = expected.get(role, expected.get("*"))
            response, answer = visitor.ask(route, method)
            if answer != expected:
                wrong.append(f"{method} {route}: {answer} instead of {expected}")
            if not is_unframeable(response) and (route.name, answer) != (FOR_OTHER_SITES, "open"):
                wrong.append(f"{method} {route}: other sites may show it")
            kept = "no-store" not in response.get("Cache-Control", "")
            if kept and route.name not in KEPT_BY_CACHES:
                wrong.append(f"{method} {route}: may be kept ({response.get('Cache-Control')})")

    assert wrong == []

"""Where the log-in leads: only to pages of this host, whatever the address asks for."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.builders.cases import make_user

pytestmark = pytest.mark.django_db
PAGES = ("/konto/login/", "/konto/login/code/", "/konto/password/reset/", "/bereich/anmelden/")
PASSWORD = "a password for tests"
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "http://[",
    "//[",
    "http://testserver@evil.example/",
    "/\tevil.example",
    "\x00//evil.example",
)


@pytest.fixture(autouse=True)
def tree(site_tree):
    return site_tree


def log_in(target: str):
    user = make_user()
    return Client().post("/konto/login/", {"login": user.email, "password": PASSWORD, "next": target})


@pytest.mark.parametrize("target", ELSEWHERE)
def test_the_log_in_leads_to_no_other_site(target):
    response = log_in(target)

    assert response.status_code == 302
    to = urlsplit(response.headers["Location"])
    assert (to.scheme, to.netloc) == ("", "")
    assert to.path.startswith("/") and not to.path.startswith("//")


def test_the_log_in_leads_to_a_page_of_its_own():
    """The control."""
    assert log_in("/bereich/faelle/RC-2222-2222/").headers["Location"] == "/bereich/faelle/RC-2222-2222/"


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize("path", PAGES)
def test_no_target_breaks_the_page(client, path, target):
    assert client.get(path, {"next": target}).status_code == 200

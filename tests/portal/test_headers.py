import pytest

from portal.middleware import ADMIN_POLICY, PUBLIC_POLICY

pytestmark = pytest.mark.django_db
ADDRESSES = ["/", "/healthz", "/readyz", "/konto/login/", "/de/gibt-es-nicht/", "/robots.txt", "/cms/", "/sprache/ar/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_headers(client, site_tree, address):
    response = client.get(address)
    admin = address.startswith("/cms/")

    assert response["Content-Security-Policy"] == (ADMIN_POLICY if admin else PUBLIC_POLICY)
    assert response["Cache-Control"] == "no-store" or not admin
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Referrer-Policy"] in ("strict-origin", "same-origin")


def test_the_public_policy_knows_nothing_unsafe_and_no_other_host():
    assert "unsafe" not in PUBLIC_POLICY
    assert "http" not in PUBLIC_POLICY


def test_the_exception_for_the_cms_is_as_small_as_measured():
    assert "unsafe-eval" not in ADMIN_POLICY
    assert ADMIN_POLICY.count("unsafe-inline") == 2
    assert "http" not in ADMIN_POLICY


def test_the_start_address_leads_to_german_unless_another_language_was_chosen(client, site_tree):
    assert client.get("/", HTTP_ACCEPT_LANGUAGE="ar")["Location"] == "/de/"
    client.cookies["sprache"] = "ar"
    assert client.get("/")["Location"] == "/ar/"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_choosing_a_language_never_leads_off_the_site(client, site_tree, target):
    response = client.get("/sprache/ar/", {"next": target})

    assert response["Location"] == "/ar/"
    assert response.cookies["sprache"].value == "ar"


def test_an_unknown_language_is_german(client, site_tree):
    assert client.get("/sprache/xx/")["Location"] == "/de/"


def test_a_missing_address_outside_the_languages_stays_missing(client, site_tree):
    assert client.get("/api/v1/gibt-es-nicht").status_code == 404
    assert client.get("/static/gibt-es-nicht.css").status_code == 404


def test_a_public_page_sets_no_cookie(client, site_tree):
    response = client.get("/de/gibt-es-nicht/")

    assert not response.cookies


def test_health_answers_without_a_word_about_the_inside(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["status"] == "ready"

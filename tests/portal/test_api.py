"""What every address for machines has in common."""

import json

import pytest
from django.urls import reverse

from portal.api import limits

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]

ADDRESS = "/api/v1/districts"


def test_an_answer_can_be_read_by_every_site_and_asked_for_again(client):
    response = client.get(ADDRESS)
    again = client.get(ADDRESS, headers={"If-None-Match": response["ETag"]})
    other = client.get(ADDRESS, headers={"If-None-Match": '"something else"'})

    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["Cache-Control"] == "public, max-age=60"
    assert "Accept-Language" in response["Vary"]
    assert not response.cookies
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", response["ETag"])
    assert again["Access-Control-Allow-Origin"] == "*"
    assert other.status_code == 200


def test_pages_for_people_stay_closed_to_other_sites(client):
    assert client.get("/api/")["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in client.get("/api/")


@pytest.mark.parametrize("path", ["/api/v1/unknown", "/api/x", "/api/v1/centres/", "/api/v1/districts/99999"])
def test_an_address_that_does_not_exist_is_a_json_404(client, path):
    response = client.get(path)

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    problem = response.json()
    assert problem["status"] == 404
    assert problem["detail"].endswith(".")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, method):
    response = getattr(client, method)(ADDRESS)

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json()["status"] == 405


def test_head_and_preflight_are_answered(client):
    head, preflight = client.head(ADDRESS), client.options(ADDRESS)

    assert (head.status_code, head.content) == (200, b"")
    assert preflight.status_code == 204
    assert preflight["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("parameters", "accept", "expected"),
    [
        ({}, "", "de"),
        ({}, "ar,en;q=0.5", "ar"),
        ({}, "en-GB,en;q=0.9", "en"),
        ({}, "tlh", "de"),
        ({"lang": "ar"}, "en", "ar"),
        ({"lang": "klingon"}, "en", "en"),
        ({}, ",;q=x" * 100, "de"),
    ],
)
def test_the_language_comes_from_the_address_or_the_header(client, parameters, accept, expected):
    response = client.get("/api/v1/unknown", parameters, headers={"Accept-Language": accept})

    assert response["Content-Language"] == expected


def test_a_chosen_language_of_pages_changes_no_answer(client):
    client.cookies["sprache"] = "ar"

    assert client.get(ADDRESS)["Content-Language"] == "de"


def test_who_asks_too_often_waits(client, settings):
    settings.API_REQUESTS_PER_MINUTE = 3

    answers = [client.get(ADDRESS) for _ in range(4)]
    other = client.get(ADDRESS, REMOTE_ADDR="192.0.2.7")

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert 1 <= int(answers[-1]["Retry-After"]) <= limits.WINDOW + 1
    assert answers[-1]["Content-Type"] == "application/problem+json"
    assert other.status_code == 200


def test_the_next_minute_counts_anew(client, settings, monkeypatch):
    settings.API_REQUESTS_PER_MINUTE = 1
    now = 1_800_000_000.0
    monkeypatch.setattr(limits.time, "time", lambda: now)
    first = [client.get(ADDRESS).status_code for _ in range(2)]
    monkeypatch.setattr(limits.time, "time", lambda: now + limits.WINDOW)

    assert first == [200, 429]
    assert client.get(ADDRESS).status_code == 200


def test_the_limit_keeps_no_address(client, monkeypatch):
    kept = []
    monkeypatch.setattr(limits.cache, "add", lambda name, *rest: kept.append(name) or True)

    client.get(ADDRESS, REMOTE_ADDR="192.0.2.7")

    assert kept
    assert "192.0.2.7" not in kept[0]


def test_the_description_is_an_openapi_document(client):
    document = client.get(reverse("api:openapi")).json()

    assert document["openapi"] == "3.1.0"
    assert {"/v1/centres", "/v1/programmes", "/v1/events", "/v1/districts", "/hsds/services"} <= set(document["paths"])
    names = [entry["get"]["operationId"] for entry in document["paths"].values()]
    assert len(set(names)) == len(names)
    references = set(json.dumps(document).split('"#/components/schemas/')[1:])
    assert {one.split('"')[0] for one in references} <= set(document["components"]["schemas"])


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_the_page_about_it_can_be_read_in_each_language(client, language):
    response = client.get("/api/", {"lang": language})

    html = response.content.decode()
    assert f'<html lang="{language}"' in html
    assert "/api/v1/centres" in html
    assert 'href="/api/hsds/services"' in html

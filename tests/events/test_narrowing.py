"""The filters above the registrations: list, table and mail take the same, and no name stands in an address."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events import messages, narrowing
from events.narrowing import Narrowing
from portal import roles
from portal.models import User
from tests.builders.events import make_event, make_registration, make_session
from tests.builders.programmes import make_region

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("site_tree"),
    pytest.mark.ignore_template_errors,
]


@pytest.fixture
def client(staff_client, site_tree):
    user = User.objects.create_user("event-staff@example.org", "a password for tests")
    user.groups.add(Group.objects.get(name=roles.EVENT_STAFF))
    return staff_client(user)


@pytest.fixture
def day():
    """A day on site and online with two guests who differ in everything."""
    make_region("095")
    event = make_event(slug="tag", mode="hybrid", capacity=5, online_capacity=5)
    workshop = make_session(event)
    event.ada = make_registration(
        event,
        name="Ada Öztürk",
        organisation="Amt Eins",
        audience="authority",
        region="095",
        session_ids=[workshop.pk],
    )
    event.bo = make_registration(
        event, name="Bo Weg", organisation="Verein Zwei", audience="volunteer", region="outside", is_online=True
    )
    return event


def url(name: str, event) -> str:
    return reverse(f"event_staff:{name}", args=[event.pk])


def listed(response) -> list[str]:
    soup = BeautifulSoup(response.content, "html.parser")
    return [row.td.get_text(strip=True) for row in soup.select("table.listing tbody tr")]


def tabled(response) -> list[str]:
    rows = csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")))
    return [row["Nummer der Anmeldung"] for row in rows]


@pytest.mark.parametrize("name", ["state", "audience", "workshop", "attendance", "organisation", "region"])
def test_list_table_and_mail_take_the_same_filter(name, client, day):
    values = {
        "state": "confirmed",
        "audience": "authority",
        "workshop": str(day.sessions.get().pk),
        "attendance": "on-site",
        "organisation": day.ada.organisation_fingerprint,
        "region": "095",
    }
    both, only_ada = [day.ada.reference, day.bo.reference], [day.ada.reference]
    expected = both if name == "state" else only_ada

    sent = client.post(url("registrations", day), {name: values[name], "query": ""})
    table = client.get(url("registrations_csv", day), {name: values[name]})
    form = client.post(url("message", day), {name: values[name], "action": "open"})

    assert sent.url == f"{url('registrations', day)}?{name}={values[name]}"
    assert listed(client.get(sent.url)) == expected
    assert tabled(table) == expected
    chosen = BeautifulSoup(form.content, "html.parser").select_one(f"select[name={name}] option[selected]")
    assert chosen["value"] == values[name]
    assert [one.reference for one in messages.recipients(day, Narrowing(**{name: values[name]}))] == expected


@pytest.mark.parametrize("query", ["oeztürk", "  ADA ", "amt eins", "{reference}"])
def test_somebody_is_found_by_words_that_stand_in_no_address(query, client, day):
    query = query.format(reference=day.ada.reference.replace("-", "").lower())

    found = client.post(url("registrations", day), {"query": query})
    table = client.post(url("registrations_csv", day), {"query": query})
    form = client.post(url("message", day), {"query": query, "action": "open"})

    assert found.status_code == 200  # no redirect, so no address
    assert listed(found) == tabled(table) == [day.ada.reference]
    assert BeautifulSoup(form.content, "html.parser").find("input", {"name": "query"})["value"] == query.strip()
    assert listed(client.get(url("registrations", day), {"query": query})) == [day.ada.reference, day.bo.reference]


def test_what_is_no_filter_narrows_nothing(client, day):
    odd = {"workshop": "x", "organisation": "\x00", "region": "🦄", "attendance": "both", "query": "x" * 500}

    assert len(listed(client.get(url("registrations", day), odd))) == 2
    assert len(listed(client.post(url("registrations", day), odd, follow=True))) == 2
    assert len(tabled(client.post(url("registrations_csv", day), odd))) == 2


def test_a_long_find_says_that_it_is_cut(client, day, monkeypatch):
    monkeypatch.setattr(narrowing, "MOST_FOUND", 1)

    page = client.post(url("registrations", day), {"query": "v-"})

    assert listed(page) == [day.ada.reference]
    assert "1 " in BeautifulSoup(page.content, "html.parser").select_one("form.list-filter ~ p").text


def test_filters_take_as_many_statements_for_twenty_guests_as_for_two(client, day):
    asked = {"attendance": "on-site", "workshop": str(day.sessions.get().pk), "query": "v-"}

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.post(url("registrations", day), asked)
            client.post(url("message", day), asked | {"action": "open"})
        return len(seen)

    statements()
    few = statements()
    for _number in range(18):
        make_registration(day)

    assert statements() == few

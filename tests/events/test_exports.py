"""The registrations as a table: complete, in the reader's words, computed by no spreadsheet, and logged."""

import csv
import io

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from events import exports, services
from events.states import MoveReason
from portal import roles
from portal.models import User
from tests.builders.events import make_event, make_registration, make_session
from tests.builders.programmes import make_region
from tests.privacy import sentinels

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]


@pytest.fixture
def log_in(staff_client):
    def as_role(role: str):
        user = User.objects.create_user(f"{role.replace(' ', '-')}@example.org", "a password for tests")
        user.groups.add(Group.objects.get(name=role))
        return staff_client(user)

    return as_role


def address(event, format: str) -> str:
    return reverse(f"event_staff:registrations_{format}", args=[event.pk])


def read_csv(response) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def read_xlsx(response) -> list[dict[str, str]]:
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, ("" if cell is None else str(cell) for cell in row), strict=True)) for row in rows]


@pytest.mark.parametrize(("format", "read"), [("csv", read_csv), ("xlsx", read_xlsx)])
def test_a_table_holds_everybody_in_order_with_everything_they_told(log_in, format, read):
    make_region("095")
    event = make_event(slug="tag", capacity=2)
    workshop = make_session(event)
    first = make_registration(
        event, name="Ada Beier", email="ada@example.org", salutation="ms", region="095", session_ids=[workshop.pk]
    )
    gone = make_registration(event, name="Cem Weg", region="outside")
    make_registration(event, name="Zoe Wartet")
    last = make_registration(event, name="Yan Wartet")
    services.cancel(registration_id=gone.pk, reason=MoveReason.BY_STAFF)

    response = log_in(roles.EVENT_STAFF).get(address(event, format))
    rows = read(response)

    assert response["Content-Disposition"] == f'attachment; filename="tag.{format}"'
    assert "no-store" in response["Cache-Control"]
    assert [(row["Name"], row["Stand"], row["Position"]) for row in rows] == [
        ("Ada Beier", "bestätigt", ""),
        ("Cem Weg", "abgesagt", ""),
        ("Zoe Wartet", "bestätigt", ""),
        ("Yan Wartet", "auf der Warteliste", "1"),
    ]
    assert (rows[0]["Nummer der Anmeldung"], rows[3]["Nummer der Anmeldung"]) == (first.reference, last.reference)
    assert (rows[0]["Anrede"], rows[0]["Regierungsbezirk"]) == ("Frau", str(make_region("095")))
    assert rows[1]["Regierungsbezirk"] == "Außerhalb von Bayern"
    assert rows[0]["Workshop"]


def test_no_spreadsheet_computes_what_somebody_typed(log_in):
    event = make_event()
    make_registration(event, name='=HYPERLINK("http://evil.example")', organisation="@SUM(1)")

    (row,) = read_csv(log_in(roles.EVENT_STAFF).get(address(event, "csv")))

    assert row["Name"].startswith("'=")
    assert row["Organisation"].startswith("'@")


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_who_took_it_away_is_logged_without_a_name(log_in, format):
    event = make_event()
    make_registration(event, name=sentinels.NAME, email=sentinels.EMAIL)

    b"".join(log_in(roles.EVENT_STAFF).get(address(event, format)).streaming_content)

    entry = ModelLogEntry.objects.get(action="events.registrations_exported")
    assert entry.user.email == "event-staff@example.org"
    assert not sentinels.found_in(str(entry.data))


@pytest.mark.parametrize("role", [roles.EDITOR, roles.CASE_STAFF, roles.AUDITOR, roles.ADMINISTRATOR])
def test_nobody_else_gets_it(log_in, role):
    event = make_event()
    make_registration(event, name=sentinels.NAME)
    client = log_in(role)

    for format in ("csv", "xlsx"):
        assert client.get(address(event, format)).status_code in (302, 403)
    assert not ModelLogEntry.objects.filter(action="events.registrations_exported").exists()


def test_many_guests_take_as_many_statements_as_one():
    counts = []
    for guests in (1, 20):
        event = make_event(capacity=50)
        workshop = make_session(event, capacity=50)
        for _number in range(guests):
            make_registration(event, session_ids=[workshop.pk])
        with CaptureQueriesContext(connection) as statements:
            list(exports.rows(event, language="de"))
        counts.append(len(statements))

    assert counts[0] == counts[1]

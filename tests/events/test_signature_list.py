"""The list guests sign: who is on it, what the funding demands, and who may have it made."""

import io

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader
from wagtail.models import ModelLogEntry

from events import services
from events.signature_list import FEWEST_EMPTY, SignatureList
from events.states import MoveReason
from portal import pdf, roles
from portal.models import SiteIdentity, User
from tests.builders.events import make_event, make_registration
from tests.portal.test_pdf import needs_pango
from tests.privacy import sentinels

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def staff(staff_client, site_tree):
    user = User.objects.create_user("event-staff@example.org", "a password for tests")
    user.groups.add(Group.objects.get(name=roles.EVENT_STAFF))
    return staff_client(user)


def address(event) -> str:
    return reverse("event_staff:signature_list", args=[event.pk])


def read(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_everybody_with_a_place_is_on_it_by_name_and_nobody_else(site_tree):
    event = make_event(capacity=3)
    for name in ("Zoe Anders", "ada Beier", "Cem Çelik", "Wartet Noch"):
        make_registration(event, name=name, organisation="Amt")
    gone = event.registrations.holding_a_seat().order_by("number")[2]

    assert [(number, name) for number, name, _organisation in SignatureList(event).guests] == [
        (1, "ada Beier"),
        (2, "Cem Çelik"),
        (3, "Zoe Anders"),
    ]

    services.cancel(registration_id=gone.pk, reason=MoveReason.BY_STAFF)

    assert [name for _number, name, _organisation in SignatureList(event).guests] == [
        "ada Beier",
        "Wartet Noch",
        "Zoe Anders",
    ]


@pytest.mark.parametrize(("guests", "lines"), [(0, FEWEST_EMPTY), (3, FEWEST_EMPTY), (101, 11)])
def test_there_are_lines_for_those_who_did_not_register(guests, lines):
    sheet = SignatureList(make_event())
    sheet.__dict__["guests"] = [(number, "Name", "") for number in range(1, guests + 1)]

    assert list(sheet.empty_lines) == list(range(guests + 1, guests + 1 + lines))


@needs_pango
def test_the_file_names_project_grant_and_event_and_is_readable_by_machines(staff, site_tree):
    SiteIdentity.objects.update_or_create(
        site=site_tree,
        defaults={"project_name": "Reintegrationscoaching PLUS", "grant_number": "AM24-1", "fund": "AMIF"},
    )
    event = make_event(slug="info-zirndorf")
    make_registration(event, name=sentinels.NAME, organisation=sentinels.ORGANISATION)

    response = staff.get(address(event))
    reader = PdfReader(io.BytesIO(response.content))
    text = read(response.content)

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="unterschriften-info-zirndorf.pdf"'
    assert response["Cache-Control"].startswith("max-age=0") or "no-store" in response["Cache-Control"]
    for told in (
        "Unterschriftenliste",
        "Kofinanziert von der",
        "Reintegrationscoaching PLUS",
        "AM24-1",
        "Town hall",
        sentinels.NAME,
        sentinels.ORGANISATION,
        str(FEWEST_EMPTY + 1),
    ):
        assert told in text, told
    assert reader.trailer["/Root"]["/Lang"] == "de"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True


def test_odd_names_stay_text(site_tree):
    event = make_event()
    make_registration(event, name="<b>Ada</b> {{ 7 }}", organisation="=1+1\u202egnp")

    html = SignatureList(event).html()

    assert "&lt;b&gt;Ada&lt;/b&gt; {{ 7 }}" in html
    assert "<bdi>=1+1" in html


@needs_pango
def test_making_it_is_logged_without_a_name(staff):
    event = make_event()
    make_registration(event, name=sentinels.NAME)

    staff.get(address(event))

    entry = ModelLogEntry.objects.get(action="events.signature_list_made")
    assert entry.user.email == "event-staff@example.org"
    assert not sentinels.found_in(str(entry.data))


def test_where_no_file_can_be_made_staff_are_told(staff, monkeypatch):
    def refuse(html):
        raise pdf.PdfNotAvailable

    monkeypatch.setattr(pdf, "render", refuse)
    event = make_event()

    response = staff.get(address(event), follow=True)

    assert response.redirect_chain[-1][0] == reverse("event_staff:registrations", args=[event.pk])
    assert "Pango" in response.content.decode()
    assert not ModelLogEntry.objects.filter(action="events.signature_list_made").exists()


@pytest.mark.parametrize("role", [roles.EDITOR, roles.CASE_STAFF, roles.AUDITOR])
def test_nobody_but_event_staff_has_it_made(role, staff_client, site_tree):
    user = User.objects.create_user("other@example.org", "a password for tests")
    user.groups.add(Group.objects.get(name=role))
    event = make_event()
    make_registration(event, name=sentinels.NAME)

    response = staff_client(user).get(address(event), follow=True)

    assert response.headers["Content-Type"].startswith("text/html")
    assert not sentinels.found_in(response.content.decode())


def test_a_hundred_guests_take_as_many_statements_as_one(site_tree):
    numbers = []
    for guests in (1, 20):
        event = make_event(capacity=50)
        for _number in range(guests):
            make_registration(event)
        SignatureList(event).html()
        with CaptureQueriesContext(connection) as statements:
            SignatureList(event).html()
        numbers.append(len(statements))

    assert numbers[0] == numbers[1]


def test_the_list_of_registrations_leads_to_it(staff):
    event = make_event()

    assert (
        f'href="{address(event)}"' in staff.get(reverse("event_staff:registrations", args=[event.pk])).content.decode()
    )

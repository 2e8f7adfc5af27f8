"""Badges, the list for the gate, certificates: who is on them, and what they say."""

import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader
from wagtail.models import ModelLogEntry

from events.attendance import paper
from events.attendance.paper import Badges, Certificates, VisitorList, check_in_address
from events.attendance.presence import with_presence
from portal import pdf
from portal.models import SiteIdentity
from tests.builders.attendance import check_in, make_walk_in
from tests.builders.events import make_event, make_event_page, make_registration
from tests.portal.test_pdf import needs_pango
from tests.privacy import sentinels

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
BERLIN = ZoneInfo("Europe/Berlin")
ARABIC = "محمد عبد الرحمن"


def soup_of(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def url(name: str, event, *rest) -> str:
    return reverse(f"event_staff:{name}", args=[event.pk, *rest])


def certificates_of(event) -> Certificates:
    return Certificates(event, with_presence(event.registrations.all()), event.walk_ins.all())


# --- badges ----------------------------------------------------------------------------------------------------------


def test_badges_are_for_everybody_with_a_place_ten_to_a_sheet(site_tree):
    event = make_event(capacity=11)
    for number in range(12):
        make_registration(event, name=f"Guest {number:02}")

    sheets = Badges(event).sheets

    assert [len(sheet) for sheet in sheets] == [10, 10]
    assert [badge.name for sheet in sheets for badge in sheet if badge] == [
        f"Guest {number:02}" for number in range(11)
    ]


def test_an_event_without_guests_gets_a_sheet_of_empty_badges(site_tree):
    assert Badges(make_event()).sheets == [[None] * 10]


def test_the_code_leads_to_the_check_in_and_names_nobody(site_tree, settings):
    registration = make_registration(make_event())

    address = check_in_address(registration)

    assert address == (
        f"{settings.BASE_URL}/cms/event-staff/{registration.event_id}/check-in/?r={registration.reference}"
    )


def test_names_run_in_their_own_direction_and_long_ones_are_smaller(site_tree):
    event = make_event()
    make_registration(event, name=ARABIC, organisation="Caritas")
    make_registration(event, name="Zoe " + "Anders-von-und-zu-" * 4, organisation="هيئة")

    html = soup_of(Badges(event).html())

    names = {name.get_text(): (name["dir"], name["class"][-1]) for name in html.select(".badge__name")}
    assert names[ARABIC] == ("rtl", "badge__name--short")
    assert ("ltr", "badge__name--very-long") in names.values()
    assert [one["dir"] for one in html.select(".badge__organisation")] == ["rtl", "ltr"]


def test_whether_somebody_may_be_photographed_is_said_in_words_and_silence_is_no_consent(site_tree):
    event = make_event()
    for name, photo in (("Ada", "yes"), ("Bo", "no"), ("Cem", "")):
        make_registration(event, name=name, photo=photo)

    html = soup_of(Badges(event).html())

    words = [line.get_text() for line in html.select(".badge__photo")]
    assert words[0] != words[1]
    assert set(words[1:]) == {words[1]}


def test_who_takes_part_online_needs_neither_badge_nor_gate(site_tree):
    event = make_event(mode="hybrid", online_capacity=3)
    make_registration(event, name="Ada")
    make_registration(event, name="Bo", is_online=True)

    assert [badge.name for sheet in Badges(event).sheets for badge in sheet if badge] == ["Ada"]
    assert [name for name, _organisation in VisitorList(event).rows()] == ["Ada"]


@needs_pango
def test_the_badges_are_a_file_for_print_and_logged(event_staff):
    event = make_event(slug="info-zirndorf")
    make_registration(event)

    response = event_staff.get(url("badges", event))

    assert response["Content-Disposition"] == 'attachment; filename="namensschilder-info-zirndorf.pdf"'
    reader = PdfReader(io.BytesIO(response.content))
    assert len(reader.pages) == 1
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    assert sentinels.NAME in text_of(response.content)
    entry = ModelLogEntry.objects.get(action="events.badges_made")
    assert not sentinels.found_in(f"{entry.label} {entry.data}")


@needs_pango
def test_thirty_long_names_take_three_sheets(site_tree):
    event = make_event(capacity=30)
    for number in range(30):
        make_registration(event, name=f"{number:02} " + "Längstername " * 12, organisation="Amt für Alles " * 12)

    assert len(PdfReader(io.BytesIO(Badges(event).pdf())).pages) == 3


# --- the list for the gate -------------------------------------------------------------------------------------------


def test_the_gate_gets_names_and_organisations_and_nothing_else(site_tree):
    event = make_event(capacity=2)
    make_registration(event, name="zoe Anders", organisation="Amt", function="Leitung")
    make_registration(event, name="Ada Beier", organisation="")
    make_registration(event, name="Wartet Noch")

    visitors = VisitorList(event)

    assert list(visitors.rows()) == [("Ada Beier", ""), ("zoe Anders", "Amt")]
    assert "Leitung" not in visitors.html()
    assert not sentinels.found_in(visitors.html().replace(sentinels.ORGANISATION, ""))


def test_the_table_for_the_gate_computes_nothing(event_staff):
    event = make_event()
    make_registration(event, name="=1+1", organisation="@SUM(A1)")

    csv = b"".join(event_staff.get(url("visitors_csv", event)).streaming_content).decode("utf-8-sig")
    xlsx = b"".join(event_staff.get(url("visitors_xlsx", event)).streaming_content)

    assert csv.splitlines()[1] == "'=1+1,'@SUM(A1)"
    row = next(load_workbook(io.BytesIO(xlsx)).active.iter_rows(min_row=2))
    assert [(cell.value, cell.data_type) for cell in row] == [("=1+1", "s"), ("@SUM(A1)", "s")]
    assert ModelLogEntry.objects.filter(action="events.visitor_list_made").count() == 2


@needs_pango
def test_the_list_for_the_gate_is_a_file_for_print(event_staff):
    event = make_event(slug="info-zirndorf")
    make_registration(event)

    response = event_staff.get(url("visitor_list", event))

    assert response["Content-Disposition"] == 'attachment; filename="besucherliste-info-zirndorf.pdf"'
    assert sentinels.NAME in text_of(response.content)
    assert "Kofinanziert von der" in text_of(response.content)


# --- certificates ----------------------------------------------------------------------------------------------------


def test_certificates_are_for_those_who_came(site_tree):
    event = make_event()
    came, stayed_away = make_registration(event, name="Ada Beier"), make_registration(event, name="Cem Çelik")
    check_in(came)
    make_walk_in(event, name="Zoe Anders")

    names = [certificate.name for certificate in certificates_of(event).certificates]

    assert names == ["Ada Beier", "Zoe Anders"]
    assert stayed_away.name not in certificates_of(event).html()


def test_who_did_not_come_has_no_certificate_at_its_address_either(event_staff):
    event = make_event()
    registration = make_registration(event)

    assert event_staff.get(url("certificate", event, registration.reference)).status_code == 404
    assert event_staff.get(url("certificate", event, "nonsense")).status_code == 404
    other = make_event()
    check_in(registration)
    assert event_staff.get(url("certificate", other, registration.reference)).status_code == 404
    guest = make_walk_in(event)
    assert event_staff.get(url("walk_in_certificate", other, guest.pk)).status_code == 404


def test_without_anybody_the_file_of_all_certificates_is_a_sentence(event_staff):
    event = make_event()
    make_registration(event)

    response = event_staff.get(url("certificates", event), follow=True)

    assert response.redirect_chain[0][0] == url("attendance", event)
    assert soup_of(response.content).select(".messages .error")


@pytest.mark.parametrize(
    ("language", "languages"),
    [("de", ["de"]), ("de-simple", ["de-simple"]), ("ar", ["ar", "de"]), ("en", ["en", "de"])],
)
def test_a_certificate_is_in_the_language_of_the_registration_with_german_beside(site_tree, language, languages):
    event = make_event()
    check_in(make_registration(event, language=language))

    html = soup_of(certificates_of(event).html())

    assert html.html["lang"] == language
    assert [part["lang"] for part in html.select(".words")] == languages
    assert len(html.select("h1")) == 1
    assert html.select_one(".words")["dir"] == ("rtl" if language == "ar" else "ltr")


def test_a_certificate_says_what_when_how_long_where_and_who_paid(site_tree):
    SiteIdentity.objects.update_or_create(
        site=site_tree,
        defaults={"project_name": "Reintegrationscoaching PLUS", "grant_number": "AM24-1", "fund": "AMIF"},
    )
    event = make_event(starts_at=datetime(2026, 9, 17, 9, 30, tzinfo=BERLIN), venue_place="Fürth")
    event.ends_at = event.starts_at + timedelta(hours=2, minutes=30)
    event.save()
    make_event_page(site_tree, event, title="Infoveranstaltung in Fürth")
    make_walk_in(event)

    text = " ".join(soup_of(certificates_of(event).html()).get_text(" ").split())

    for told in (
        sentinels.NAME,
        sentinels.ORGANISATION,
        "Infoveranstaltung in Fürth",
        "17. September 2026",
        "09:30",
        "2 Stunden 30 Minuten",
        "Town hall",
        "Reintegrationscoaching PLUS",
        "AM24-1",
        "Kofinanziert von der Europäischen Union",
    ):
        assert told in text, told


@pytest.mark.parametrize(
    ("facts", "hours"),
    [({"all_day": True}, ""), ({"ends_in": timedelta(days=1)}, ""), ({"ends_in": timedelta(minutes=45)}, "45 Minuten")],
)
def test_hours_are_named_only_where_they_are_known(site_tree, facts, hours):
    starts_at = datetime(2026, 9, 17, 9, 30, tzinfo=BERLIN)
    ends_at = starts_at + facts.pop("ends_in", timedelta(hours=3))

    assert paper.hours_of(make_event(starts_at=starts_at, ends_at=ends_at, **facts)) == hours


@needs_pango
def test_single_certificates_and_all_in_one_file_are_tagged_and_logged(event_staff):
    event = make_event(slug="info-zirndorf")
    first, second = make_registration(event, language="ar", name=ARABIC), make_registration(event)
    check_in(first, second)
    guest = make_walk_in(event)

    one = event_staff.get(url("certificate", event, first.reference))
    of_guest = event_staff.get(url("walk_in_certificate", event, guest.pk))
    everybody = event_staff.get(url("certificates", event))

    readers = [PdfReader(io.BytesIO(response.content)) for response in (one, of_guest, everybody)]
    assert [len(reader.pages) for reader in readers] == [1, 1, 3]
    assert [reader.trailer["/Root"]["/Lang"] for reader in readers] == ["ar", "de", "de"]
    assert all(reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value for reader in readers)
    entries = ModelLogEntry.objects.filter(action="events.certificates_made")
    assert entries.count() == 3
    assert not any(sentinels.found_in(f"{entry.label} {entry.data}") for entry in entries)
    assert not sentinels.found_in(one["Content-Disposition"])


def test_many_guests_take_as_many_statements_as_one(site_tree):
    numbers = []
    for guests in (1, 12):
        event = make_event(capacity=50)
        for _number in range(guests):
            check_in(make_registration(event))
        Badges(event).html()
        with CaptureQueriesContext(connection) as statements:
            Badges(event).html()
            VisitorList(event).html()
            certificates_of(event).html()
        numbers.append(len(statements))

    assert numbers[0] == numbers[1]


@pytest.mark.parametrize("fault", [pdf.PdfNotAvailable, pdf.PdfBusy])
@pytest.mark.parametrize("name", ["badges", "visitor_list", "certificates"])
def test_where_no_file_can_be_made_a_sentence_says_so(event_staff, monkeypatch, fault, name):
    def fails(html):
        raise fault

    monkeypatch.setattr(pdf, "render", fails)
    event = make_event()
    check_in(make_registration(event))

    response = event_staff.get(url(name, event), follow=True)

    assert response.status_code == 200
    assert soup_of(response.content).select(".messages .error")
    assert not ModelLogEntry.objects.filter(action=f"events.{name}_made").exists()

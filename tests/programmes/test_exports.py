"""Tables out of the directory, and back in."""

import csv
import io
from datetime import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from portal import roles
from programmes.codes import OfferedBy
from programmes.exports import centres as centre_table
from programmes.exports import programmes as programme_table
from programmes.imports.centres import import_centres
from programmes.imports.districts import DATA
from programmes.imports.programmes import import_programmes
from programmes.models.centres import Centre, CentreLanguage, CentreText, OpeningHours, Territory
from programmes.models.programmes import Programme, ProgrammeCountry
from programmes.models.shared_offers import CentreSharedOffer, SharedOffer
from tests.builders.programmes import make_centre, make_district, make_programme, make_region
from tests.programmes.test_viewsets import person, wagtails_own_templates  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db


def make_full_centre(name="=Zentrum; „Nord“") -> Centre:
    region = make_region("095")
    centre = make_centre(
        name,
        regions=[region],
        districts=[make_district("09573", region=region)],
        nationwide=True,
        street="-1 Weg",
        postcode="01067",
        city="@Stadt",
        lat=49.45,
        lon=10.9,
        telephone="+49 911 5680-0",
        email="buero@example.org",
        restricted_contacts=["telephone"],
        website="https://zrb.example",
        audiences=["families", "women"],
        modes=["in_person"],
        step_free="yes",
        waiting_time="longer",
        waiting_time_on="2026-09-01",
        sources="https://a.example/?x=1\nhttps://b.example",
        internal_notes="+1+1\r\nzweite Zeile",
    )
    CentreText.objects.create(
        centre=centre, language="de", summary="＝kurz", notes="'=mehr", directions="-Bus 1\nTor 2"
    )
    CentreText.objects.create(centre=centre, language="ar", summary="نص", notes="")
    CentreLanguage.objects.create(centre=centre, language="de")
    CentreLanguage.objects.create(centre=centre, language="ar", offered_by=OfferedBy.INTERPRETER)
    OpeningHours.objects.create(centre=centre, weekday=0, opens=time(8), closes=time(11, 30))
    for offered in ("=Botschaft; Konsulat", "Ausweise"):
        offer, _created = SharedOffer.objects.get_or_create(organisation=centre.organisation, name=offered)
        CentreSharedOffer.objects.create(centre=centre, offer=offer)
    OpeningHours.objects.create(centre=centre, weekday=0, opens=time(13), closes=time(15), by_appointment=True)
    OpeningHours.objects.create(centre=centre, weekday=2, by_appointment=True)
    OpeningHours.objects.create(centre=centre, by_appointment=True)
    return centre


def snapshot(model) -> list[dict]:
    return list(model.objects.order_by("pk").values())


PARTS = (Centre, CentreText, CentreLanguage, OpeningHours, Territory)


def centre_snapshot() -> list[list[dict]]:
    return [snapshot(model) for model in (*PARTS, CentreSharedOffer)]


@pytest.mark.parametrize("name", ["c.csv", "c.xlsx"])
def test_centres_out_and_in_again_change_nothing(tmp_path, name):
    make_full_centre()
    make_centre("ZAB ohne alles", source_id="zab")
    before = centre_snapshot()

    call_command("export_centres", tmp_path / name, stdout=StringIO())
    report = import_centres(path=tmp_path / name, stream=StringIO())

    assert [(line.outcome, line.reason) for line in report.lines] == [("unchanged", "")] * 2
    assert centre_snapshot() == before


@pytest.mark.parametrize("name", ["p.csv", "p.xlsx"])
def test_programmes_out_and_in_again_change_nothing(tmp_path, name):
    programme = make_programme("-REAG", sources="https://a.example", internal_notes="=1", audiences=["protected"])
    ProgrammeCountry.objects.create(programme=programme, country="SY", note="nur: Familien; Kinder")
    ProgrammeCountry.objects.create(programme=programme, country="IQ")
    make_programme("Zweites", source_id="two")
    before = [snapshot(Programme), snapshot(ProgrammeCountry)]

    call_command("export_programmes", tmp_path / name, stdout=StringIO())
    report = import_programmes(path=tmp_path / name, stream=StringIO())

    assert [(line.outcome, line.reason) for line in report.lines] == [("unchanged", "")] * 2
    assert [snapshot(Programme), snapshot(ProgrammeCountry)] == before


def test_the_data_files_come_out_and_in_unchanged(tmp_path):
    for code, name in (("091", "Oberbayern"), ("095", "Mittelfranken")):
        make_region(code, name)
    import_centres(path=DATA / "counselling_centres.csv", stream=StringIO())
    import_programmes(path=DATA / "programmes.csv", stream=StringIO())
    call_command("export_centres", tmp_path / "c.csv", stdout=StringIO())
    call_command("export_programmes", tmp_path / "p.csv", stdout=StringIO())

    reports = [
        import_centres(path=tmp_path / "c.csv", stream=StringIO()),
        import_programmes(path=tmp_path / "p.csv", stream=StringIO()),
    ]

    assert {(line.outcome.value, line.reason) for report in reports for line in report.lines} == {("unchanged", "")}


def test_a_table_somebody_works_on_comes_in_although_an_editor_changed_the_entry_before_it_was_made(tmp_path):
    make_centre("ZRB", telephone="+49 911 11111")
    table = tmp_path / "c.csv"
    call_command("export_centres", table, stdout=StringIO())
    import_centres(path=table, stream=StringIO())
    Centre.objects.update(telephone="+49 911 22222")
    call_command("export_centres", table, stdout=StringIO())
    worked_on = table.read_text(encoding="utf-8-sig").replace("22222", "33333")
    table.write_text(worked_on, encoding="utf-8-sig")

    report = import_centres(path=table, stream=StringIO())

    assert [line.outcome for line in report.lines] == ["changed"]
    assert Centre.objects.get().telephone == "+49 911 33333"


def test_a_table_that_is_out_of_date_undoes_nobodys_work(tmp_path):
    make_centre("ZRB", telephone="+49 911 11111", street="Weg 1")
    table = tmp_path / "c.csv"
    call_command("export_centres", table, stdout=StringIO())
    import_centres(path=table, stream=StringIO())
    Centre.objects.update(telephone="+49 911 22222")

    report = import_centres(path=table, stream=StringIO())

    assert [line.outcome for line in report.lines] == ["unchanged"]
    assert "telephone" in report.lines[0].reason
    assert Centre.objects.get().telephone == "+49 911 22222"


@pytest.mark.parametrize("table", [centre_table, programme_table])
def test_the_number_of_queries_does_not_grow_with_the_rows(table, django_assert_num_queries):
    def fill(start, end):
        for number in range(start, end):
            make_full_centre(f"Stelle {number}")
            make_programme(f"Programm {number}")

    fill(0, 3)
    with CaptureQueriesContext(connection) as few:
        assert len(list(table.rows())) == 3
    fill(3, 10)

    with django_assert_num_queries(len(few)):
        assert len(list(table.rows())) == 10


def test_the_command_names_what_is_wrong(tmp_path):
    with pytest.raises(CommandError):
        call_command("export_centres", tmp_path / "c.ods", stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("export_centres", tmp_path / "nowhere" / "c.csv", stdout=StringIO())


# --- from the lists of the CMS ---------------------------------------------------------------------------------------


def downloaded(response) -> bytes:
    content = b"".join(response.streaming_content)
    return content


@pytest.mark.parametrize("name", ["centre", "programme"])
def test_editors_get_the_list_as_a_table_without_formulas(person, name):  # noqa: F811
    make_centre("=1+1", telephone="+49 911 1")
    make_programme("=1+1", provider="@x")
    client = person(roles.EDITOR)

    page = client.get(reverse(f"{name}:index")).content.decode()
    text = downloaded(client.get(reverse(f"{name}:index"), {"export": "csv"})).decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(downloaded(client.get(reverse(f"{name}:index"), {"export": "xlsx"}))))

    assert "export=csv" in page
    [row] = csv.DictReader(io.StringIO(text, newline=""))
    assert row["name"] == "'=1+1"
    assert row.get("telephone", "+49 911 1") == "+49 911 1"
    cells = [cell for line in sheet.worksheets[0].iter_rows() for cell in line if cell.value not in (None, "")]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "=1+1" in [cell.value for cell in cells]


def test_the_table_holds_what_the_list_was_filtered_to(person):  # noqa: F811
    make_centre("ZAB", provider_type="state")
    make_centre("ZRB", provider_type="non_state")

    response = person(roles.EDITOR).get(reverse("centre:index"), {"export": "csv", "provider_type": "state"})

    names = [row["name"] for row in csv.DictReader(io.StringIO(downloaded(response).decode("utf-8-sig")))]
    assert names == ["ZAB"]


def test_without_the_permission_there_is_no_table(person, monkeypatch):  # noqa: F811
    rights = tuple(name for name in roles.ROLES[roles.EDITOR] if "export" not in name)
    monkeypatch.setitem(roles.ROLES, roles.EDITOR, rights)
    make_centre("ZAB")
    client = person(roles.EDITOR)
    roles.create_roles()

    response = client.get(reverse("centre:index"), {"export": "csv"})

    assert response["Content-Type"].startswith("text/html")
    assert "export=csv" not in client.get(reverse("centre:index")).content.decode()

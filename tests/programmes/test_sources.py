"""Importing a list again: what editors changed, what the list owns, and which entry a row means."""

from io import StringIO

import pytest
from django.core.management import call_command

from programmes.codes import OfferedBy
from programmes.imports.centres import import_centres
from programmes.imports.matching import Address
from programmes.imports.programmes import import_programmes
from programmes.models.centres import Centre, CentreLanguage, OpeningHours, Territory
from programmes.models.programmes import Programme
from programmes.models.sources import ImportSource, SourceRecord
from tests.builders.programmes import make_centre, make_district, make_programme, make_region
from tests.programmes.test_imports import GOOD, HEADER, csv_file, outcomes

pytestmark = pytest.mark.django_db

WITH_TELEPHONE = f"{HEADER},telephone"


def row(telephone: str, base: str = GOOD) -> str:
    return f"{base},{telephone}"


def run(tmp_path, *lines, source="list", **options):
    return import_centres(path=csv_file(tmp_path, *lines), source=source, stream=StringIO(), **options)


def own(*fields, name="list"):
    ImportSource.objects.update_or_create(name=name, defaults={"owned_fields": list(fields), "title": "Liste"})


# --- three versions --------------------------------------------------------------------------------------------------


def test_what_an_editor_changed_stays_and_is_reported(tmp_path):
    run(tmp_path, WITH_TELEPHONE, row("+49 911 1"))
    Centre.objects.update(telephone="+49 911 22222")

    report = run(tmp_path, WITH_TELEPHONE, row("+49 911 1"))

    assert outcomes(report) == [(2, "unchanged")]
    assert "telephone" in report.lines[0].reason
    assert "+49 911 22222" in report.lines[0].reason
    assert Centre.objects.get().telephone == "+49 911 22222"


def test_a_change_of_the_list_comes_in_where_nobody_touched_the_field(tmp_path):
    run(tmp_path, WITH_TELEPHONE, row("+49 911 11111"))
    Centre.objects.update(street="Weg 7")

    report = run(tmp_path, WITH_TELEPHONE, row("+49 911 33333"))

    assert outcomes(report) == [(2, "changed")]
    centre = Centre.objects.get()
    assert (centre.telephone, centre.street) == ("+49 911 33333", "Weg 7")


def test_changed_here_and_in_the_list_is_a_conflict_until_somebody_ends_it(tmp_path):
    run(tmp_path, WITH_TELEPHONE, row("+49 911 11111"))
    Centre.objects.update(telephone="+49 911 22222")

    first = run(tmp_path, WITH_TELEPHONE, row("+49 911 33333", GOOD.replace("ZRB Nord", "ZRB Neu")))
    again = run(tmp_path, WITH_TELEPHONE, row("+49 911 33333", GOOD.replace("ZRB Nord", "ZRB Neu")))
    kept = Centre.objects.get()
    Centre.objects.update(telephone="+49 911 33333")
    ended = run(tmp_path, WITH_TELEPHONE, row("+49 911 33333", GOOD.replace("ZRB Nord", "ZRB Neu")))

    assert [outcomes(report) for report in (first, again, ended)] == [
        [(2, "conflict")],
        [(2, "conflict")],
        [(2, "unchanged")],
    ]
    assert "+49 911 33333" in first.lines[0].reason
    assert (kept.telephone, kept.name) == ("+49 911 22222", "ZRB Neu")
    assert first.has_conflicts
    assert not ended.has_conflicts


def test_the_same_change_on_both_sides_is_no_conflict(tmp_path):
    run(tmp_path, WITH_TELEPHONE, row("+49 911 11111"))
    Centre.objects.update(telephone="+49 911 22222")

    report = run(tmp_path, WITH_TELEPHONE, row("+49 911 22222"))

    assert outcomes(report) == [(2, "unchanged")]
    assert report.lines[0].reason == ""


def test_an_owned_field_is_overwritten(tmp_path):
    own("telephone")
    run(tmp_path, WITH_TELEPHONE, row("+49 911 11111"))
    Centre.objects.update(telephone="+49 911 22222")

    report = run(tmp_path, WITH_TELEPHONE, row("+49 911 11111"))

    assert outcomes(report) == [(2, "changed")]
    assert Centre.objects.get().telephone == "+49 911 11111"


def test_an_entry_with_a_rule_of_its_own_is_left_alone(tmp_path):
    own("telephone")
    run(tmp_path, WITH_TELEPHONE, row("+49 911 11111"))
    SourceRecord.objects.update(has_own_rule=True, owned_fields=[])
    Centre.objects.update(telephone="+49 911 22222")

    run(tmp_path, WITH_TELEPHONE, row("+49 911 11111"))

    assert Centre.objects.get().telephone == "+49 911 22222"


def test_a_field_another_list_owns_is_not_touched(tmp_path):
    own("telephone", name="state")
    run(tmp_path, WITH_TELEPHONE, row("+49 911 11111"), source="state")

    report = run(tmp_path, WITH_TELEPHONE, row("+49 911 99999", GOOD.replace("zrb,", "other,", 1)), source="city")

    assert outcomes(report) == [(2, "unchanged")]
    assert "telephone" in report.lines[0].reason
    assert Centre.objects.get().telephone == "+49 911 11111"


def test_rows_below_an_entry_are_merged_like_fields(tmp_path):
    header = f"{HEADER},languages,opening_hours"
    run(tmp_path, header, f"{GOOD},de; en,Mo 08:00-09:00")
    centre = Centre.objects.get()
    CentreLanguage.objects.create(centre=centre, language="ar", offered_by=OfferedBy.INTERPRETER)

    report = run(tmp_path, header, f"{GOOD},de; en,Di 08:00-09:00")

    assert outcomes(report) == [(2, "changed")]
    assert "languages" in report.lines[0].reason
    assert set(centre.languages.values_list("language", flat=True)) == {"de", "en", "ar"}
    assert OpeningHours.objects.get().weekday == 1


def test_areas_an_editor_changed_stay(tmp_path):
    region = make_region("095")
    make_district("09573", region=region)
    areas = csv_file(tmp_path, "centre_id,level,code", "zrb,regierungsbezirk,095", name="a.csv")
    run(tmp_path, HEADER, GOOD, territories=areas)
    Territory.objects.update(level="land", region=None)

    report = run(tmp_path, HEADER, GOOD, territories=areas)

    assert outcomes(report) == [(2, "unchanged"), (2, "unchanged")]
    assert "territories" in report.lines[1].reason
    assert Territory.objects.get().level == "land"


def test_a_column_the_list_never_had_fills_only_what_is_empty(tmp_path):
    run(tmp_path, HEADER, GOOD, GOOD.replace("zrb", "b", 1).replace("ZRB Nord", "B"))
    Centre.objects.filter(source_id="zrb").update(telephone="+49 911 22222")

    report = run(
        tmp_path,
        WITH_TELEPHONE,
        row("+49 911 33333"),
        row("+49 911 33333", GOOD.replace("zrb", "b", 1).replace("ZRB Nord", "B")),
    )

    assert outcomes(report) == [(2, "conflict"), (3, "changed")]
    assert Centre.objects.get(source_id="zrb").telephone == "+49 911 22222"


def test_a_dry_run_writes_no_record(tmp_path):
    report = run(tmp_path, HEADER, GOOD, dry_run=True)

    assert outcomes(report) == [(2, "added")]
    assert not SourceRecord.objects.exists()
    assert not ImportSource.objects.exists()


# --- which entry a row means -----------------------------------------------------------------------------------------


def test_an_entry_made_by_hand_is_found_by_name_and_address(tmp_path):
    make_centre("ZRB  Nord", street="Rosental Straße 12a", postcode="90513", city="Zirndorf", telephone="+49 911 22222")
    line = GOOD.replace("Weg 1", "Rosentalstr. 12 a").replace("ZRB Nord", "zrb nord")

    report = run(tmp_path, WITH_TELEPHONE, row("+49 911 33333", line))

    assert outcomes(report) == [(2, "conflict")]
    centre = Centre.objects.get()
    assert (centre.telephone, centre.website) == ("+49 911 22222", "https://zrb.example")
    assert SourceRecord.objects.get().centre == centre


def test_another_address_is_another_entry(tmp_path):
    make_centre("ZRB Nord", street="Weg 2", postcode="90513", city="Zirndorf")
    make_centre("ZRB Nord", street="", postcode="", city="")

    report = run(tmp_path, HEADER, GOOD)

    assert outcomes(report) == [(2, "added")]
    assert Centre.objects.count() == 3


def test_two_entries_of_one_name_and_address_are_a_conflict(tmp_path):
    make_centre("ZRB Nord", postcode="90513", city="Zirndorf")
    make_centre("ZRB Nord", postcode="90513", city="Zirndorf")

    report = run(tmp_path, HEADER, GOOD)

    assert outcomes(report) == [(2, "conflict")]
    assert Centre.objects.count() == 2
    assert not Centre.objects.filter(website="https://zrb.example").exists()


def test_two_rows_of_one_entry_are_a_conflict(tmp_path):
    make_centre("ZRB Nord", postcode="90513", city="Zirndorf")

    report = run(tmp_path, HEADER, GOOD, GOOD.replace("zrb,", "again,", 1))

    assert outcomes(report) == [(2, "changed"), (3, "conflict")]
    assert "zrb" in report.lines[1].reason


def test_one_id_in_two_lists_is_two_entries(tmp_path):
    run(tmp_path, HEADER, GOOD, source="one")

    report = run(tmp_path, HEADER, GOOD.replace("ZRB Nord", "Andere Stelle"), source="two")

    assert outcomes(report) == [(2, "added")]
    assert Centre.objects.count() == 2
    again = run(tmp_path, HEADER, GOOD.replace("ZRB Nord", "Andere Stelle"), source="two")
    assert outcomes(again) == [(2, "unchanged")]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"street": "Hauptstr. 1", "town": "Fürth"}, {"street": "Hauptstraße 1", "town": "Fuerth"}, True),
        ({"postcode": "90513"}, {"postcode": "90513", "street": "Weg 1"}, True),
        ({"town": "Neustadt a.d.Aisch"}, {"town": "Neustadt an der Aisch"}, True),
        ({"postcode": "90513"}, {"postcode": "90514"}, False),
        ({"town": "Fürth"}, {"postcode": "90762"}, False),
        ({}, {}, False),
    ],
)
def test_spellings_of_an_address_meet(one, other, same):
    assert Address.of(name="ZRB", **one).is_like(Address.of(name="Zrb", **other)) is same


# --- programmes ------------------------------------------------------------------------------------------------------

PROGRAMMES = "id,name,provider,level,status,country_codes"


def test_a_programme_is_found_by_name_and_provider_and_merged(tmp_path):
    programme = make_programme("REAG/GARP", provider="IOM", level="federal", status="running")

    def take(line):
        return import_programmes(
            path=csv_file(tmp_path, PROGRAMMES, line, name="p.csv"), source="list", stream=StringIO()
        )

    linked = take("reag,Reag / Garp,IOM,federal,running,IQ")
    Programme.objects.update(status="ended")
    report = take("reag,REAG/GARP,IOM,federal,running,IQ; SY: nur Familien; Kinder")

    assert outcomes(linked)[0][1] in ("changed", "conflict")
    assert outcomes(report) == [(2, "changed")]
    assert "status" in report.lines[0].reason
    programme.refresh_from_db()
    assert programme.status == "ended"
    assert list(programme.countries.values_list("country", "note")) == [("IQ", ""), ("SY", "nur Familien; Kinder")]


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_lists_conflicts_and_ends_with_an_error_code(tmp_path):
    call_command("import_centres", csv_file(tmp_path, WITH_TELEPHONE, row("+49 911 11111")), stdout=StringIO())
    Centre.objects.update(telephone="+49 911 22222")
    out = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("import_centres", csv_file(tmp_path, WITH_TELEPHONE, row("+49 911 33333")), stdout=out)

    assert ended.value.code == 1
    assert "line 2: conflict zrb: " in out.getvalue()
    assert "1 conflict" in out.getvalue()

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.errors import DomainError
from programmes.imports.centres import import_centres
from programmes.imports.districts import DATA, import_districts
from programmes.imports.programmes import import_programmes
from programmes.models.centres import Centre, CentreText, Organisation, Territory
from programmes.models.places import District, Postcode, SharedPostcode
from programmes.models.programmes import Programme
from programmes.models.shared_offers import CentreSharedOffer, SharedOffer
from search.models import SearchEntry
from tests.builders.programmes import make_district, make_postcode, make_region

pytestmark = pytest.mark.django_db

HEADER = "id,name,carrier,provider_type,role,city,plz,street,website,address_status"
GOOD = "zrb,ZRB Nord,AWO,non-state,return_counselling,Zirndorf,90513,Weg 1,https://zrb.example,verified"
PROGRAMME_HEADER = "id,name,provider,level,status"


def csv_file(tmp_path, *lines, name="centres.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes("\n".join(lines).encode(encoding))
    return path


def outcomes(report):
    return [(line.number, line.outcome.value) for line in report.lines]


def run(path, **options):
    return import_centres(path=path, stream=StringIO(), **options)


def run_programmes(path, **options):
    return import_programmes(path=path, stream=StringIO(), **options)


# --- the data files --------------------------------------------------------------------------------------------------


def test_the_data_files_come_in_whole_and_twice_changes_nothing():
    stream = StringIO()

    counts = import_districts()
    first = import_centres(
        path=DATA / "counselling_centres.csv", territories=DATA / "centre_territories.csv", stream=stream
    )
    again = import_centres(
        path=DATA / "counselling_centres.csv", territories=DATA / "centre_territories.csv", stream=stream
    )
    programmes = import_programmes(path=DATA / "programmes.csv", stream=stream)
    programmes_again = import_programmes(path=DATA / "programmes.csv", stream=stream)

    assert (counts["districts"], counts["postcodes"], counts["shared postcodes"]) == (96, 2260, 42)
    assert Centre.objects.count() == 36
    assert not first.has_rejections
    assert again.counts == {"added": 0, "changed": 0, "unchanged": len(first.lines), "rejected": 0, "conflict": 0}
    assert programmes.counts["added"] == Programme.objects.count() == 17
    assert programmes_again.counts["unchanged"] == 17


def test_districts_can_be_loaded_again():
    import_districts()
    import_districts()

    assert District.objects.count() == 96
    assert Postcode.objects.count() == 2260
    assert len(set(SharedPostcode.objects.values_list("code", flat=True))) == 21


# --- centres ---------------------------------------------------------------------------------------------------------


def test_a_dry_run_reports_and_stores_nothing(tmp_path):
    report = run(csv_file(tmp_path, HEADER, GOOD), dry_run=True)

    assert outcomes(report) == [(2, "added")]
    assert not Centre.objects.exists()
    assert not Organisation.objects.exists()
    assert not SearchEntry.objects.exists()


def test_a_centre_gets_slug_carrier_and_the_point_of_its_postcode(tmp_path):
    make_postcode("90513", "Zirndorf", lat=49.44, lon=10.95)

    run(csv_file(tmp_path, HEADER, GOOD))

    centre = Centre.objects.get(source_id="zrb")
    assert (centre.slug, centre.organisation.name, centre.provider_type) == ("zrb-nord", "AWO", "non_state")
    assert (centre.lat, centre.lon) == (49.44, 10.95)


def test_a_changed_row_changes_the_centre_and_keeps_its_address(tmp_path):
    run(csv_file(tmp_path, HEADER, GOOD))

    report = run(csv_file(tmp_path, HEADER, GOOD.replace("ZRB Nord", "ZRB Nordbayern")))

    assert outcomes(report) == [(2, "changed")]
    centre = Centre.objects.get(source_id="zrb")
    assert (centre.name, centre.slug) == ("ZRB Nordbayern", "zrb-nord")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (GOOD.replace("zrb,", ",", 1), "id"),
        (GOOD.replace("ZRB Nord", ""), "name"),
        (GOOD.replace("AWO", ""), "carrier"),
        (GOOD.replace("non-state", "private"), "private"),
        (GOOD.replace("return_counselling", "bakery"), "bakery"),
        (GOOD.replace("verified", "perhaps"), "perhaps"),
        (GOOD.replace("90513", "9051"), "postcode"),
        (GOOD.replace("https://zrb.example", "not an address"), "website"),
        (GOOD.replace("ZRB Nord", "Z" * 300), "name"),
        (GOOD + ",one cell more", "11"),
        (GOOD.replace("ZRB Nord", "Z" * 30_000), "name"),
    ],
)
def test_a_bad_row_is_rejected_with_its_line_and_the_good_one_stays(tmp_path, row, words):
    report = run(csv_file(tmp_path, HEADER, row, GOOD.replace("zrb", "other", 1)))

    assert outcomes(report) == [(2, "rejected"), (3, "added")]
    assert words in report.lines[0].reason
    assert Centre.objects.count() == 1


def test_an_id_that_stands_twice_is_rejected_the_second_time(tmp_path):
    report = run(csv_file(tmp_path, HEADER, GOOD, GOOD))

    assert outcomes(report) == [(2, "added"), (3, "rejected")]


def test_lines_are_counted_as_an_editor_counts_them(tmp_path):
    quoted = GOOD.replace("Weg 1", '"Weg 1\nHinterhaus"')

    report = run(csv_file(tmp_path, HEADER, quoted, "", GOOD.replace("zrb", "other", 1)))

    assert [line.number for line in report.lines] == [2, 5]


def test_days_that_differ_and_answers_come_from_columns_of_their_own(tmp_path):
    header = HEADER + ",opening_hours,hours_exceptions,lift,woman_on_request"
    days = "24.12.2026-01.01.2027 geschlossen (holidays); 31.12.2026 09:00-10:00, 11:00-12:00"
    path = csv_file(tmp_path, header, GOOD + f',"Mi nach Vereinbarung; Do 08:00-09:00","{days}",yes,no')

    run(path)

    centre = Centre.objects.get(source_id="zrb")
    found = [
        (f"{row.first_day:%d.%m.}", row.opens and row.opens.hour, row.reason) for row in centre.hours_exceptions.all()
    ]
    assert sorted(found, key=str) == [("24.12.", None, "holidays"), ("31.12.", 11, "other"), ("31.12.", 9, "other")]
    assert sorted(centre.opening_hours.values_list("weekday", "by_appointment")) == [(2, True), (3, False)]
    assert (centre.lift, centre.woman_on_request, centre.step_free) == ("yes", "no", "unknown")
    assert outcomes(run(path)) == [(2, "unchanged")]


def test_optional_columns_bring_hours_languages_and_words(tmp_path):
    header = HEADER + ",opening_hours,languages,modes,audiences,step_free,summary_de,notes_de,summary_ar"
    row = GOOD + ',"Mo-Di 08:00-11:00, 13:00-15:00; nach Vereinbarung",de; ar*,in_person; online,women,yes,Kurz,Mehr,نص'

    run(csv_file(tmp_path, header, row))
    again = run(csv_file(tmp_path, header, row))

    centre = Centre.objects.get()
    assert len(centre.weekly_hours) == 2
    assert centre.is_by_appointment
    assert list(centre.languages.values_list("language", "offered_by")) == [("de", "staff"), ("ar", "interpreter")]
    assert (centre.modes, centre.audiences, centre.step_free) == (["in_person", "online"], ["women"], "yes")
    assert centre.text("ar").summary == "نص"
    assert centre.text("en").summary == "Kurz"
    assert outcomes(again) == [(2, "unchanged")]


def test_a_waiting_time_comes_with_its_day_or_is_of_today(tmp_path):
    run(csv_file(tmp_path, HEADER + ",waiting_time,waiting_time_on", GOOD + ",week,2026-10-01"))
    told = Centre.objects.get()
    again = run(csv_file(tmp_path, HEADER + ",waiting_time", GOOD + ",week"))
    kept = Centre.objects.get()
    run(csv_file(tmp_path, HEADER + ",waiting_time", GOOD + ",longer"))
    changed = Centre.objects.get()

    assert (told.waiting_time, told.waiting_time_on) == ("week", date(2026, 10, 1))
    assert outcomes(again) == [(2, "unchanged")]
    assert kept.waiting_time_on == date(2026, 10, 1)
    assert (changed.waiting_time, changed.waiting_time_on) == ("longer", timezone.localdate())


def test_directions_come_with_a_column_of_their_own(tmp_path):
    header = HEADER + ",summary_de,notes_de,directions_de"
    run(csv_file(tmp_path, header, GOOD + ",Kurz,Mehr,Bus 70 bis Rathaus"))
    without = run(csv_file(tmp_path, HEADER + ",summary_de,notes_de", GOOD + ",Kurz,Mehr"))
    kept = CentreText.objects.get().directions

    emptied = run(csv_file(tmp_path, header, GOOD + ",Kurz,Mehr,"))

    assert kept == "Bus 70 bis Rathaus"
    assert outcomes(without) == [(2, "unchanged")]
    assert outcomes(emptied) == [(2, "changed")]
    assert CentreText.objects.get().directions == ""


def test_directions_in_a_language_without_words_are_refused(tmp_path):
    report = run(csv_file(tmp_path, HEADER + ",directions_ar", GOOD + ",الحافلة"))

    assert outcomes(report) == [(2, "rejected")]


def test_offers_of_the_network_are_named_one_a_line(tmp_path):
    organisation = Organisation.objects.create(name="AWO")
    for name in ("Botschaft", "Ausweise; Pässe"):
        SharedOffer.objects.create(organisation=organisation, name=name)
    path = csv_file(tmp_path, f"{HEADER},network_offers", f'{GOOD},"Botschaft\nAusweise; Pässe"')

    assert outcomes(run(path)) == [(2, "added")]
    assert [str(link) for link in CentreSharedOffer.objects.all()] == ["AWO: Ausweise; Pässe", "AWO: Botschaft"]
    run(csv_file(tmp_path, f"{HEADER},network_offers", f"{GOOD},Botschaft"))

    assert [str(link) for link in CentreSharedOffer.objects.all()] == ["AWO: Botschaft"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("opening_hours", "Montags immer"),
        ("opening_hours", "Mo 11:00-08:00"),
        ("opening_hours", "Fr-Mo 08:00-09:00"),
        ("opening_hours", "Mo 25:00-26:00"),
        ("opening_hours", "Mo 08:00-09:00; Mo 08:00-09:00"),
        ("hours_exceptions", "24.12.2026"),
        ("hours_exceptions", "31.02.2027 geschlossen"),
        ("hours_exceptions", "24.12.2026-01.01.2026 geschlossen"),
        ("hours_exceptions", "24.12.2026 geschlossen (nap)"),
        ("hours_exceptions", "24.12.2026 12:00-08:00"),
        ("lift", "vielleicht"),
        ("languages", "klingon"),
        ("modes", "telepathy"),
        ("audiences", "everybody"),
        ("step_free", "perhaps"),
        ("waiting_time", "soon"),
        ("waiting_time,waiting_time_on", "week,yesterday"),
        ("waiting_time,waiting_time_on", "week,2999-01-01"),
        ("network_offers", "Botschaft"),
        ("telephone", "call us"),
        ("email", "no address"),
        ("summary_xx", "Kurz"),
    ],
)
def test_a_bad_optional_value_rejects_the_row(tmp_path, column, value):
    report = run(csv_file(tmp_path, f"{HEADER},{column}", f"{GOOD},{value}"))

    assert outcomes(report) == [(2, "rejected")]
    assert report.lines[0].reason
    assert not Centre.objects.exists()


def test_a_column_that_is_absent_changes_nothing(tmp_path):
    run(csv_file(tmp_path, HEADER + ",languages,telephone", GOOD + ",de,+49 911 1234"))

    run(csv_file(tmp_path, HEADER, GOOD))

    centre = Centre.objects.get()
    assert centre.telephone == "+49 911 1234"
    assert centre.languages.count() == 1


def test_semicolons_and_a_byte_order_mark_are_read(tmp_path):
    path = csv_file(tmp_path, HEADER.replace(",", ";"), GOOD.replace(",", ";"), encoding="utf-8-sig")

    assert outcomes(run(path)) == [(2, "added")]


def test_areas_replace_those_before(tmp_path):
    make_district("09573", region=make_region("095"))
    areas = csv_file(tmp_path, "centre_id,level,code", "zrb,regierungsbezirk,095", "zrb,district,09573", name="a.csv")
    fewer = csv_file(tmp_path, "centre_id,level,code,confidence", "zrb,district,09573,verified (phone)", name="b.csv")
    path = csv_file(tmp_path, HEADER, GOOD)

    run(path, territories=areas)
    report = run(path, territories=fewer)

    assert outcomes(report) == [(2, "unchanged"), (2, "changed")]
    assert list(Territory.objects.values_list("district_id", "confidence")) == [("09573", "verified")]


@pytest.mark.parametrize(
    "area", ["nobody,nationwide,", "zrb,regierungsbezirk,099", "zrb,district,09999", "zrb,planet,3", ",land,"]
)
def test_a_bad_area_is_rejected(tmp_path, area):
    areas = csv_file(tmp_path, "centre_id,level,code", area, name="a.csv")

    report = run(csv_file(tmp_path, HEADER, GOOD), territories=areas)

    assert outcomes(report) == [(2, "added"), (2, "rejected")]


# --- files that are no tables ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (HEADER.encode() + "\nä".encode("latin-1"), "UTF-8"),
        (b"id,name\n1,2", "carrier"),
        (b"\x00\x01\x02", "text"),
        (f"{HEADER},id\n".encode(), "twice"),
        (f'{HEADER}\n"never closed'.encode(), "2"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_sentence(tmp_path, content, words, settings):
    settings.LANGUAGE_CODE = "en"
    path = tmp_path / "bad.csv"
    path.write_bytes(content)

    with pytest.raises(CommandError) as refusal:
        call_command("import_centres", path, stdout=StringIO())

    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    with pytest.raises(DomainError):
        run(tmp_path / "nowhere.csv")
    with pytest.raises(DomainError):
        run_programmes(tmp_path)


# --- programmes ------------------------------------------------------------------------------------------------------


def test_notes_on_the_state_become_dates(tmp_path):
    path = csv_file(
        tmp_path,
        PROGRAMME_HEADER,
        "a,A,LfAR,Land,running 01.03.2024-28.02.2027",
        "b,B,LfAR,Bund,ended 31.07.2023 in its old form",
        "c,C,LfAR,EU,running (JRS since 01.04.2022)",
        "d,D,LfAR,non-state,unclear (state of 2015)",
        "e,E,LfAR,Bund + Länder,running; Bavarian share unclear",
    )

    report = run_programmes(path)

    assert report.counts["added"] == 5
    found = Programme.objects.order_by("source_id").values_list("status", "valid_from__year", "valid_to__year")
    assert list(found) == [
        ("running", 2024, 2027),
        ("ended", None, 2023),
        ("running", 2022, None),
        ("unclear", None, None),
        ("unclear", None, None),
    ]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (PROGRAMME_HEADER, ",A,LfAR,Land,running"),
        (PROGRAMME_HEADER, "a,,LfAR,Land,running"),
        (PROGRAMME_HEADER, "a,A,,Land,running"),
        (PROGRAMME_HEADER, "a,A,LfAR,Mars,running"),
        (PROGRAMME_HEADER, "a,A,LfAR,Land,perhaps"),
        (PROGRAMME_HEADER, "a,A,LfAR,Land,ended 31.02.2024"),
        (PROGRAMME_HEADER, "a,A,LfAR,Land,running 01.03.2027-28.02.2024"),
        (PROGRAMME_HEADER + ",stand", "a,A,LfAR,Land,running,recently"),
        (PROGRAMME_HEADER + ",valid_to", "a,A,LfAR,Land,running,soon"),
        (PROGRAMME_HEADER + ",country_codes", "a,A,LfAR,Land,running,IQ; Q9"),
        (PROGRAMME_HEADER + ",audiences", "a,A,LfAR,Land,running,everybody"),
        (PROGRAMME_HEADER + ",apply_via", "a,A,LfAR,Land,running,pigeon"),
        (PROGRAMME_HEADER + ",slug", "a,A,LfAR,Land,running,not a slug"),
    ],
)
def test_a_bad_programme_is_rejected_and_the_next_one_taken(tmp_path, header, row):
    good = "ok,OK,LfAR,Land,running" + "," * (header.count(",") - 4)
    good = good + ("centre" if header.endswith("apply_via") else "")

    report = run_programmes(csv_file(tmp_path, header, row, good))

    assert outcomes(report) == [(2, "rejected"), (3, "added")]
    assert Programme.objects.count() == 1


# --- the commands ----------------------------------------------------------------------------------------------------


def test_the_command_prints_each_line_and_ends_with_an_error_code_after_rejections(tmp_path):
    out = StringIO()
    path = csv_file(tmp_path, HEADER, GOOD, GOOD.replace("zrb", "bad", 1).replace("verified", "perhaps"))

    with pytest.raises(SystemExit) as ended:
        call_command("import_centres", path, stdout=out)

    assert ended.value.code == 1
    assert "line 2: added zrb" in out.getvalue()
    assert "line 3: rejected bad: " in out.getvalue()
    assert "1 added, 0 changed, 0 unchanged, 1 rejected" in out.getvalue()


def test_the_command_takes_the_areas_beside_the_file(tmp_path):
    make_region("095")
    csv_file(tmp_path, "centre_id,level,code", "zrb,regierungsbezirk,095", name="centre_territories.csv")

    call_command("import_centres", csv_file(tmp_path, HEADER, GOOD), stdout=StringIO())

    assert Territory.objects.get().region_id == "095"


def test_the_commands_report_a_dry_run(tmp_path):
    out = StringIO()

    call_command(
        "import_programmes",
        csv_file(tmp_path, PROGRAMME_HEADER, "a,A,LfAR,Land,running"),
        "--dry-run",
        stdout=out,
    )

    assert "dry run" in out.getvalue()
    assert not Programme.objects.exists()


def test_import_districts_names_what_is_wrong_with_a_folder(tmp_path):
    with pytest.raises(CommandError):
        call_command("import_districts", "--folder", str(tmp_path), stdout=StringIO())

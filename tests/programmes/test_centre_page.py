"""What a card and the page of a centre say about hours, languages, access and programmes."""

from datetime import date, datetime

import pytest
from bs4 import BeautifulSoup
from django.utils import translation

from programmes.demo_centre import SLUG, create_example_centre
from programmes.languages import LANGUAGE_CODES, language_name
from programmes.models.centres import Centre, CentreLanguage, CentreText, OpeningHours
from programmes.models.hours import Closure, HoursException
from programmes.opening import BERLIN, State, state_at, timetable_of
from tests.builders.programmes import make_centre, make_directory_page, make_district, make_programme, make_region

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=BERLIN)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """``clock(moment)`` stops the clock at a moment; at first it is a Wednesday in November, ten o'clock."""

    def stop(moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    stop(WEDNESDAY)
    return stop


def fact(client, term, slug="zrb", language="de"):
    page = BeautifulSoup(client.get(f"/{language}/beratungsstellen/{slug}/").content, "html.parser")
    for row in page.select(".centre__facts > div"):
        if row.dt.get_text(strip=True) == term:
            return " ".join(row.dd.get_text(" ", strip=True).split())
    return ""


def page_of(client, language):
    return BeautifulSoup(client.get(f"/{language}/beratungsstellen/zrb/").content, "html.parser")


def open_on(centre, weekday, opens="08:00", closes="16:00", **facts):
    OpeningHours.objects.create(centre=centre, weekday=weekday, opens=opens, closes=closes, **facts)


# --- hours -----------------------------------------------------------------------------------------------------------


def test_it_says_whether_it_is_open_now(client, directory, clock):
    open_on(make_centre("ZRB"), 2)

    assert "Jetzt geöffnet bis 16:00" in fact(client, "Öffnungszeiten")
    clock(WEDNESDAY.replace(hour=7))
    Centre.objects.get().save()  # a stored page may be a minute old
    assert "Zurzeit geschlossen · öffnet heute um 08:00" in fact(client, "Öffnungszeiten")


def test_by_appointment_is_not_closed(client, directory):
    OpeningHours.objects.create(centre=make_centre("ZRB", email="zrb@example.org"), by_appointment=True)

    hours = fact(client, "Öffnungszeiten")

    assert "Nach Vereinbarung" in hours
    assert "eschlossen" not in hours
    assert "Vereinbaren Sie den Termin" in hours


def test_a_day_by_appointment_stands_in_the_week(client, directory):
    centre = make_centre("ZRB")
    open_on(centre, 0)
    OpeningHours.objects.create(centre=centre, weekday=2, by_appointment=True)

    assert "Mittwoch nach Vereinbarung" in fact(client, "Öffnungszeiten")


def test_days_that_differ_are_named_with_their_reason(client, directory, clock):
    centre = make_centre("ZRB")
    for weekday in range(5):
        open_on(centre, weekday)
    HoursException.objects.create(centre=centre, first_day="2026-12-22", last_day="2026-12-23", reason="training")
    HoursException.objects.create(
        centre=centre, first_day="2026-12-01", last_day="2026-12-01", opens="10:00", closes="12:00"
    )

    hours = fact(client, "Öffnungszeiten")

    assert "1. Dezember 2026: 10:00–12:00" in hours
    assert "22. Dezember 2026 – 23. Dezember 2026: geschlossen (Fortbildung)" in hours
    assert "25. Dezember 2026: geschlossen (1. Weihnachtstag)" in hours


def test_a_holiday_is_the_reason(client, directory, clock):
    open_on(make_centre("ZRB"), 4)
    clock(datetime(2026, 12, 25, 10, tzinfo=BERLIN))

    assert "Zurzeit geschlossen (1. Weihnachtstag) · öffnet am 8. Januar 2027" in fact(client, "Öffnungszeiten")


def test_a_holiday_nobody_has_asked_about_is_not_confirmed(client, directory, clock):
    open_on(make_centre("ZRB"), 5)
    clock(datetime(2026, 8, 15, 10, tzinfo=BERLIN))

    hours = fact(client, "Öffnungszeiten")

    assert "Noch nicht bestätigt, ob heute geöffnet ist (Mariä Himmelfahrt)" in hours
    assert "Jetzt geöffnet" not in hours


def test_a_closure_is_said_with_its_end_and_reason(client, directory):
    centre = make_centre("ZRB")
    open_on(centre, 2)
    Closure.objects.create(centre=centre, first_day="2026-11-20", last_day="2026-12-01", reason="moving")

    assert "Geschlossen bis 1. Dezember 2026 (Umzug)" in fact(client, "Öffnungszeiten")


@pytest.mark.parametrize(("until", "is_said"), [("2026-11-24", False), ("2026-11-25", True), ("2026-12-31", True)])
def test_a_pause_for_new_people_ends_by_itself(client, directory, until, is_said):
    make_centre("ZRB", no_new_people_until=until)

    assert ("niemanden neu" in fact(client, "Neue Personen")) == is_said
    assert ("niemanden neu" in client.get("/de/beratungsstellen/").content.decode()) == is_said


@pytest.mark.parametrize(("told_on", "is_said"), [("2026-08-26", False), ("2026-08-27", True), ("2026-11-25", True)])
def test_a_waiting_time_is_said_with_its_day_until_it_is_too_old(client, directory, told_on, is_said):
    make_centre("ZRB", waiting_time="month", waiting_time_on=told_on)

    assert ("meist nach einer bis vier Wochen (Stand:" in fact(client, "Zeit bis zum ersten Termin")) == is_said
    assert ("meist nach einer bis vier Wochen" in client.get("/de/beratungsstellen/").content.decode()) == is_said


def test_how_to_get_there_is_said_in_german_where_it_is_not_translated(client, directory):
    make_directory_page("ar", "المراكز")
    centre = make_centre("ZRB", summary="Deutsch")
    centre.texts.update(directions="Bus 70\nEingang im Hof")
    translated = CentreText.objects.create(centre=centre, language="ar", summary="نص")

    in_german = page_of(client, "ar").select_one("dd[lang][dir]:-soup-contains('Bus 70')")
    translated.directions = "الحافلة رقم 70"
    translated.save()
    in_arabic = page_of(client, "ar").select_one("dd[lang][dir]:-soup-contains('الحافلة')")

    assert (in_german["lang"], in_german["dir"]) == ("de", "ltr")
    assert (in_arabic["lang"], in_arabic["dir"]) == ("ar", "rtl")


# --- languages and access --------------------------------------------------------------------------------------------


def test_languages_say_who_speaks_them_when_and_how_long_it_takes(client, directory):
    centre = make_centre("ZRB", woman_on_request="yes", man_on_request="no")
    CentreLanguage.objects.create(centre=centre, language="ar", offered_by="staff", weekdays=[1, 3])
    CentreLanguage.objects.create(
        centre=centre, language="tr", offered_by="interpreter", lead_days=3, note="per Telefon"
    )

    languages = fact(client, "Sprachen")

    assert "Dienstag, Donnerstag" in languages
    assert "bitte 3 Tage vorher anfragen" in languages
    assert "per Telefon" in languages
    assert languages.index("Arabisch") < languages.index("Türkisch")
    assert fact(client, "Beratung durch Frau oder Mann") == "Auf Wunsch durch eine Frau"


def test_languages_stand_in_the_readers_script(client, directory):
    make_directory_page("ar", "المراكز")
    CentreLanguage.objects.create(centre=make_centre("ZRB"), language="tr", offered_by="staff")

    assert "التركية" in fact(client, "اللغات", language="ar")


@pytest.mark.parametrize("reader", ["de", "en", "ar"])
def test_every_language_has_a_name_in_the_readers_language(reader):
    with translation.override(reader):
        assert [code for code in LANGUAGE_CODES if language_name(code) == code] == []


def test_access_answers_yes_no_and_not_yet(client, directory):
    make_centre("ZRB", step_free="yes", lift="no")

    access = fact(client, "Barrierefreiheit")

    assert "Aufzug: nein" in access
    assert "Stufenloser Zugang: ja" in access
    unknown = access.partition("noch nicht bestätigt:")[2]  # said once for all that is open
    assert len(unknown.split(",")) == 4
    assert "Aufzug" not in unknown


def test_programmes_stand_with_the_centre(client, directory):
    make_programme("EURP", level="eu", apply_via="centre")
    make_centre("ZRB", regions=[make_region()])

    assert fact(client, "Programme, die man hier beantragen kann") == "EURP"


# --- the invented centre ---------------------------------------------------------------------------------------------


def test_the_invented_centre_shows_everything_and_says_what_it_is(client, directory):
    make_region()
    make_district("09761", "Augsburg", region=make_region("097", "Schwaben"))
    create_example_centre(today=date(2026, 11, 25))
    create_example_centre(today=date(2026, 11, 25))

    centre = Centre.objects.with_words().get(slug=SLUG)
    page = client.get(f"/de/beratungsstellen/{SLUG}/").content.decode()

    assert "(Demo)" in centre.name
    assert "Erfundenes Beispiel" in page
    assert not centre.facts_confirmed
    assert state_at(timetable_of(centre), WEDNESDAY).state is State.APPOINTMENT
    assert {row.offered_by for row in centre.languages.all()} == {"staff", "interpreter"}
    assert centre.hours_exceptions.count() == 2
    assert centre.closures.count() == 1
    in_swabia = client.get("/de/beratungsstellen/", {"place": "Schwabn", "language": "ar"}).content.decode()
    assert f"/de/beratungsstellen/{SLUG}/" in in_swabia

from datetime import date, timedelta

from portal.holidays import Scope, bavarian_holidays, easter_sunday, holiday_on

EASTER = {
    1961: (4, 2), 2000: (4, 23), 2008: (3, 23), 2011: (4, 24), 2019: (4, 21), 2024: (3, 31), 2025: (4, 20),
    2026: (4, 5), 2027: (3, 28), 2028: (4, 16), 2029: (4, 1), 2030: (4, 21), 2038: (4, 25), 2285: (3, 22),
}  # fmt: skip


def test_easter():
    assert {year: easter_sunday(year) for year in EASTER} == {year: date(year, *day) for year, day in EASTER.items()}


def test_easter_is_a_sunday_in_its_five_weeks():
    days = [easter_sunday(year) for year in range(1900, 2200)]

    assert {day.weekday() for day in days} == {6}
    assert min((day.month, day.day) for day in days) >= (3, 22)
    assert max((day.month, day.day) for day in days) <= (4, 25)


def test_the_holidays_of_2027():
    days = {f"{day:%d.%m.}": holiday.code for day, holiday in bavarian_holidays(2027).items()}

    assert days == {
        "01.01.": "new_year",
        "06.01.": "epiphany",
        "26.03.": "good_friday",
        "29.03.": "easter_monday",
        "01.05.": "labour_day",
        "06.05.": "ascension",
        "17.05.": "whit_monday",
        "27.05.": "corpus_christi",
        "08.08.": "peace_festival",
        "15.08.": "assumption",
        "03.10.": "unity_day",
        "01.11.": "all_saints",
        "25.12.": "christmas",
        "26.12.": "second_christmas",
    }


def test_only_two_holidays_depend_on_the_municipality():
    for year in range(2020, 2060):
        scopes = {holiday.code: holiday.scope for holiday in bavarian_holidays(year).values()}

        assert {code for code, scope in scopes.items() if scope != Scope.EVERYWHERE} == {"assumption", "peace_festival"}


def test_a_day_like_any_other_has_none():
    assert holiday_on(date(2026, 11, 25)) is None
    assert holiday_on(easter_sunday(2027)) is None  # a Sunday, and in Bavaria no holiday of its own
    assert holiday_on(easter_sunday(2027) + timedelta(days=1)).code == "easter_monday"

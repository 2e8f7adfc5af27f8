from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programmes.codes import YesNoUnknown
from programmes.models.centres import Centre, OpeningHours
from programmes.models.hours import Closure, HoursException
from programmes.open_now import open_centres
from programmes.opening import (
    BERLIN,
    Away,
    Exceptional,
    Span,
    State,
    Timetable,
    coming_days,
    day_of,
    is_open,
    next_opening,
    state_at,
    timetable_of,
)
from tests.builders.programmes import make_centre

MORNING, AFTERNOON = Span(time(8), time(12)), Span(time(13), time(16))
WEEKDAYS = Timetable(week=dict.fromkeys(range(5), (MORNING, AFTERNOON)))
WEDNESDAY = date(2026, 11, 25)


def at(hour, minute=0, *, day=WEDNESDAY, fold=0):
    return datetime.combine(day, time(hour, minute), BERLIN).replace(fold=fold)


# --- one moment ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (at(7, 59), State.CLOSED),
        (at(8), State.OPEN),
        (at(11, 59), State.OPEN),
        (at(12), State.CLOSED),
        (at(13), State.OPEN),
        (at(16), State.CLOSED),
        (at(10, day=date(2026, 11, 28)), State.CLOSED),
    ],
)
def test_a_span_holds_from_its_first_minute_to_just_before_its_last(moment, state):
    assert state_at(WEEKDAYS, moment).state is state


def test_the_time_of_another_zone_is_that_of_the_wall_clock_in_bavaria():
    assert state_at(WEEKDAYS, datetime(2026, 11, 25, 7, 30, tzinfo=UTC)).state is State.OPEN
    assert state_at(WEEKDAYS, datetime(2026, 7, 8, 6, 30, tzinfo=UTC)).state is State.OPEN
    assert state_at(WEEKDAYS, datetime(2026, 7, 8, 5, 59, tzinfo=UTC)).state is State.CLOSED


def test_open_says_until_when_over_spans_that_touch():
    assert state_at(WEEKDAYS, at(9)).until == at(12)
    touching = Timetable(week={2: (Span(time(8), time(12)), Span(time(12), time(15)))})
    assert state_at(touching, at(9)).until == at(15)
    assert next_opening(touching, at(9)) == at(8, day=date(2026, 12, 2))


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (at(7), at(8)),
        (at(12, 30), at(13)),
        (at(17), at(8, day=date(2026, 11, 26))),
        (at(17, day=date(2026, 11, 27)), at(8, day=date(2026, 11, 30))),
    ],
)
def test_the_next_opening(moment, opens):
    assert next_opening(WEEKDAYS, moment) == opens


def test_nothing_known_is_unknown_not_closed():
    status = state_at(Timetable(), at(10))

    assert (status.state, status.opens) == (State.UNKNOWN, None)


@pytest.mark.parametrize(
    "timetable",
    [
        Timetable(takes_appointments=True),
        Timetable(appointment_days=frozenset({1})),
        Timetable(week={2: (Span(time(8), time(12), by_appointment=True),)}),
    ],
)
@pytest.mark.parametrize(
    "moment", [at(3), at(9), at(23), at(10, day=date(2026, 12, 25)), at(10, day=date(2026, 11, 29))]
)
def test_by_appointment_is_never_closed(timetable, moment):
    assert state_at(timetable, moment).state is State.APPOINTMENT


def test_who_also_takes_appointments_is_not_closed_after_hours():
    timetable = Timetable(week=WEEKDAYS.week, takes_appointments=True)

    status = state_at(timetable, at(20))

    assert (status.state, status.opens) == (State.APPOINTMENT, at(8, day=date(2026, 11, 26)))
    assert state_at(timetable, at(9)).state is State.OPEN


def test_hours_by_appointment_are_no_opening():
    timetable = Timetable(week={2: (Span(time(8), time(10), by_appointment=True), Span(time(14), time(16)))})

    assert state_at(timetable, at(9)).state is State.APPOINTMENT
    assert next_opening(timetable, at(7)) == at(14)
    assert state_at(timetable, at(11)).state is State.CLOSED


# --- days that differ ------------------------------------------------------------------------------------------------


def with_days(*exceptions, closures=()):
    return Timetable(week=WEEKDAYS.week, exceptions=exceptions, closures=closures)


def test_a_closed_day_is_closed_with_its_reason_even_by_appointment():
    closed = Exceptional(WEDNESDAY, WEDNESDAY, reason="training")
    timetable = Timetable(week=WEEKDAYS.week, takes_appointments=True, exceptions=(closed,))

    status = state_at(timetable, at(9))

    assert (status.state, status.day.exception.reason) == (State.CLOSED, "training")
    assert status.opens == at(8, day=date(2026, 11, 26))


def test_other_hours_replace_those_of_the_weekday():
    timetable = with_days(Exceptional(WEDNESDAY, WEDNESDAY, (Span(time(18), time(20)),)))

    assert state_at(timetable, at(9)).state is State.CLOSED
    assert state_at(timetable, at(18, 30)).state is State.OPEN


def test_hours_within_closed_days_are_what_holds():
    closed = Exceptional(date(2026, 11, 23), date(2026, 11, 27))
    timetable = with_days(closed, Exceptional(WEDNESDAY, WEDNESDAY, (Span(time(9), time(10)),)))

    assert state_at(timetable, at(9, 30)).state is State.OPEN
    assert next_opening(timetable, at(10)) == at(8, day=date(2026, 11, 30))


def test_other_hours_open_a_holiday():
    christmas = date(2026, 12, 25)
    timetable = with_days(Exceptional(christmas, christmas, (MORNING,)))

    assert state_at(timetable, at(9, day=christmas)).state is State.OPEN


def test_a_holiday_is_closed_and_the_next_opening_leaves_it_out():
    status = state_at(WEEKDAYS, at(9, day=date(2026, 12, 25)))

    assert (status.state, status.day.holiday.code) == (State.CLOSED, "christmas")
    assert status.opens == at(8, day=date(2026, 12, 28))


@pytest.mark.parametrize(("answer", "state"), [("yes", State.CLOSED), ("no", State.OPEN), ("unknown", State.UNKNOWN)])
def test_assumption_day_depends_on_the_municipality_and_unknown_is_said(answer, state):
    timetable = Timetable(week=dict.fromkeys(range(7), (MORNING,)), keeps_assumption_day=YesNoUnknown(answer))

    assert state_at(timetable, at(9, day=date(2026, 8, 15))).state is state
    assert state_at(timetable, at(9, day=date(2026, 8, 14))).state is State.OPEN


def test_an_uncertain_day_is_promised_to_nobody():
    timetable = Timetable(week=dict.fromkeys(range(7), (MORNING,)))

    assert next_opening(timetable, at(20, day=date(2026, 8, 14))) == at(8, day=date(2026, 8, 16))
    assert not is_open(timetable, at(9, day=date(2026, 8, 15)))


@pytest.mark.parametrize(("is_in_augsburg", "state"), [(True, State.CLOSED), (False, State.OPEN)])
def test_the_peace_festival_is_kept_in_augsburg_only(is_in_augsburg, state):
    timetable = Timetable(week=dict.fromkeys(range(7), (MORNING,)), is_in_augsburg=is_in_augsburg)

    assert state_at(timetable, at(9, day=date(2026, 8, 8))).state is state


def test_a_closure_with_an_end_says_when_it_opens_again_and_one_without_says_nothing():
    away = Away(date(2026, 11, 20), date(2026, 12, 4), "moving")
    ending = state_at(with_days(closures=(away,)), at(9))
    endless = state_at(with_days(closures=(Away(date(2026, 11, 20)),)), at(9))

    assert (ending.state, ending.opens) == (State.AWAY, at(8, day=date(2026, 12, 7)))
    assert (endless.state, endless.opens) == (State.AWAY, None)
    assert state_at(with_days(closures=(away,)), at(9, day=date(2026, 11, 19))).state is State.OPEN


def test_a_closure_counts_even_where_no_hours_are_known():
    assert state_at(Timetable(closures=(Away(WEDNESDAY),)), at(9)).state is State.AWAY


def test_coming_days_name_what_differs():
    timetable = with_days(Exceptional(date(2026, 12, 24), date(2026, 12, 24), reason="holidays"))

    days = coming_days(timetable, date(2026, 12, 20), days=14)

    assert [(day.date.day, bool(day.exception), bool(day.holiday)) for day in days] == [
        (24, True, False),
        (25, False, True),
        (1, False, True),
    ]


# --- the clock changes -----------------------------------------------------------------------------------------------

NIGHT = Timetable(week={6: (Span(time(2, 15), time(2, 45)), Span(time(4), time(5)))})
FORWARD, BACK = date(2027, 3, 28), date(2026, 10, 25)


def test_an_hour_that_is_left_out_opens_nothing():
    assert next_opening(NIGHT, at(1, day=FORWARD)) == at(4, day=FORWARD)


def test_an_opening_in_the_hour_left_out_is_when_the_clock_has_jumped():
    timetable = Timetable(week={6: (Span(time(2, 30), time(5)),)})

    assert next_opening(timetable, at(1, day=FORWARD)) == at(3, day=FORWARD)


def test_the_hour_that_comes_twice_opens_twice():
    first = next_opening(NIGHT, at(1, day=BACK))
    second = next_opening(NIGHT, first)

    assert second.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=1)
    assert (first.time(), second.time()) == (time(2, 15), time(2, 15))


spans = st.builds(
    lambda start, length, kind: Span(
        time(start // 4, start % 4 * 15), time(min(start + length, 95) // 4, min(start + length, 95) % 4 * 15), kind
    ),
    st.integers(0, 94),
    st.integers(1, 40),
    st.booleans(),
)
days = st.dates(date(2026, 1, 1), date(2030, 12, 31))
timetables = st.builds(
    Timetable,
    week=st.dictionaries(st.integers(0, 6), st.lists(spans, min_size=1, max_size=3).map(tuple), max_size=7),
    appointment_days=st.frozensets(st.integers(0, 6)),
    takes_appointments=st.booleans(),
    exceptions=st.lists(
        st.builds(
            lambda first, length, times: Exceptional(first, first + timedelta(days=length), tuple(times)),
            days,
            st.integers(0, 20),
            st.lists(spans.map(lambda span: Span(span.opens, span.closes)), max_size=2),
        ),
        max_size=3,
    ).map(tuple),
    closures=st.lists(
        st.builds(lambda first, n: Away(first, first + timedelta(days=n)), days, st.integers(0, 40)), max_size=2
    ).map(tuple),
    keeps_assumption_day=st.sampled_from(YesNoUnknown),
    is_in_augsburg=st.booleans(),
)
CHANGES = [
    datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC), datetime(2027, 3, 28, 1, tzinfo=UTC),
    datetime(2027, 10, 31, 1, tzinfo=UTC), datetime(2028, 3, 26, 1, tzinfo=UTC), datetime(2030, 10, 27, 1, tzinfo=UTC),
]  # fmt: skip
moments = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31)).map(lambda moment: moment.replace(tzinfo=UTC)),
    st.builds(
        lambda change, minutes: change + timedelta(minutes=minutes), st.sampled_from(CHANGES), st.integers(-180, 180)
    ),
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(timetables, moments)
def test_the_state_agrees_with_itself(timetable, moment):
    status = state_at(timetable, moment)

    assert (status.state is State.OPEN) <= is_open(timetable, moment)
    if timetable.takes_appointments or timetable.is_by_appointment_only:
        assert status.state is not State.CLOSED or status.day.exception
    if status.until:
        assert status.until.astimezone(UTC) > moment
    assert (status.state is State.AWAY) == (status.day.away is not None)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(timetables, moments)
def test_the_next_opening_is_one_and_none_lies_before_it(timetable, moment):
    opens = next_opening(timetable, moment)

    if opens is not None:
        assert opens.astimezone(UTC) > moment
        assert is_open(timetable, opens)
        assert not is_open(timetable, opens.astimezone(UTC) - timedelta(minutes=1))
    end = min(opens.astimezone(UTC) if opens else moment + timedelta(days=3), moment + timedelta(days=3))
    was_open, step = is_open(timetable, moment), moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
    while step < end:
        now_open = is_open(timetable, step)
        assert was_open or not now_open, step
        was_open, step = now_open, step + timedelta(minutes=1)


# --- all centres at once ---------------------------------------------------------------------------------------------


@pytest.fixture
def offices(db):
    for name, city, answer in (
        ("Täglich", "Nürnberg", "no"), ("Augsburg", "Augsburg", "yes"), ("Ungefragt", "Ansbach", "unknown")
    ):  # fmt: skip
        centre = make_centre(name, city=city, assumption_day=answer)
        for weekday in range(7):
            OpeningHours.objects.create(centre=centre, weekday=weekday, opens="08:00", closes="12:00")
    daily = Centre.objects.get(name="Täglich")
    HoursException.objects.create(centre=daily, first_day="2026-12-23", last_day="2026-12-31")
    HoursException.objects.create(
        centre=daily, first_day="2026-12-25", last_day="2026-12-25", opens="09:00", closes="10:00"
    )
    Closure.objects.create(centre=Centre.objects.get(name="Augsburg"), first_day="2026-12-01", last_day="2026-12-24")
    Closure.objects.create(centre=Centre.objects.get(name="Ungefragt"), first_day="2026-12-30")
    by_appointment = make_centre("Termin")
    OpeningHours.objects.create(centre=by_appointment, weekday=2, opens="08:00", closes="12:00", by_appointment=True)
    OpeningHours.objects.create(centre=by_appointment, by_appointment=True)
    hidden = make_centre("Versteckt", is_public=False)
    OpeningHours.objects.create(centre=hidden, weekday=2, opens="08:00", closes="12:00")
    make_centre("Unbekannt")


@pytest.mark.parametrize(
    "day",
    [
        "2026-08-08", "2026-08-15", "2026-11-25", "2026-12-10", "2026-12-23", "2026-12-24", "2026-12-25", "2026-12-28",
        "2026-12-30", "2027-01-01", "2027-01-02",
    ],
)  # fmt: skip
def test_the_set_of_open_centres_is_that_of_the_rules(offices, day, django_assert_num_queries):
    centres = list(Centre.objects.public().with_words())
    for hour, minute in ((7, 59), (8, 0), (9, 30), (10, 0), (11, 59), (12, 0)):
        moment = at(hour, minute, day=date.fromisoformat(day))
        expected = {c.pk for c in centres if state_at(timetable_of(c), moment).state is State.OPEN}

        with django_assert_num_queries(1):
            assert open_centres(moment=moment) == expected


def test_the_rules_are_not_all_the_same_answer(offices):
    def names(day, hour):
        found = open_centres(moment=at(hour, day=date.fromisoformat(day)))
        return set(Centre.objects.filter(pk__in=found).values_list("name", flat=True))

    assert names("2026-11-25", 9) == {"Täglich", "Augsburg", "Ungefragt"}
    assert names("2026-08-08", 9) == {"Täglich", "Ungefragt"}
    assert names("2026-08-15", 9) == {"Täglich"}
    assert names("2026-12-25", 9) == {"Täglich"}
    assert names("2026-12-24", 9) == {"Ungefragt"}
    assert names("2027-01-02", 9) == {"Täglich", "Augsburg"}


def test_a_timetable_is_read_from_the_rows_of_a_centre(db):
    centre = make_centre("ZRB", city="Augsburg", assumption_day="yes")
    OpeningHours.objects.create(centre=centre, weekday=0, opens="08:00", closes="12:00")
    OpeningHours.objects.create(centre=centre, weekday=2, by_appointment=True)
    HoursException.objects.create(centre=centre, first_day="2026-12-24", last_day="2026-12-24", reason="holidays")

    timetable = timetable_of(Centre.objects.with_words().get(pk=centre.pk))

    assert timetable.week == {0: (MORNING,)}
    assert timetable.appointment_days == {2}
    assert not timetable.takes_appointments
    assert timetable.is_in_augsburg
    assert day_of(timetable, date(2026, 12, 24)).exception.reason == "holidays"

"""The engine alone: no database. Each kind of rule by a table, and what must hold for all of them by properties."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.fit.codes import (
    Departure,
    Effect,
    GovernmentRegion,
    Group,
    Question,
    Residence,
    RuleKind,
    StatusGroup,
    Verdict,
)
from programmes.fit.rules import KINDS, MOST_QUESTIONS, Answers, Rule, Terms, apply, judge, questions_for

TODAY = date(2026, 11, 25)
SYRIAN = Answers(country="SY")


def condition(kind, answers, terms=None, **rule) -> bool | None:
    rule = Rule(kind, Effect.MUST, **rule)
    return KINDS[kind].holds(rule, answers, terms or Terms(), TODAY)


@pytest.mark.parametrize(
    ("kind", "rule", "answers", "expected"),
    [
        ("status_in", {"values": ("tolerated",)}, Answers(status="tolerated"), True),
        ("status_in", {"values": ("tolerated",)}, Answers(status="protected"), False),
        ("status_in", {"values": ("tolerated",)}, Answers(), None),
        ("status_not_in", {"values": ("tolerated",)}, Answers(status="tolerated"), False),
        ("status_not_in", {"values": ("tolerated",)}, Answers(status="other"), True),
        ("status_not_in", {"values": ("tolerated",)}, Answers(), None),
        ("country_in", {"values": ("SY", "AF")}, SYRIAN, True),
        ("country_in", {"values": ("AF",)}, SYRIAN, False),
        ("country_in", {"values": ("AF",)}, Answers(), None),
        ("country_not_in", {"values": ("AF",)}, SYRIAN, True),
        ("country_not_in", {"values": ("SY",)}, SYRIAN, False),
        ("country_not_in", {"values": ("SY",)}, Answers(), None),
        ("eu_citizen", {}, Answers(country="HR"), True),
        ("eu_citizen", {}, Answers(country="RS"), False),
        ("eu_citizen", {}, Answers(), None),
        ("age", {"lowest": 18}, Answers(age=18), True),
        ("age", {"lowest": 18}, Answers(age=17), False),
        ("age", {"highest": 26}, Answers(age=26), True),
        ("age", {"lowest": 18, "highest": 26}, Answers(age=27), False),
        ("age", {"lowest": 0}, Answers(), None),
        ("in_bavaria", {}, Answers(residence="bavaria"), True),
        ("in_bavaria", {}, Answers(residence="097"), True),
        ("in_bavaria", {}, Answers(residence="elsewhere"), False),
        ("in_bavaria", {}, Answers(), None),
        ("in_region", {"values": ("097",)}, Answers(residence="097"), True),
        ("in_region", {"values": ("097",)}, Answers(residence="091"), False),
        ("in_region", {"values": ("097",)}, Answers(residence="elsewhere"), False),
        ("in_region", {"values": ("097",)}, Answers(residence="bavaria"), None),
        ("in_region", {"values": ("097",)}, Answers(), None),
        ("voluntary", {}, Answers(voluntary=True), True),
        ("voluntary", {}, Answers(voluntary=False), False),
        ("voluntary", {}, Answers(), None),
        ("own_means", {}, Answers(has_means=True), True),
        ("own_means", {}, Answers(has_means=False), False),
        ("own_means", {}, Answers(), None),
        ("group_in", {"values": ("woman", "founder")}, Answers(groups={"founder": True}), True),
        ("group_in", {"values": ("woman", "founder")}, Answers(groups={"founder": False}), None),
        ("group_in", {"values": ("woman", "founder")}, Answers(groups={"founder": False, "woman": False}), False),
        ("group_in", {"values": ("woman",)}, Answers(), None),
        ("lead_time", {"lowest": 28}, Answers(departure="soon"), False),
        ("lead_time", {"lowest": 28}, Answers(departure="quarter"), True),
        ("lead_time", {"lowest": 14}, Answers(departure="soon"), None),
        ("lead_time", {"lowest": 200}, Answers(departure="later"), None),
        ("lead_time", {"lowest": 28}, Answers(), None),
        ("offices_only", {}, Answers(), False),
        ("checked_by_centre", {}, Answers(status="tolerated", country="SY"), None),
    ],
)
def test_a_condition_is_true_false_or_not_known(kind, rule, answers, expected):
    assert condition(kind, answers, **rule) is expected


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "departure", "expected"),
    [
        (None, date(2027, 2, 28), "soon", True),  # until 22 December
        (None, date(2027, 2, 28), "quarter", True),  # 23 December to 24 February
        (None, date(2027, 2, 23), "quarter", None),
        (None, date(2027, 2, 28), "half_year", None),  # from 25 February
        (None, date(2027, 2, 24), "half_year", False),
        (None, date(2027, 2, 28), "later", False),
        (None, date(2030, 1, 1), "later", None),
        (date(2026, 12, 23), None, "soon", False),
        (date(2026, 12, 22), None, "soon", None),
        (date(2026, 12, 23), None, "quarter", True),
        (None, None, "later", True),
        (None, None, None, None),
    ],
)
def test_a_departure_within_the_validity(valid_from, valid_to, departure, expected):
    terms = Terms(valid_from=valid_from, valid_to=valid_to)

    assert condition("within_validity", Answers(departure=departure), terms) is expected


@pytest.mark.parametrize(
    ("country", "listed", "not_listed"), [("SY", True, False), ("AF", False, True), (None, None, None)]
)
def test_the_programmes_own_list_of_countries(country, listed, not_listed):
    terms, answers = Terms(countries=frozenset({"SY"})), Answers(country=country)

    assert condition("country_listed", answers, terms) is listed
    assert condition("country_not_listed", answers, terms) is not_listed


@pytest.mark.parametrize(
    ("effect", "country", "verdict"),
    [
        ("must", "SY", "fits"),
        ("must", "AF", "no"),
        ("must", None, "unclear"),
        ("excludes", "SY", "no"),
        ("excludes", "AF", "fits"),
        ("excludes", None, "unclear"),
        ("unclear", "SY", "unclear"),
        ("unclear", "AF", "fits"),
        ("unclear", None, "unclear"),
    ],
)
def test_what_a_rule_does(effect, country, verdict):
    rule = Rule("country_in", effect, values=("SY",))

    assert apply(rule, Answers(country=country), Terms(), today=TODAY).verdict == verdict


@pytest.mark.parametrize(
    ("groups", "verdict", "cause"),
    [
        ({"trafficking": True}, "fits", "exception"),
        ({"trafficking": False}, "no", ""),
        ({}, "unclear", "to_check"),
    ],
)
def test_an_exception_sets_the_rule_aside(groups, verdict, cause):
    rule = Rule("eu_citizen", "excludes", unless=("trafficking",))

    reason = apply(rule, Answers(country="RO", groups=groups), Terms(), today=TODAY)

    assert (reason.verdict, reason.cause) == (verdict, cause)


def test_a_programme_is_as_good_as_its_worst_rule():
    fits, unclear = Rule("voluntary", "must"), Rule("checked_by_centre", "must")
    no = Rule("in_bavaria", "must")
    answers = Answers(voluntary=True, residence="elsewhere")

    assert judge(Terms(rules=(fits,)), answers, today=TODAY).verdict == Verdict.FITS
    assert judge(Terms(rules=(fits, unclear)), answers, today=TODAY).verdict == Verdict.UNCLEAR
    judgement = judge(Terms(rules=(fits, unclear, no)), answers, today=TODAY)
    assert judgement.verdict == Verdict.NO
    assert [reason.rule for reason in judgement.reasons] == [no, unclear, fits]


@pytest.mark.parametrize(
    ("terms", "cause"),
    [
        (Terms(), "no_rules"),
        (Terms(rules=(Rule("voluntary", "must"),), is_confirmed_running=False), "not_confirmed"),
        (Terms(rules=(Rule("voluntary", "must"),), valid_from=date(2026, 11, 26)), "not_begun"),
    ],
)
def test_what_is_not_known_of_the_programme_leaves_it_open(terms, cause):
    judgement = judge(terms, Answers(voluntary=True), today=TODAY)

    assert judgement.verdict == Verdict.UNCLEAR
    assert cause in [reason.cause for reason in judgement.reasons]


def test_only_what_a_rule_needs_is_asked_and_never_more_than_six():
    voluntary = Terms(rules=(Rule("voluntary", "must"), Rule("checked_by_centre", "must")))
    exception = Terms(rules=(Rule("eu_citizen", "excludes", unless=("trafficking",)),))
    everything = Terms(rules=tuple(Rule(kind, "must") for kind in RuleKind))

    assert questions_for([voluntary]) == (Question.VOLUNTARY,)
    assert questions_for([voluntary, exception]) == (Question.COUNTRY, Question.VOLUNTARY, Question.SITUATION)
    assert questions_for([Terms()]) == ()
    assert len(questions_for([everything])) == MOST_QUESTIONS
    departures = [Terms(rules=(Rule("lead_time", "must"),)), Terms(rules=(Rule("within_validity", "must"),))]
    assert Question.DEPARTURE in questions_for([everything, *departures])


# --- what holds for every rule and every answer ----------------------------------------------------------------------

COUNTRIES = ("SY", "AF", "RO", "XK")
VALUES = {
    "status_in": StatusGroup.values,
    "status_not_in": StatusGroup.values,
    "country_in": COUNTRIES,
    "country_not_in": COUNTRIES,
    "in_region": GovernmentRegion.values,
    "group_in": Group.values,
}
days = st.none() | st.dates(date(2026, 1, 1), date(2028, 12, 31))


@st.composite
def rules(draw):
    kind = draw(st.sampled_from(RuleKind.values))
    lists = st.lists(st.sampled_from(VALUES[kind]), min_size=1, unique=True) if kind in VALUES else st.just([])
    return Rule(
        kind=kind,
        effect=draw(st.sampled_from(Effect.values)),
        values=tuple(draw(lists)),
        lowest=draw(st.none() | st.integers(0, 300)),
        highest=draw(st.none() | st.integers(0, 300)),
        unless=tuple(draw(st.lists(st.sampled_from(Group.values), unique=True, max_size=2))),
    )


terms = st.builds(
    Terms,
    rules=st.lists(rules(), max_size=5).map(tuple),
    countries=st.frozensets(st.sampled_from(COUNTRIES)),
    valid_from=days,
    valid_to=days,
    is_confirmed_running=st.booleans(),
)
full_answers = st.builds(
    Answers,
    country=st.sampled_from(COUNTRIES),
    status=st.sampled_from(StatusGroup.values),
    residence=st.sampled_from([*Residence.values, *GovernmentRegion.values]),
    voluntary=st.booleans(),
    has_means=st.booleans(),
    groups=st.fixed_dictionaries({group: st.booleans() for group in Group.values}),
    departure=st.sampled_from(Departure.values),
    age=st.integers(0, 120),
)


@st.composite
def fewer_and_more(draw):
    """Some answers, and the same with others added."""
    more = draw(full_answers)
    left_out = draw(st.sets(st.sampled_from([field.name for field in fields(Answers)])))
    fewer = replace(more, **{name: {} if name == "groups" else None for name in left_out})
    if "groups" not in left_out:
        silent = draw(st.sets(st.sampled_from(Group.values)))
        fewer = replace(fewer, groups={group: said for group, said in more.groups.items() if group not in silent})
    return fewer, more


@given(terms, fewer_and_more())
def test_more_answers_never_undo_what_is_settled(programme, answers):
    fewer, more = answers

    before = judge(programme, fewer, today=TODAY).verdict
    after = judge(programme, more, today=TODAY).verdict

    assert before in (Verdict.UNCLEAR, after)


@given(terms)
def test_who_answers_nothing_is_excluded_by_nothing_but_the_programme_itself(programme):
    verdict = judge(programme, Answers(), today=TODAY).verdict

    asks_nothing = {rule.kind for rule in programme.rules} <= {"offices_only"}
    for_offices = any(rule.kind == "offices_only" for rule in programme.rules)
    assert verdict == Verdict.UNCLEAR or asks_nothing or for_offices


@given(terms, full_answers)
def test_a_reason_is_given_for_every_rule(programme, answers):
    judgement = judge(programme, answers, today=TODAY)

    assert sorted(map(repr, programme.rules)) == sorted(
        repr(reason.rule) for reason in judgement.reasons if reason.rule
    )
    assert judgement.reasons


def test_every_kind_of_rule_is_known_to_the_engine():
    assert set(KINDS) == set(RuleKind)

"""What a rule makes of a visitor's answers. Pure: nothing is read, nothing is kept.

Every condition is true, false or not known, and what is not known stays open: more answers settle what was open,
but they never turn a "does not fit" into a "fits".
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from programmes.fit.codes import EU_COUNTRIES, Departure, Effect, Question, Residence, RuleKind, Verdict

MOST_QUESTIONS = 6
# Days from today until the departure: the first and the last the answer may mean.
DEPARTURE_DAYS: Mapping[str, tuple[int, int | None]] = {
    Departure.SOON: (0, 27),
    Departure.QUARTER: (28, 91),
    Departure.HALF_YEAR: (92, 182),
    Departure.LATER: (183, None),
}
NOBODY: Mapping[str, bool] = MappingProxyType({})


@dataclass(frozen=True)
class Rule:
    kind: str
    effect: str
    values: tuple[str, ...] = ()
    lowest: int | None = None
    highest: int | None = None
    # The rule is set aside for people of these groups.
    unless: tuple[str, ...] = ()
    key: int = 0


@dataclass(frozen=True)
class Terms:
    """What a programme asks for, as far as rules need it."""

    rules: tuple[Rule, ...] = ()
    countries: frozenset[str] = frozenset()
    valid_from: date | None = None
    valid_to: date | None = None
    is_confirmed_running: bool = True


@dataclass(frozen=True)
class Answers:
    """What a visitor said; None is "not answered". ``groups`` says yes or no for each group that is known."""

    country: str | None = None
    status: str | None = None
    residence: str | None = None
    voluntary: bool | None = None
    has_means: bool | None = None
    groups: Mapping[str, bool] = field(default_factory=lambda: NOBODY)
    departure: str | None = None
    age: int | None = None

    def knows(self, question: str) -> bool:
        known = {
            Question.COUNTRY: self.country,
            Question.STATUS: self.status,
            Question.RESIDENCE: self.residence,
            Question.VOLUNTARY: self.voluntary,
            Question.MEANS: self.has_means,
            Question.SITUATION: self.groups or None,
            Question.DEPARTURE: self.departure,
            Question.AGE: self.age,
        }
        return known[question] is not None


class Cause:
    """Why something is open, or what else there is to say beside the rules."""

    NONE = ""
    NOT_ANSWERED = "not_answered"
    TO_CHECK = "to_check"
    EXCEPTION = "exception"
    NOT_CONCERNED = "not_concerned"
    NO_RULES = "no_rules"
    NOT_CONFIRMED = "not_confirmed"
    NOT_BEGUN = "not_begun"


@dataclass(frozen=True)
class Reason:
    verdict: str
    rule: Rule | None = None
    cause: str = Cause.NONE


@dataclass(frozen=True)
class Judgement:
    verdict: str
    reasons: tuple[Reason, ...]


# --- conditions: true, false, or None for "not known" ----------------------------------------------------------------

Condition = Callable[[Rule, Answers, Terms, date], bool | None]


def _among(answer: str | None, wanted: Iterable[str]) -> bool | None:
    return None if answer is None else answer in wanted


def _opposite(known: bool | None) -> bool | None:
    return None if known is None else not known


def _age(rule: Rule, answers: Answers, terms: Terms, today: date) -> bool | None:
    if answers.age is None:
        return None
    is_old_enough = rule.lowest is None or answers.age >= rule.lowest
    return is_old_enough and (rule.highest is None or answers.age <= rule.highest)


def _in_bavaria(rule: Rule, answers: Answers, terms: Terms, today: date) -> bool | None:
    return _opposite(_among(answers.residence, (Residence.ELSEWHERE,)))


def _in_region(rule: Rule, answers: Answers, terms: Terms, today: date) -> bool | None:
    """Who only says "in Bavaria" may live in any region of it."""
    return None if answers.residence == Residence.BAVARIA else _among(answers.residence, rule.values)


def _in_groups(groups: Mapping[str, bool], wanted: Iterable[str]) -> bool | None:
    """Any of them is enough; a no needs a no for each."""
    known = [groups.get(group) for group in wanted]
    if True in known:
        return True
    return None if None in known else False


def _lead_time(rule: Rule, answers: Answers, terms: Terms, today: date) -> bool | None:
    if answers.departure is None:
        return None
    first, last = DEPARTURE_DAYS[answers.departure]
    if first >= (rule.lowest or 0):
        return True
    return False if last is not None and last < (rule.lowest or 0) else None


def _within_validity(rule: Rule, answers: Answers, terms: Terms, today: date) -> bool | None:
    if answers.departure is None:
        return None
    first, last = DEPARTURE_DAYS[answers.departure]
    earliest = today + timedelta(days=first)
    latest = None if last is None else today + timedelta(days=last)
    if terms.valid_to and earliest > terms.valid_to:
        return False
    if terms.valid_from and latest and latest < terms.valid_from:
        return False
    begins_in_time = terms.valid_from is None or earliest >= terms.valid_from
    ends_in_time = terms.valid_to is None or (latest is not None and latest <= terms.valid_to)
    return True if begins_in_time and ends_in_time else None


@dataclass(frozen=True)
class Kind:
    """A kind of rule: the question that settles it (none: no answer can) and what it takes from the answers."""

    question: str | None
    holds: Condition


KINDS: Mapping[str, Kind] = {
    RuleKind.STATUS_IN: Kind(Question.STATUS, lambda r, a, t, d: _among(a.status, r.values)),
    RuleKind.STATUS_NOT_IN: Kind(Question.STATUS, lambda r, a, t, d: _opposite(_among(a.status, r.values))),
    RuleKind.COUNTRY_LISTED: Kind(Question.COUNTRY, lambda r, a, t, d: _among(a.country, t.countries)),
    RuleKind.COUNTRY_NOT_LISTED: Kind(Question.COUNTRY, lambda r, a, t, d: _opposite(_among(a.country, t.countries))),
    RuleKind.COUNTRY_IN: Kind(Question.COUNTRY, lambda r, a, t, d: _among(a.country, r.values)),
    RuleKind.COUNTRY_NOT_IN: Kind(Question.COUNTRY, lambda r, a, t, d: _opposite(_among(a.country, r.values))),
    RuleKind.EU_CITIZEN: Kind(Question.COUNTRY, lambda r, a, t, d: _among(a.country, EU_COUNTRIES)),
    RuleKind.AGE: Kind(Question.AGE, _age),
    RuleKind.IN_BAVARIA: Kind(Question.RESIDENCE, _in_bavaria),
    RuleKind.IN_REGION: Kind(Question.RESIDENCE, _in_region),
    RuleKind.VOLUNTARY: Kind(Question.VOLUNTARY, lambda r, a, t, d: a.voluntary),
    RuleKind.OWN_MEANS: Kind(Question.MEANS, lambda r, a, t, d: a.has_means),
    RuleKind.GROUP_IN: Kind(Question.SITUATION, lambda r, a, t, d: _in_groups(a.groups, r.values)),
    RuleKind.LEAD_TIME: Kind(Question.DEPARTURE, _lead_time),
    RuleKind.WITHIN_VALIDITY: Kind(Question.DEPARTURE, _within_validity),
    # Whoever answers the questions answers for a person.
    RuleKind.OFFICES_ONLY: Kind(None, lambda r, a, t, d: False),
    RuleKind.CHECKED_BY_CENTRE: Kind(None, lambda r, a, t, d: None),
}
OUTCOMES: Mapping[tuple[str, bool], str] = {
    (Effect.MUST, True): Verdict.FITS,
    (Effect.MUST, False): Verdict.NO,
    (Effect.EXCLUDES, True): Verdict.NO,
    (Effect.EXCLUDES, False): Verdict.FITS,
    (Effect.UNCLEAR, True): Verdict.UNCLEAR,
    (Effect.UNCLEAR, False): Verdict.FITS,
}
WORST_FIRST = (Verdict.NO, Verdict.UNCLEAR, Verdict.FITS)


def apply(rule: Rule, answers: Answers, terms: Terms, *, today: date) -> Reason:
    """What one rule says of these answers."""
    exempt = _in_groups(answers.groups, rule.unless) if rule.unless else False
    if exempt:
        return Reason(Verdict.FITS, rule, Cause.EXCEPTION)
    kind = KINDS[rule.kind]
    holds = kind.holds(rule, answers, terms, today)
    if holds is None:
        is_answered = kind.question is None or answers.knows(kind.question)
        return Reason(Verdict.UNCLEAR, rule, Cause.TO_CHECK if is_answered else Cause.NOT_ANSWERED)
    verdict = OUTCOMES[rule.effect, holds]
    if verdict == Verdict.NO and exempt is None:
        return Reason(Verdict.UNCLEAR, rule, Cause.TO_CHECK)
    if rule.effect == Effect.UNCLEAR:
        return Reason(verdict, rule, Cause.TO_CHECK if holds else Cause.NOT_CONCERNED)
    return Reason(verdict, rule)


def judge(terms: Terms, answers: Answers, *, today: date) -> Judgement:
    """The verdict on a programme that has not ended: as bad as its worst reason, with the reasons for it."""
    reasons = [apply(rule, answers, terms, today=today) for rule in terms.rules]
    if not terms.rules:
        reasons.append(Reason(Verdict.UNCLEAR, cause=Cause.NO_RULES))
    if not terms.is_confirmed_running:
        reasons.append(Reason(Verdict.UNCLEAR, cause=Cause.NOT_CONFIRMED))
    if terms.valid_from and terms.valid_from > today:
        reasons.append(Reason(Verdict.UNCLEAR, cause=Cause.NOT_BEGUN))
    verdict = next(worst for worst in WORST_FIRST if any(reason.verdict == worst for reason in reasons))
    return Judgement(verdict, tuple(sorted(reasons, key=lambda reason: WORST_FIRST.index(reason.verdict))))


def questions_for(programmes: Iterable[Terms]) -> tuple[str, ...]:
    """What to ask, at most six: the questions that settle something for most programmes, in the order of the page."""
    order = list(Question)
    uses: Counter[str] = Counter()
    for terms in programmes:
        asked = {KINDS[rule.kind].question for rule in terms.rules}
        if any(rule.unless for rule in terms.rules):
            asked.add(Question.SITUATION)
        uses.update(question for question in asked if question is not None)
    chosen = sorted(uses, key=lambda question: (-uses[question], order.index(question)))[:MOST_QUESTIONS]
    return tuple(question for question in order if question in chosen)

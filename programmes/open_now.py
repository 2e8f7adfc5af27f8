"""Which centres are open at a moment: the rules of ``opening`` as one query over all centres."""

from collections import defaultdict
from datetime import datetime

from django.db.models import CharField, F, QuerySet, Value

from portal.holidays import Scope, holiday_on
from programmes.codes import YesNoUnknown
from programmes.models.centres import OpeningHours
from programmes.models.hours import Closure, HoursException
from programmes.opening import AUGSBURG, BERLIN
from programmes.places import place_key

AWAY, OTHER_HOURS, OPEN, AS_EVERY_WEEK = "away", "other", "open", "week"
NOWHERE = Value("", CharField())


def open_centres(*, moment: datetime) -> set[int]:
    """Keys of the public centres somebody may certainly just walk into, in one query however many there are."""
    local = moment.astimezone(BERLIN)
    day, clock = local.date(), local.time()
    others = HoursException.objects.on(day).filter(centre__is_public=True)
    rows = [
        _rows(AWAY, Closure.objects.on(day)),
        _rows(OTHER_HOURS, others),
        _rows(OPEN, others.filter(opens__lte=clock, closes__gt=clock)),
        _rows(AS_EVERY_WEEK, _as_every_week(local), place=F("centre__city")),
    ]
    found: dict[str, set[int]] = defaultdict(set)
    is_holiday_in_augsburg = _scope_of(local) == Scope.AUGSBURG
    for what, centre, city in rows[0].union(*rows[1:], all=True):
        if not (is_holiday_in_augsburg and what == AS_EVERY_WEEK and place_key(city) == AUGSBURG):
            found[what].add(centre)
    return (found[OPEN] | (found[AS_EVERY_WEEK] - found[OTHER_HOURS])) - found[AWAY]


def _rows(what: str, rows: QuerySet, *, place: F | Value = NOWHERE) -> QuerySet:
    return rows.order_by().values_list(Value(what, CharField()), "centre_id", place)


def _scope_of(local: datetime) -> Scope | None:
    holiday = holiday_on(local.date())
    return holiday.scope if holiday else None


def _as_every_week(local: datetime) -> QuerySet:
    scope = _scope_of(local)
    if scope == Scope.EVERYWHERE:
        return OpeningHours.objects.none()
    rows = OpeningHours.objects.filter(
        weekday=local.weekday(),
        opens__lte=local.time(),
        closes__gt=local.time(),
        by_appointment=False,
        centre__is_public=True,
    )
    return rows.filter(centre__assumption_day=YesNoUnknown.NO) if scope == Scope.MOSTLY_CATHOLIC else rows

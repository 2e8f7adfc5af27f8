"""Which centres are open at a moment: the rules of ``opening`` as a fixed number of queries over all centres."""

from datetime import datetime

from portal.holidays import Scope, holiday_on
from programmes.codes import YesNoUnknown
from programmes.models.centres import OpeningHours
from programmes.models.hours import Closure, HoursException
from programmes.opening import AUGSBURG, BERLIN
from programmes.places import place_key


def open_centres(*, moment: datetime) -> set[int]:
    """Keys of the public centres somebody may certainly just walk into, in three queries however many there are."""
    local = moment.astimezone(BERLIN)
    day, clock = local.date(), local.time()
    away = set(Closure.objects.on(day).values_list("centre_id", flat=True))
    exceptions = HoursException.objects.on(day).filter(centre__is_public=True)
    exceptional, found = set(), set()
    for centre, opens, closes in exceptions.values_list("centre_id", "opens", "closes"):
        exceptional.add(centre)
        if opens is not None and opens <= clock < closes:
            found.add(centre)
    found |= _open_as_every_week(local) - exceptional
    return found - away


def _open_as_every_week(local: datetime) -> set[int]:
    holiday = holiday_on(local.date())
    if holiday and holiday.scope == Scope.EVERYWHERE:
        return set()
    rows = OpeningHours.objects.filter(
        weekday=local.weekday(),
        opens__lte=local.time(),
        closes__gt=local.time(),
        by_appointment=False,
        centre__is_public=True,
    )
    if holiday and holiday.scope == Scope.MOSTLY_CATHOLIC:
        rows = rows.filter(centre__assumption_day=YesNoUnknown.NO)
    found = rows.values_list("centre_id", "centre__city")
    if holiday and holiday.scope == Scope.AUGSBURG:
        return {centre for centre, city in found if place_key(city) != AUGSBURG}
    return {centre for centre, _city in found}

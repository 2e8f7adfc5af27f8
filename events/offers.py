"""Until when an offered place is kept: hours of the day only, so that nobody loses one in their sleep."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

DAY_BEGINS, DAY_ENDS = time(8), time(20)


def deadline(now: datetime, *, hours: int, starts_at: datetime) -> datetime:
    """``hours`` of daytime (8 to 20, German time) from now, or the start of the event if that is sooner.

    On days when the clocks change, an hour is still an hour: only the day begins and ends by the clock on the wall.
    """
    left = timedelta(hours=hours)
    at = now.astimezone(UTC)
    while at < starts_at:
        begins, ends = _day_of(at)
        at = max(at, begins)
        if at + left <= ends:
            return min(at + left, starts_at)
        left -= max(ends - at, timedelta(0))
        at = _day_of(ends + timedelta(hours=12))[0]
    return starts_at


def _day_of(moment: datetime) -> tuple[datetime, datetime]:
    """Beginning and end of the daytime of a date, as moments in UTC; after its end, those of the next date."""
    zone = ZoneInfo(settings.TIME_ZONE)
    day = timezone.localtime(moment, zone).date()
    if timezone.localtime(moment, zone).time() >= DAY_ENDS:
        day += timedelta(days=1)
    return tuple(datetime.combine(day, clock, tzinfo=zone).astimezone(UTC) for clock in (DAY_BEGINS, DAY_ENDS))

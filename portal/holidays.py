"""Public holidays in Bavaria (Art. 1 of the Bavarian law on Sundays and public holidays), computed, not listed."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Scope(StrEnum):
    """Where a holiday applies; two of them depend on the municipality."""

    EVERYWHERE = "everywhere"
    # Only where more Catholics than Protestants live; the statistical office names the municipalities.
    MOSTLY_CATHOLIC = "mostly_catholic"
    AUGSBURG = "augsburg"


@dataclass(frozen=True)
class Holiday:
    code: str
    name: str | Promise
    scope: Scope = Scope.EVERYWHERE


FIXED = {
    (1, 1): Holiday("new_year", _("New Year's Day")),
    (1, 6): Holiday("epiphany", _("Epiphany")),
    (5, 1): Holiday("labour_day", _("Labour Day")),
    (8, 8): Holiday("peace_festival", _("Augsburg Peace Festival"), Scope.AUGSBURG),
    (8, 15): Holiday("assumption", _("Assumption Day"), Scope.MOSTLY_CATHOLIC),
    (10, 3): Holiday("unity_day", _("Day of German Unity")),
    (11, 1): Holiday("all_saints", _("All Saints' Day")),
    (12, 25): Holiday("christmas", _("Christmas Day")),
    (12, 26): Holiday("second_christmas", _("Second Day of Christmas")),
}
# Days after Easter Sunday.
MOVABLE = {
    -2: Holiday("good_friday", _("Good Friday")),
    1: Holiday("easter_monday", _("Easter Monday")),
    39: Holiday("ascension", _("Ascension Day")),
    50: Holiday("whit_monday", _("Whit Monday")),
    60: Holiday("corpus_christi", _("Corpus Christi")),
}


def easter_sunday(year: int) -> date:
    """The Gregorian Easter, by the method of Meeus, Jones and Butcher."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leap_centuries, rest = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - shift + 15) % 30
    leap_years, years = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * leap_years - epact - years) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


@cache
def bavarian_holidays(year: int) -> dict[date, Holiday]:
    """All holidays of a year that apply somewhere in Bavaria, in order of the calendar.

    Two can fall on one day (Ascension Day on 1 May 2008); the fixed one gives the name then.
    """
    easter = easter_sunday(year)
    found = {easter + timedelta(days=days): holiday for days, holiday in MOVABLE.items()}
    found.update({date(year, month, day): holiday for (month, day), holiday in FIXED.items()})
    return dict(sorted(found.items()))


def holiday_on(day: date) -> Holiday | None:
    """The holiday that applies on this day somewhere in Bavaria, if any; look at its scope."""
    return bavarian_holidays(day.year).get(day)

"""What editors learn from the searches. Nothing that fewer than three searches stand behind is ever shown."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, FloatField, Max, Q, Sum
from django.db.models.functions import Cast
from django.utils import timezone

from search.insight.services import ENOUGH
from search.models import SearchQuery

PERIODS = (30, 90, 180)  # days
MOST_ROWS = 100
# Judged only from so many searches on: below, one visitor makes the figure.
FEW_SEARCHES = 5
FAR_DOWN = 5
# Fewer choices than one in ten searches: what was found is not what was looked for.
SELDOM = 10


@dataclass(frozen=True)
class Period:
    days: int = PERIODS[0]
    language: str = ""
    source: str = ""

    def rows(self):
        rows = SearchQuery.objects.filter(day__gt=timezone.localdate() - timedelta(days=self.days))
        if self.language:
            rows = rows.filter(language=self.language)
        return rows.filter(source=self.source) if self.source else rows


@dataclass(frozen=True)
class Totals:
    searches: int
    unanswered: int
    corrected: int
    choices: int
    promotions: int


def totals(period: Period) -> Totals:
    sums = period.rows().aggregate(
        all_searches=Sum("searches", default=0),
        all_unanswered=Sum("searches", filter=Q(results=0), default=0),
        all_corrected=Sum("searches", filter=Q(is_corrected=True), default=0),
        all_choices=Sum("choices", default=0),
        all_promotions=Sum("promotions", default=0),
    )
    return Totals(**{name.removeprefix("all_"): number for name, number in sums.items()})


def unanswered(period: Period) -> list[dict]:
    """Searches that found nothing, by words, language, counselling language and district; the most frequent first."""
    rows = _readable(period).filter(results=0)
    groups = rows.values("terms", "language", "wanted", "district").annotate(total=Sum("searches"))
    return list(
        groups.filter(total__gte=ENOUGH).order_by("-total", "terms", "language", "wanted", "district")[:MOST_ROWS]
    )


def frequent(period: Period) -> list[dict]:
    groups = (
        _readable(period)
        .exclude(terms="")
        .values("terms", "language")
        .annotate(total=Sum("searches"), found=Max("results"), chosen=Sum("choices"), on=Count("day", distinct=True))
    )
    return list(groups.filter(total__gte=ENOUGH).order_by("-total", "terms", "language")[:MOST_ROWS])


def badly_ranked(period: Period) -> list[dict]:
    """Searches that find something, but people open it far down the list or hardly ever."""
    groups = (
        _readable(period)
        .exclude(terms="")
        .filter(results__gt=0)
        .values("terms", "language")
        .annotate(total=Sum("searches"), found=Max("results"), chosen=Sum("choices"), places=Sum("ranks"))
        .filter(total__gte=FEW_SEARCHES)
        .filter(Q(total__gt=SELDOM * F("chosen")) | Q(chosen__gte=ENOUGH, places__gt=FAR_DOWN * F("chosen")))
        .annotate(share=Cast(F("chosen"), FloatField()) / F("total"))
    )
    rows = list(groups.order_by("share", "-total", "terms", "language")[:MOST_ROWS])
    for row in rows:
        row["percent"] = round(100 * row["share"])
        row["rank"] = round(row["places"] / row["chosen"], 1) if row["chosen"] >= ENOUGH else None
    return rows


def unmet_by_area(period: Period) -> list[dict]:
    """How many searches with a place found nothing: by district and by the counselling language asked for."""
    groups = (
        period.rows()
        .exclude(district="", wanted="")
        .values("district", "wanted", "language")
        .annotate(total=Sum("searches"), missed=Sum("searches", filter=Q(results=0), default=0))
        .filter(missed__gte=ENOUGH)
    )
    return list(groups.order_by("-missed", "district", "wanted", "language")[:MOST_ROWS])


def _readable(period: Period):
    """Rows whose words may be shown; those without any words stand for a place or a language alone."""
    return period.rows().exclude(terms="", key__gt="")

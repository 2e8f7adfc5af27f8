"""Counting searches. One row a day for the same words; readable only once enough people searched for them."""

from dataclasses import asdict
from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from portal.clock import due
from portal.crypto import fingerprint
from search.insight.slips import Slip
from search.models import SearchQuery

KEPT = timedelta(days=180)
# From so many searches on the words are readable; before, the row holds a keyed hash of them.
ENOUGH = 3
LAST_RANK = 500
# Bounds on what a machine can fill: by counts of everybody together, because nobody's address is looked at.
MOST_A_MINUTE = 600
MOST_ROWS_A_DAY = 10_000
IDENTITY = ("source", "language", "kind", "wanted", "district")


def key_of(slip: Slip) -> str:
    """What the rows of the same words share; it cannot be turned back into them."""
    return fingerprint(slip.key, purpose="search.query") if slip.key else ""


def is_too_much() -> bool:
    """True when everybody together counted more in this minute than people can do."""
    name = f"search-counted-{timezone.now():%H%M}"
    cache.add(name, 0, 120)
    return cache.incr(name) > MOST_A_MINUTE


@transaction.atomic
def record_search(slip: Slip) -> bool:
    """Count one search. Returns False where the day holds so many different ones that only a machine can be at work."""
    own = _identity(slip)
    facts = {name: getattr(slip, name) for name in ("results", "is_corrected", "is_loosened")}
    if not SearchQuery.objects.filter(**own).exists():
        if SearchQuery.objects.filter(day=own["day"]).count() >= MOST_ROWS_A_DAY:
            return False
        SearchQuery.objects.get_or_create(**own, defaults=facts)
    SearchQuery.objects.filter(**own).update(searches=F("searches") + 1, **facts)
    _show_words(own["key"], slip.terms)
    return True


def _show_words(key: str, terms: str) -> None:
    """Make the words readable on every day they were searched for, once that is often enough."""
    if not key:
        return
    rows = SearchQuery.objects.filter(key=key)
    if rows.aggregate(all=Sum("searches"))["all"] >= ENOUGH:
        rows.filter(terms="").update(terms=terms)


def record_choice(slip: Slip, *, rank: int) -> bool:
    """Count which result of a search was opened: its place from 1 on, or 0 for a recommended one.

    Returns False where the search itself was not counted today.
    """
    if rank == 0:
        changes = {"promotions": F("promotions") + 1}
    else:
        changes = {"choices": F("choices") + 1, "ranks": F("ranks") + min(rank, LAST_RANK)}
    return bool(SearchQuery.objects.filter(**_identity(slip)).update(**changes))


def _identity(slip: Slip) -> dict:
    facts = asdict(slip)
    return {"day": timezone.localdate(), "key": key_of(slip), **{name: facts[name] for name in IDENTITY}}


@due("old search statistics")
def purge() -> int:
    return SearchQuery.objects.filter(day__lt=timezone.localdate() - KEPT).delete()[0]

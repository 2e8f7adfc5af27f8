"""How good the first ten hits are (nDCG@10) and how long they take, on the engine that answers now."""

from django.conf import settings
from django.core.management import call_command

from search import engines, registry, synonyms
from search.models import SearchEntry
from search.projection import refill
from tests.bench.directory import engine_name
from tests.bench.report import Row
from tests.search.relevance.documents import documents
from tests.search.relevance.judging import mean, scored

GOOD_ENOUGH = 0.92
FURTHEST_APART = 0.05


def relevance() -> list[Row]:
    """The index holds the judged documents alone meanwhile and is rebuilt at the end."""
    found = documents()
    registry.discard(SearchEntry.objects.all())
    registry.put(found)
    synonyms.seed()
    engines.current().tune()
    if settings.ELASTICSEARCH_URL:
        refill.refill(watch=lambda items, _label: items)
    try:
        known, unseen = scored("judged", found), scored("unseen", found)
    finally:
        call_command("search", "rebuild", verbosity=0)
    engine = engine_name()
    times = sorted(result.seconds * 1000 for result in known)
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    target = f"≥ {mean(known) - FURTHEST_APART:.3f}"
    return [
        Row(
            f"nDCG@10, {len(known)} judged queries, {engine}",
            f"{mean(known):.3f} (p50 {p50:.0f} ms, p95 {p95:.0f} ms)",
            "–",
            f"≥ {GOOD_ENOUGH}",
            mean(known) >= GOOD_ENOUGH,
        ),
        Row(
            f"nDCG@10, {len(unseen)} unseen queries, {engine}",
            f"{mean(unseen):.3f}",
            f"{mean(known):.3f} judged",
            target,
            mean(unseen) >= mean(known) - FURTHEST_APART,
        ),
    ]

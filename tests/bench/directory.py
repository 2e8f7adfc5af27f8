"""Search in the directory at 10,000 and 100,000 centres, beside the bare engine and beside Wagtail's own search.

With ``ELASTICSEARCH_URL`` it is that server that searches, under an index of the bench's own.
"""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from itertools import cycle

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.demo import create_load
from programmes.models import Centre
from search import engines, upkeep
from search.analysis import token
from search.models import SearchIndex
from search.projection import refill
from search.selectors import Query, Result, find
from search.server import client
from tests.bench import bare, bare_server, stock
from tests.bench.report import Row

TURNS = 60
WARM_UP = 5
FEW_TURNS = 3
# p95 in milliseconds, by number of centres.
TARGETS = {10_000: 60, 100_000: 400}
TWICE = 2.0
# Of the server's own time for the same request, at any number.
SERVER_SHARE = 1.5
LEAST_PER_SECOND = 1_000
WORDS = ("beratung", "wohnen", "ausbildung", "gesundheit")
LANGUAGES = ("ar", "tr", "ru", "fa", "en")
PROVIDERS = ("state", "municipal", "non_state")
PLACES = ((49.4521, 11.0767), (48.1372, 11.5755), (48.3705, 10.8978), (49.0134, 12.1016), (49.7913, 9.9534))


def questions() -> Iterator[bare.Asked]:
    """Different ones in a fixed order, so that two runs ask the same."""
    parts = zip(cycle(WORDS), cycle(LANGUAGES), cycle(PROVIDERS), cycle(PLACES), strict=False)
    for word, language, provider, (lat, lon) in parts:
        yield bare.Asked(token(word, "de"), language, provider, lat, lon, 80)


def queries() -> Iterator[Query]:
    for word, asked in zip(cycle(WORDS), questions(), strict=False):
        yield Query(
            text=word,
            language="de",
            kinds=("centre",),
            facets={"language": (asked.language,), "provider": (asked.provider,)},
            near=(asked.lat, asked.lon),
            radius_km=asked.radius_km,
        )


def measure(number: int, *, say: Callable[[str], None], is_beside_stock: bool = True) -> list[Row]:
    """Fill up to so many centres and measure; the database grows from call to call.

    Wagtail's own search on the smaller number takes minutes, and stands beside ours only if asked for.
    """
    present = Centre.objects.count()
    say(f"filling up to {number:,} centres …")
    # Not by the command, which would rebuild the index as well: that is measured next.
    create_load(max(number - present, 0))
    rows = [rebuilding(number, say=say)]
    if settings.ELASTICSEARCH_URL:
        rows.append(refilling(number, say=say))
    say(f"search at {number:,} centres …")
    ours, raw = queries(), questions()
    plain_ask = bare_server.ask if settings.ELASTICSEARCH_URL else bare.ask
    portal, plain = in_turns({"portal": lambda: asked(next(ours)), "plain": lambda: plain_ask(next(raw))})
    target, share = TARGETS.get(number, max(TARGETS.values())), statistics.median(portal) / statistics.median(plain)
    name = engine_name()
    rows.append(
        Row(
            f"{name}: words, two facets, distance, page of 20 at {number:,} centres",
            spread(portal),
            f"bare statements: {spread(plain)}",
            f"p95 ≤ {target} ms",
            percentile(portal, 0.95) <= target,
        )
    )
    is_bound = number == min(TARGETS) and not settings.ELASTICSEARCH_URL
    rows.append(
        Row(
            f"{name}: the portal's own share at {number:,} centres",
            f"{share:.1f} × the bare statements",
            "1",
            f"≤ {TWICE:g} ×" if is_bound else "–",
            share <= TWICE if is_bound else None,
        )
    )
    if settings.ELASTICSEARCH_URL:
        rows.append(beside_own_request(number))
    rows.append(
        Row(f"{name}: statements of one search at {number:,} centres", f"{statements()}", "–", "constant", None)
    )
    if is_beside_stock and number == min(TARGETS):
        rows.append(beside_stock(number, say=say))
    return rows


def beside_own_request(number: int) -> Row:
    """Each search of the portal, and at once the requests it sent, sent again with nothing around them."""
    ours, sent = queries(), []

    def search() -> None:
        query = next(ours)
        sent[:] = bare_server.bodies_of(lambda: asked(query))

    portal, plain = in_turns({"portal": search, "plain": lambda: bare_server.resend(sent)})
    share = statistics.median(portal) / statistics.median(plain)
    return Row(
        f"{engine_name()}: a search at {number:,} centres beside its own request",
        f"{spread(portal)}; {share:.2f} ×",
        f"the same request, sent bare: {spread(plain)}",
        f"≤ {SERVER_SHARE:g} ×",
        share <= SERVER_SHARE,
    )


def rebuilding(number: int, *, say: Callable[[str], None]) -> Row:
    say(f"rebuilding the index of {number:,} centres …")
    start, before = time.perf_counter(), memory()
    report = upkeep.rebuild(watch=lambda items, _label: items)
    took = time.perf_counter() - start
    per_second = report.written / took
    grown = f"peak memory {before} → {memory()} MB" if before else ""
    return Row(
        f"{engine_name()}: rebuild at {number:,} centres",
        f"{per_second:,.0f} entries/s ({report.written:,} in {took:.0f} s) {grown}".strip(),
        "–",
        f"≥ {LEAST_PER_SECOND:,}/s",
        per_second >= LEAST_PER_SECOND,
    )


def refilling(number: int, *, say: Callable[[str], None]) -> Row:
    say("filling the search server …")
    start = time.perf_counter()
    count = refill.refill(watch=lambda items, _label: items)
    took = time.perf_counter() - start
    return Row(
        f"{engine_name()}: a new index on the server at {number:,} centres",
        f"{count / took:,.0f} entries/s ({count:,} in {took:.0f} s)",
        "–",
        "–",
        None,
    )


def clear_server() -> None:
    """Delete what the bench filled on the search server, where there is one."""
    for index in SearchIndex.objects.all():
        client().indices.delete(index=index.name, ignore_unavailable=True)


def asked(query: Query) -> Result:
    """A search that the engine set up has answered: the time of another one would tell nothing."""
    result = find(query)
    if result.approximate:
        raise RuntimeError("the search server did not answer, the database did")
    return result


def beside_stock(number: int, *, say: Callable[[str], None]) -> Row:
    say("Wagtail's own search on the same rows …")
    stock.fill()
    words = cycle(WORDS)
    ours, theirs = in_turns(
        {
            "ours": lambda: asked(Query(text=next(words), language="de")),
            "stock": lambda: stock.page(next(words)),
        },
        turns=FEW_TURNS,
        warm_up=1,
    )
    return Row(
        f"{engine_name()}: one word, page of 20 by relevance at {number:,} centres",
        spread(ours),
        f"Wagtail's own search, no counts: {spread(theirs)}",
        "faster",
        statistics.median(ours) < statistics.median(theirs),
    )


def in_turns(asks: dict[str, Callable[[], object]], *, turns: int = TURNS, warm_up: int = WARM_UP) -> list[list[float]]:
    """Milliseconds of each, measured in turns, so that a slow moment of the machine hits all of them alike."""
    times: dict[str, list[float]] = {name: [] for name in asks}
    for turn in range(warm_up + turns):
        for name, ask in asks.items():
            start = time.perf_counter()
            ask()
            if turn >= warm_up:
                times[name].append((time.perf_counter() - start) * 1000)
    return list(times.values())


def statements() -> int:
    with CaptureQueriesContext(connection) as context:
        find(next(queries()))
    return len(context)


def engine_name() -> str:
    if settings.ELASTICSEARCH_URL:
        return "Elasticsearch"
    return type(engines.current()).__name__.removesuffix("Engine")


def percentile(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def spread(times: list[float]) -> str:
    return f"p50 {statistics.median(times):.1f} ms, p95 {percentile(times, 0.95):.1f} ms"


def memory() -> int:
    """The most memory this process has held so far, in MB; 0 where the system does not say."""
    if not os.path.exists("/proc/self/status"):
        return 0
    with open("/proc/self/status") as status:
        peak = next((line for line in status if line.startswith("VmHWM:")), "VmHWM: 0 kB")
    return int(peak.split()[1]) // 1024

"""The one question of this app: what is found for these words, filters and place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Count, Min, QuerySet
from django.utils.safestring import SafeString

from search import engines
from search.engines.contract import Answer, Engine, Question
from search.models import DueEntry, Kind, SearchEntry, SearchIndex
from search.reading import Reading, loosen, read, relax, widen
from search.snippets import Highlighter

# With fewer hits than this, words that merely contain a word of the query are looked for too.
FEW = 5
MOST_PER_PAGE = 500
LAST_PAGE = 10_000
# What a hit is made of.
SHOWN = ("pk", "kind", "object_id", "language", "title", "path", "text__summary", "text__body")


@dataclass(frozen=True)
class Query:
    text: str = ""
    language: str = "de"
    kinds: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    near: tuple[float, float] | None = None
    radius_km: float | None = None
    districts: tuple[str, ...] = ()
    # Ids of the objects that may be found; None: all of them.
    only: frozenset[str] | None = None
    # Hits with one of these codes of a facet stand before the others, each part in its order.
    first: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "relevance"  # or "distance", "title"
    page: int = 1
    per_page: int = 20
    # True: take the words as they are, correct nothing.
    exact: bool = False


@dataclass(frozen=True)
class Hit:
    kind: str
    object_id: str
    language: str
    title: str
    summary: str
    url: str
    snippet: SafeString
    distance_km: float | None


@dataclass(frozen=True)
class Result:
    """What was found.

    ``corrected``: the hits are those of ``suggestion``, not of the words as typed. ``loosened``: they hold only some of
    the words. ``shortened``: only the beginning of the text was searched for. ``approximate``: the search server did
    not answer, the database did.
    """

    hits: tuple[Hit, ...]
    total: int
    facet_counts: dict[str, dict[str, int]]
    suggestion: str = ""
    page: int = 1
    pages: int = 1
    corrected: bool = False
    loosened: bool = False
    shortened: bool = False
    approximate: bool = False
    # How the words were read and what was looked for in the end: for further questions with the same words.
    reading: Reading | None = field(default=None, repr=False, compare=False)
    question: Question | None = field(default=None, repr=False, compare=False)


def find(query: Query, *, like: Result | None = None) -> Result:
    """One page of hits with counts for every facet; the number of statements does not depend on the number of hits.

    ``like``: what was found for the same words, which then need not be read again.
    """
    engine = engines.current()
    reading = (like and like.reading) or read(query.text, language=query.language, exact=query.exact)
    question, answer, loosened = _ask(engine, _question(query, reading), reading)
    pages = max(1, -(-answer.total // question.limit))
    page = question.offset // question.limit + 1
    if page > pages:
        page = pages
        answer = engine.search(replace(question, offset=(pages - 1) * question.limit))
    return Result(
        hits=_hits(answer, query.language, reading),
        total=answer.total,
        facet_counts=answer.facet_counts,
        suggestion=reading.suggestion,
        page=page,
        pages=pages,
        corrected=reading.is_corrected,
        loosened=loosened,
        shortened=reading.is_shortened,
        approximate=answer.is_approximate,
        reading=reading,
        question=question,
    )


def count_hits(query: Query, *, like: Result) -> int:
    """How many hits ``find`` would have, in one statement and without reading any.

    ``like``: what was found for the same words and place. What the words mean is settled before filters are looked at,
    so another filter is asked of the same meaning.
    """
    question = _question(replace(query, page=1, per_page=1), like.reading)
    question = replace(question, match=like.question.match, preferred=like.question.preferred)
    return engines.current().search(question).total


def _question(query: Query, reading: Reading) -> Question:
    limit = min(max(query.per_page, 1), MOST_PER_PAGE)
    page = min(max(query.page, 1), LAST_PAGE)
    facets = {name: tuple(codes) for name, codes in query.facets.items()}
    return Question(
        reader=query.language,
        match=reading.match,
        facets={**facets, "kind": tuple(query.kinds)},
        districts=tuple(query.districts),
        only=None if query.only is None else tuple(sorted(query.only)),
        first={name: tuple(codes) for name, codes in query.first.items() if codes},
        near=query.near,
        radius_km=query.radius_km,
        sort=query.sort,
        offset=(page - 1) * limit,
        limit=limit,
    )


def _ask(engine: Engine, question: Question, reading: Reading) -> tuple[Question, Answer, bool]:
    """Ask for all words; with few hits also for words that contain them; with none, for any of the words.

    What counts as few is judged before facets are chosen, so that choosing one never changes what the words mean.
    """
    answer = engine.search(question)
    if question.match is None or answer.unfiltered >= FEW:
        return question, answer, False
    wider = widen(reading)
    if wider:
        question = replace(question, match=wider, preferred=question.match)
        answer = engine.search(question)
    if answer.unfiltered:
        relaxed = relax(reading)
        if relaxed and answer.unfiltered < FEW:
            question = replace(question, match=relaxed, preferred=question.preferred or question.match)
            answer = engine.search(question)
        return question, answer, False
    for match, preferred in loosen(reading):
        question = replace(question, match=match, preferred=preferred)
        answer = engine.search(question)
        if answer.unfiltered:
            break
    return question, answer, answer.unfiltered > 0


def _hits(answer: Answer, reader: str, reading: Reading) -> tuple[Hit, ...]:
    """As plain values: the tokens of a text are longer than itself, and nobody is shown them."""
    ids = [entry for entry, _distance in answer.hits]
    rows = {row.pk: row for row in SearchEntry.objects.filter(pk__in=ids).values_list(*SHOWN, named=True)}
    highlighter = Highlighter(reading)
    return tuple(
        Hit(
            kind=row.kind,
            object_id=row.object_id,
            language=row.language,
            title=row.title,
            summary=row.text__summary,
            url=f"/{reader}/{row.path}",
            snippet=highlighter.snippet(row.text__summary, row.text__body, language=row.language),
            distance_km=distance,
        )
        for entry, distance in answer.hits
        if (row := rows.get(entry))
    )


def directory_path(reader: str) -> str:
    """The address of the list that the entries of centres stand in; empty while there is none for this reader."""
    entry = SearchEntry.objects.filter(kind=Kind.CENTRE, serves__contains=f",{reader},").only("path").first()
    return f"/{reader}/{entry.path.split('/')[0]}/" if entry else ""


def addresses(*, kind: str, ids: Iterable[object], reader: str) -> dict[str, str]:
    """Where these things are shown to this reader, by id; none for what is not public."""
    entries = SearchEntry.objects.filter(kind=kind, object_id__in=map(str, ids), serves__contains=f",{reader},")
    return {entry.object_id: f"/{reader}/{entry.path}" for entry in entries.only("object_id", "path")}


@dataclass(frozen=True)
class Lag:
    """How many changes the search server has not confirmed, and since when the oldest waits."""

    count: int
    since: datetime | None


def index_lag() -> Lag:
    return Lag(**DueEntry.objects.aggregate(count=Count("pk"), since=Min("since")))


def search_indexes() -> QuerySet[SearchIndex]:
    return SearchIndex.objects.order_by("-changed_at", "-pk")

"""Elasticsearch: one request finds, ranks, filters and counts over an index of finished tokens.

It needs no language analysis, no scripts and no other module of the server. Which entries are hits is settled in a
``post_filter``, so that each facet can be counted in an aggregation that leaves its own filter out.
"""

import time
from dataclasses import replace
from math import isfinite

from django.conf import settings
from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Query

from search.engines.contract import WEIGHTS, Answer, EngineFault, Group, Match, NotAnswered, Question
from search.engines.database import KIND, NOTHING
from search.projection.form import BETWEEN, DEEPEST, alias
from search.projection.push import verify
from search.server import client, faults

FIELDS = [f"{name}^{weight:g}" for name, weight in WEIGHTS.items()]
MOST_CODES = 2_000  # of all facets together
MOST_IDS = 65_536  # what the server takes in one list; with more the database is asked
SMALLEST_RADIUS, LARGEST_RADIUS = 0.001, 20_100  # km
VERIFY_EVERY = 60.0  # seconds
# The same copy of the index every time: two copies may score a little differently, and pages would repeat hits.
PREFERENCE = "portal"
Hits = tuple[tuple[int, float | None], ...]


class ElasticsearchEngine:
    verified: dict[str, float] = {}

    def search(self, question: Question) -> Answer:
        if question.match is not None and not question.match.groups:
            return NOTHING
        if question.only is not None and len(question.only) > MOST_IDS:
            raise NotAnswered
        self._verify()
        parts = _parts(question)
        is_too_deep = question.offset + question.limit > DEEPEST
        found = self._ask(request(question, parts, size=0 if is_too_deep else question.limit))
        with faults():
            answer = _answer(question, found)
            in_part = _among(found)["chosen"]["parts"]["buckets"]
            sizes = [in_part[str(number)]["doc_count"] for number in range(len(parts))]
        if is_too_deep and answer.total > question.offset:
            raise NotAnswered
        return replace(answer, hits=answer.hits + self._further(question, parts, sizes))

    def tune(self) -> None:
        """The server keeps itself in order."""

    def _verify(self) -> None:
        """Now and then: is the index what this release was written for? A wrong one may answer, but wrongly."""
        name = alias()
        if time.monotonic() - self.verified.get(name, -VERIFY_EVERY) >= VERIFY_EVERY:
            verify([name], timeout=settings.ELASTICSEARCH_TIMEOUT)
            self.verified[name] = time.monotonic()

    def _further(self, question: Question, parts: list[Query], sizes: list[int]) -> Hits:
        """The hits of a page that the first part does not fill: a request for each further part that is seen on it."""
        hits: Hits = ()
        end = question.offset + question.limit
        before = sizes[0]
        for part, size in zip(parts[1:], sizes[1:], strict=True):
            start = max(question.offset, before)
            room = min(end, before + size) - start
            if room > 0:
                found = self._ask(page(question, part, start=start - before, size=room))
                with faults():
                    hits += _hits(question, found)
            before += size
        return hits

    def _ask(self, body: dict) -> dict:
        with faults():
            answer = (
                client()
                .options(request_timeout=settings.ELASTICSEARCH_TIMEOUT)
                .search(index=alias(), preference=PREFERENCE, allow_partial_search_results=False, **_arguments(body))
                .body
            )
            if answer["timed_out"] or answer["_shards"]["failed"] or not answer["_shards"]["successful"]:
                raise EngineFault("only a part of the index answered")
        return answer


# --- the request -----------------------------------------------------------------------------------------------------


def request(question: Question, parts: list[Query], *, size: int) -> dict:
    """The body of a search: a page of the first part, and all that is counted."""
    body = page(question, parts[0], start=question.offset if size else 0, size=size)
    body["aggs"] = {name: bucket.to_dict() for name, bucket in _counts(question, parts).items()}
    return body


def page(question: Question, part: Query, *, start: int, size: int) -> dict:
    """Some hits of one part. Tokens and codes are values in the body, never part of its language."""
    near = _near(question)
    search = Search().extra(track_total_hits=False, _source=False)
    search = search.query(_scored(question, near))
    search = search.post_filter(_all([*_filters(question).values(), *_only(question), part]))
    search = search.sort(*_order(question.sort, near))
    timeout = f"{max(1, int(settings.ELASTICSEARCH_TIMEOUT * 1000))}ms"
    return search.to_dict() | {"timeout": timeout, "from": start, "size": size}


def _parts(question: Question) -> list[Query]:
    """Every entry is in one of these, and those of one stand before those of the next, each in the order asked for.

    There is no order by whether an entry matches something, but for the score, which has its own meaning here.
    """
    first = [_has_facet(name, codes) for name, codes in sorted(question.first.items()) if codes]
    parts = [_exactly(number, first) for number in range(len(first), -1, -1)]
    if question.preferred and question.sort == "relevance":
        preferred = match_query(question.preferred)
        parts = [part & tier for part in parts for tier in (preferred, ~preferred)]
    return [Q("bool", filter=[part]) for part in parts]


def _exactly(number: int, queries: list[Query]) -> Query:
    """So many of the queries match, and no more."""
    if not queries:
        return Q("match_all")
    at_least = Q("bool", should=queries, minimum_should_match=number) if number else Q("match_all")
    if number == len(queries):
        return at_least
    return Q("bool", must=[at_least], must_not=[Q("bool", should=queries, minimum_should_match=number + 1)])


def match_query(match: Match) -> Query:
    groups = [_group(group) for group in match.groups]
    if match.every:
        return Q("bool", must=groups)
    return Q("bool", should=groups, minimum_should_match=1)


def _group(group: Group) -> Query:
    """One of the ways must be there; each token of any of them then counts once, as with the databases' engines."""
    scores = [_token(token) for token in dict.fromkeys(token for alternative in group for token in alternative)]
    if all(len(alternative) == 1 for alternative in group):
        return Q("bool", should=scores, minimum_should_match=1)
    ways = [Q("bool", filter=[_token(token) for token in alternative]) for alternative in group]
    return Q("bool", filter=[Q("bool", should=ways, minimum_should_match=1)], should=scores)


def _token(token: str) -> Query:
    return Q("combined_fields", query=_plain(token), fields=FIELDS)


def _scored(question: Question, near: dict | None) -> Query:
    narrowed = [Q("term", serves=_plain(question.reader))]
    if question.districts:
        narrowed.append(Q("terms", districts=[_plain(code) for code in question.districts]))
    if near and question.radius_km is not None:
        radius = question.radius_km if isfinite(question.radius_km) else LARGEST_RADIUS
        radius = min(max(radius, SMALLEST_RADIUS), LARGEST_RADIUS)
        narrowed.append(Q("geo_distance", distance=f"{radius:f}km", place=near))
    words = match_query(question.match) if question.match else Q("match_all")
    # Entries of one score differ in nothing but their boost: without words it is the score.
    return Q(
        "function_score",
        query=Q("bool", must=[words], filter=narrowed),
        functions=[{"field_value_factor": {"field": "boost"}}],
        boost_mode="multiply",
    )


def _filters(question: Question) -> dict[str, Query]:
    """By facet, what is chosen of it."""
    return {
        name: Q("terms", kind=[_plain(code) for code in codes]) if name == KIND else _has_facet(name, codes)
        for name, codes in sorted(question.facets.items())
        if codes
    }


def _has_facet(name: str, codes: tuple[str, ...]) -> Query:
    return Q("terms", facets=[_plain(f"{name}{BETWEEN}{code}") for code in codes])


def _only(question: Question) -> list[Query]:
    return [] if question.only is None else [Q("terms", object=[_plain(name) for name in question.only])]


def _all(queries: list[Query]) -> Query:
    return Q("bool", filter=queries) if queries else Q("match_all")


def _order(sort: str, near: dict | None) -> list[dict]:
    """The last key is always the distance where there is a place: that is how hits come with it."""
    distance = [{"_geo_distance": {"place": near, "order": "asc", "unit": "km"}}] if near else []
    title = [{"sort_title": {"order": "asc"}}, {"entry": {"order": "asc"}}]
    if sort == "distance" and near:
        return [*distance, *title, *distance]
    return [*title, *distance] if sort == "title" else [{"_score": {"order": "desc"}}, *title, *distance]


def _counts(question: Question, parts: list[Query]) -> dict[str, A]:
    """What is counted: everything, the hits, and for each facet what its choice alone leaves out.

    A list of ids may be long. It is no facet, holds for all counts but the first, and is sent for all of them at once.
    """
    filters = _filters(question)
    among = A("filter", _all(_only(question)))
    chosen = among.bucket("chosen", "filter", _all(list(filters.values())))
    chosen.bucket("facets", "terms", field="facets", size=MOST_CODES)
    chosen.bucket("parts", "filters", filters={str(number): part for number, part in enumerate(parts)})
    for number, name in enumerate(name for name in filters if name != KIND):
        without = among.bucket(f"without_{number}", "filter", _all(_others(filters, name)))
        without.bucket("facets", "terms", field="facets", size=MOST_CODES)
    kinds = among.bucket("kinds", "filter", _all(_others(filters, KIND)))
    kinds.bucket("codes", "terms", field="kind", size=MOST_CODES)
    return {"all": A("filter", Q("match_all")), "among": among}


def _others(filters: dict[str, Query], name: str) -> list[Query]:
    return [query for other, query in filters.items() if other != name]


def _near(question: Question) -> dict | None:
    if not question.near or not all(isfinite(number) for number in question.near):
        return None
    lat, lon = question.near
    return {"lat": min(max(lat, -90.0), 90.0), "lon": (lon + 180) % 360 - 180}


def _plain(text: str) -> str:
    """What can be sent: half of a pair of code units cannot."""
    return text.encode("utf-8", "ignore").decode("utf-8")


def _arguments(body: dict) -> dict:
    return {"from_" if name == "from" else "source" if name == "_source" else name: v for name, v in body.items()}


# --- the answer ------------------------------------------------------------------------------------------------------


def _answer(question: Question, found: dict) -> Answer:
    counted = _among(found)
    chosen = sorted(name for name, codes in question.facets.items() if codes and name != KIND)
    counts = _facets(counted["chosen"]["facets"]["buckets"])
    for number, name in enumerate(chosen):
        counts.pop(name, None)
        own = _facets(counted[f"without_{number}"]["facets"]["buckets"])
        counts |= {name: own[name]} if name in own else {}
    kinds = {bucket["key"]: bucket["doc_count"] for bucket in counted["kinds"]["codes"]["buckets"]}
    counts |= {KIND: kinds} if kinds else {}
    return Answer(
        hits=_hits(question, found),
        total=int(counted["chosen"]["doc_count"]),
        unfiltered=int(found["aggregations"]["all"]["doc_count"]),
        facet_counts={name: dict(sorted(codes.items())) for name, codes in sorted(counts.items())},
    )


def _among(found: dict) -> dict:
    return found["aggregations"]["among"]


def _hits(question: Question, found: dict) -> Hits:
    near = _near(question)
    return tuple((int(hit["_id"]), _distance(hit["sort"][-1]) if near else None) for hit in found["hits"]["hits"])


def _facets(buckets: list[dict]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for bucket in buckets:
        name, _between, code = bucket["key"].partition(BETWEEN)
        counts.setdefault(name, {})[code] = bucket["doc_count"]
    return counts


def _distance(value: float | str) -> float | None:
    """Kilometres; what has no place is infinitely far for the server, which JSON has no number for."""
    return float(value) if isfinite(float(value)) else None

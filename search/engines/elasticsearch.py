"""Elasticsearch: one request finds, ranks, filters and counts over an index of finished tokens.

It needs no language analysis, no scripts and no other module of the server. Which entries are hits is settled in a
``post_filter``, so that each facet can be counted in an aggregation that leaves its own filter out.
"""

import time
from math import isfinite

from django.conf import settings
from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Query

from search.engines.contract import WEIGHTS, Alternative, Answer, EngineFault, Group, Match, NotAnswered, Question
from search.engines.database import KIND, NOTHING
from search.projection.form import BETWEEN, DEEPEST, alias
from search.projection.push import verify
from search.server import client, faults

FIELDS = [f"{name}^{weight:g}" for name, weight in WEIGHTS.items()]
# Of the ways to read a word the best one counts, the others a little.
OTHER_WAYS = 0.2
MOST_CODES = 2_000  # of all facets together
SMALLEST_RADIUS, LARGEST_RADIUS = 0.001, 20_100  # km
VERIFY_EVERY = 60.0  # seconds
# The same copy of the index every time: two copies may score a little differently, and pages would repeat hits.
PREFERENCE = "portal"


class ElasticsearchEngine:
    verified: dict[str, float] = {}

    def search(self, question: Question) -> Answer:
        if question.match is not None and not question.match.groups:
            return NOTHING
        self._verify()
        if not question.preferred or question.sort != "relevance":
            return self._answer(question, self._ask(question))
        return self._preferred_first(question)

    def tune(self) -> None:
        """The server keeps itself in order."""

    def _verify(self) -> None:
        """Now and then: is the index what this release was written for? A wrong one may answer, but wrongly."""
        name = alias()
        if time.monotonic() - self.verified.get(name, -VERIFY_EVERY) >= VERIFY_EVERY:
            verify([name])
            self.verified[name] = time.monotonic()

    def _preferred_first(self, question: Question) -> Answer:
        """The preferred ones fill the page first; only a page they do not fill takes a second request."""
        first = self._ask(question, only=match_query(question.preferred))
        answer = self._answer(question, first)
        with faults():
            number = first["hits"]["total"]["value"]
        room = question.limit - len(answer.hits)
        if room and answer.total > number:
            start = max(0, question.offset - number)
            rest = self._ask(question, but=match_query(question.preferred), start=start, size=room)
            answer = Answer(
                hits=answer.hits + self._answer(question, rest).hits,
                total=answer.total,
                unfiltered=answer.unfiltered,
                facet_counts=answer.facet_counts,
            )
        return answer

    def _ask(
        self,
        question: Question,
        *,
        only: Query | None = None,
        but: Query | None = None,
        start: int | None = None,
        size: int | None = None,
    ) -> dict:
        start = question.offset if start is None else start
        size = question.limit if size is None else size
        is_too_deep = start + size > DEEPEST
        body = request(question, only=only, but=but)
        body |= {"from": 0 if is_too_deep else start, "size": 0 if is_too_deep else size}
        with faults():
            answer = (
                client()
                .options(request_timeout=settings.ELASTICSEARCH_TIMEOUT)
                .search(index=alias(), preference=PREFERENCE, allow_partial_search_results=False, **_arguments(body))
                .body
            )
            if answer["timed_out"] or answer["_shards"]["failed"] or not answer["_shards"]["successful"]:
                raise EngineFault("only a part of the index answered")
            if is_too_deep and answer["hits"]["total"]["value"] > start:
                raise NotAnswered
        return answer

    def _answer(self, question: Question, found: dict) -> Answer:
        near = _near(question)
        with faults():
            counted = found["aggregations"]
            chosen = {name for name, codes in question.facets.items() if codes}
            counts: dict[str, dict[str, int]] = {}
            for name, codes in _facets(counted["chosen"]["facets"]["buckets"]).items():
                if name not in chosen:
                    counts[name] = codes
            for number, name in enumerate(sorted(chosen - {KIND})):
                own = _facets(counted[f"without_{number}"]["facets"]["buckets"]).get(name)
                if own:
                    counts[name] = own
            kinds = {bucket["key"]: bucket["doc_count"] for bucket in counted["kinds"]["codes"]["buckets"]}
            if kinds:
                counts[KIND] = kinds
            hits = tuple(
                (int(hit["_id"]), _distance(hit["sort"][-1]) if near else None) for hit in found["hits"]["hits"]
            )
            return Answer(
                hits=hits,
                total=int(counted["chosen"]["doc_count"]),
                unfiltered=int(counted["all"]["doc_count"]),
                facet_counts={name: dict(sorted(codes.items())) for name, codes in sorted(counts.items())},
            )


# --- the request -----------------------------------------------------------------------------------------------------


def request(question: Question, *, only: Query | None = None, but: Query | None = None) -> dict:
    """The body of a search but for its page. Tokens and codes are values in it, never part of its language."""
    filters = {name: _facet_filter(name, codes) for name, codes in sorted(question.facets.items()) if codes}
    near = _near(question)
    search = Search().extra(track_total_hits=True, _source=False)
    search = search.query(_scored(question, near))
    search = search.post_filter(_all([*filters.values(), *([only] if only else []), *([~but] if but else [])]))
    search = search.sort(*_order(question.sort, near))
    body = search.to_dict()
    body["timeout"] = f"{max(1, int(settings.ELASTICSEARCH_TIMEOUT * 1000))}ms"
    body["aggs"] = {name: bucket.to_dict() for name, bucket in _counts(filters).items()}
    return body


def match_query(match: Match) -> Query:
    groups = [_group(group) for group in match.groups]
    if match.every:
        return Q("bool", must=groups)
    return Q("bool", should=groups, minimum_should_match=1)


def _group(group: Group) -> Query:
    ways = [_alternative(alternative) for alternative in group]
    return ways[0] if len(ways) == 1 else Q("dis_max", queries=ways, tie_breaker=OTHER_WAYS)


def _alternative(alternative: Alternative) -> Query:
    parts = [Q("combined_fields", query=_plain(token), fields=FIELDS) for token in alternative]
    return parts[0] if len(parts) == 1 else Q("bool", must=parts)


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


def _facet_filter(name: str, codes: tuple[str, ...]) -> Query:
    if name == KIND:
        return Q("terms", kind=[_plain(code) for code in codes])
    return Q("terms", facets=[_plain(f"{name}{BETWEEN}{code}") for code in codes])


def _all(queries: list[Query]) -> Query:
    return Q("bool", filter=queries) if queries else Q("match_all")


def _order(sort: str, near: dict | None) -> list[dict]:
    """The last key is always the distance where there is a place: that is how hits come with it."""
    distance = [{"_geo_distance": {"place": near, "order": "asc", "unit": "km"}}] if near else []
    title = [{"sort_title": {"order": "asc"}}, {"entry": {"order": "asc"}}]
    if sort == "distance" and near:
        return [*distance, *title, *distance]
    return [*title, *distance] if sort == "title" else [{"_score": {"order": "desc"}}, *title, *distance]


def _counts(filters: dict[str, Query]) -> dict[str, A]:
    """What is counted: everything, the hits, and for each facet what its choice alone leaves out."""
    counts = {"all": A("filter", Q("match_all")), "chosen": A("filter", _all(list(filters.values())))}
    counts["chosen"].bucket("facets", "terms", field="facets", size=MOST_CODES)
    for number, name in enumerate(name for name in filters if name != KIND):
        others = [query for other, query in filters.items() if other != name]
        counts[f"without_{number}"] = A("filter", _all(others))
        counts[f"without_{number}"].bucket("facets", "terms", field="facets", size=MOST_CODES)
    counts["kinds"] = A("filter", _all([query for other, query in filters.items() if other != KIND]))
    counts["kinds"].bucket("codes", "terms", field="kind", size=MOST_CODES)
    return counts


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


def _facets(buckets: list[dict]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for bucket in buckets:
        name, _between, code = bucket["key"].partition(BETWEEN)
        counts.setdefault(name, {})[code] = bucket["doc_count"]
    return counts


def _distance(value: float | str) -> float | None:
    """Kilometres; what has no place is infinitely far for the server, which JSON has no number for."""
    return float(value) if isfinite(float(value)) else None

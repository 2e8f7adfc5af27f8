"""Two yardsticks of Elasticsearch, over the portal's own index.

``ask`` is the question of the directory as one would write it by hand: page of twenty by relevance, total, and the
counts of two facets among the hits. ``resend`` is the portal's own request with all its counts and nothing around it:
what the server itself takes for it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

from search.engines.contract import WEIGHTS
from search.engines.elasticsearch import ElasticsearchEngine
from search.projection.form import BETWEEN, alias
from search.server import client
from tests.bench.bare import Asked

JSON = {"accept": "application/json", "content-type": "application/json"}
FACETS = ("audience", "mode")
FIELDS = [f"{name}^{weight:g}" for name, weight in WEIGHTS.items()]


def ask(asked: Asked) -> tuple[list[int], int, dict[tuple[str, str], int]]:
    found = client().search(
        index=alias(),
        query={
            "bool": {
                "must": [{"combined_fields": {"query": asked.token, "fields": FIELDS}}],
                "filter": [
                    {"term": {"serves": "de"}},
                    {"term": {"kind": "centre"}},
                    {"term": {"facets": f"language{BETWEEN}{asked.language}"}},
                    {"term": {"facets": f"provider{BETWEEN}{asked.provider}"}},
                    {
                        "geo_distance": {
                            "distance": f"{asked.radius_km}km",
                            "place": {"lat": asked.lat, "lon": asked.lon},
                        }
                    },
                ],
            }
        },
        aggs={name: {"terms": {"field": "facets", "include": f"{name}{BETWEEN}.*", "size": 100}} for name in FACETS},
        size=20,
        track_total_hits=True,
        source=False,
    )
    counts = {
        (name, bucket["key"].partition(BETWEEN)[2]): bucket["doc_count"]
        for name in FACETS
        for bucket in found["aggregations"][name]["buckets"]
    }
    return [int(hit["_id"]) for hit in found["hits"]["hits"]], found["hits"]["total"]["value"], counts


@contextmanager
def recorded(bodies: list[dict]) -> Iterator[None]:
    """Within the block every request of the portal to the server is written down."""
    ask = ElasticsearchEngine._ask

    def noted(self, body: dict) -> dict:
        bodies.append(body)
        return ask(self, body)

    with patch.object(ElasticsearchEngine, "_ask", noted):
        yield


def bodies_of(search: Callable[[], object]) -> list[dict]:
    """The requests one search of the portal sends."""
    bodies: list[dict] = []
    with recorded(bodies):
        search()
    return bodies


def resend(bodies: list[dict]) -> None:
    for body in bodies:
        client().perform_request("POST", f"/{alias()}/_search", headers=JSON, body=body)

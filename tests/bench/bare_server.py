"""The question of the directory as one would write it by hand for Elasticsearch: the yardstick of that engine.

Page of twenty by relevance, total, and the counts of two facets in one request, over the portal's own index.
"""

from search.engines.contract import WEIGHTS
from search.projection.form import BETWEEN, alias
from search.server import client
from tests.bench.bare import Asked

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

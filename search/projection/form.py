"""The form an entry has on the search server, and what its index is made of.

The name of the alias that is searched ends in a mark of this form. A release that changes the form searches another
alias: until it is filled (``search rebuild``) the database answers, and processes of the release before go on as ever.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator

from django.conf import settings

from search.engines.contract import WEIGHTS
from search.models import SearchEntry, SearchFacet

# Finished tokens between spaces. How often a token stands in a field is kept, where it stands is not.
TOKENS = {"type": "text", "index_options": "freqs", "analyzer": "whitespace"}
MAPPING = {
    "dynamic": "strict",
    "properties": {
        "entry": {"type": "long"},
        "kind": {"type": "keyword"},
        "object": {"type": "keyword"},
        "serves": {"type": "keyword"},
        "boost": {"type": "float"},
        "place": {"type": "geo_point"},
        "sort_title": {"type": "keyword"},
        "facets": {"type": "keyword"},
        "districts": {"type": "keyword"},
        **dict.fromkeys(WEIGHTS, TOKENS),
    },
}
# One query may look as deep as this; further down the database is asked.
DEEPEST = 50_000
SETTINGS = {
    # One shard: the rarity of a word and with it the score of an entry are the same for all entries.
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "max_result_window": DEEPEST,
    # How long the server remembers the version of what was deleted, so that a late write cannot bring it back.
    "gc_deletes": "1h",
    "similarity": {"default": {"type": "BM25", "k1": 1.2, "b": 0.75}},
}
FORM = hashlib.sha256(json.dumps([MAPPING, SETTINGS], sort_keys=True).encode()).hexdigest()[:8]
BETWEEN = "="  # facet=code


def alias() -> str:
    """What is searched: an alias for the one index in use."""
    return f"{settings.ELASTICSEARCH_INDEX}-{FORM}"


def mapping_faults(found: dict) -> list[str]:
    """The fields of an index that are not what they should be; empty when all are."""
    fields = found.get("properties", {})
    wanted = MAPPING["properties"]
    faults = sorted(name for name in {*fields, *wanted} if fields.get(name) != wanted.get(name))
    return faults if found.get("dynamic") == "strict" else [*faults, "dynamic"]


def documents(pks: Iterable[int]) -> Iterator[tuple[int, int, dict]]:
    """Entry, version and what the server keeps of it: tokens, codes and a place, never a word as it was written.

    The version is read no later than anything else: content may be newer than its version, which the next push mends,
    but never older.
    """
    entries = SearchEntry.objects.filter(pk__in=pks).select_related("text").prefetch_related("facets").order_by("pk")
    for entry in entries:
        facets, districts = [], []
        for facet in entry.facets.all():
            if facet.facet == SearchFacet.DISTRICT:
                districts.append(facet.code)
            elif facet.is_counted:
                facets.append(f"{facet.facet}{BETWEEN}{facet.code}")
        document = {
            "entry": entry.pk,
            "kind": entry.kind,
            "object": entry.object_id,
            "serves": sorted(entry.serves.strip(",").split(",")),
            "boost": entry.boost,
            "sort_title": entry.sort_title,
            "facets": sorted(facets),
            "districts": sorted(districts),
            **{name: getattr(entry.text, name) for name in WEIGHTS},
        }
        if entry.lat is not None:
            document["place"] = {"lat": entry.lat, "lon": entry.lon}
        yield entry.pk, entry.version, document

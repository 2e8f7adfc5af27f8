"""The question of the directory in plain SQL, as one would write it for each database by hand: the yardstick.

Page of twenty by relevance, total, and the counts of two facets, with the same tokens, filters and rows as the portal's
engine has, and nothing of what the portal does before (reading the query) and after (titles, snippets).
"""

from dataclasses import dataclass
from math import cos, radians, sin

from django.db import connection

EARTH = 6371.0088


@dataclass(frozen=True)
class Asked:
    token: str
    language: str  # spoken at the centre
    provider: str
    lat: float
    lon: float
    radius_km: float


FILTERS = """
    e.kind = 'centre'
    AND EXISTS (SELECT 1 FROM search_searchfacet f WHERE f.entry_id = e.id AND f.facet = 'language' AND f.code = %s)
    AND EXISTS (SELECT 1 FROM search_searchfacet f WHERE f.entry_id = e.id AND f.facet = 'provider' AND f.code = %s)
    AND (e.x - %s) * (e.x - %s) + (e.y - %s) * (e.y - %s) + (e.z - %s) * (e.z - %s) <= %s
"""
SQLITE = "FROM search_words JOIN search_searchentry e ON e.id = search_words.rowid WHERE search_words MATCH %s AND"
POSTGRESQL = "FROM search_searchtext t JOIN search_searchentry e ON e.id = t.entry_id WHERE t.words @@ %s::tsquery AND"
SCORES = {"sqlite": "bm25(search_words, 10, 6, 4, 1)", "postgresql": "-ts_rank(t.words, %s::tsquery)"}
SOURCES = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def ask(asked: Asked) -> tuple[list[int], int, dict[tuple[str, str], int]]:
    source = SOURCES[connection.vendor]
    token = f'"{asked.token}"' if connection.vendor == "sqlite" else f"'{asked.token}'"
    filters = [token, asked.language, asked.provider, *_sphere(asked)]
    score = [token] if connection.vendor == "postgresql" else []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.id, {SCORES[connection.vendor]} AS s {source} {FILTERS} ORDER BY s LIMIT 20",
            [*score, *filters],
        )
        hits = [pk for pk, _score in cursor.fetchall()]
        cursor.execute(f"SELECT count(*) {source} {FILTERS}", filters)
        total = cursor.fetchone()[0]
        cursor.execute(
            f"""SELECT c.facet, c.code, count(*) FROM search_searchfacet c WHERE c.facet IN ('audience', 'mode')
                AND c.entry_id IN (SELECT e.id {source} {FILTERS}) GROUP BY c.facet, c.code""",  # noqa: S608
            filters,
        )
        return hits, total, {(facet, code): number for facet, code, number in cursor.fetchall()}


def _sphere(asked: Asked) -> list[float]:
    lat, lon = radians(asked.lat), radians(asked.lon)
    x, y, z = cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)
    return [x, x, y, y, z, z, 4 * sin(asked.radius_km / EARTH / 2) ** 2]

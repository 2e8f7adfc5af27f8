"""The entries of the list as points of a map: neighbours share a marker, so that none covers another."""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse

from portal.map_tiles import Tiles, configured
from programmes.directory import Answer, DirectoryQuery, find_for_map
from programmes.models.centres import Centre

MOST_POINTS = 500
# Decimals of a degree within which centres are neighbours: about a kilometre. A point is that of a postcode anyway.
NEAR = 2


@dataclass(frozen=True)
class MapOffer:
    """``points``: the address the points are asked for at, once somebody wants to see the map."""

    tiles: Tiles
    points: str


def offer_map(query: DirectoryQuery, answer: Answer) -> MapOffer | None:
    """None without a tile server, and for a list without entries."""
    tiles = configured()
    if tiles is None or not answer.total:
        return None
    parameters = query.address()
    return MapOffer(tiles, reverse("centre_map:points") + (f"?{parameters}" if parameters else ""))


def points_of(query: DirectoryQuery, *, language: str) -> dict:
    """What the script of the map reads. ``total`` counts the whole list, ``shown`` those with a known position."""
    result = find_for_map(query, language=language, limit=MOST_POINTS)
    hits = {int(hit.object_id): hit for hit in result.hits} if result else {}
    centres = Centre.objects.public().filter(pk__in=hits, lat__isnull=False)
    places: dict[tuple[float, float], list[dict]] = defaultdict(list)
    for centre in centres.only("name", "postcode", "city", "lat", "lon").order_by("name", "pk"):
        place = f"{centre.postcode} {centre.city}".strip()
        neighbours = places[round(centre.lat, NEAR), round(centre.lon, NEAR)]
        neighbours.append({"name": centre.name, "place": place, "url": hits[centre.pk].url})
    return {
        "total": result.total if result else 0,
        "shown": sum(map(len, places.values())),
        "points": [{"lat": lat, "lon": lon, "centres": found} for (lat, lon), found in places.items()],
    }

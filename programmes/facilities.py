"""Reception facilities (ANKER) in the finder: who is there on site, and whether the typed place has one."""

import re
from dataclasses import dataclass

from programmes.codes import DistrictType
from programmes.models.places import AnkerSite, all_districts, all_facilities
from programmes.place_answers import Place
from programmes.places import place_key, split_kind


@dataclass(frozen=True)
class Facilities:
    """The sites of the regions of a place; ``here`` are those in the place itself."""

    sites: list[AnkerSite]
    here: list[AnkerSite]


NO_FACILITIES = Facilities([], [])


def facilities_of(place: Place | None) -> Facilities:
    if place is None:
        return NO_FACILITIES
    sites = [site for site in all_facilities() if site.region_id in place.regions]
    keys = _keys(place)
    return Facilities(sites, [site for site in sites if keys & _keys_of_name(site.place)])


def _keys(place: Place) -> set[str]:
    """The names of the place. A district is called like the town in it, unless that town is a district of its own."""
    if place.label != place.district_label:
        return _keys_of_name(re.sub(r"^\d{5}\s*|\s*…$", "", place.label))
    if len(place.districts) != 1:
        return set()
    districts = all_districts()
    district = districts[place.districts[0]]
    cities = {other.name for other in districts.values() if other.type == DistrictType.CITY}
    is_around_a_city = district.type == DistrictType.RURAL and district.name in cities
    return set() if is_around_a_city else _keys_of_name(district.name)


def _keys_of_name(name: str) -> set[str]:
    """Keys of one or more places: "Manching/Ingolstadt", "Zirndorf, Weiherhof", "Kempten (Allgäu)"."""
    bare = re.sub(r"\([^)]*\)", "", name)
    return {place_key(split_kind(part)[0]) for part in re.split(r"[/,]", bare) if part.strip()}

"""Places while they are typed: each suggestion is a text that leads to exactly one place."""

from collections import Counter
from collections.abc import Callable

from programmes.models.places import District, Postcode, all_regions
from programmes.places import KIND_WORDS, fold, loosened, place_key

MOST = 8
SHORTEST = 2


def suggest_places(typed: str, *, most: int = MOST) -> list[str]:
    """Postcodes, districts, regions and places that begin as typed, in any spelling the finder knows; four queries."""
    typed = " ".join(str(typed).replace("\x00", " ").split())[:100]
    folded = fold(typed)
    if len(folded) < SHORTEST:
        return []
    if folded.isdecimal():
        return _postcodes(folded, most)
    return _names(typed, most)


def _postcodes(digits: str, most: int) -> list[str]:
    rows = Postcode.objects.filter(code__startswith=digits).values_list("code", "place").order_by("code", "place")
    return list(dict.fromkeys(f"{code} {place}" for code, place in rows[: most * 4]))[:most]


def _names(typed: str, most: int) -> list[str]:
    begins = _beginning_of(typed)
    districts = list(District.objects.all())
    double = {name for name, times in Counter(district.name for district in districts).items() if times > 1}
    found = [
        f"{district.name} ({KIND_WORDS[district.type]})" if district.name in double else district.name
        for district in districts
        if begins(district.name)
    ]
    found += [region.name for region in all_regions() if begins(region.name)]
    known = {district.key for district in districts}
    places: dict[str, dict[str, str]] = {}
    for code, place, district in Postcode.objects.order_by("code").values_list("code", "place", "district_id"):
        if place_key(place) not in known and begins(place):
            places.setdefault(place, {}).setdefault(district, code)
    for place, codes in places.items():
        # A name that lies in several districts is told apart by a postcode of each.
        found += [place] if len(codes) == 1 else [f"{code} {place}" for code in codes.values()]
    key = place_key(typed)
    found.sort(key=lambda name: (place_key(name) != key, len(name), fold(name)))
    return list(dict.fromkeys(found))[:most]


def _beginning_of(typed: str) -> Callable[[str], bool]:
    """True for names that begin like this: as written, with short forms spelt out, or with umlauts left out."""
    plain, key = fold(typed), place_key(typed)
    loose = loosened(key)

    def begins(name: str) -> bool:
        if fold(name).startswith(plain):
            return True
        known = place_key(name)
        return bool(key) and (known.startswith(key) or loosened(known).startswith(loose))

    return begins

"""From what a person types (postcode, place, district, region) to the place meant, or to a question back."""

import re
from collections import defaultdict
from dataclasses import replace
from statistics import fmean

from rapidfuzz import fuzz, process

from programmes.models.places import (
    District,
    Postcode,
    Region,
    SharedPostcode,
    all_districts,
    all_regions,
    district_labels,
    labels_of_districts,
)
from programmes.place_answers import Answer, Choice, Outcome, Place
from programmes.places import ELSEWHERE, KIND_WORDS, fold, loosened, place_key, split_kind

MAX_TYPED = 100
MAX_CHOICES = 12
TYPO_SCORE = 82  # of 100; below it a suggestion is more often noise than help


def find_place(text: str) -> Answer:
    """Find what is meant by a postcode, place, district or region, in any of its spellings.

    Never guesses: a name two places share, and a postcode that lies in two districts, is asked back. A misspelt name is
    taken for the only one it is much like, and the answer says so.
    """
    typed = " ".join(str(text).replace("\x00", " ").split())[:MAX_TYPED]
    if not typed:
        return Answer(Outcome.EMPTY)
    spaced = re.fullmatch(r"(\d\d) (\d{3})", fold(typed))
    if spaced:
        return _by_postcode(typed, "".join(spaced.groups()), "")
    postcode = re.match(r"^(?:d(?:e)?[ -]*)?(\d+)(?!\w)[ ,-]*(.*)$", fold(typed))
    if postcode:
        return _by_postcode(typed, *postcode.groups())
    return _by_name(typed)


# --- postcodes -------------------------------------------------------------------------------------------------------


def _by_postcode(typed: str, code: str, rest: str) -> Answer:
    if len(code) != 5:
        return Answer(Outcome.UNKNOWN, typed)
    rows = list(Postcode.objects.filter(code=code).select_related("district"))
    by_district: dict[str, list[Postcode]] = defaultdict(list)
    for row in rows:
        by_district[row.district_id].append(row)
    for district_id in SharedPostcode.objects.filter(code=code).values_list("district_id", flat=True):
        by_district.setdefault(district_id, [])
    if not by_district:
        return _unlisted_postcode(typed, code)
    districts = all_districts()
    labels = district_labels(districts.values())
    meant = _meant_districts(rest, by_district, districts) if len(by_district) > 1 else sorted(by_district)
    if len(meant) == 1:
        # A district only OpenStreetMap knows for this code has no point of its own there.
        inside = by_district[meant[0]] or rows
        district = districts[meant[0]]
        return Answer(Outcome.FOUND, typed, _place(_code_label(code, inside), district, inside, labels))
    choices = []
    for ags5 in meant:
        district = districts[ags5]
        names = ", ".join(dict.fromkeys(row.place for row in by_district[ags5]))
        label = f"{code} {names} – {labels[ags5]}" if names else f"{code} – {labels[ags5]}"
        choices.append(Choice(f"{code} {district.name} ({KIND_WORDS[district.type]})", label))
    return Answer(Outcome.ASK, typed, choices=tuple(choices))


def _meant_districts(rest: str, by_district: dict, districts: dict[str, District]) -> list[str]:
    """The districts of a shared postcode that the words after it can mean; all of them where the words do not help."""
    everything = sorted(by_district)
    if not place_key(rest):
        return everything
    name, kind = split_kind(rest)
    key = place_key(name)
    named = [
        ags5
        for ags5 in everything
        if place_key(districts[ags5].name) == key and (kind is None or districts[ags5].type == kind)
    ]
    located = [ags5 for ags5 in everything if any(row.place_key == key for row in by_district[ags5])]
    return (named if kind is not None else located or named) or everything


def _unlisted_postcode(typed: str, code: str) -> Answer:
    """Codes in the neighbourhood of ours may be a slip of the hand; all others are somewhere else in Germany."""
    if code.startswith("00") or Postcode.objects.filter(code__startswith=code[:3]).exists():
        return Answer(Outcome.UNKNOWN, typed)
    return Answer(Outcome.OUTSIDE, typed)


def _code_label(code: str, rows: list[Postcode]) -> str:
    names = list(dict.fromkeys(row.place for row in rows))
    return f"{code} {', '.join(names[:2])}{' …' if len(names) > 2 else ''}".strip()


# --- names -----------------------------------------------------------------------------------------------------------


def _by_name(typed: str) -> Answer:
    rows = list(Postcode.objects.filter(place_key=place_key(typed)).select_related("district"))
    name, kind = split_kind(typed)
    if rows and kind is not None:  # a few places carry the word "Kreis" in their own name
        return _from_rows(typed, rows, [])
    key = place_key(name)
    if not key:
        return Answer(Outcome.UNKNOWN, typed)
    districts = [
        district
        for district in all_districts().values()
        if key in (place_key(district.name), place_key(district.official_name.split(",")[0]))
    ]
    if kind is not None and districts:
        districts = [district for district in districts if district.type == kind] or districts
    if len(districts) > 1:
        labels = labels_of_districts()
        return _ask(typed, [Choice(_value(district), labels[district.pk]) for district in districts])
    rows = rows or list(Postcode.objects.filter(place_key=key).select_related("district"))
    if districts and (kind is not None or {row.district_id for row in rows} <= {districts[0].pk}):
        return Answer(
            Outcome.FOUND, typed, _place("", districts[0], rows if kind is None else [], labels_of_districts())
        )
    if not rows:
        region = next((region for region in all_regions() if place_key(region.name) == key), None)
        if region:
            return Answer(Outcome.FOUND, typed, _region(region))
    if rows or districts:
        return _from_rows(typed, rows, districts)
    return _by_other_spelling(typed, key)


def _by_other_spelling(typed: str, key: str) -> Answer:
    """Names that go on where the typed one ends, names without their umlauts, and at last names that are much alike."""
    names = _names()
    longer = [known for known in names if known.startswith(f"{key} ")]
    wanted = loosened(key)
    loose = [known for known in names if loosened(known) == wanted]
    for keys in (loose, longer):
        if keys:
            return _from_keys(typed, keys, names)
    if key in ELSEWHERE:
        return Answer(Outcome.OUTSIDE, typed)
    alike = process.extract(key, list(names), scorer=fuzz.ratio, limit=5, score_cutoff=TYPO_SCORE)
    if alike:
        suggestion = _from_keys(typed, [known for known, _score, _index in alike], names)
        if suggestion.place:
            return replace(suggestion, is_corrected=True)
        choices = suggestion.choices or (Choice(names[alike[0][0]], suggestion.place.label),)
        return Answer(Outcome.UNKNOWN, typed, choices=choices)
    return Answer(Outcome.UNKNOWN, typed)


def _names() -> dict[str, str]:
    """Every known key of a place, district or region and the name to type for it."""
    names = {place_key(region.name): region.name for region in all_regions()}
    names |= {district.key: district.name for district in all_districts().values()}
    names.update(Postcode.objects.values_list("place_key", "place"))
    return names


def _from_keys(typed: str, keys: list[str], names: dict[str, str]) -> Answer:
    districts = [district for district in all_districts().values() if district.key in keys]
    regions = [region for region in all_regions() if place_key(region.name) in keys]
    if len(keys) == 1 and (districts or regions):
        return _by_name_again(typed, names[keys[0]])
    rows = list(Postcode.objects.filter(place_key__in=keys).select_related("district"))
    return _from_rows(typed, rows, districts)


def _by_name_again(typed: str, name: str) -> Answer:
    answer = _by_name(name)
    return Answer(answer.outcome, typed, answer.place, answer.choices)


def _from_rows(typed: str, rows: list[Postcode], districts: list[District]) -> Answer:
    """One place: found. Several of one name: asked back, each with its district."""
    groups: dict[tuple[str, str], list[Postcode]] = defaultdict(list)
    for row in rows:
        groups[row.district_id, row.place].append(row)
    labels = labels_of_districts()
    if len({key[0] for key in groups}) == 1 and not districts and len({row.place_key for row in rows}) == 1:
        return Answer(Outcome.FOUND, typed, _place(rows[0].place, rows[0].district, rows, labels))
    choices = [Choice(_value(district), labels[district.pk]) for district in districts]
    covered = {(district.pk, district.key) for district in districts}
    for (ags5, place), inside in sorted(groups.items(), key=lambda item: (fold(item[0][1]), item[0][0])):
        if (ags5, place_key(place)) not in covered:
            choices.append(Choice(f"{inside[0].code} {place}", f"{place} – {labels[ags5]}"))
    if len(choices) == 1:
        return _by_name_again(typed, choices[0].value) if not groups else find_place(choices[0].value)
    return _ask(typed, choices)


def _ask(typed: str, choices: list[Choice]) -> Answer:
    return Answer(Outcome.ASK, typed, choices=tuple(choices[:MAX_CHOICES]))


def _value(district: District) -> str:
    return f"{district.name} ({KIND_WORDS[district.type]})"


def _place(label: str, district: District, rows: list[Postcode], labels: dict[str, str]) -> Place:
    """A point in a district; without a label of its own it is called like the district."""
    district_label = labels[district.pk]
    return Place(
        label=label or district_label,
        district_label=district_label,
        districts=(district.pk,),
        regions=(district.region_id,),
        lat=fmean(row.lat for row in rows) if rows else district.lat,
        lon=fmean(row.lon for row in rows) if rows else district.lon,
    )


def _region(region: Region) -> Place:
    inside = list(region.districts.all())
    return Place(
        label=region.name,
        district_label=region.name,
        districts=tuple(district.pk for district in inside),
        regions=(region.pk,),
        lat=fmean(district.lat for district in inside),
        lon=fmean(district.lon for district in inside),
    )

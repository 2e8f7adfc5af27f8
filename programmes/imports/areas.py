"""The areas centres serve: from a file of their own with sources, or from a cell of the centre's row."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programmes.codes import Confidence, TerritoryLevel
from programmes.imports.merge import plain
from programmes.imports.records import Book, write_outcome
from programmes.imports.table import Line, Outcome, Report, Row, RowRefused, choice, sentence
from programmes.models.centres import Centre, Territory
from programmes.models.places import District, Region

KEYLESS = (TerritoryLevel.NATIONWIDE, TerritoryLevel.LAND)


def parse_territories(text: str) -> list[tuple[str, str]]:
    """Level and key of each area of a cell: "regierungsbezirk:095; district:09573; nationwide"."""
    found = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        level, _colon, key = (word.strip() for word in part.partition(":"))
        if level not in TerritoryLevel.values or (level in KEYLESS) != (key == ""):
            raise RowRefused(
                _("“%(part)s” is no area; write for example “regierungsbezirk:095; district:09573”.")
                % {"part": part[:60]}
            )
        found.append((level, key))
    if len(set(found)) != len(found):
        raise RowRefused(_("The area stands in the file twice."))
    return found


def format_territories(areas: list[tuple[str, str]]) -> str:
    return "; ".join(":".join(filter(None, area)) for area in sorted(areas))


def replace_levels(centre: Centre, wanted: list[tuple[str, str]]) -> None:
    """Make the areas equal to the wanted ones; those that stay keep what is known about where they come from."""
    rows = Territory.objects.filter(centre=centre)
    stored = {(row.level, row.region_id or row.district_id or ""): row for row in rows}
    for area, row in stored.items():
        if area not in wanted:
            row.delete()
    for level, key in wanted:
        if (level, key) in stored:
            continue
        row = Territory(centre=centre, level=level)
        if level == TerritoryLevel.REGIERUNGSBEZIRK:
            row.region = Region.objects.filter(pk=key).first()
            if row.region is None:
                raise RowRefused(_("There is no government region %(name)s.") % {"name": key[:20]})
        elif level == TerritoryLevel.DISTRICT:
            row.district = District.objects.filter(pk=key).first()
            if row.district is None:
                raise RowRefused(_("There is no district %(key)s.") % {"key": key[:20]})
        row.save()


def import_territories(*, rows: list[Row | Line], book: Book, report: Report) -> None:
    centres = dict(Centre.objects.filter(source_id__isnull=False).values_list("source_id", "pk"))
    centres |= {record.row_id: pk for pk, record in book.records.items()}
    regions = set(Region.objects.values_list("code", flat=True))
    districts = set(District.objects.values_list("pk", flat=True))
    wanted: dict[int, dict[tuple, tuple[Row, Territory]]] = defaultdict(dict)
    for row in rows:
        if isinstance(row, Line):
            report.lines.append(row)
            continue
        try:
            territory = _territory(row, centres, regions, districts)
            key = (territory.level, territory.region_id, territory.district_id)
            if key in wanted[territory.centre_id]:
                raise RowRefused(_("The area stands in the file twice."))
        except ValidationError as refusal:
            report.add(row.number, row["centre_id"], Outcome.REJECTED, sentence(refusal))
        else:
            wanted[territory.centre_id][key] = (row, territory)
    for centre, areas in wanted.items():
        _replace_territories(centre, areas, book, report)


def _territory(row: Row, centres: dict[str, int], regions: set[str], districts: set[str]) -> Territory:
    name = row.required("centre_id")
    if name not in centres:
        raise RowRefused(_("There is no centre with the id “%(id)s”.") % {"id": name[:60]})
    level = choice(row, "level", {value: value for value in TerritoryLevel.values})
    territory = Territory(centre_id=centres[name], level=level, source=row["source"][:400])
    word = (row["confidence"].split() or [""])[0]
    territory.confidence = word if word in Confidence.values else Confidence.UNVERIFIED.value
    if level == TerritoryLevel.REGIERUNGSBEZIRK:
        if row["code"] not in regions:
            raise RowRefused(_("There is no government region %(name)s.") % {"name": row["code"][:20]})
        territory.region_id = row["code"]
    elif level == TerritoryLevel.DISTRICT:
        if row["code"] not in districts:
            raise RowRefused(_("There is no district %(key)s.") % {"key": row["code"][:20]})
        territory.district_id = row["code"]
    return territory


def _replace_territories(centre_id: int, areas: dict, book: Book, report: Report) -> None:
    """Take the areas of a centre over as one fact, like its languages: owned, edited here, or free to change."""
    stored = {(row.level, row.region_id, row.district_id): row for row in Territory.objects.filter(centre=centre_id)}
    here = {"territories": [_level_and_key(key) for key in stored]}
    there = {"territories": [_level_and_key(key) for key in areas]}
    merged = book.merge(pk=centre_id, here=here, there=there, is_trusted=True)
    if merged.kept or merged.conflicts:
        for row, _territory in areas.values():
            write_outcome(report, number=row.number, key=_label(row), outcome=Outcome.UNCHANGED, merged=merged)
        return
    for key, row in stored.items():
        if key not in areas:
            row.delete()
    for key, (row, territory) in areas.items():
        known = stored.get(key)
        if known and (known.confidence, known.source) == (territory.confidence, territory.source):
            report.add(row.number, _label(row), Outcome.UNCHANGED)
            continue
        territory.pk = known.pk if known else None
        territory.save()
        report.add(row.number, _label(row), Outcome.CHANGED if known else Outcome.ADDED)
    record = book.records.get(centre_id)
    if record:
        taken_over = {**record.taken_over, "territories": plain(there["territories"])}
        book.note(row_id=record.row_id, entry=record.centre, taken_over=taken_over)


def _level_and_key(key: tuple[str, str | None, str | None]) -> tuple[str, str]:
    level, region, district = key
    return str(level), region or district or ""


def _label(row: Row) -> str:
    return f"{row['centre_id']} {row['level']} {row['code']}".strip()

"""Regions, districts, postcodes and reception facilities from the files in ``programmes/data``."""

from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from portal.errors import DomainError
from portal.page_cache import changed
from programmes.codes import DistrictType
from programmes.imports.table import Line, Row, read
from programmes.models.places import AnkerSite, District, Postcode, Region, SharedPostcode
from programmes.places import place_key

DATA = Path(__file__).resolve().parents[1] / "data"


@transaction.atomic
def import_districts(*, folder: Path = DATA) -> dict[str, int]:
    """Make the tables of places equal to the files; returns the number of rows of each.

    Districts stay where they are (other tables point at them); the rows below them are written anew.
    """
    districts = _districts(folder / "bavaria_districts.csv")
    postcodes = [_postcode(row, districts) for row in _rows(folder / "bavaria_postcodes.csv", ("plz", "place", "ags5"))]
    shared = [
        SharedPostcode(code=_code(row), district_id=_known(row, districts))
        for row in _rows(folder / "bavaria_postcodes_multi_district.csv", ("plz", "ags5"))
    ]
    sites = list(_sites(folder / "anker_sites.csv"))
    for model, rows in ((Postcode, postcodes), (SharedPostcode, shared), (AnkerSite, sites)):
        model.objects.all().delete()
        model.objects.bulk_create(rows, batch_size=500)
    changed("directory", "places")
    return {
        "districts": len(districts),
        "postcodes": len(postcodes),
        "shared postcodes": len(shared),
        "reception facilities": len(sites),
    }


def _rows(path: Path, required: tuple[str, ...]) -> list[Row]:
    """The rows of a file of our own: one line that is no row spoils it."""
    rows = []
    for row in read(path, required=required):
        if isinstance(row, Line):
            raise DomainError(
                _("Line %(line)s of %(file)s: %(reason)s")
                % {"line": row.number, "file": path.name, "reason": row.reason}
            )
        rows.append(row)
    return rows


def _refuse(path_or_row: Row, reason: str) -> DomainError:
    return DomainError(_("Line %(line)s: %(reason)s") % {"line": path_or_row.number, "reason": reason})


def _number(row: Row, column: str) -> float:
    try:
        return float(row[column])
    except ValueError as fault:
        raise _refuse(row, _("“%(column)s” is not a number.") % {"column": column}) from fault


def _code(row: Row) -> str:
    if len(row["plz"]) != 5 or not row["plz"].isdigit():
        raise _refuse(row, _("A postcode has five digits."))
    return row["plz"]


def _known(row: Row, districts: set[str]) -> str:
    if row["ags5"] not in districts:
        raise _refuse(row, _("There is no district %(key)s.") % {"key": row["ags5"]})
    return row["ags5"]


def _districts(path: Path) -> set[str]:
    required = (
        "ags5",
        "name",
        "name_official",
        "type_short",
        "regierungsbezirk",
        "regierungsbezirk_code",
        "nuts3",
        "lat",
        "lon",
    )
    rows = _rows(path, required)
    regions = {row["regierungsbezirk_code"]: row["regierungsbezirk"] for row in rows}
    Region.objects.bulk_create(
        [Region(code=code, name=name) for code, name in regions.items()],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name"],
    )
    for row in rows:
        if row["type_short"] not in DistrictType.values:
            raise _refuse(row, _("“%(value)s” is no kind of district.") % {"value": row["type_short"]})
    District.objects.bulk_create(
        [
            District(
                ags5=row["ags5"],
                name=row["name"],
                official_name=row["name_official"],
                type=row["type_short"],
                region_id=row["regierungsbezirk_code"],
                nuts3=row["nuts3"],
                lat=_number(row, "lat"),
                lon=_number(row, "lon"),
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["ags5"],
        update_fields=["name", "official_name", "type", "region", "nuts3", "lat", "lon"],
    )
    return {row["ags5"] for row in rows}


def _postcode(row: Row, districts: set[str]) -> Postcode:
    return Postcode(
        code=_code(row),
        place=row["place"],
        place_key=place_key(row["place"]),
        district_id=_known(row, districts),
        lat=_number(row, "lat"),
        lon=_number(row, "lon"),
    )


def _sites(path: Path):
    regions = dict(Region.objects.values_list("name", "code"))
    for row in _rows(path, ("regierungsbezirk", "anker", "branches", "source")):
        if row["regierungsbezirk"] not in regions:
            raise _refuse(row, _("There is no government region %(name)s.") % {"name": row["regierungsbezirk"]})
        region = regions[row["regierungsbezirk"]]
        yield AnkerSite(region_id=region, place=row["anker"], source=row["source"])
        for branch in dict.fromkeys(name.strip() for name in row["branches"].split(";") if name.strip()):
            yield AnkerSite(region_id=region, place=branch, is_branch=True, source=row["source"])

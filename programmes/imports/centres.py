"""Centres and the areas they serve from CSV.

A row is found again by its id; a column that is absent changes nothing.
"""

import re
from collections import defaultdict
from pathlib import Path
from statistics import fmean

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.page_cache import changed
from portal.progress import progress
from programmes.codes import (
    AccessFeature,
    AddressStatus,
    Audience,
    Confidence,
    Mode,
    OfferedBy,
    ProviderType,
    Role,
    TerritoryLevel,
    YesNoUnknown,
)
from programmes.imports.hours import parse_exceptions, parse_hours
from programmes.imports.table import Line, Outcome, Report, Row, RowRefused, choice, codes, read, sentence
from programmes.indexing import written_together
from programmes.languages import LANGUAGE_CODES
from programmes.models.centres import Centre, CentreLanguage, CentreText, OpeningHours, Organisation, Territory
from programmes.models.hours import HoursException
from programmes.models.places import District, Postcode, Region
from programmes.places import place_key
from programmes.slugs import slug_for
from programmes.upkeep.revisions import recorded
from programmes.upkeep.states import RevisionSource

REQUIRED = ("id", "name", "carrier", "provider_type", "role", "city", "plz", "street", "website", "address_status")
TERRITORY_REQUIRED = ("centre_id", "level", "code")
PROVIDERS = {**{value: value for value in ProviderType.values}, "non-state": ProviderType.NON_STATE.value}
SIMPLE = {"street": "street", "plz": "postcode", "city": "city", "website": "website"}
YES_NO = ("anonymous_first_talk", "assumption_day", "woman_on_request", "man_on_request", *AccessFeature.values)
OPTIONAL = {"telephone": "telephone", "email": "email"}


def import_centres(*, path: str | Path, territories: str | Path | None = None, dry_run: bool = False, stream) -> Report:
    """Take over a file of centres, then the file of their areas, in one transaction; with ``dry_run`` nothing stays."""
    rows = list(read(path, required=REQUIRED))
    areas = list(read(territories, required=TERRITORY_REQUIRED)) if territories else []
    report = Report()
    with transaction.atomic():
        points = _points()
        seen: set[str] = set()
        with written_together(), recorded(RevisionSource.IMPORT):
            for row in progress(rows, "centres", stream=stream):
                _take(row, report, seen, points)
            _take_territories(areas, report)
        changed("directory")
        if dry_run:
            transaction.set_rollback(True)
    return report


def _take(row: Row | Line, report: Report, seen: set[str], points: dict) -> None:
    if isinstance(row, Line):
        report.lines.append(row)
        return
    try:
        with transaction.atomic():
            if row.required("id") in seen:
                raise RowRefused(_("The id stands in the file twice."))
            seen.add(row["id"])
            outcome = _save(row, points)
    except ValidationError as refusal:
        report.add(row.number, row["id"], Outcome.REJECTED, sentence(refusal))
    else:
        report.add(row.number, row["id"], outcome)


def _save(row: Row, points: dict) -> Outcome:
    values = _values(row)
    hours, exceptions, languages, texts = _hours(row), _exceptions(row), _languages(row), _texts(row)
    centre = Centre.objects.filter(source_id=row["id"]).first()
    if centre is None:
        outcome = Outcome.ADDED
        centre = Centre(source_id=row["id"], slug=slug_for(values["name"], Centre))
    else:
        outcome = Outcome.UNCHANGED
    moved = outcome is Outcome.ADDED or (centre.postcode, centre.city) != (values["postcode"], values["city"])
    if moved or centre.lat is None:
        values["lat"], values["lon"] = _point(values, points)
    organisation, _created = Organisation.objects.get_or_create(name=row.required("carrier"))
    values["organisation"] = organisation
    different = [name for name, value in values.items() if getattr(centre, name, None) != value]
    if outcome is Outcome.ADDED or different:
        for name, value in values.items():
            setattr(centre, name, value)
        centre.full_clean()
        centre.save()
    touched = [
        _replace(centre, OpeningHours, ("weekday", "opens", "closes", "by_appointment"), hours),
        _replace(centre, HoursException, ("first_day", "last_day", "opens", "closes", "reason"), exceptions),
        _replace(centre, CentreLanguage, ("language", "offered_by"), languages),
        _write_texts(centre, texts),
    ]
    if outcome is Outcome.UNCHANGED and (different or any(touched)):
        return Outcome.CHANGED
    return outcome


def _values(row: Row) -> dict:
    values = {
        "name": row.required("name"),
        "provider_type": choice(row, "provider_type", PROVIDERS),
        "role": choice(row, "role", {value: value for value in Role.values}),
        "address_status": choice(row, "address_status", {value: value for value in AddressStatus.values}),
    }
    values.update({name: row[column] for column, name in SIMPLE.items()})
    values.update({name: row[column] for column, name in OPTIONAL.items() if column in row})
    if "notes" in row:
        values["internal_notes"] = "\n".join(filter(None, (row["serves"], row["notes"])))
    if "source" in row:
        values["sources"] = "\n".join(part.strip() for part in re.split(r"\s+;\s+", row["source"]) if part.strip())
    if "audiences" in row:
        values["audiences"] = codes(row, "audiences", Audience.values)
    if "modes" in row:
        values["modes"] = codes(row, "modes", Mode.values)
    for column in YES_NO:
        if column in row:
            known = {**{value: value for value in YesNoUnknown.values}, "": YesNoUnknown.UNKNOWN.value}
            values[column] = choice(row, column, known) if row[column] else YesNoUnknown.UNKNOWN.value
    return values


def _hours(row: Row) -> list[tuple] | None:
    return parse_hours(row["opening_hours"]) if "opening_hours" in row else None


def _exceptions(row: Row) -> list[tuple] | None:
    return parse_exceptions(row["hours_exceptions"]) if "hours_exceptions" in row else None


def _languages(row: Row) -> list[tuple] | None:
    """Codes with a star for an interpreter: "de; en; ar*"."""
    if "languages" not in row:
        return None
    found = {}
    for code in filter(None, (part.strip() for part in row["languages"].split(";"))):
        offered_by = OfferedBy.INTERPRETER if code.endswith("*") else OfferedBy.STAFF
        code = code.rstrip("*").strip()
        if code not in LANGUAGE_CODES:
            raise RowRefused(_("“%(code)s” is not a known code of a language.") % {"code": code[:20]})
        found[code] = offered_by.value
    return list(found.items())


def _texts(row: Row) -> dict[str, tuple[str, str]]:
    """Columns ``summary_de``, ``notes_de`` and so on; an empty summary leaves the words as they are."""
    texts = {}
    for column in row.cells:
        if column.startswith("summary_") and row[column]:
            language = column.removeprefix("summary_")
            texts[language] = (row[column], row[f"notes_{language}"])
    return texts


def _replace(centre: Centre, model: type, fields: tuple[str, ...], wanted: list[tuple] | None) -> bool:
    """Make the child rows equal to the wanted ones; says whether anything was different."""
    if wanted is None:
        return False
    if sorted(model.objects.filter(centre=centre).values_list(*fields), key=repr) == sorted(wanted, key=repr):
        return False
    model.objects.filter(centre=centre).delete()
    for values in wanted:
        row = model(centre=centre, **dict(zip(fields, values, strict=True)))
        row.full_clean()
        row.save()
    return True


def _write_texts(centre: Centre, texts: dict[str, tuple[str, str]]) -> bool:
    different = False
    for language, (summary, notes) in texts.items():
        text = CentreText.objects.filter(centre=centre, language=language).first()
        text = text or CentreText(centre=centre, language=language)
        if (text.summary, text.notes) != (summary, notes):
            different = True
            text.summary, text.notes = summary, notes
            text.full_clean()
            text.save()
    return different


# --- points ----------------------------------------------------------------------------------------------------------


def _points() -> dict[str, list[tuple[float, float]]]:
    """Points by postcode and by the key of the place."""
    points = defaultdict(list)
    for code, key, lat, lon in Postcode.objects.values_list("code", "place_key", "lat", "lon"):
        points[code].append((lat, lon))
        points[key].append((lat, lon))
    return points


def _point(values: dict, points: dict) -> tuple[float | None, float | None]:
    """The middle of the postcode, else of the town: good enough to sort by distance, and said to be so on the page."""
    town = re.split(r"\s*/\s*", values["city"])[0]
    found = points.get(values["postcode"]) or points.get(place_key(town)) or []
    if not found:
        return None, None
    return round(fmean(lat for lat, _lon in found), 5), round(fmean(lon for _lat, lon in found), 5)


# --- areas -----------------------------------------------------------------------------------------------------------


def _take_territories(rows: list[Row | Line], report: Report) -> None:
    centres = dict(Centre.objects.filter(source_id__isnull=False).values_list("source_id", "pk"))
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
        _replace_territories(centre, areas, report)


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


def _replace_territories(centre_id: int, areas: dict, report: Report) -> None:
    stored = {(row.level, row.region_id, row.district_id): row for row in Territory.objects.filter(centre_id=centre_id)}
    for key, row in stored.items():
        if key not in areas:
            row.delete()
    for key, (row, territory) in areas.items():
        label = f"{row['centre_id']} {row['level']} {row['code']}".strip()
        known = stored.get(key)
        if known and (known.confidence, known.source) == (territory.confidence, territory.source):
            report.add(row.number, label, Outcome.UNCHANGED)
            continue
        territory.pk = known.pk if known else None
        territory.save()
        report.add(row.number, label, Outcome.CHANGED if known else Outcome.ADDED)

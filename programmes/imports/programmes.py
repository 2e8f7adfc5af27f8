"""Programmes from CSV. Notes in words ("running 01.03.2024-28.02.2027") are read; a column of codes wins over them."""

import re
from datetime import date, datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.page_cache import changed
from portal.progress import progress
from programmes.codes import ApplyVia, Audience, CountryRule, ProgrammeLevel, ProgrammeStatus
from programmes.imports.table import Line, Outcome, Report, Row, RowRefused, choice, codes, read, sentence
from programmes.indexing import written_together
from programmes.languages import COUNTRY_CODES, country_code
from programmes.models.programmes import Programme, ProgrammeCountry
from programmes.slugs import slug_for

REQUIRED = ("id", "name", "provider", "level", "status")
LEVELS = {
    **{value: value for value in ProgrammeLevel.values},
    "EU": ProgrammeLevel.EU.value,
    "Bund": ProgrammeLevel.FEDERAL.value,
    "Bund + Länder": ProgrammeLevel.FEDERAL_LAND.value,
    "Bund + Länder (+ AMIF)": ProgrammeLevel.FEDERAL_LAND.value,
    "Bund + Land": ProgrammeLevel.FEDERAL_LAND.value,
    "Bund / Land": ProgrammeLevel.FEDERAL_LAND.value,
    "AMIF + Länder + BMZ": ProgrammeLevel.FEDERAL_LAND.value,
    "Land": ProgrammeLevel.LAND.value,
    "Land + EU (AMIF)": ProgrammeLevel.LAND.value,
    "non-state": ProgrammeLevel.NON_STATE.value,
    "AMIF + own": ProgrammeLevel.NON_STATE.value,
}
DAY = r"\d{2}\.\d{2}\.\d{4}"


def import_programmes(*, path: str | Path, dry_run: bool = False, stream) -> Report:
    """Take over a file of programmes in one transaction; with ``dry_run`` nothing stays."""
    rows = list(read(path, required=REQUIRED))
    report = Report()
    seen: set[str] = set()
    with transaction.atomic():
        with written_together():
            for row in progress(rows, "programmes", stream=stream):
                _take(row, report, seen)
        changed("directory")
        if dry_run:
            transaction.set_rollback(True)
    return report


def _take(row: Row | Line, report: Report, seen: set[str]) -> None:
    if isinstance(row, Line):
        report.lines.append(row)
        return
    try:
        with transaction.atomic():
            if row.required("id") in seen:
                raise RowRefused(_("The id stands in the file twice."))
            seen.add(row["id"])
            outcome = _save(row)
    except ValidationError as refusal:
        report.add(row.number, row["id"], Outcome.REJECTED, sentence(refusal))
    else:
        report.add(row.number, row["id"], outcome)


def _save(row: Row) -> Outcome:
    values, countries = _values(row), _countries(row)
    if countries is not None and "country_rule" not in row:
        values["country_rule"] = _country_rule(row["countries"], countries)
    programme = Programme.objects.filter(source_id=row["id"]).first()
    outcome = Outcome.UNCHANGED if programme else Outcome.ADDED
    programme = programme or Programme(source_id=row["id"], slug=row["slug"] or slug_for(values["name"], Programme))
    different = [name for name, value in values.items() if getattr(programme, name) != value]
    if different or outcome is Outcome.ADDED:
        for name, value in values.items():
            setattr(programme, name, value)
        programme.full_clean()
        programme.save()
    touched = _replace_countries(programme, countries)
    return Outcome.CHANGED if outcome is Outcome.UNCHANGED and (different or touched) else outcome


def _values(row: Row) -> dict:
    status, valid_from, valid_to = _validity(row.required("status"))
    values = {
        "name": row.required("name"),
        "provider": row.required("provider"),
        "level": choice(row, "level", LEVELS),
        "status": status,
        "valid_from": _day(row, "valid_from") if "valid_from" in row else valid_from,
        "valid_to": _day(row, "valid_to") if "valid_to" in row else valid_to,
    }
    if "stand" in row:
        values["stand"] = "" if row["stand"] in ("", "unclear") else row["stand"]
    if "source" in row:
        values["sources"] = "\n".join(part.strip() for part in re.split(r"\s+;\s+", row["source"]) if part.strip())
    if "apply_via" in row:
        values["apply_via"] = choice(row, "apply_via", {value: value for value in ApplyVia.values})
    if "country_rule" in row:
        values["country_rule"] = choice(row, "country_rule", {value: value for value in CountryRule.values})
    if "audiences" in row:
        values["audiences"] = codes(row, "audiences", Audience.values)
    notes = ("status", "target_groups", "countries", "benefits", "eligibility", "how_to_apply")
    values["internal_notes"] = "\n".join(f"{column}: {row[column]}" for column in notes if row[column])
    return values


def _validity(text: str) -> tuple[str, date | None, date | None]:
    """Status and dates from a note such as "ended 31.07.2023 in its old form"; "running; share unclear" is unclear."""
    known = re.search(r"\bunclear\b", text) or re.match(r"(running|ended)\b", text)
    span = re.search(rf"({DAY})\s*-\s*({DAY})", text)
    if span:
        status = known.group() if known else ProgrammeStatus.UNCLEAR.value
        return status, _parse_day(span.group(1)), _parse_day(span.group(2))
    if not known:
        raise RowRefused(_("“%(value)s” says neither running nor ended nor unclear.") % {"value": text[:60]})
    status = known.group()
    days = re.findall(DAY, text)
    if not days:
        return status, None, None
    if status == ProgrammeStatus.ENDED:
        return status, None, _parse_day(days[0])
    return status, _parse_day(days[0]), None


def _parse_day(text: str) -> date:
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise RowRefused(_("“%(value)s” is no date.") % {"value": text[:30]})


def _day(row: Row, column: str) -> date | None:
    return _parse_day(row[column]) if row[column] else None


def _countries(row: Row) -> list[tuple[str, str]] | None:
    """Code and note of each country: from the column of codes, else from the names in the text."""
    if "country_codes" in row:
        found = {}
        for part in filter(None, (part.strip() for part in row["country_codes"].split(";"))):
            code, _gap, note = part.partition(":")
            if code.strip() not in COUNTRY_CODES:
                raise RowRefused(_("“%(code)s” is not a known code of a country.") % {"code": code[:20]})
            found[code.strip()] = note.strip()[:200]
        return sorted(found.items())
    if "countries" not in row:
        return None
    names = re.split(r"[,;:()]", row["countries"])
    found = {code: "" for name in names if (code := country_code(name.strip(" *")))}
    return sorted(found.items())


def _country_rule(text: str, countries: list) -> str:
    if text.startswith("all"):
        return CountryRule.ALL.value
    if text.startswith("depends"):
        return CountryRule.DEPENDS.value
    return CountryRule.LISTED.value if countries else CountryRule.UNCLEAR.value


def _replace_countries(programme: Programme, wanted: list[tuple[str, str]] | None) -> bool:
    if wanted is None:
        return False
    if sorted(programme.countries.values_list("country", "note")) == wanted:
        return False
    words = dict(programme.countries.values_list("country", "words"))
    ProgrammeCountry.objects.filter(programme=programme).delete()
    ProgrammeCountry.objects.bulk_create(
        [
            ProgrammeCountry(programme=programme, country=country, note=note, words=words.get(country, {}))
            for country, note in wanted
        ]
    )
    return True

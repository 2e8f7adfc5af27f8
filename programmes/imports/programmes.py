"""Programmes from CSV. Notes in words ("running 01.03.2024-28.02.2027") are read; a column of codes wins over them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.page_cache import changed
from portal.progress import progress
from programmes.codes import ApplyVia, Audience, CountryRule, ProgrammeLevel, ProgrammeStatus
from programmes.imports.matching import Address, Matcher, Unclear
from programmes.imports.merge import Merge, plain, version_of
from programmes.imports.records import DEFAULT_SOURCE, Book, write_outcome
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
# A semicolon ends a country only where the next one begins: notes may hold semicolons.
NEXT_COUNTRY = re.compile(r";\s*(?=[A-Z]{2}\s*(?:[:;]|$))")
# The facts an export writes, which make up the version of an entry.
EXPORTED = (
    "name",
    "provider",
    "level",
    "status",
    "valid_from",
    "valid_to",
    "stand",
    "country_rule",
    "countries",
    "apply_via",
    "audiences",
    "sources",
    "internal_notes",
)
DAY = r"\d{2}\.\d{2}\.\d{4}"


def import_programmes(*, path: str | Path, source: str = DEFAULT_SOURCE, dry_run: bool = False, stream) -> Report:
    """Take over a list of programmes in one transaction; with ``dry_run`` nothing stays.

    ``source`` names the list. What it owns is overwritten; elsewhere what editors changed stays and is reported.
    """
    rows = list(read(path, required=REQUIRED))
    report = Report()
    with transaction.atomic():
        work = _Import.begin(source, report)
        with written_together():
            for row in progress(rows, "programmes", stream=stream):
                work.take(row)
        changed("directory")
        if dry_run:
            transaction.set_rollback(True)
    return report


def _address(name: str, provider: str) -> Address:
    """A programme has no address; whose it is tells it apart from another of its name."""
    return Address.of(name=name, street=provider)


@dataclass
class _Import:
    book: Book
    matcher: Matcher
    report: Report
    seen: set[str] = field(default_factory=set)

    @classmethod
    def begin(cls, source: str, report: Report) -> "_Import":
        book = Book.open(source, "programme")
        programmes = list(Programme.objects.values_list("pk", "source_id", "slug", "name", "provider"))
        matcher = book.matcher([(pk, source_id, slug) for pk, source_id, slug, _name, _provider in programmes])
        matcher.add_addresses((pk, _address(name, provider)) for pk, _id, _slug, name, provider in programmes)
        return cls(book, matcher, report)

    def take(self, row: Row | Line) -> None:
        if isinstance(row, Line):
            self.report.lines.append(row)
            return
        try:
            with transaction.atomic():
                if row.required("id") in self.seen:
                    raise RowRefused(_("The id stands in the file twice."))
                self.seen.add(row["id"])
                outcome, merged = self.save(row)
        except Unclear as unclear:
            self.report.add(row.number, row["id"], Outcome.CONFLICT, sentence(unclear))
        except ValidationError as refusal:
            self.report.add(row.number, row["id"], Outcome.REJECTED, sentence(refusal))
        else:
            write_outcome(self.report, number=row.number, key=row["id"], outcome=outcome, merged=merged)

    def save(self, row: Row) -> tuple[Outcome, Merge]:
        there = _values(row)
        address = _address(there["name"], there["provider"])
        pk, is_by_id = self.matcher.find(source_id=row["id"], public_id=row["slug"], address=address)
        if pk is None:
            is_free = not Programme.objects.filter(source_id=row["id"]).exists()
            slug = row["slug"] or slug_for(there["name"], Programme)
            programme = Programme(source_id=row["id"] if is_free else None, slug=slug)
            _write(programme, there)
            merged = Merge(taken_over={name: plain(value) for name, value in there.items()})
            self.book.note(row_id=row["id"], entry=programme, taken_over=merged.taken_over)
            return Outcome.ADDED, merged
        programme = Programme.objects.get(pk=pk)
        merged = self.book.merge(
            pk=pk,
            here=facts_of(programme, there),
            there=there,
            is_trusted=is_by_id,
            is_untouched=bool(row["version"]) and row["version"] == version_of(facts_of(programme, EXPORTED)),
        )
        if merged.take:
            _write(programme, {name: there[name] for name in merged.take})
        self.book.note(row_id=row["id"], entry=programme, taken_over=merged.taken_over)
        return (Outcome.CHANGED if merged.take else Outcome.UNCHANGED), merged


def facts_of(programme: Programme, names: Iterable[str]) -> dict[str, object]:
    """What the entry says now under these names, in the form the rows of a file are read into."""
    return {
        name: [(row.country, row.note) for row in programme.countries.all()]
        if name == "countries"
        else getattr(programme, name)
        for name in names
    }


def _write(programme: Programme, facts: dict) -> None:
    for name, value in facts.items():
        if name != "countries":
            setattr(programme, name, value)
    programme.full_clean()
    programme.save()
    if "countries" in facts:
        # What editors say about a country in other languages stays with it.
        words = dict(programme.countries.values_list("country", "words"))
        ProgrammeCountry.objects.filter(programme=programme).delete()
        ProgrammeCountry.objects.bulk_create(
            ProgrammeCountry(programme=programme, country=country, note=note, words=words.get(country, {}))
            for country, note in facts["countries"]
        )


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
    if "internal_notes" in row:
        values["internal_notes"] = row["internal_notes"]
    else:
        notes = ("status", "target_groups", "countries", "benefits", "eligibility", "how_to_apply")
        values["internal_notes"] = "\n".join(f"{column}: {row[column]}" for column in notes if row[column])
    countries = _countries(row)
    if countries is not None:
        values["countries"] = countries
        if "country_rule" not in row:
            values["country_rule"] = _country_rule(row["countries"], countries)
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
        for part in filter(None, (part.strip() for part in NEXT_COUNTRY.split(row["country_codes"]))):
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

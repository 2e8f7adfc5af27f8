"""Centres from a table.

A row is found again by its id, else by name and address; a column that is absent changes nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import fmean

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.page_cache import changed
from portal.progress import progress
from programmes.codes import (
    AccessFeature,
    AddressStatus,
    Audience,
    Contact,
    Mode,
    OfferedBy,
    ProviderType,
    Role,
    WaitingTime,
    YesNoUnknown,
)
from programmes.imports.areas import import_territories, parse_territories, replace_levels
from programmes.imports.hours import parse_exceptions, parse_hours
from programmes.imports.matching import Address, Matcher, Unclear
from programmes.imports.merge import Merge, plain, version_of
from programmes.imports.records import DEFAULT_SOURCE, Book, write_outcome
from programmes.imports.table import Line, Outcome, Report, Row, RowRefused, choice, codes, read, sentence
from programmes.indexing import written_together
from programmes.languages import LANGUAGE_CODES
from programmes.models.centres import Centre, CentreLanguage, CentreText, OpeningHours, Organisation
from programmes.models.hours import HoursException
from programmes.models.places import Postcode
from programmes.models.shared_offers import CentreSharedOffer, SharedOffer
from programmes.network import offers_at
from programmes.places import place_key
from programmes.slugs import slug_for
from programmes.upkeep.revisions import recorded
from programmes.upkeep.states import RevisionSource

REQUIRED = ("id", "name", "carrier", "provider_type", "role", "city", "plz", "street", "website", "address_status")
TERRITORY_REQUIRED = ("centre_id", "level", "code")
PROVIDERS = {**{value: value for value in ProviderType.values}, "non-state": ProviderType.NON_STATE.value}
SIMPLE = {"street": "street", "plz": "postcode", "city": "city", "website": "website"}
YES_NO = ("anonymous_first_talk", "assumption_day", "woman_on_request", "man_on_request", *AccessFeature.values)
EXCEPTION_FIELDS = ("first_day", "last_day", "opens", "closes", "reason")
OPTIONAL = {"telephone": "telephone", "email": "email"}
# Names of facts that hold the words of a language.
WORDS = "words_"
# How to get there is a fact of its own: what lists said before there was such a column stays what they said.
DIRECTIONS = "directions_"
# The facts an export writes, which make up the version of an entry.
EXPORTED = (
    "name",
    "organisation",
    "provider_type",
    "role",
    "is_public",
    "street",
    "postcode",
    "city",
    "address_status",
    "position",
    "telephone",
    "email",
    "restricted_contacts",
    "website",
    "audiences",
    "modes",
    *YES_NO,
    "waiting_time",
    "waiting_time_on",
    "opening_hours",
    "hours_exceptions",
    "languages",
    "territories",
    "network_offers",
    "sources",
    "internal_notes",
    *(f"{part}{language}" for part in (WORDS, DIRECTIONS) for language, _name in settings.LANGUAGES),
)


def import_centres(
    *,
    path: str | Path,
    territories: str | Path | None = None,
    source: str = DEFAULT_SOURCE,
    dry_run: bool = False,
    stream,
) -> Report:
    """Take over a list of centres, then the file of their areas, in one transaction; with ``dry_run`` nothing stays.

    ``source`` names the list. What it owns is overwritten; elsewhere what editors changed stays and is reported.
    """
    rows = list(read(path, required=REQUIRED))
    areas = list(read(territories, required=TERRITORY_REQUIRED)) if territories else []
    report = Report()
    with transaction.atomic():
        work = _Import.begin(source, report)
        with written_together(), recorded(RevisionSource.IMPORT):
            for row in progress(rows, "centres", stream=stream):
                work.take(row)
            import_territories(rows=areas, book=work.book, report=report)
        changed("directory")
        if dry_run:
            transaction.set_rollback(True)
    return report


@dataclass
class _Import:
    book: Book
    matcher: Matcher
    report: Report
    points: dict
    seen: set[str] = field(default_factory=set)

    @classmethod
    def begin(cls, source: str, report: Report) -> "_Import":
        book = Book.open(source, "centre")
        fields = ("pk", "source_id", "public_id", "name", "postcode", "city", "street")
        centres = list(Centre.objects.values_list(*fields))
        matcher = book.matcher([(pk, source_id, str(public)) for pk, source_id, public, *_place in centres])
        matcher.add_addresses(
            (pk, Address.of(name=name, postcode=postcode, town=city, street=street))
            for pk, _source_id, _public, name, postcode, city, street in centres
        )
        return cls(book, matcher, report, _points())

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
        address = Address.of(name=there["name"], postcode=there["postcode"], town=there["city"], street=there["street"])
        pk, is_by_id = self.matcher.find(source_id=row["id"], public_id=row["public_id"], address=address)
        if pk is None:
            centre = self.add(row, there)
            merged = Merge(taken_over={name: plain(value) for name, value in there.items()})
            self.book.note(row_id=row["id"], entry=centre, taken_over=merged.taken_over)
            return Outcome.ADDED, merged
        centre = Centre.objects.select_related("organisation").get(pk=pk)
        here = facts_of(centre, there)
        merged = self.book.merge(
            pk=pk,
            here=here,
            there=there,
            is_trusted=is_by_id,
            is_untouched=bool(row["version"]) and row["version"] == version_of(facts_of(centre, EXPORTED)),
        )
        if merged.take:
            self.write(centre, {name: there[name] for name in merged.take})
        self.book.note(row_id=row["id"], entry=centre, taken_over=merged.taken_over)
        return (Outcome.CHANGED if merged.take else Outcome.UNCHANGED), merged

    def add(self, row: Row, facts: dict) -> Centre:
        is_free = not Centre.objects.filter(source_id=row["id"]).exists()
        centre = Centre(source_id=row["id"] if is_free else None, slug=row["slug"] or slug_for(facts["name"], Centre))
        self.write(centre, facts)
        return centre

    def write(self, centre: Centre, facts: dict) -> None:
        """Set what is columns, save, then make the rows below equal to the file."""
        was_at = (centre.postcode, centre.city)
        for name, value in facts.items():
            if name == "organisation":
                centre.organisation, _created = Organisation.objects.get_or_create(name=value)
            elif name == "position":
                centre.lat, centre.lon = value or (None, None)
            elif name not in ROWS and not name.startswith((WORDS, DIRECTIONS)):
                setattr(centre, name, value)
        has_moved = centre.pk is None or was_at != (centre.postcode, centre.city)
        if "position" not in facts and (has_moved or centre.lat is None):
            centre.lat, centre.lon = _point(centre, self.points)
        centre.full_clean()
        centre.save()
        for name in facts.keys() & ROWS.keys():
            ROWS[name](centre, facts[name])
        for name in facts:
            if name.startswith(WORDS):
                summary, notes = facts[name]
                _write_text(centre, name.removeprefix(WORDS), summary=summary, notes=notes)
            elif name.startswith(DIRECTIONS):
                _write_text(centre, name.removeprefix(DIRECTIONS), directions=facts[name])


def _values(row: Row) -> dict:
    values = {
        "name": row.required("name"),
        "provider_type": choice(row, "provider_type", PROVIDERS),
        "role": choice(row, "role", {value: value for value in Role.values}),
        "address_status": choice(row, "address_status", {value: value for value in AddressStatus.values}),
    }
    values["organisation"] = row.required("carrier")
    values.update({name: row[column] for column, name in SIMPLE.items()})
    values.update({name: row[column] for column, name in OPTIONAL.items() if column in row})
    if "notes" in row:
        values["internal_notes"] = "\n".join(filter(None, (row["serves"], row["notes"])))
    if "source" in row:
        values["sources"] = "\n".join(part.strip() for part in re.split(r"\s+;\s+", row["source"]) if part.strip())
    if "restricted_contacts" in row:
        values["restricted_contacts"] = codes(row, "restricted_contacts", Contact.values)
    if "audiences" in row:
        values["audiences"] = codes(row, "audiences", Audience.values)
    if "modes" in row:
        values["modes"] = codes(row, "modes", Mode.values)
    for column in YES_NO:
        if column in row:
            known = {**{value: value for value in YesNoUnknown.values}, "": YesNoUnknown.UNKNOWN.value}
            values[column] = choice(row, column, known) if row[column] else YesNoUnknown.UNKNOWN.value
    if row["waiting_time"]:
        values["waiting_time"] = choice(row, "waiting_time", {value: value for value in WaitingTime.values})
    if row["waiting_time_on"]:
        values["waiting_time_on"] = _day(row, "waiting_time_on")
    if "is_public" in row:
        values["is_public"] = choice(row, "is_public", {"yes": True, "no": False})
    if row["lat"] or row["lon"]:
        values["position"] = (_number(row, "lat"), _number(row, "lon"))
    if "opening_hours" in row:
        values["opening_hours"] = parse_hours(row["opening_hours"])
    if "hours_exceptions" in row:
        values["hours_exceptions"] = parse_exceptions(row["hours_exceptions"])
    if "languages" in row:
        values["languages"] = _languages(row)
    if "territories" in row:
        values["territories"] = parse_territories(row["territories"])
    if "network_offers" in row:
        values["network_offers"] = [name.strip() for name in row["network_offers"].splitlines() if name.strip()]
    return {**values, **_texts(row), **_directions(row)}


def _number(row: Row, column: str) -> float:
    try:
        return float(row[column].replace(",", "."))
    except ValueError as fault:
        raise RowRefused(_("“%(column)s” is not a number.") % {"column": column}) from fault


def _day(row: Row, column: str) -> date:
    try:
        return date.fromisoformat(row[column])
    except ValueError as fault:
        raise RowRefused(_("“%(column)s” is no day such as 2026-12-31.") % {"column": column}) from fault


def _languages(row: Row) -> list[tuple[str, str]]:
    """Codes with a star for an interpreter: "de; en; ar*"."""
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
            texts[f"{WORDS}{language}"] = (row[column], row[f"notes_{language}"])
    return texts


def _directions(row: Row) -> dict[str, str]:
    """Columns ``directions_de`` and so on; an empty one empties the text where the row brings the other words."""
    return {
        column: row[column]
        for column in row.cells
        if column.startswith(DIRECTIONS) and (row[column] or row[f"summary_{column.removeprefix(DIRECTIONS)}"])
    }


# --- the entry as it is ----------------------------------------------------------------------------------------------


def facts_of(centre: Centre, names: Iterable[str]) -> dict[str, object]:
    """What the entry says now under these names, in the form the rows of a file are read into."""
    found: dict[str, object] = {}
    for name in names:
        if name == "organisation":
            found[name] = centre.organisation.name
        elif name == "position":
            found[name] = None if centre.lat is None else (centre.lat, centre.lon)
        elif name == "opening_hours":
            found[name] = [(h.weekday, h.opens, h.closes, h.by_appointment) for h in centre.opening_hours.all()]
        elif name == "hours_exceptions":
            found[name] = [tuple(getattr(e, name) for name in EXCEPTION_FIELDS) for e in centre.hours_exceptions.all()]
        elif name == "languages":
            found[name] = [(row.language, row.offered_by) for row in centre.languages.all()]
        elif name == "territories":
            found[name] = [(row.level, row.region_id or row.district_id or "") for row in centre.territories.all()]
        elif name == "network_offers":
            found[name] = [offer.name for offer in offers_at(centre)]
        elif name.startswith(WORDS):
            texts = {text.language: (text.summary, text.notes) for text in centre.texts.all()}
            found[name] = texts.get(name.removeprefix(WORDS), ("", ""))
        elif name.startswith(DIRECTIONS):
            texts = {text.language: text.directions for text in centre.texts.all()}
            found[name] = texts.get(name.removeprefix(DIRECTIONS), "")
        else:
            found[name] = getattr(centre, name)
    return found


def _replace_hours(centre: Centre, wanted: list[tuple]) -> None:
    _replace(centre, OpeningHours, ("weekday", "opens", "closes", "by_appointment"), wanted)


def _replace_exceptions(centre: Centre, wanted: list[tuple]) -> None:
    _replace(centre, HoursException, EXCEPTION_FIELDS, wanted)


def _replace_languages(centre: Centre, wanted: list[tuple]) -> None:
    _replace(centre, CentreLanguage, ("language", "offered_by"), wanted)


def _replace_offers(centre: Centre, wanted: list[str]) -> None:
    """The names of offers of its own organisation, one a line."""
    known = {offer.name: offer.pk for offer in SharedOffer.objects.filter(organisation=centre.organisation_id)}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise RowRefused(_("The organisation has no offer “%(name)s”.") % {"name": unknown[0][:60]})
    _replace(centre, CentreSharedOffer, ("offer_id",), [(known[name],) for name in dict.fromkeys(wanted)])


def _replace(centre: Centre, model: type, fields: tuple[str, ...], wanted: list[tuple]) -> None:
    """Rows that are wanted as they are stay the same rows, with what else is known in them."""
    missing = [*wanted]
    for row in model.objects.filter(centre=centre):
        if (values := tuple(getattr(row, name) for name in fields)) in missing:
            missing.remove(values)
        else:
            row.delete()
    for values in missing:
        row = model(centre=centre, **dict(zip(fields, values, strict=True)))
        row.full_clean()
        row.save()


def _write_text(centre: Centre, language: str, **words: str) -> None:
    text = CentreText.objects.filter(centre=centre, language=language).first()
    text = text or CentreText(centre=centre, language=language)
    for name, value in words.items():
        setattr(text, name, value)
    text.full_clean()
    text.save()


# Facts that are rows of their own, and what makes them equal to the file.
ROWS = {
    "opening_hours": _replace_hours,
    "hours_exceptions": _replace_exceptions,
    "languages": _replace_languages,
    "territories": replace_levels,
    "network_offers": _replace_offers,
}


# --- points ----------------------------------------------------------------------------------------------------------


def _points() -> dict[str, list[tuple[float, float]]]:
    """Points by postcode and by the key of the place."""
    points = defaultdict(list)
    for code, key, lat, lon in Postcode.objects.values_list("code", "place_key", "lat", "lon"):
        points[code].append((lat, lon))
        points[key].append((lat, lon))
    return points


def _point(centre: Centre, points: dict) -> tuple[float | None, float | None]:
    """The middle of the postcode, else of the town: good enough to sort by distance, and said to be so on the page."""
    town = re.split(r"\s*/\s*", centre.city)[0]
    found = points.get(centre.postcode) or points.get(place_key(town)) or []
    if not found:
        return None, None
    return round(fmean(lat for lat, _lon in found), 5), round(fmean(lon for _lat, lon in found), 5)

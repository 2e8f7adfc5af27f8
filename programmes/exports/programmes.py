"""Programmes as a table that the import reads back. Their pages (the words) are not in it."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from portal.spreadsheets import Cell
from programmes.imports.merge import version_of
from programmes.imports.programmes import EXPORTED, facts_of
from programmes.models.programmes import Programme

BATCH = 500
HEADER = (
    "id",
    "slug",
    "name",
    "provider",
    "level",
    "status",
    "valid_from",
    "valid_to",
    "stand",
    "country_rule",
    "country_codes",
    "apply_via",
    "audiences",
    "source",
    "internal_notes",
    "version",
)


def rows(programmes: QuerySet[Programme] | None = None) -> Iterator[list[Cell]]:
    programmes = Programme.objects.order_by("name", "pk") if programmes is None else programmes
    for programme in programmes.prefetch_related("countries").iterator(chunk_size=BATCH):
        cells = _cells(programme)
        yield [cells[name] for name in HEADER]


def _cells(programme: Programme) -> dict[str, Cell]:
    facts = facts_of(programme, EXPORTED)
    return {
        # An entry of no list is found again by its address.
        "id": programme.source_id or programme.slug,
        "slug": programme.slug,
        "name": programme.name,
        "provider": programme.provider,
        "level": programme.level,
        "status": programme.status,
        "valid_from": _day(programme.valid_from),
        "valid_to": _day(programme.valid_to),
        "stand": programme.stand,
        "country_rule": programme.country_rule,
        "country_codes": "; ".join(f"{code}: {note}" if note else code for code, note in facts["countries"]),
        "apply_via": programme.apply_via,
        "audiences": "; ".join(programme.audiences),
        "source": " ; ".join(programme.source_list),
        "internal_notes": programme.internal_notes,
        "version": version_of(facts),
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""

"""Centres as a table. The import reads it back: what nobody changed in it, it does not change here."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db.models import QuerySet

from portal.spreadsheets import Cell
from programmes.codes import OfferedBy
from programmes.imports.areas import format_territories
from programmes.imports.centres import DIRECTIONS, EXPORTED, WORDS, YES_NO, facts_of
from programmes.imports.hours import format_exceptions, format_hours
from programmes.imports.merge import version_of
from programmes.models.centres import Centre

BATCH = 500
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
HEADER = (
    "id",
    "public_id",
    "slug",
    "name",
    "carrier",
    "provider_type",
    "role",
    "is_public",
    "city",
    "plz",
    "street",
    "lat",
    "lon",
    "telephone",
    "email",
    "restricted_contacts",
    "website",
    "address_status",
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
    "source",
    "notes",
    *(f"{part}_{language}" for language in LANGUAGES for part in ("summary", "notes", "directions")),
    "confirmed_on",
    "version",
)


def rows(centres: QuerySet[Centre] | None = None) -> Iterator[list[Cell]]:
    centres = Centre.objects.order_by("name", "pk") if centres is None else centres
    for centre in centres.with_words().iterator(chunk_size=BATCH):
        cells = _cells(centre)
        yield [cells[name] for name in HEADER]


def _cells(centre: Centre) -> dict[str, Cell]:
    facts = facts_of(centre, EXPORTED)
    cells: dict[str, Cell] = {
        # An entry of no list is found again by its public id.
        "id": centre.source_id or str(centre.public_id),
        "public_id": str(centre.public_id),
        "slug": centre.slug,
        "name": centre.name,
        "carrier": centre.organisation.name,
        "provider_type": centre.provider_type,
        "role": centre.role,
        "is_public": "yes" if centre.is_public else "no",
        "city": centre.city,
        "plz": centre.postcode,
        "street": centre.street,
        "lat": centre.lat,
        "lon": centre.lon,
        "telephone": centre.telephone,
        "email": centre.email,
        "restricted_contacts": listed(centre.restricted_contacts),
        "website": centre.website,
        "address_status": centre.address_status,
        "audiences": listed(centre.audiences),
        "modes": listed(centre.modes),
        **{name: getattr(centre, name) for name in YES_NO},
        "waiting_time": centre.waiting_time,
        "waiting_time_on": centre.waiting_time_on.isoformat() if centre.waiting_time_on else "",
        "opening_hours": format_hours(facts["opening_hours"]),
        "hours_exceptions": format_exceptions(facts["hours_exceptions"]),
        "languages": listed(
            f"{code}*" if offered_by == OfferedBy.INTERPRETER else code for code, offered_by in facts["languages"]
        ),
        "territories": format_territories(facts["territories"]),
        "network_offers": "\n".join(facts["network_offers"]),
        "source": " ; ".join(centre.source_list),
        "notes": centre.internal_notes,
        "confirmed_on": centre.confirmed_on.isoformat() if centre.confirmed_on else "",
        "version": version_of(facts),
    }
    for language in LANGUAGES:
        cells[f"summary_{language}"], cells[f"notes_{language}"] = facts[f"{WORDS}{language}"]
        cells[f"directions_{language}"] = facts[f"{DIRECTIONS}{language}"]
    return cells


def listed(codes: Iterable[str]) -> str:
    return "; ".join(codes)

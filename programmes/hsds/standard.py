"""What the Human Services Data Specification 3.1 asks of an object: facts of its reference, written down in our words.

Source: Open Referral, "HSDS Schema Reference" and "API Reference", version 3.1 (https://docs.openreferral.org), read in
November 2026. Only the objects this portal publishes are listed, each with all fields the standard knows for it, so
that a field that does not exist there is noticed.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

VERSION = "3.1"
SCHEMAS = "Hsds"


@dataclass(frozen=True)
class Entity:
    """``fields``: the kind of each field. A kind is "text", "uuid", "uri", "email", "number", "date-time", the codes
    allowed ("a|b"), an entity ("{address}") or a list of an entity ("[address]")."""

    required: tuple[str, ...]
    fields: dict[str, str]


def _fields(**names: str) -> dict[str, str]:
    """Kind → names, turned round; every object has an id."""
    found = {"id": "uuid"}
    for kind, several in names.items():
        for name in several.split():
            found[name] = {"date_time": "date-time"}.get(kind, kind)
    return found


def _children(*entities: str) -> dict[str, str]:
    """Lists of objects, under the name the standard gives them: "phones:phone"."""
    return {name: f"[{entity}]" for name, _colon, entity in (one.partition(":") for one in entities)}


ENTITIES: dict[str, Entity] = {
    "organization": Entity(
        ("id", "name", "description"),
        {
            **_fields(
                text="name alternate_name description tax_status tax_id legal_status logo",
                email="email",
                uri="website uri",
                number="year_incorporated",
                uuid="parent_organization_id",
            ),
            **_children("additional_websites:url", "phones:phone", "locations:location", "attributes:attribute"),
        },
    ),
    "service": Entity(
        ("id", "name", "status"),
        {
            **_fields(
                text="name alternate_name description interpretation_services application_process fees_description "
                "wait_time fees accreditations eligibility_description assured_date licenses alert",
                email="email assurer_email",
                uri="url",
                number="minimum_age maximum_age",
                uuid="organization_id program_id",
                date_time="last_modified",
            ),
            "status": "active|inactive|defunct|temporarily closed",
            "organization": "{organization}",
            **_children(
                "additional_urls:url",
                "phones:phone",
                "schedules:schedule",
                "service_areas:service_area",
                "service_at_locations:service_at_location",
                "languages:language",
                "cost_options:cost_option",
                "required_documents:required_document",
                "attributes:attribute",
            ),
        },
    ),
    "service_at_location": Entity(
        ("id",),
        {
            **_fields(text="description", uuid="service_id location_id"),
            "location": "{location}",
            **_children("service_areas:service_area", "phones:phone", "schedules:schedule", "attributes:attribute"),
        },
    ),
    "location": Entity(
        ("id", "location_type"),
        {
            **_fields(
                text="name alternate_name description transportation external_identifier external_identifier_type",
                uri="url",
                number="latitude longitude",
                uuid="organization_id",
            ),
            "location_type": "physical|postal|virtual",
            **_children(
                "languages:language",
                "addresses:address",
                "accessibility:accessibility",
                "phones:phone",
                "schedules:schedule",
                "attributes:attribute",
            ),
        },
    ),
    "address": Entity(
        ("id", "address_1", "city", "state_province", "postal_code", "country", "address_type"),
        {
            **_fields(
                text="attention address_1 address_2 city region state_province postal_code country", uuid="location_id"
            ),
            "address_type": "physical|postal|virtual",
            **_children("attributes:attribute"),
        },
    ),
    "phone": Entity(
        ("id", "number"),
        {
            **_fields(
                text="number type description",
                number="extension",
                uuid="location_id service_id organization_id contact_id service_at_location_id",
            ),
            **_children("languages:language", "attributes:attribute"),
        },
    ),
    "schedule": Entity(
        ("id",),
        {
            **_fields(
                text="valid_from valid_to dtstart until byday byweekno bymonthday byyearday description opens_at "
                "closes_at attending_type notes",
                number="timezone count interval",
                uri="schedule_link",
                uuid="service_id location_id service_at_location_id",
            ),
            "wkst": "MO|TU|WE|TH|FR|SA|SU",
            "freq": "WEEKLY|MONTHLY",
            **_children("attributes:attribute"),
        },
    ),
    "service_area": Entity(
        ("id",),
        {
            **_fields(text="name description extent extent_type uri", uuid="service_id service_at_location_id"),
            **_children("attributes:attribute"),
        },
    ),
    "language": Entity(
        ("id",),
        {
            **_fields(text="name code note", uuid="service_id location_id phone_id"),
            **_children("attributes:attribute"),
        },
    ),
    "accessibility": Entity(
        ("id",),
        {**_fields(text="description details", uri="url", uuid="location_id"), **_children("attributes:attribute")},
    ),
    "cost_option": Entity(
        ("id",),
        {
            **_fields(
                text="valid_from valid_to option currency amount_description", number="amount", uuid="service_id"
            ),
            **_children("attributes:attribute"),
        },
    ),
    "required_document": Entity(
        ("id",), {**_fields(text="document", uri="uri", uuid="service_id"), **_children("attributes:attribute")}
    ),
    "url": Entity(
        ("id", "url"),
        {**_fields(text="label", uri="url", uuid="organization_id service_id"), **_children("attributes:attribute")},
    ),
    "attribute": Entity(
        ("id",),
        {
            **_fields(text="link_type link_entity value label", uuid="link_id taxonomy_term_id"),
            "taxonomy_term": "{taxonomy_term}",
        },
    ),
    "taxonomy_term": Entity(
        ("id", "name", "description"),
        _fields(text="code name description taxonomy language", uuid="parent_id taxonomy_id", uri="term_uri"),
    ),
}
PAGE = ("total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents")


def json_schema(entity: str) -> dict:
    """The entity as JSON Schema; others are referred to under the names of an OpenAPI document."""
    rules = ENTITIES[entity]
    return {
        "type": "object",
        "properties": {name: _kind_schema(kind) for name, kind in rules.fields.items()},
        "required": list(rules.required),
        "additionalProperties": False,
    }


def schema_name(entity: str) -> str:
    return SCHEMAS + "".join(word.title() for word in entity.split("_"))


def children(entity: str) -> set[str]:
    return {kind[1:-1] for kind in ENTITIES[entity].fields.values() if kind[0] in "[{"}


def _kind_schema(kind: str) -> dict:
    if kind[0] in "[{":
        reference = {"$ref": f"#/components/schemas/{schema_name(kind[1:-1])}"}
        return {"type": "array", "items": reference} if kind[0] == "[" else reference
    if "|" in kind:
        return {"type": "string", "enum": kind.split("|")}
    if kind == "number":
        return {"type": "number"}
    return {"type": "string"} if kind == "text" else {"type": "string", "format": kind}


def faults(entity: str, thing: dict, place: str = "") -> Iterator[tuple[str, str]]:
    """Where an object is not as the standard wants it: the place in it, and what is wrong there ("missing", "unknown",
    or the kind it should be of)."""
    place = place or entity
    rules = ENTITIES[entity]
    for name in rules.required:
        if thing.get(name) in (None, ""):
            yield f"{place}.{name}", "missing"
    for name, value in thing.items():
        kind = rules.fields.get(name)
        if kind is None:
            yield f"{place}.{name}", "unknown"
        elif kind[0] == "[":
            for part in value:
                yield from faults(kind[1:-1], part, f"{place}.{name}")
        elif kind[0] == "{":
            yield from faults(kind[1:-1], value, f"{place}.{name}")
        elif not _is_of(kind, value):
            yield f"{place}.{name}", kind


def _is_of(kind: str, value: object) -> bool:
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if not isinstance(value, str):
        return False
    if "|" in kind:
        return value in kind.split("|")
    return FORMATS[kind](value) if kind in FORMATS else True


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


def _is_uri(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return bool(parts.scheme and parts.netloc) and not re.search(r"[\s<>\"{}|\\^`]", text)


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


FORMATS = {
    "uuid": _is_uuid,
    "uri": _is_uri,
    "email": lambda text: re.fullmatch(r"[^@\s]+@[^@\s]+", text) is not None,
    "date-time": _is_moment,
}

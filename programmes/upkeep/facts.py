"""The facts of an entry as plain data: read, compared, written back.

A fact has a key: the name of a field of ``Centre``, the name of its child rows (``opening_hours``), or ``texts.de`` for
the words in one language. Values are what JSON holds, so that they can be stored, compared and shown years later.
Fields and child rows that are added to ``Centre`` take part by themselves.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from statistics import fmean

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations

from portal.context import autonym
from portal.errors import DomainError
from programmes.codes import AccessFeature
from programmes.languages import language_name
from programmes.locks import locked_fields
from programmes.models.centres import Centre, CentreLanguage, CentreText, OpeningHours, Organisation, Territory
from programmes.models.places import District, Postcode, Region
from programmes.models.shared_offers import CentreSharedOffer, SharedOffer
from programmes.upkeep.states import FieldGroup

Facts = dict[str, object]
TEXTS = "texts"
# Where an entry stands and what the portal itself keeps; no fact about the institution.
NO_FACTS = {
    "id",
    "public_id",
    "source_id",
    "slug",
    "is_public",
    "facts_confirmed",
    "confirmed_on",
    "internal_notes",
    "changed_at",
    "waiting_time_on",  # follows from the answer and its confirmation
}
# They follow from the address and are nothing anybody confirms.
FOLLOW_THE_ADDRESS = ("lat", "lon")
GROUP_FIELDS: dict[FieldGroup, tuple[str, ...]] = {
    FieldGroup.CONTACT: ("street", "postcode", "city", "telephone", "email", "restricted_contacts", "website"),
    FieldGroup.HOURS: ("opening_hours", "no_new_people_until", "waiting_time", "assumption_day"),
    FieldGroup.LANGUAGES: ("languages",),
    FieldGroup.WAYS: (
        "modes",
        "audiences",
        "anonymous_first_talk",
        "woman_on_request",
        "man_on_request",
        *AccessFeature.values,
        "programme_exceptions",
    ),
    FieldGroup.AREA: ("territories",),
    FieldGroup.WORDS: ("shared_offers",),
}

# Of no interest while they are empty.
RARE = frozenset({"restricted_contacts", "no_new_people_until", "programme_exceptions", "shared_offers"})


def locked_keys(centre: Centre) -> frozenset[str]:
    """The facts a list owns: nobody changes them here, the next import would overwrite it."""
    return frozenset(locked_fields(centre))


def fact_fields() -> dict[str, models.Field]:
    return {field.name: field for field in Centre._meta.concrete_fields if field.name not in NO_FACTS}


def child_models() -> dict[str, type[models.Model]]:
    return {relation.get_accessor_name(): relation.related_model for relation in get_all_child_relations(Centre)}


def _own_fields(model: type[models.Model]) -> list[models.Field]:
    """The fields of a child row that say something: neither its number nor whose row it is."""
    return [f for f in model._meta.concrete_fields if not f.primary_key and f.name not in ("centre", "sort_order")]


def _plain(field: models.Field, row: models.Model) -> object:
    value = field.value_from_object(row)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float | str | list | dict) else str(value)


def plain_row(row: models.Model) -> dict[str, object]:
    return {field.name: _plain(field, row) for field in _own_fields(type(row))}


def in_order(rows: Iterable[dict]) -> list[dict]:
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True, default=str))


def snapshot(centre_id: int) -> Facts:
    """All facts as they are stored now, in a fixed number of queries."""
    centre = Centre.objects.get(pk=centre_id)
    facts: Facts = {name: _plain(field, centre) for name, field in fact_fields().items()}
    for name, model in child_models().items():
        rows = [plain_row(row) for row in model.objects.filter(centre_id=centre_id)]
        if name == TEXTS:
            facts |= {f"{TEXTS}.{row.pop('language')}": row for row in rows}
        else:
            facts[name] = in_order(rows)
    return facts


def fingerprint(facts: Mapping[str, object]) -> str:
    """Says whether facts are still those a form was made from."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=str).encode()).hexdigest()[:32]


def differences(old: Mapping[str, object], new: Mapping[str, object]) -> dict[str, dict[str, object]]:
    """The facts that are not the same, as ``{key: {"old": …, "new": …}}``; what is missing is None."""
    keys = [*old, *(key for key in new if key not in old)]
    return {
        key: {"old": old.get(key), "new": new.get(key)}
        for key in keys
        if (old.get(key) or None) != (new.get(key) or None)
    }


# --- groups ----------------------------------------------------------------------------------------------------------


def group_of(key: str) -> FieldGroup | None:
    """The group a fact is confirmed with; rows nobody sorted in (exceptions, closures) belong to the hours."""
    if key.startswith(f"{TEXTS}."):
        return FieldGroup.WORDS
    for group, names in GROUP_FIELDS.items():
        if key in names:
            return group
    return FieldGroup.HOURS if key in child_models() else None


def in_group(facts: Mapping[str, object], group: str) -> Facts:
    return {key: value for key, value in facts.items() if group_of(key) == group}


# --- writing ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def write(*, centre_id: int, facts: Mapping[str, object]) -> None:
    """Make these facts of the entry what they are given as. What breaks a rule of the model changes nothing."""
    centre = Centre.objects.select_for_update().get(pk=centre_id)
    fields, children = fact_fields(), child_models()
    before = (centre.postcode, centre.city)
    for key, value in facts.items():
        if key in fields:
            setattr(centre, fields[key].attname, _stored(fields[key], value))
    if (centre.postcode, centre.city) != before and not set(FOLLOW_THE_ADDRESS) & set(facts):
        centre.lat, centre.lon = _middle_of(centre.postcode)
    _clean(centre)
    centre.save()
    for key, value in facts.items():
        if key.startswith(f"{TEXTS}."):
            _write_text(centre, key.removeprefix(f"{TEXTS}."), value)
        elif key in children:
            _write_rows(centre, children[key], value or [])


def _stored(field: models.Field, value: object) -> object:
    return field.get_default() if value is None and not field.null else field.to_python(value)


def _clean(row: models.Model) -> None:
    try:
        row.full_clean()
    except ValidationError as refusal:
        raise DomainError(refusal.messages) from refusal


def _middle_of(postcode: str) -> tuple[float | None, float | None]:
    points = list(Postcode.objects.filter(code=postcode).values_list("lat", "lon")) if postcode else []
    if not points:
        return None, None
    return round(fmean(lat for lat, _lon in points), 5), round(fmean(lon for _lat, lon in points), 5)


def _write_text(centre: Centre, language: str, value: dict | None) -> None:
    text = CentreText.objects.filter(centre=centre, language=language).first()
    if value is None:
        if text:
            text.delete()
        return
    text = text or CentreText(centre=centre, language=language)
    known = {field.name: field for field in _own_fields(CentreText)}
    for name, part in value.items():
        if name in known:
            setattr(text, known[name].attname, _stored(known[name], part))
    _clean(text)
    text.save()


def _write_rows(centre: Centre, model: type[models.Model], wanted: list[dict]) -> None:
    """Rows that are wanted as they are stay the same rows; the rest go before new ones come."""
    left = [*wanted]
    for row in model.objects.filter(centre=centre):
        if (plain := plain_row(row)) in left:
            left.remove(plain)
        else:
            row.delete()
    known = {field.name: field for field in _own_fields(model)}
    for values in left:
        row = model(centre=centre)
        for name, value in values.items():
            if name in known:
                setattr(row, known[name].attname, _stored(known[name], value))
        _clean(row)
        row.save()


# --- showing ---------------------------------------------------------------------------------------------------------


def label(key: str) -> str:
    if key.startswith(f"{TEXTS}."):
        return _("Words (%(language)s)") % {"language": autonym(key.removeprefix(f"{TEXTS}."))}
    if (model := child_models().get(key)) is not None:
        return capfirst(str(model._meta.verbose_name_plural))
    try:
        return capfirst(str(Centre._meta.get_field(key).verbose_name))
    except FieldDoesNotExist:  # a fact of earlier days
        return key


def lines(key: str, value: object) -> list[str]:
    """A fact in the reader's words, one line a row; nothing where nothing is known."""
    if value in (None, "", [], {}):
        return []
    if key.startswith(f"{TEXTS}."):
        return [str(part) for part in value.values() if part]
    if key in child_models():
        return _row_lines(child_models()[key], value)
    if key == "organisation":
        return [str(name) for name in Organisation.objects.filter(pk=value).values_list("name", flat=True)]
    field = fact_fields().get(key)
    names = dict(getattr(field, "codes", None).choices if hasattr(field, "codes") else (field and field.choices) or ())
    return [str(names.get(part, part)) for part in (value if isinstance(value, list) else [value])]


def _row_lines(model: type[models.Model], rows: list[dict]) -> list[str]:
    if model is Territory:
        return _areas(rows)
    if model is CentreLanguage:
        return [_named(model, row, language_name(row["language"]), {"language"}) for row in rows]
    if model is CentreSharedOffer:
        return list(SharedOffer.objects.filter(pk__in=[row["offer"] for row in rows]).values_list("name", flat=True))
    if model is OpeningHours:
        rows = sorted(rows, key=lambda row: (row["weekday"] is None, row["weekday"] or 0, row["opens"] or ""))
        return [_named(model, row, _hours(row), {"weekday", "opens", "closes", "by_appointment"}) for row in rows]
    return [_named(model, row, "", set()) for row in rows]


def _hours(row: dict) -> str:
    weekday = dict(OpeningHours._meta.get_field("weekday").choices).get(row["weekday"], "")
    span = f"{row['opens'][:5]}–{row['closes'][:5]}" if row["opens"] and row["closes"] else ""
    appointment = _("by appointment") if row["by_appointment"] else ""
    return " ".join(filter(None, [str(weekday), span, str(appointment)]))


def _named(model: type[models.Model], row: dict, head: str, told: set[str]) -> str:
    """The row in words: its head, then every other field that says more than its default."""
    parts = []
    for field in _own_fields(model):
        value = row.get(field.name)
        if field.name in told or value in (None, "", [], False):
            continue
        shown = str(dict(field.flatchoices).get(value, "")) if field.choices else ""
        parts.append(
            shown or (capfirst(str(field.verbose_name)) if value is True else f"{field.verbose_name}: {value}")
        )
    return f"{head} ({', '.join(parts)})" if head and parts else head or ", ".join(parts)


def _areas(rows: list[dict]) -> list[str]:
    regions = dict(Region.objects.filter(pk__in=[row["region"] for row in rows]).values_list("pk", "name"))
    districts = {d.pk: str(d) for d in District.objects.filter(pk__in=[row["district"] for row in rows])}
    levels = dict(Territory._meta.get_field("level").choices)
    return [
        str(districts.get(row["district"]) or regions.get(row["region"]) or levels.get(row["level"], row["level"]))
        for row in rows
    ]

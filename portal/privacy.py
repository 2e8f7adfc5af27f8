"""What personal data a model holds: purpose, class and retention stand beside the fields.

Every model of ``forms`` and ``events``, and every other model with personal data, carries ``privacy = Privacy(...)``.
A system check fails on a field nobody classified, so that no personal field slips in unnoticed.
"""

from dataclasses import dataclass, field
from enum import Enum

from django.apps import apps
from django.core import checks

CLASSIFIED_APPS = ("forms", "events")


class DataClass(Enum):
    """How much harm a leak of the field can do; decides ring, screens and clocks."""

    OPERATIONAL = "operational"
    CONTACT = "contact"
    NEED = "need"
    IDENTITY = "identity"
    SPECIAL = "special category"


@dataclass(frozen=True)
class Personal:
    """One personal field: which class, and what it is kept for."""

    data_class: DataClass
    purpose: str


@dataclass(frozen=True)
class Privacy:
    """A model's declaration: its retention in words, its personal fields, and those that say nothing of a person."""

    retention: str
    personal: dict[str, Personal] = field(default_factory=dict)
    operational: tuple[str, ...] = ()


def classified_models():
    """Every model with a declaration, in the order of the apps."""
    return [model for model in apps.get_models() if isinstance(model.__dict__.get("privacy"), Privacy)]


@checks.register("portal")
def every_field_is_classified(app_configs, **kwargs):
    errors = []
    for model in apps.get_models():
        declaration = model.__dict__.get("privacy")
        if declaration is None:
            if model._meta.app_label in CLASSIFIED_APPS and not model._meta.auto_created and not model._meta.proxy:
                errors.append(
                    checks.Error(f"{model._meta.label} has no privacy declaration.", obj=model, id="portal.E001")
                )
            continue
        names = {f.name for f in model._meta.local_concrete_fields if not f.primary_key}
        named = set(declaration.personal) | set(declaration.operational)
        errors += [
            checks.Error(f"{model._meta.label}.{name} is not classified.", obj=model, id="portal.E002")
            for name in sorted(names - named)
        ]
        errors += [
            checks.Error(
                f"{model._meta.label} classifies a field it does not have: {name}.", obj=model, id="portal.E003"
            )
            for name in sorted(named - names)
        ]
    return errors

"""How much of what readers ask for an entry tells. Counted by the database, so nothing stored can go stale."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from programmes.codes import YesNoUnknown
from programmes.models.centres import Centre, CentreLanguage, CentreText, OpeningHours, Territory
from programmes.upkeep import facts


def _has(model, **only) -> Exists:
    return Exists(model.objects.filter(centre=OuterRef("pk"), **only))


# The facts that are asked for, by their keys in ``facts``, each with the condition that it is known.
KNOWN: dict[str, Q | Exists] = {
    **{name: ~Q(**{name: ""}) for name in ("street", "postcode", "city", "telephone", "email", "website")},
    "opening_hours": _has(OpeningHours),
    "languages": _has(CentreLanguage),
    "modes": ~Q(modes=[]),
    "step_free": ~Q(step_free=YesNoUnknown.UNKNOWN),
    "anonymous_first_talk": ~Q(anonymous_first_talk=YesNoUnknown.UNKNOWN),
    "territories": _has(Territory),
    f"{facts.TEXTS}.{settings.LANGUAGE_CODE}": _has(CentreText, language=settings.LANGUAGE_CODE),
}


def _one_if(known: Q | Exists) -> Case:
    return Case(When(known, then=Value(1)), default=Value(0), output_field=IntegerField())


def _sum(parts: list[Case]) -> Combinable:
    first, *others = parts
    for other in others:
        first = first + other
    return first


def with_completeness(centres: QuerySet[Centre]) -> QuerySet[Centre]:
    """The centres with ``known_facts`` and ``percent_known``, in their one query."""
    counted = centres.annotate(known_facts=_sum([_one_if(known) for known in KNOWN.values()]))
    return counted.annotate(percent_known=F("known_facts") * 100 / len(KNOWN))


class Part(models.TextChoices):
    """How much is known, as a filter of lists."""

    LITTLE = "little", _("less than half")
    MOST = "most", _("half or more, but not everything")
    ALL = "all", _("everything")


def only(centres: QuerySet[Centre], part: Part) -> QuerySet[Centre]:
    """Those of ``with_completeness`` of which so much is known."""
    if part == Part.ALL:
        return centres.filter(known_facts=len(KNOWN))
    if part == Part.LITTLE:
        return centres.filter(percent_known__lt=50)
    return centres.filter(percent_known__gte=50, known_facts__lt=len(KNOWN))


def missing_keys(centre_id: int) -> list[str]:
    """The facts asked for that the entry does not tell."""
    marks = {f"known_{number}": _one_if(known) for number, known in enumerate(KNOWN.values())}
    found = Centre.objects.annotate(**marks).values_list(*marks).get(pk=centre_id)
    return [key for key, is_known in zip(KNOWN, found, strict=True) if not is_known]

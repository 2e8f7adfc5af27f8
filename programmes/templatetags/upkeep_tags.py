"""What the pages of the directory say about the state of an entry."""

from django import template

from programmes.models.centres import Centre
from programmes.upkeep import selectors

register = template.Library()


@register.inclusion_tag("programmes/upkeep/stand.html")
def upkeep_stand(centre: Centre) -> dict:
    """When the facts of a centre were confirmed, by group, and where to report that they are not right."""
    return {"centre": centre, "stand": selectors.stand_of(centre)}


@register.inclusion_tag("programmes/upkeep/card_stand.html")
def upkeep_card_stand(centre: Centre) -> dict:
    """The same in one line, from rows that are loaded already."""
    return {"centre": centre, "is_overdue": selectors.upkeep_or_new(centre).is_labelled}


@register.inclusion_tag("programmes/upkeep/notice.html")
def upkeep_notice(centre: Centre) -> dict:
    """The warning ahead of the facts of an entry nobody has confirmed for too long."""
    return {"centre": centre, "is_overdue": selectors.upkeep_or_new(centre).is_labelled}

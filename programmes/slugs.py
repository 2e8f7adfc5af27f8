"""Addresses for new entries."""

import re

from django.db import models
from django.utils.text import slugify

from programmes.places import fold

LONGEST = 80


def slug_for(name: str, model: type[models.Model]) -> str:
    """A free slug; from "Zentrale Rückkehrberatung (ZRB) Nordbayern" it is "zrb-nordbayern"."""
    short = re.search(r"\(([A-ZÄÖÜa-z]{2,6})\)(.*)", name)
    words = " ".join(short.groups()) if short and short.group(1).isupper() else name
    base = slugify(fold(words))
    if len(base) > LONGEST:
        base = base[:LONGEST].rpartition("-")[0] or base[:LONGEST]
    base = base or model._meta.model_name
    taken = set(model.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)

"""Rows whose words staff type: what cannot be seen or shows other words goes before they are stored."""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.fields import RichTextField

from portal.plain_text import clean, one_line


def clean_row(row: models.Model) -> None:
    """Clean every text column of a row, in one line where it is one; marked-up text is left to its own rules.

    Raises ValidationError where nothing is left of what must not be empty.
    """
    for field in row._meta.concrete_fields:
        told = getattr(row, field.attname)
        if isinstance(field, RichTextField) or field.choices or not isinstance(told, str):
            continue
        if isinstance(field, models.CharField):
            setattr(row, field.attname, one_line(told))
        elif isinstance(field, models.TextField):
            setattr(row, field.attname, clean(told))
        # What was empty before is for others to judge: the place of a new page in the tree is filled in later.
        if told and not getattr(row, field.attname) and not field.blank:
            raise ValidationError({field.name: field.error_messages["blank"]})

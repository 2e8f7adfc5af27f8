"""A field for several countries on one row."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.languages import COUNTRY_CODES, country_choices


class CountriesFormField(forms.MultipleChoiceField):
    widget = forms.SelectMultiple(attrs={"size": "8"})

    def prepare_value(self, value):
        return [] if value is None else value


class CountriesField(models.JSONField):
    """Two-letter codes of countries, sorted and without repetition."""

    default_error_messages = {"unknown_code": _("“%(code)s” is not a known code of a country.")}

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def clean(self, value: Iterable[str], model_instance) -> list[str]:
        for code in value or ():
            if code not in COUNTRY_CODES:
                raise ValidationError(self.error_messages["unknown_code"], "unknown_code", {"code": code})
        return sorted(set(value or ()))

    def formfield(self, **kwargs):
        return CountriesFormField(
            choices=country_choices,
            required=False,
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
            initial=[],
        )

"""A field for several controlled codes on one row."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class CodesFormField(forms.TypedMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value):
        return [] if value is None else value


class CodesField(models.JSONField):
    """Codes of one list of choices (texts or numbers), stored in the order of the choices and without repetition."""

    default_error_messages = {"unknown_code": _("“%(code)s” is not in the list of known codes.")}

    def __init__(self, *args, codes: type[models.Choices] | None = None, **kwargs):
        self.codes = codes
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def clean(self, value: Iterable[str], model_instance) -> list[str]:
        known = self.codes.values
        for code in value or ():
            if code not in known:
                raise ValidationError(self.error_messages["unknown_code"], "unknown_code", {"code": code})
        return [code for code in known if code in (value or ())]

    def formfield(self, **kwargs):
        return CodesFormField(
            choices=self.codes.choices,
            coerce=type(self.codes.values[0]),
            empty_value=[],
            required=False,
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
            initial=[],
        )

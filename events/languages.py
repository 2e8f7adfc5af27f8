"""The languages an event can be held in; their names are those the reader calls them by."""

from django.db.models import TextChoices
from django.utils.functional import lazy

from programmes.languages import LANGUAGE_CODES, language_name

_name = lazy(language_name, str)

HeldIn = TextChoices(
    "HeldIn", {code.replace("-", "_").upper(): (code, _name(code)) for code in LANGUAGE_CODES}, module=__name__
)

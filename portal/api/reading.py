"""The language of pages for people below /api/, outside the language trees."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from portal.api.operations import LANGUAGE
from portal.context import autonym
from portal.directions import direction_of


def activate_asked(request: HttpRequest) -> str:
    """Outside the language trees a page is read in the language of the address, else in the reader's chosen one.

    Returns the language that was asked for, or nothing.
    """
    asked = request.GET.get(LANGUAGE.name, "")
    if asked not in dict(settings.LANGUAGES):
        return ""
    translation.activate(asked)
    return asked


def reading_languages() -> list[tuple[str, str, str]]:
    """Code, name and direction of the languages these pages can be read in; easy language has no words for them."""
    codes = [code for code, _name in settings.LANGUAGES if code != "de-simple"]
    return [(code, autonym(code), direction_of(code)) for code in codes]

"""Which way a language is written."""

from django.utils.translation import get_language_info


def direction_of(language: str) -> str:
    """``rtl`` or ``ltr``, for the attribute ``dir``."""
    return "rtl" if get_language_info(language)["bidi"] else "ltr"

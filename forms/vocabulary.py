"""Names of countries and languages in the reader's language, from CLDR; the codes are what is stored."""

import unicodedata
from functools import lru_cache

from babel import Locale
from django.utils import translation
from django.utils.translation import gettext as _

STATELESS, NOT_KNOWN = "stateless", "unknown"
# Codes of CLDR that are no countries: unions, outlying parts, private and pseudo regions.
NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
COUNTRY_CODES = tuple(
    sorted(code for code in Locale("en").territories if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES)
)
# What people who come to return counselling speak, and what they may have learnt.
LANGUAGE_CODES = (
    "am", "ar", "az", "be", "bg", "bn", "bs", "ckb", "cs", "de", "el", "en", "es", "et", "fa", "fa-af", "ff",
    "fr", "ha", "hi", "hr", "hu", "hy", "it", "ka", "kk", "kmr", "ky", "ln", "lt", "lv", "mk", "mn", "my", "ne",
    "nl", "om", "pa", "pl", "ps", "pt", "ro", "ru", "rw", "si", "sk", "sl", "so", "sq", "sr", "sw", "ta", "tg",
    "th", "ti", "tk", "tr", "uk", "ur", "uz", "vi", "wo", "yo", "zh",
)  # fmt: skip


# Where the code of the portal is not that of CLDR.
CLDR_CODES = {"fa-af": "fa_AF", "kmr": "ku"}


def _reader() -> str:
    return (translation.get_language() or "de").split("-")[0]


def _sorted(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """By name, an umlaut beside its vowel."""
    return sorted(choices, key=lambda choice: unicodedata.normalize("NFKD", choice[1]).casefold())


@lru_cache(maxsize=32)
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    names = Locale(language).territories
    return tuple(_sorted([(code, names.get(code, code)) for code in COUNTRY_CODES]))


@lru_cache(maxsize=32)
def _languages(language: str) -> tuple[tuple[str, str], ...]:
    names = Locale(language).languages
    return tuple(_sorted([(code, names.get(CLDR_CODES.get(code, code), code)) for code in LANGUAGE_CODES]))


def country_choices(*, with_stateless: bool = False) -> list[tuple[str, str]]:
    extra = [(STATELESS, _("stateless")), (NOT_KNOWN, _("not known"))] if with_stateless else []
    return [*_countries(_reader()), *extra]


def country_name(code: str) -> str:
    return dict(country_choices(with_stateless=True)).get(code, code)


def language_choices() -> list[tuple[str, str]]:
    return list(_languages(_reader()))


def language_name(code: str) -> str:
    return dict(_languages(_reader())).get(code, code)

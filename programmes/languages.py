"""Names of languages and countries in the reader's language, from CLDR."""

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils import translation

# The languages of the people the portal is for; a centre's entry chooses from these.
LANGUAGE_CODES = (
    "de", "en", "ar", "tr", "ru", "fa", "fa-af", "az", "ka", "ckb", "ku", "ps", "fr", "uk", "hy", "es",
    "mk", "sq", "sr", "ro", "ur", "so", "ti", "ha", "am", "vi", "pt", "it", "zh", "bn",
)  # fmt: skip
# What the facet always offers, even while no centre has confirmed its languages.
MAIN_LANGUAGES = ("de", "en", "ar", "tr", "ru", "fa")
# The countries most people from Bavaria return to, by the figures published for 2025.
MAIN_COUNTRIES = ("TR", "SY", "RU", "GE", "IQ", "AF", "AZ", "AM", "MK", "CO", "VE", "NG")
_NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
COUNTRY_CODES = tuple(
    sorted(code for code in Locale("de").territories if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES)
)


def reader_locale() -> Locale:
    language = (translation.get_language() or "de").split("-")[0]
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return Locale("de")


def language_name(code: str) -> str:
    """The name of a language as the reader calls it; the code itself where CLDR has no name."""
    locale = reader_locale()
    name = locale.languages.get(code.replace("-", "_").replace("_af", "_AF")) or locale.languages.get(code)
    return name or code


def country_name(code: str) -> str:
    return reader_locale().territories.get(code, code)


def language_choices() -> list[tuple[str, str]]:
    return [(code, language_name(code)) for code in LANGUAGE_CODES]


def content_languages() -> list[tuple[str, str]]:
    return list(settings.LANGUAGES)


def country_choices() -> list[tuple[str, str]]:
    return sorted(((code, country_name(code)) for code in COUNTRY_CODES), key=lambda choice: choice[1])


def country_code(name: str) -> str | None:
    """The code of a country by its German or English name."""
    wanted = name.strip().casefold().replace("’", "'")
    if wanted in _SPELLINGS:
        return _SPELLINGS[wanted]
    for language in ("de", "en"):
        for code, known in Locale(language).territories.items():
            if code in COUNTRY_CODES and known.casefold().replace("’", "'") == wanted:
                return code
    return None


_SPELLINGS = {
    "russia": "RU",
    "dr congo": "CD",
    "türkiye": "TR",
    "turkey": "TR",
    "kosovo": "XK",
    "moldova": "MD",
    "vietnam": "VN",
    "côte d'ivoire": "CI",
}

"""The catalogues of the interface, as files."""

import polib

from tests.architecture import sources

CATALOGUES = {code: sources.ROOT / "locale" / code / "LC_MESSAGES" / "django.po" for code in ("de", "en", "ar")}


def catalogue(code: str) -> polib.POFile:
    return polib.pofile(str(CATALOGUES[code]))


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]

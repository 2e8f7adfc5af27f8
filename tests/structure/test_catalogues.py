"""The catalogues are complete and keep what is filled in later."""

import re

import pytest

from tests.structure.catalogues import CATALOGUES, catalogue, translations

NAMED = re.compile(r"%\((\w+)\)[sd]")
TAGS = re.compile(r"</?(\w+)")


@pytest.mark.parametrize("code", CATALOGUES)
def test_nothing_is_missing_or_doubtful(code):
    entries = [entry for entry in catalogue(code) if not entry.obsolete]

    assert [entry.msgid for entry in entries if entry.fuzzy] == []
    assert [entry.msgid for entry in entries if not all(translations(entry))] == []
    assert len(entries) > 100


@pytest.mark.parametrize("code", CATALOGUES)
def test_what_is_filled_in_later_is_kept(code):
    """The same placeholders; a form for one may say the number in words."""
    faults = []
    for entry in catalogue(code):
        wanted = set(NAMED.findall(entry.msgid)) | set(NAMED.findall(entry.msgid_plural or ""))
        for number, text in enumerate(translations(entry)):
            found = set(NAMED.findall(text))
            few = entry.msgid_plural and number < 3 and found < wanted and len(wanted - found) == 1
            if text and found != wanted and not few:
                faults.append(f"{entry.msgid!r}: {wanted} became {found}")
            if text and sorted(TAGS.findall(entry.msgid)) != sorted(TAGS.findall(text)) and not entry.msgid_plural:
                faults.append(f"{entry.msgid!r}: other tags")

    assert faults == []


@pytest.mark.parametrize(("code", "forms"), [("de", 2), ("en", 2), ("ar", 6)])
def test_counts_have_as_many_forms_as_the_language(code, forms):
    po = catalogue(code)

    assert f"nplurals={forms}" in po.metadata["Plural-Forms"].replace(" ", "")
    assert [e.msgid for e in po if e.msgid_plural and set(e.msgstr_plural) != set(range(forms))] == []


def test_sentences_in_the_code_are_english():
    german = re.compile(r"[äöüÄÖÜß]|\b(und|oder|nicht|bitte|Sie|der|die|das)\b")
    proper = {"Rückkehrberatung", "Zuständigkeit", "Länder"}
    found = [e.msgid for e in catalogue("en") if german.search(e.msgid) and not any(p in e.msgid for p in proper)]

    assert found == []

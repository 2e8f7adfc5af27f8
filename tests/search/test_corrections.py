"""Misspelt words: what is corrected, what is only offered, and what is left alone."""

import pytest

from search.selectors import Query, find
from tests.builders.search import make_entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Rosenhiem", "Rosenheim"),  # letters twisted
        ("Adrese", "Adresse"),  # a letter missing that is written twice
        ("Asil", "Asyl"),  # heard alike
        ("Ausländerbehröde", "Ausländerbehörde"),
        ("Auslaenderbehoerte", "Ausländerbehörde"),  # umlauts spelt out, and a slip
        ("Qualifizirung", "Qualifizierung"),
        ("Zertifickat", "Zertifikat"),
        ("Rükkehr", "Rückkehr"),
    ],
)
def test_a_misspelt_word_finds_what_was_meant(typed, meant):
    make_entry(title=meant)
    make_entry(title="Etwas anderes")

    result = find(Query(text=typed))

    assert ([hit.title for hit in result.hits], result.corrected) == ([meant], True)


def test_arabic_letters_that_are_taken_for_each_other():
    make_entry(title="الاستشارة", language="ar", serves=("ar",))

    assert find(Query(text="الإستشاره", language="ar")).total == 1


@pytest.mark.parametrize("typed", ["Suchtberatugn", "Scuhtberatung"])
def test_a_compound_nobody_wrote_here_is_corrected_by_its_parts(typed):
    make_entry(title="Beratung bei Sucht")

    result = find(Query(text=typed))

    assert [hit.title for hit in result.hits] == ["Beratung bei Sucht"]
    assert result.corrected
    assert result.suggestion


@pytest.mark.parametrize("typed", ["Hof", "Suchtberatung", "Beratungen", "beratung"])
def test_a_word_the_index_holds_in_any_form_is_never_corrected(typed):
    make_entry(title="Hof, Beratung, Sucht")
    make_entry(title="Hopf, Beratungg, Suchtberatungg")

    result = find(Query(text=typed))

    assert (result.suggestion, result.corrected) == ("", False)


def test_below_the_few_that_hold_all_words_stands_what_lacks_one():
    make_entry(title="Hilfe für Frauen")
    make_entry(title="Frauenhaus für Frauen")
    for number in range(6):
        make_entry(title=f"Hilfe {number}")

    result = find(Query(text="Hilfe Frauen"))

    assert [hit.title for hit in result.hits] == ["Hilfe für Frauen", "Frauenhaus für Frauen"]
    assert not result.loosened


def test_of_three_words_one_may_be_missing():
    make_entry(title="Kurs Nähen Augsburg")
    make_entry(title="Kurs Nähen Bamberg")
    make_entry(title="Kurs Kochen Coburg")

    found = [hit.title for hit in find(Query(text="Kurs Nähen Augsburg")).hits]

    assert found == ["Kurs Nähen Augsburg", "Kurs Nähen Bamberg"]

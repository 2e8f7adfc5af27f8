import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search import analysis, compounds
from search.analysis import content, sound, term, token, words


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("München", "Muenchen", "de"),
        ("München", "Munchen", "de"),
        ("MÜNCHEN", "mu\u0308nchen", "de"),
        ("Straße", "Strasse", "de"),
        ("Hauptstr", "Hauptstraße", "de"),
        ("Häuser", "Haus", "de"),
        ("Beratungen", "Beratung", "de"),
        ("Flüchtlinge", "Fluechtling", "de"),
        ("Sankt", "St", "de"),
        ("Oberpfalz", "OPf", "de"),
        ("ﬁnanziell", "finanziell", "de"),
        ("programmes", "programme", "en"),
        ("İSTANBUL", "istanbul", "tr"),
        ("Danışmanlığı", "danışmanlık", "tr"),
        ("консультации", "консультация", "ru"),
        ("самолёт", "самолет", "ru"),
        ("المَشُورَة", "مشورة", "ar"),
        ("إستشارة", "استشارة", "ar"),
        ("العـــودة", "عودة", "ar"),
        ("می\u200cروم", "میروم", "fa"),
        ("كتاب", "کتاب", "fa"),
        ("کتاب‌های", "کتاب", "fa"),
        ("۱۴۰۳", "1403", "fa"),
        ("٩٠٥١٣", "90513", "ar"),
    ],
)
def test_spellings_of_one_word_meet(one, other, language):
    assert token(one, language) == token(other, language)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Steuer", "Stur", "de"),
        ("neue", "nu", "de"),
        ("Quelle", "Qulle", "de"),
        ("йод", "иод", "ru"),
        ("عودة", "دعوة", "ar"),
    ],
)
def test_different_words_stay_apart(one, other, language):
    assert token(one, language) != token(other, language)


@pytest.mark.parametrize(
    "spelling",
    ["Neustadt an der Aisch", "Neustadt a.d.Aisch", "Neustadt a. d. Aisch", "NEUSTADT A.D. AISCH"],
)
def test_a_place_name_is_the_same_however_its_little_words_are_written(spelling):
    assert [word.token for word in content(spelling, "de")] == ["neustadt", "aisch"]


def test_a_word_stands_where_it_stood():
    text = "Zu Fuß – oder per Bus?"

    assert [text[word.start : word.end] for word in words(text)] == ["Zu", "Fuß", "oder", "per", "Bus"]


@pytest.mark.parametrize("language", analysis.STOP_WORDS)
def test_stop_words_are_written_as_words_are_read(language):
    assert {word for word in analysis.STOP_WORDS[language] if term(word, language) != word} == set()


@given(st.text(), st.sampled_from(["de", "en", "ar", "fa", "ru", "tr", "uk", "de-simple", "xx"]))
@example("⑴", "de")
@example("㏂", "ar")
def test_a_token_is_letters_and_digits_whatever_comes_in(text, language):
    for word in words(text):
        found = token(word.text, language)
        assert len(found) <= analysis.MAX_WORD + 10
        assert not set(found) & set("\"'*^$:()|&!\\\x00 %_-")


KNOWN = dict.fromkeys(["sucht", "beratung", "stelle", "ruckkehr", "sprache", "kurs", "familie", "hilfe", "land"], "t")


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("suchtberatung", ("sucht", "beratung")),
        ("ruckkehrberatungsstelle", ("ruckkehr", "beratung", "stelle")),
        ("sprachkurs", ("sprache", "kurs")),
        ("familienhilfe", ("familie", "hilfe")),
        ("beratung", ()),
        ("beratungen", ()),
        ("suchtberatugn", ()),
        ("a" * 200, ()),
        ("sucht1beratung", ()),
    ],
)
def test_compounds_fall_into_words_of_the_index(compound, parts):
    assert compounds.split(compound, KNOWN) == parts


def test_every_part_that_a_split_needs_was_asked_for():
    for compound in ("suchtberatung", "ruckkehrberatungsstelle", "sprachkurs", "familienhilfe"):
        assert set(compounds.split(compound, KNOWN)) <= compounds.all_candidates([compound])


@pytest.mark.parametrize("spelling", ["Rück-Kehr", "Rück·kehr", "Rück\u2011Kehr", "Rückkehr"])
def test_easy_german_writes_one_word_with_a_hyphen(spelling):
    assert "ruckkehr" in [word.token for word in content(spelling, "de")]


def test_the_parts_of_a_hyphened_word_are_found_too_and_numbers_are_not_joined():
    assert [word.token for word in content("Beratungs-Stelle, 20-25", "de")] == [
        "berat",
        "stell",
        "beratungsstell",
        "20",
        "25",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("adrese", "adresse"), ("fisum", "visum"), ("asil", "asyl"), ("telefon", "telephon"), ("wonung", "wohnung")],
)
def test_what_sounds_alike_has_one_sound(one, other):
    assert sound(one) == sound(other)

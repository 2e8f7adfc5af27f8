"""Synonyms of the CMS, names of places and countries: applied when a query is read, effective with the next one."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.stamped import stamps
from search import synonyms
from search.models import Direction, Synonym, SynonymVersion
from search.reading import read
from search.selectors import Query, find
from tests.builders.search import make_entry

pytestmark = pytest.mark.django_db


def make_synonym(*words: str, finds: tuple[str, ...] = (), **facts) -> Synonym:
    direction = Direction.ONE_WAY if finds else Direction.BOTH
    synonym = Synonym(words="\n".join(words), finds="\n".join(finds), direction=direction, **facts)
    synonym.full_clean()
    synonym.save()
    return synonym


def titles(text: str, language: str = "de", **query) -> list[str]:
    return [hit.title for hit in find(Query(text=text, language=language, **query)).hits]


def test_a_synonym_works_with_the_next_query_and_so_do_its_changes():
    make_entry(title="Starthilfe")
    assert titles("Startkapital") == []

    synonym = make_synonym("Startkapital", "Starthilfe")
    assert titles("Startkapital") == ["Starthilfe"]

    synonym.is_active = False
    synonym.save()
    assert titles("Startkapital") == []

    synonym.is_active = True
    synonym.save()
    synonym.delete()
    assert titles("Startkapital") == []


def test_words_that_mean_the_same_find_each_other():
    make_entry(title="Moneten")
    make_entry(title="Münzen")
    make_synonym("Moneten", "Münzen")

    assert set(titles("Moneten")) == set(titles("Münzen")) == {"Moneten", "Münzen"}


def test_a_one_way_word_is_not_found_by_what_it_finds():
    make_entry(title="Geld")
    make_entry(title="Zuschuss")
    make_synonym("Geld", finds=("Zuschuss",))

    assert titles("Zuschuss") == ["Zuschuss"]


def test_phrases_meet_phrases_and_abbreviations():
    make_entry(title="Zentrale Rückkehrberatung Nordbayern")
    make_entry(title="Zentrale Sammelstelle")
    make_entry(title="ZRB Südbayern")
    make_synonym("ZRB", "Zentrale Rückkehrberatung")

    assert set(titles("ZRB")) == {"Zentrale Rückkehrberatung Nordbayern", "ZRB Südbayern"}
    assert set(titles("zentrale Rückkehrberatungen")) == {"Zentrale Rückkehrberatung Nordbayern", "ZRB Südbayern"}


def test_the_longest_phrase_counts_and_the_words_around_it_too():
    make_entry(title="Gründungscoaching in Fürth")
    make_entry(title="Gründungscoaching in Hof")
    make_synonym("selbstständig machen", finds=("Gründungscoaching",))

    for typed in ("mich in Fürth selbstständig machen", "mich selbstständig machen in Fürth"):
        assert titles(typed) == ["Gründungscoaching in Fürth"]


@pytest.mark.parametrize(
    ("typed", "language"),
    [("kurslar", "de"), ("курсов", "de"), ("الدورة", "ar"), ("KURS", "en"), ("курсы", "en")],
)
def test_words_of_other_languages_find_german_entries_whatever_the_reader_reads(typed, language):
    make_entry(title="Qualifizierung", serves=("de", "en", "ar"))
    make_synonym("Qualifizierung", "kurs", "курс", "دورة")

    assert titles(typed, language) == ["Qualifizierung"]


@pytest.mark.parametrize("typed", ["ucak bileti", "uçak bileti", "UÇAK BİLETİ", "uçak biletı"])
def test_turkish_is_understood_without_its_own_letters(typed):
    make_entry(title="Reisekosten")
    make_synonym("uçak bileti", finds=("Reisekosten",))

    assert titles(typed) == ["Reisekosten"]


def test_a_synonym_may_be_for_some_readers_only():
    make_entry(title="Beratung", serves=("de", "en"))
    make_synonym("advice", finds=("Beratung",), readers=["en"])

    assert titles("advice", "en") == ["Beratung"]
    assert titles("advice", "de") == []


def test_a_word_that_only_synonyms_know_is_not_corrected_and_a_misspelt_one_is_corrected_to_it():
    make_entry(title="Reisekosten")
    make_entry(title="Flugfeld")
    make_synonym("Flugticket", finds=("Reisekosten",))

    assert find(Query(text="Flugticket")).suggestion == ""
    result = find(Query(text="Flugtikcet"))

    assert ([hit.title for hit in result.hits], result.suggestion) == (["Reisekosten"], "Flugticket")


@pytest.mark.parametrize(
    "typed", ["Nuremberg", "نورنبرغ", "نورنبرگ", "Нюрнберг", "в Нюрнберге", "Nuernberg", "Nürnberg'de", "Nuremburg"]
)
@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_a_town_is_found_in_the_spelling_of_every_language(typed, language):
    make_entry(title="Beratung in Nürnberg", serves=("de", "en", "ar"))
    make_entry(title="Beratung in Fürth", serves=("de", "en", "ar"))

    assert titles(typed, language) == ["Beratung in Nürnberg"]


@pytest.mark.parametrize("typed", ["Syria", "سوريا", "Suriye", "Сирия", "سوریه"])
def test_a_country_is_found_in_every_language(typed):
    make_entry(title="Programm für Syrien")

    assert titles(typed) == ["Programm für Syrien"]


def test_the_words_meant_are_shown_in_the_passage_and_nothing_else_is_let_through():
    make_entry(title="Programm", summary="<b>Reisekosten</b> & Starthilfe zahlt der Bund.")
    make_synonym("Flugticket", finds=("Reisekosten",))

    (hit,) = find(Query(text="Flugticket")).hits

    assert hit.snippet == "&lt;b&gt;<mark>Reisekosten</mark>&lt;/b&gt; &amp; Starthilfe zahlt der Bund."


def test_a_corrected_word_is_shown_in_the_passage():
    make_entry(title="Programm", summary="Hilfe bei der Wohnungssuche.")

    (hit,) = find(Query(text="Wonungssuche")).hits

    assert "<mark>Wohnungssuche</mark>" in hit.snippet


# --- effective at once, everywhere -----------------------------------------------------------------------------------


def test_reading_a_query_takes_one_statement_however_many_synonyms_there_are():
    make_entry(title="Starthilfe")
    synonyms.seed()
    read("Starthilfe", language="de")

    with CaptureQueriesContext(connection) as one:
        read("Starthilfe", language="de")
    with CaptureQueriesContext(connection) as many:
        read("Starthilfe Geld Flugticket нюрнберг ZRB", language="de")

    assert (len(one), len(many)) == (1, 1)


def test_what_another_process_changed_is_seen_by_its_stamp():
    make_entry(title="Starthilfe")
    make_synonym("Startkapital", "Starthilfe")
    assert titles("Startkapital") == ["Starthilfe"]

    # Behind the back of this process: rows and stamp, no signal.
    Synonym.objects.update(words="Gründergeld\nStarthilfe")
    assert titles("Startkapital") == ["Starthilfe"]
    SynonymVersion.objects.update(stamp="another")

    assert titles("Startkapital") == []
    assert titles("Gründergeld") == ["Starthilfe"]


def test_what_is_rolled_back_was_never_a_synonym():
    make_entry(title="Starthilfe")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_synonym("Startkapital", "Starthilfe")
        assert titles("Startkapital") == ["Starthilfe"]
        raise ZeroDivisionError

    assert titles("Startkapital") == []


def test_stored_pages_are_outdated_by_a_change():
    before = stamps()

    synonym = make_synonym("Startkapital", "Starthilfe")
    created = stamps()
    synonym.delete()

    assert before != created != stamps()


# --- what editors enter ----------------------------------------------------------------------------------------------


def test_lines_are_tidied():
    synonym = make_synonym("  Rück\u202ekehr ", "", "Heimkehr", "Heimkehr")

    assert synonym.words == "Rückkehr\nHeimkehr"


@pytest.mark.parametrize(
    "facts",
    [
        {"words": "allein"},
        {"words": "eins\n???"},
        {"words": "eins\n" + "a" * 81},
        {"words": "\n".join(f"wort{n}" for n in range(101))},
        {"words": "eins\nzwei", "finds": "drei"},
        {"words": "eins", "direction": "one_way"},
        {"words": ""},
    ],
)
def test_what_could_not_work_is_refused_with_a_sentence(facts):
    with pytest.raises(ValidationError):
        Synonym(**facts).full_clean()


def test_the_database_refuses_a_direction_without_words_to_find():
    with pytest.raises(IntegrityError), transaction.atomic():
        Synonym.objects.create(words="eins\nzwei", direction="one_way")


@pytest.mark.parametrize(
    "odd", ['"', "'; --", "\x00", "\u202eabc", "👩‍👩‍👧", "a" * 80, "ﷺ", "ا\u0670", "{{ x }}", "%s"]
)
def test_odd_synonyms_break_no_query(odd):
    make_entry(title="Beratung")
    synonym = Synonym(words=f"Wort\nBeratung {odd} x", direction=Direction.BOTH)
    try:
        synonym.full_clean()
    except ValidationError:
        return
    synonym.save()

    assert titles("Beratung") == ["Beratung"]
    assert find(Query(text=f"Beratung {odd} x")).total >= 0


# --- the set that comes with the portal ------------------------------------------------------------------------------


def test_loading_twice_adds_nothing_and_keeps_what_editors_changed(capsys):
    call_command("load_synonyms")
    Synonym.objects.filter(name="zrb").update(words="ZRB\nRückkehrberatung zentral", is_active=False)
    Synonym.objects.filter(name="zab").delete()

    call_command("load_synonyms")

    assert capsys.readouterr().out.splitlines()[-1] == "1 groups of synonyms added."
    assert not Synonym.objects.get(name="zrb").is_active


def test_the_set_is_sound():
    groups = json.loads((synonyms.DATA / "synonyms.json").read_text(encoding="utf-8"))

    assert len({group["name"] for group in groups}) == len(groups) >= 60
    assert synonyms.seed() == len(groups)


def test_no_name_of_a_place_is_also_an_everyday_word():
    places = [group for group in synonyms.fixed_groups() if any(phrase.text == "Nürnberg" for phrase in group.phrases)]
    names = {phrase.text for group in synonyms.fixed_groups() for phrase in group.phrases}

    assert len(places) == 1
    assert not names & {"Hof", "Cham", "Weg", "Rat"}

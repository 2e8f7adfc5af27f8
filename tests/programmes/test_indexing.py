from unittest.mock import Mock

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from programmes import indexing
from programmes.demo import create_load
from programmes.models.centres import Centre, CentreText
from programmes.models.programmes import ProgrammeCountry
from search.models import SearchEntry
from search.registry import SearchDocument
from search.selectors import Query, find
from tests.builders.programmes import (
    make_centre,
    make_district,
    make_postcode,
    make_programme,
    make_programme_page,
    make_region,
)

pytestmark = pytest.mark.django_db


def titles(text, kind="centre", **question):
    return [hit.title for hit in find(Query(text=text, kinds=(kind,), **question)).hits]


def document(centre: Centre) -> SearchDocument:
    return next(indexing.centre_documents(Centre.objects.filter(pk=centre.pk)))


def test_a_saved_centre_is_found_and_a_renamed_one_under_its_new_name():
    centre = make_centre("Coming Home")
    assert titles("Coming") == ["Coming Home"]

    centre.name = "Büro für Rückkehrhilfen"
    centre.save()

    assert titles("Rückkehrhilfen") == ["Büro für Rückkehrhilfen"]
    assert titles("Coming") == []


def test_what_is_rolled_back_was_never_findable():
    class RollBack(Exception):
        pass

    def create_and_fail():
        with transaction.atomic():
            make_centre("Coming Home")
            raise RollBack

    with pytest.raises(RollBack):
        create_and_fail()

    assert not SearchEntry.objects.exists()


@pytest.mark.parametrize("ends", ["delete", "hide"])
def test_a_deleted_or_hidden_centre_is_not_found(ends):
    centre = make_centre("Coming Home", summary="Hilfe", regions=[make_region()])

    if ends == "delete":
        centre.delete()
    else:
        centre.is_public = False
        centre.save()

    assert not SearchEntry.objects.exists()


def test_german_words_serve_readers_without_words_of_their_own():
    centre = make_centre("Coming Home", summary="Deutsch")
    CentreText.objects.create(centre=centre, language="ar", summary="نص")

    entries = {entry.language: entry.serves for entry in SearchEntry.objects.all()}

    assert set(entries) == {"de", "ar"}
    assert entries["ar"] == ",ar,"
    assert "en" in entries["de"]
    assert ",ar," not in entries["de"]


def test_how_to_get_there_is_searched():
    centre = make_centre("Coming Home", summary="Deutsch")
    text = centre.texts.get()
    text.directions = "Bus bis Haltestelle Quastenweg"
    text.save()

    assert "Quastenweg" in SearchEntry.objects.get().text.body


def test_a_removed_translation_gives_the_reader_back_to_the_german_words():
    centre = make_centre("Coming Home", summary="Deutsch")
    text = CentreText.objects.create(centre=centre, language="ar", summary="نص")

    text.delete()

    assert "ar" in SearchEntry.objects.get().serves


def test_a_region_stands_for_its_districts_and_all_of_germany_for_none():
    region = make_region("095")
    make_district("09573", region=region)
    make_district("09564", "Nürnberg", type="kreisfrei", region=region)

    assert document(make_centre("ZAB", regions=[region])).districts == ("09564", "09573")
    assert document(make_centre("SOLWODI", nationwide=True)).districts == ()
    assert document(make_centre("SOLWODI 2", nationwide=True)).facets["region"] == ("nationwide",)


def test_nothing_internal_is_in_the_index(django_user_model):
    member = django_user_model.objects.create_user("member@example.org")
    centre = make_centre("ZAB", internal_notes="Geheimnotiz", members=[member])

    words = str(document(centre))

    assert "Geheimnotiz" not in words
    assert "member@example.org" not in words


def test_changes_of_one_block_are_written_once_at_its_end():
    with indexing.written_together():
        make_centre("ZAB", summary="Hilfe", regions=[make_region()])
        assert not SearchEntry.objects.exists()

    assert SearchEntry.objects.get().version == 1


def test_a_published_programme_is_found_by_its_words_and_countries(programme_index):
    programme = make_programme("REAG/GARP 2.0")
    make_programme_page(programme_index, programme, summary="Reisekosten", benefits="<ul><li>Starthilfe</li></ul>")

    ProgrammeCountry.objects.create(programme=programme, country="IQ")

    assert titles("Starthilfe", "programme") == ["REAG/GARP 2.0"]
    assert titles("Irak", "programme") == ["REAG/GARP 2.0"]
    assert find(Query(text="Reisekosten", kinds=("programme",))).hits[0].url == "/de/programme/reaggarp-20/"


def test_an_unpublished_or_moved_programme_follows(programme_index):
    page = make_programme_page(programme_index, make_programme("URA"))

    page.slug = "ura-kosovo"
    page.save_revision().publish()
    assert SearchEntry.objects.get(kind="programme").path == "programme/ura-kosovo/"

    page.unpublish()
    assert not SearchEntry.objects.filter(kind="programme").exists()


def test_the_addresses_follow_the_directory_page(directory, django_capture_on_commit_callbacks):
    make_centre("ZAB")

    directory.slug = "stellen"
    with django_capture_on_commit_callbacks(execute=True):
        directory.save_revision().publish()

    assert SearchEntry.objects.get(kind="centre").path == "stellen/zab/"


def test_load_data_is_findable_and_can_be_added_to():
    make_postcode("90513", "Zirndorf")

    create_load(3)
    create_load(2)

    assert Centre.objects.count() == 5
    assert SearchEntry.objects.filter(kind="centre").count() == 5


def test_load_data_stays_up_to_the_batch_that_failed(monkeypatch):
    """Each batch is a transaction of its own: in one for all, PostgreSQL could not clean up behind them."""
    make_postcode("90513", "Zirndorf")
    monkeypatch.setattr("programmes.demo.LOAD_BATCH", 2)
    monkeypatch.setattr("programmes.demo.indexing.write_centres", Mock(side_effect=[None, RuntimeError]))

    with pytest.raises(RuntimeError):
        create_load(6)

    assert Centre.objects.count() == 2


def test_many_centres_move_the_counts_of_the_vocabulary_once(monkeypatch):
    pks = [make_centre(f"ZAB {number}").pk for number in range(3)]
    SearchEntry.objects.all().delete()
    monkeypatch.setattr(indexing, "BATCH", 1)

    with CaptureQueriesContext(connection) as context:
        indexing.write_centres(pks)

    asked = [query["sql"] for query in context.captured_queries]
    assert sum("INSERT INTO" in sql and "search_vocabularyterm" in sql for sql in asked) == 1
    assert SearchEntry.objects.count() == 3

"""Entries written in bulk: statements by the go, not by the entry, and counts that move once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search import registry
from search.models import SearchEntry, SearchText, VocabularyTerm
from search.registry import Writing, writing
from tests.builders.search import make_document, synthetic_documents

pytestmark = pytest.mark.django_db


def statements(context: CaptureQueriesContext, beginning: str, table: str) -> list[str]:
    asked = [query["sql"] for query in context.captured_queries]
    return [sql for sql in asked if beginning in sql and table in sql]


def test_the_number_of_statements_does_not_grow_with_the_entries():
    with CaptureQueriesContext(connection) as few:
        registry.put(synthetic_documents(2))
    registry.discard(SearchEntry.objects.all())
    with CaptureQueriesContext(connection) as many:
        registry.put(synthetic_documents(60))

    assert len(many) == len(few)


def test_the_counts_of_the_vocabulary_move_once_at_the_end_of_all_goes():
    with CaptureQueriesContext(connection) as context, writing() as index:
        for town in ("Passau", "Bamberg", "Weiden"):
            index.put([make_document(title=f"Beratung {town}")])
        before = len(statements(context, "INSERT INTO", "search_vocabularyterm"))

    assert before == 0
    assert len(statements(context, "INSERT INTO", "search_vocabularyterm")) == 1
    assert VocabularyTerm.objects.get(term="beratung").count == 3


def test_an_entry_written_over_in_a_later_go_is_counted_once():
    with writing() as index:
        index.put([make_document(object_id="1", title="Beratung")])
        index.put([make_document(object_id="1", title="Beratung in Passau")])

    assert dict(VocabularyTerm.objects.values_list("term", "count")) == {"beratung": 1, "passau": 1}


def test_a_compound_is_split_over_the_words_of_an_earlier_go():
    with writing() as index:
        index.put([make_document(title="Sucht und Beratung")])
        index.put([make_document(object_id="compound", title="Suchtberatung")])

    assert SearchText.objects.get(entry__object_id="compound").title_tokens == "suchtberat sucht berat"


def test_a_piece_is_looked_up_once_however_many_goes_have_it():
    work = Writing()
    with CaptureQueriesContext(connection) as context:
        for number in range(3):
            work.put([make_document(title=f"Suchtberatung {number}")])

    assert len(statements(context, "SELECT", 'FROM "search_vocabularyterm"')) == 1


def test_the_lexicon_is_read_whole_once_when_there_are_many_pieces(monkeypatch):
    monkeypatch.setattr("search.vocabulary.FEW_PIECES", 10)
    registry.put([make_document(title="Sucht und Beratung")])
    work = Writing()
    with CaptureQueriesContext(connection) as context:
        work.put([make_document(object_id="compound", title="Suchtberatung")])
        work.put([make_document(title="Schuldnerberatung")])

    assert len(statements(context, "SELECT", 'FROM "search_vocabularyterm"')) == 1
    assert SearchText.objects.get(entry__object_id="compound").title_tokens == "suchtberat sucht berat"

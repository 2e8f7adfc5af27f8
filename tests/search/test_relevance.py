"""Do the right things come first? Two judged sets (``relevance``), nDCG@10, on whatever engine answers now."""

import csv
import json
import sys

import pytest

from programmes.imports.districts import DATA
from search import engines, registry
from search.selectors import Query, find
from search.synonyms import seed
from tests.search.relevance.documents import documents
from tests.search.relevance.judging import judgements, mean, scored

pytestmark = pytest.mark.django_db

GOOD_ENOUGH = 0.92
# A set that nobody tuned by may be this much worse: more would mean that the rules know the queries.
FURTHEST_APART = 0.05


@pytest.fixture
def searched():
    found = documents()
    registry.put(found)
    seed()
    engines.current().tune()
    return found


def test_the_right_things_come_first_and_not_only_for_queries_we_know(searched, capsys):
    known, unseen = scored("judged", searched), scored("unseen", searched)

    engine = type(engines.current()).__name__
    with capsys.disabled():
        sys.stdout.write(f"\nnDCG@10 on {engine}: {mean(known):.3f} judged, {mean(unseen):.3f} unseen\n")
    poor = [f"{each.score:.2f} {each.judged.reader} {each.judged.typed!r}: {each.found[:5]}" for each in known]
    assert mean(known) >= GOOD_ENOUGH, "\n".join(sorted(poor)[:25])
    assert mean(unseen) >= mean(known) - FURTHEST_APART


def test_who_looks_for_counselling_finds_who_counsels_before_programmes_and_pages(searched):
    assert find(Query(text="Beratung")).hits[0].kind == "centre"


@pytest.mark.parametrize(("name", "fewest"), [("judged", 120), ("unseen", 60)])
def test_a_set_is_large_and_names_things_that_exist(name, fewest):
    names = {document.object_id for document in documents()}
    judged = list(judgements(name))

    assert len({(each.reader, each.typed) for each in judged}) == len(judged) >= fewest
    assert {named for each in judged for named in each.gains} <= names


def test_no_query_is_in_both_sets():
    known, unseen = ({each.typed for each in judgements(name)} for name in ("judged", "unseen"))

    assert not known & unseen


def test_the_documents_are_those_of_the_data_files():
    rows = csv.DictReader((DATA / "counselling_centres.csv").read_text(encoding="utf-8").splitlines())
    centres = {row["id"]: row["name"] for row in rows}
    words = json.loads((DATA / "programme_words_de.json").read_text(encoding="utf-8"))

    for document in documents():
        if document.kind == "centre":
            assert document.title == centres[document.object_id]
        if document.kind == "programme":
            assert document.object_id in words

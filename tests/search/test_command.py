from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from search import registry
from search.models import SearchEntry, VocabularyTerm
from search.selectors import Query, find
from tests.builders.search import make_document, make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(monkeypatch):
    """The documents an app would hand out; a list the test fills."""
    documents: list[registry.SearchDocument] = []
    monkeypatch.setattr(registry, "_registered", {})
    registry.register("page", lambda: iter(documents))
    return documents


def run(action: str) -> str:
    out = StringIO()
    call_command("search", action, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_rebuild_writes_what_the_apps_say_and_drops_the_rest(source):
    make_entry(object_id="ghost", title="Gespenst")
    source += [make_document(title="Beratung"), make_document(title="Suchtberatung"), make_document(title="Sucht")]

    assert run("rebuild") == "3 entries written, 1 removed.\n"

    assert {hit.title for hit in find(Query()).hits} == {"Beratung", "Suchtberatung", "Sucht"}
    assert set(VocabularyTerm.objects.values_list("term", "count")) == {
        ("beratung", 1),
        ("suchtberatung", 1),
        ("sucht", 1),
    }


def test_a_compound_is_split_over_words_that_came_in_after_it(source):
    source += [make_document(title="Suchtberatung"), make_document(title="Beratung"), make_document(title="Sucht")]
    for document in source:
        registry.put([document])
    assert SearchEntry.objects.get(title="Suchtberatung").text.title_tokens == "suchtberat"

    run("rebuild")

    assert SearchEntry.objects.get(title="Suchtberatung").text.title_tokens == "suchtberat sucht berat"


def test_a_second_rebuild_changes_nothing(source):
    source += [make_document(title=f"Seite {n}", facets={"mode": ("phone",)}, districts=("09564",)) for n in range(3)]
    run("rebuild")
    before = list(SearchEntry.objects.order_by("pk").values_list("pk", "title"))
    words = list(VocabularyTerm.objects.order_by("term").values_list("term", "count"))

    run("rebuild")

    assert list(SearchEntry.objects.order_by("pk").values_list("pk", "title")) == before
    assert list(VocabularyTerm.objects.order_by("term").values_list("term", "count")) == words
    assert run("check").endswith("The index is what the content says.\n")


def test_check_names_every_difference_and_fails(source):
    source += [make_document(object_id="1", title="Neu"), make_document(object_id="2", title="Fehlt")]
    make_entry(object_id="1", title="Alt")
    make_entry(object_id="3", title="Gespenst")
    registry.put([source[1]])
    SearchEntry.objects.filter(object_id="2").delete()
    out = StringIO()

    with pytest.raises(CommandError, match="3 differences"):
        call_command("search", "check", stdout=out, stderr=StringIO())

    assert out.getvalue().splitlines() == [
        "different: page 1 in de (title)",
        "missing: page 2 in de",
        "left over: page 3 in de",
    ]


def test_check_names_rows_of_an_older_analyser(source):
    source.append(make_entry(title="Seite"))
    SearchEntry.objects.update(analyser=0)

    with pytest.raises(CommandError, match="1 differences"):
        run("check")
    run("rebuild")
    run("check")

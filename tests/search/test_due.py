"""What the search server lacks is written down by the database itself, in the transaction of the change."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from search import due, registry
from search.models import DueEntry, IndexState, SearchEntry, SearchIndex
from search.projection import push
from tests.builders.search import make_document, make_entry
from tests.search.servers import closed_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def followed():
    """An index that is kept up to date."""
    return SearchIndex.objects.create(name="some", state=IndexState.LIVE, changed_at=timezone.now())


def waiting() -> list[tuple[int, int, bool]]:
    return list(DueEntry.objects.order_by("pk").values_list("entry_id", "version", "is_gone"))


def test_without_a_search_server_nothing_is_queued():
    make_entry(title="Seite")
    SearchEntry.objects.all().delete()

    assert waiting() == []


def test_a_retired_index_is_not_followed(followed):
    SearchIndex.objects.update(state=IndexState.RETIRED)
    make_entry(title="Seite")

    assert waiting() == []


def test_a_new_and_a_changed_entry_are_due_with_their_version(followed):
    make_entry(object_id="1", title="Alt")
    make_entry(object_id="1", title="Neu")

    assert waiting() == [(SearchEntry.objects.get().pk, 2, False)]


def test_a_deleted_entry_leaves_a_tombstone_that_is_newer(followed):
    make_entry(object_id="1", title="Seite")
    pk = SearchEntry.objects.get().pk
    registry.remove("page", "1")

    assert waiting() == [(pk, 2, True)]


def test_what_was_deleted_while_it_was_on_its_way_is_taken_back(followed, monkeypatch):
    make_entry(object_id="1", title="Seite")
    pk, sent = SearchEntry.objects.get().pk, []

    def send(operations, **kwargs):
        sent.append(operations)
        SearchEntry.objects.all().delete()
        DueEntry.objects.all().delete()  # another worker has carried the deletion
        return set()

    monkeypatch.setattr(push, "send", send)
    push.push([followed.name], list(DueEntry.objects.all()))

    assert sent[-1] == [push.delete(followed.name, pk, 2)]


@pytest.mark.parametrize(
    "delete",
    [
        lambda: SearchEntry.objects.all().delete(),
        lambda: SearchEntry.objects.all()._raw_delete("default"),
        lambda: connection.cursor().execute("DELETE FROM search_searchentry"),
    ],
)
def test_whoever_deletes_leaves_a_tombstone(followed, delete):
    make_entry(title="Seite")
    for table in ("search_searchtext", "search_searchfacet"):
        connection.cursor().execute(f"DELETE FROM {table}")  # noqa: S608 -- a name from above

    delete()

    assert [is_gone for _pk, _version, is_gone in waiting()] == [True]


def test_what_comes_back_has_another_id(followed):
    make_entry(object_id="1", title="Seite")
    first = SearchEntry.objects.get().pk
    registry.remove("page", "1")
    make_entry(object_id="1", title="Seite")

    assert waiting() == [(first, 2, True), (SearchEntry.objects.get().pk, 1, False)]


def test_what_is_rolled_back_is_not_due(followed):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_entry(title="Seite")
        raise ZeroDivisionError

    assert waiting() == []


def test_the_queue_costs_no_statement_of_ours(followed, django_assert_num_queries):
    make_entry(object_id="1", title="Seite")
    with django_assert_num_queries(1):
        SearchEntry.objects.filter(object_id="1").update(version=7)

    assert [version for _pk, version, _is_gone in waiting()] == [7]


def test_the_worker_waits_for_a_server_that_is_away_without_holding_up_anything(followed, settings, monkeypatch):
    monkeypatch.setattr(due, "_next_try", 0.0)
    settings.ELASTICSEARCH_URL = closed_port()
    make_entry(title="Seite")

    assert due.push_due() == 0
    assert len(waiting()) == 1
    assert due._next_try > 0
    followed.refresh_from_db()
    assert followed.problem == "ConnectionError"


def test_without_a_search_server_the_command_says_so():
    for action in (["sync"], ["rebuild", "--server-only"], ["check", "--server-only"]):
        with pytest.raises(CommandError, match="ELASTICSEARCH_URL is not set"):
            call_command("search", *action)


def test_before_the_first_index_the_command_names_the_way_to_one(settings):
    settings.ELASTICSEARCH_URL = closed_port()
    registry.put([make_document(title="Seite")])

    with pytest.raises(CommandError, match="search rebuild"):
        call_command("search", "sync")

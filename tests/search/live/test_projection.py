"""The index of a live server follows the database: nothing is lost, nothing comes back, no ghost is left."""

import secrets
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from search import registry
from search.engines.contract import EngineFault, Question
from search.engines.elasticsearch import ElasticsearchEngine
from search.models import DueEntry, IndexState, SearchEntry, SearchIndex
from search.projection import compare, form, push, refill
from search.selectors import Query, find
from search.server import client
from tests.builders.search import make_document, make_entry
from tests.search.servers import closed_port
from tests.search.test_hostile_queries import HOSTILE

pytestmark = [pytest.mark.service, pytest.mark.django_db, pytest.mark.usefixtures("index")]


def on_the_server() -> dict[int, int]:
    """Entry and version of everything the index holds."""
    client().indices.refresh(index=form.alias())
    found = client().search(index=form.alias(), size=1_000, version=True)
    return {int(hit["_id"]): hit["_version"] for hit in found["hits"]["hits"]}


def in_the_database() -> dict[int, int]:
    return dict(SearchEntry.objects.values_list("pk", "version"))


def differences() -> list[str]:
    return list(compare.differences(watch=lambda items, label: items))


def fill() -> int:
    return refill.refill(watch=lambda items, label: items)


def run(*command: str) -> str:
    out = StringIO()
    call_command("search", *command, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_what_is_due_is_pushed_once_and_then_no_longer_due():
    registry.put([make_document(title=f"Seite {n}", facets={"mode": ("phone",)}) for n in range(3)])

    assert run("sync") == "3 changes pushed.\n"
    assert run("sync") == "0 changes pushed.\n"
    assert on_the_server() == in_the_database()
    assert differences() == []


def test_a_late_write_never_wins_over_a_newer_one():
    make_entry(object_id="1", title="Alt")
    [(pk, version, old)] = list(form.documents([SearchEntry.objects.get().pk]))
    make_entry(object_id="1", title="Neu")
    push.sync()

    push.send(push.write(push.targets()[0], pk, version, old))

    assert on_the_server() == {pk: 2}
    assert differences() == []


def test_what_changes_again_while_it_is_pushed_stays_due(monkeypatch):
    make_entry(object_id="1", title="Alt")
    send = push.send

    def send_and_change(operations, **kwargs):
        monkeypatch.setattr(push, "send", send)
        answer = send(operations, **kwargs)
        make_entry(object_id="1", title="Neu")
        return answer

    monkeypatch.setattr(push, "send", send_and_change)
    push.push(push.targets(), list(DueEntry.objects.all()))

    assert DueEntry.objects.get().version == 2
    push.sync()
    assert on_the_server() == in_the_database()


def test_what_is_deleted_while_the_server_is_away_is_no_ghost_when_it_is_back(settings, server_address):
    make_entry(object_id="1", title="Geht")
    make_entry(object_id="2", title="Bleibt")
    push.sync()

    settings.ELASTICSEARCH_URL = closed_port()
    registry.remove("page", "1")
    make_entry(object_id="3", title="Kommt")
    with pytest.raises(EngineFault):
        push.sync()
    assert SearchIndex.objects.get().problem == "ConnectionError"
    settings.ELASTICSEARCH_URL = server_address
    push.sync()

    assert on_the_server() == in_the_database()
    assert SearchIndex.objects.get().problem == ""


def hold_up_a_writer() -> int:
    """A writer reads an entry and is held up; meanwhile it is deleted, and the server has long forgotten about it."""
    make_entry(object_id="1", title="Geist")
    batch = list(DueEntry.objects.all())
    [(pk, version, document)] = list(form.documents([row.pk for row in batch]))
    registry.remove("page", "1")
    DueEntry.objects.all().delete()  # another worker has pushed the deletion
    push.send(push.write(push.targets()[0], pk, version, document))
    push.delete_vanished(push.targets(), {pk: version})
    return pk


def test_a_writer_that_was_held_up_brings_nothing_back():
    hold_up_a_writer()

    assert on_the_server() == {}


def test_without_the_second_look_it_would(monkeypatch):
    """The control of the test above."""
    monkeypatch.setattr(push, "delete_vanished", lambda *args, **kwargs: None)

    pk = hold_up_a_writer()

    assert on_the_server() == {pk: 1}
    assert differences() == [f"left over on the search server: entry {pk}"]


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_saves_deletions_and_pushes_leaves_the_two_alike(seed):
    chance = Random(seed)
    held: list[tuple[list[str], list[tuple[int, int, dict]]]] = []
    for step in range(60):
        number = str(chance.randrange(4))
        match chance.choice(("put", "put", "remove", "read", "write", "sync")):
            case "put":
                make_entry(object_id=number, title=f"Stand {step}")
            case "remove":
                registry.remove("page", number)
            case "read":
                pks = list(DueEntry.objects.filter(is_gone=False).values_list("pk", flat=True))
                held.append((push.targets(), list(form.documents(pks))))
            case "write" if held:
                names, documents = held.pop(chance.randrange(len(held)))
                push.send([line for row in documents for line in push.write(names[0], *row)])
                push.delete_vanished(names, {pk: version for pk, version, _document in documents})
            case "sync":
                push.sync()
    push.sync()

    assert on_the_server() == in_the_database()
    assert differences() == []


# --- a new index beside the one in use -------------------------------------------------------------------------------


def test_a_refill_catches_what_changes_meanwhile_and_searches_the_new_index(monkeypatch):
    registry.put([make_document(object_id=str(n), title=f"Seite {n}") for n in range(5)])
    push.sync()
    [old] = push.targets()
    monkeypatch.setattr(push, "BATCH", 2)

    def watch(items, label):
        for number, item in enumerate(items):
            yield item
            if number == 0:
                registry.remove("page", "0")
                make_entry(object_id="4", title="Geändert")
                make_entry(object_id="neu", title="Neu")
                push.sync()  # a worker at the same time

    refill.refill(watch=watch)

    assert on_the_server() == in_the_database()
    assert differences() == []
    [new] = push.targets()
    assert new != old
    assert list(client().indices.get_alias(name=form.alias()).body) == [new]


def test_the_old_index_is_deleted_a_while_later_and_no_other():
    [old] = push.targets()
    foreign = f"{old}-foreign"
    client().indices.create(index=foreign)
    fill()
    assert refill.delete_retired() == 0

    SearchIndex.objects.filter(name=old).update(changed_at=timezone.now() - refill.DELETED_AFTER * 2)

    assert refill.delete_retired() == 1
    assert not client().indices.exists(index=old)
    assert client().indices.exists(index=foreign)
    assert push.targets() == list(client().indices.get_alias(name=form.alias()).body)


def test_a_refill_that_breaks_off_leaves_the_old_index_in_use():
    make_entry(title="Seite")
    push.sync()
    before = push.targets()

    def watch(items, label):
        yield from items
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        refill.refill(watch=watch)

    assert push.targets() == before
    assert differences() == []


def test_two_refills_at_a_time_are_refused_and_a_dead_one_is_given_up():
    SearchIndex.objects.create(name="other", state=IndexState.FILLING, changed_at=timezone.now())
    with pytest.raises(EngineFault, match="filled already"):
        fill()

    SearchIndex.objects.filter(name="other").update(changed_at=timezone.now() - refill.DEAD_AFTER * 2)
    fill()

    assert SearchIndex.objects.get(name="other").state == IndexState.RETIRED


# --- wrong indexes ---------------------------------------------------------------------------------------------------


def remake(**how) -> str:
    [name] = push.targets()
    client().indices.delete(index=name)
    client().indices.create(index=name, aliases={form.alias(): {}}, **how)
    return name


def test_another_mapping_is_said_clearly_and_not_searched():
    make_entry(title="Seite")
    wrong = {**form.MAPPING, "properties": {**form.MAPPING["properties"], "serves": {"type": "text"}}}
    name = remake(mappings=wrong)

    for action in (push.sync, differences, lambda: ElasticsearchEngine().search(Question("de"))):
        ElasticsearchEngine.verified.clear()
        with pytest.raises(EngineFault, match=rf"{name}|{form.alias()}.*another mapping \(serves\).*search rebuild"):
            action()
    assert "another mapping (serves)" in SearchIndex.objects.get().problem
    with pytest.raises(CommandError, match="another mapping"):
        run("sync")


def test_a_guessed_mapping_under_traffic_is_answered_by_the_database():
    make_entry(title="Seite")
    push.sync(refresh=True)
    assert not find(Query(text="Seite")).approximate
    remake()  # the server guesses its mapping

    result = find(Query(text="Seite"))

    assert ([hit.title for hit in result.hits], result.approximate) == (["Seite"], True)


def test_a_missing_index_is_never_made_by_a_push():
    make_entry(object_id="1", title="Seite")
    [name] = push.targets()
    client().indices.delete(index=name)
    registry.remove("page", "1")

    with pytest.raises(EngineFault, match=r"missing: 'manage\.py search rebuild'"):
        push.sync()
    assert not client().indices.exists(index=name)
    fill()
    assert differences() == []


def test_a_row_the_server_refuses_holds_up_no_other(monkeypatch):
    make_entry(object_id="1", title="Gut")
    make_entry(object_id="2", title="Weit weg", lat=1.0, lon=1.0)
    bad = SearchEntry.objects.get(object_id="2")
    SearchEntry.objects.filter(pk=bad.pk).update(lat=500.0)
    make_entry(object_id="3", title="Auch gut")

    report = push.sync()

    assert (report.pushed, report.refused) == (2, 1)
    assert list(DueEntry.objects.values_list("pk", flat=True)) == [bad.pk]


def test_check_prints_every_difference_and_fails(monkeypatch):
    monkeypatch.setattr(registry, "_registered", {})
    for n in range(4):
        make_entry(object_id=str(n), title=f"Seite {n}")
    documents = list(registry.stored([("page", str(n), "de") for n in range(4)]).values())
    registry.register("page", lambda: iter([stored.document for stored in documents]))
    push.sync()
    assert run("check").endswith("The index is what the content says.\n")
    [name] = push.targets()
    first, second, third, _fourth = SearchEntry.objects.order_by("pk")
    client().delete(index=name, id=str(first.pk))
    [(pk, version, document)] = list(form.documents([second.pk]))
    push.send(push.write(name, pk, version + 5, document))
    [(pk, version, document)] = list(form.documents([third.pk]))
    client().delete(index=name, id=str(pk), version=version + 1, version_type="external")
    client().index(index=name, id=str(pk), document={**document, "kind": "event"})
    push.send(push.write(name, 999_999, 1, {**document, "entry": 999_999}))
    out = StringIO()

    with pytest.raises(CommandError, match="4 differences"):
        call_command("search", "check", stdout=out, stderr=StringIO())

    assert sorted(line.split(":")[0] for line in out.getvalue().splitlines()) == [
        "left over on the search server",
        "missing on the search server",
        f"version {version + 2} instead of {version} on the search server",
        "version 6 instead of 1 on the search server",
    ]


# --- questions -------------------------------------------------------------------------------------------------------


def test_hostile_words_are_answered_by_the_server_itself():
    make_entry(title="Suchtberatung in München", summary="Für <b>alle</b> & jeden.")
    push.sync(refresh=True)

    for typed in HOSTILE:
        assert not find(Query(text=typed)).approximate, typed
    for odd in ('"', "'", "%", "", "a" * 1_000, "😀", "\ud800", "x=y", "\x00"):
        query = Query(text="x", kinds=(odd,), facets={odd: (odd,)}, districts=(odd,), language=odd, sort=odd)
        assert not find(query).approximate, odd


def test_far_down_the_database_answers_and_that_is_no_fault(monkeypatch):
    monkeypatch.setattr("search.engines.elasticsearch.DEEPEST", 4)
    registry.put([make_document(title=f"Gleich {n}") for n in range(7)])
    push.sync(refresh=True)

    pages = [find(Query(text="gleich", page=n, per_page=2)) for n in (1, 2, 3, 4, 99)]

    assert [len(page.hits) for page in pages] == [2, 2, 2, 1, 1]
    assert not any(page.approximate for page in pages)


def test_preferred_hits_stand_first_on_every_page():
    make_entry(title="Sprachkurs")
    make_entry(title="Sprachkursleitung", boost=9.0)
    push.sync(refresh=True)

    pages = [find(Query(text="Sprachkurs", page=n, per_page=1)) for n in (1, 2)]

    assert [[hit.title for hit in page.hits] for page in pages] == [["Sprachkurs"], ["Sprachkursleitung"]]
    assert {(page.total, page.approximate) for page in pages} == {(2, False)}


def test_the_index_holds_finished_tokens_and_no_sentence():
    make_entry(title="Häuser für Familien", summary="Ein ganzer Satz.", path="geheimer-pfad/")
    push.sync(refresh=True)

    stored = client().search(index=form.alias())["hits"]["hits"][0]["_source"]

    assert set(stored) <= set(form.MAPPING["properties"])
    assert "Häuser" not in str(stored)
    assert "geheimer-pfad" not in str(stored)


def test_names_of_two_portals_do_not_meet(settings):
    own = form.alias()
    settings.ELASTICSEARCH_INDEX = f"other-{secrets.token_hex(3)}"

    assert form.alias() != own
    with pytest.raises(EngineFault, match="missing"):
        push.verify([form.alias()])

"""A thousand orders of saving, deleting, pushing and being held up: the server never keeps what is gone (F17)."""

import contextlib
from collections.abc import Iterator
from random import Random
from urllib.parse import urlsplit

import pytest

from search import registry
from search.engines.contract import EngineFault
from search.models import DueEntry, SearchEntry
from search.projection import compare, form, push
from tests.builders.search import make_entry
from tests.search.live.conftest import index, server_address  # noqa: F401 -- fixtures
from tests.search.servers import hangs_up, switch

pytestmark = [pytest.mark.fault, pytest.mark.service, pytest.mark.django_db]

SCHEDULES, STEPS, OBJECTS = 1_000, 10, 2
VERBS = ("save", "save", "delete", "delete", "read", "read", "write", "write", "push", "push while it is away")


@pytest.fixture
def carry_out(index, settings, server_address):  # noqa: F811
    """One schedule: things saved and deleted, by an editor, while several workers push and are held up at any point."""

    def carry_out(number: int) -> None:
        chance = Random(number)
        held: list[list[tuple[int, int, dict]]] = []
        for step in range(STEPS):
            thing = f"{number}-{chance.randrange(OBJECTS)}"
            match chance.choice(VERBS):
                case "save":
                    make_entry(object_id=thing, title=f"Stand {step}")
                case "delete":
                    registry.remove("page", thing)
                case "read":
                    due = DueEntry.objects.filter(is_gone=False)
                    held.append(list(form.documents(due.values_list("pk", flat=True))))
                case "write" if held:
                    late(held.pop(chance.randrange(len(held))))
                case "push":
                    push.sync()
                case "push while it is away":
                    way.turn(hangs_up)
                    with contextlib.suppress(EngineFault):
                        push.sync()
                    way.turn(None)
        push.sync()
        for documents in held:
            late(documents)

    target = urlsplit(server_address)
    with switch((target.hostname, target.port)) as (way, address):
        settings.ELASTICSEARCH_URL = address
        yield carry_out
        settings.ELASTICSEARCH_URL = server_address


def late(documents: list[tuple[int, int, dict]]) -> None:
    """A worker that was held up goes on."""
    [name] = push.targets()
    push.send([line for row in documents for line in push.write(name, *row)])
    push.delete_vanished([name], {pk: version for pk, version, _document in documents})


def differences() -> Iterator[str]:
    return compare.differences(watch=lambda items, label: items)


def test_after_any_of_a_thousand_schedules_the_two_are_alike(carry_out):
    for number in range(SCHEDULES):
        carry_out(number)

    assert list(differences()) == []
    assert SearchEntry.objects.count() > SCHEDULES / 2
    assert not DueEntry.objects.exists()


def test_without_versions_and_the_second_look_there_would_be_ghosts(carry_out, monkeypatch):
    """The control: the same schedules, of which few are enough."""
    monkeypatch.setattr(push, "_row", lambda name, pk, version: {"_index": name, "_id": str(pk)})
    monkeypatch.setattr(push, "delete_vanished", lambda *args, **kwargs: None)
    for number in range(30):
        carry_out(number)

    assert any(line.startswith("left over") for line in differences())

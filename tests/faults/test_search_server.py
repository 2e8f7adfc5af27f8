"""A live Elasticsearch that goes away, hangs, is full, talks nonsense and loses its mapping while people use the site.

Nobody meets an error, nothing saved is lost, and once it is back the index is what the database says.
"""

import threading
import time
from urllib.parse import urlsplit

import pytest
from django.db import connections
from django.test import Client

from search import due, registry
from search.engines import guard
from search.models import DueEntry, SearchEntry
from search.projection import compare, form, push, refill
from search.server import client
from tests.builders.search import make_document, make_entry
from tests.conftest import restore_site_tree
from tests.search.live.conftest import index, server_address  # noqa: F401 -- fixtures
from tests.search.servers import MISBEHAVIOUR, hangs, hangs_up, switch

pytestmark = [pytest.mark.fault, pytest.mark.service, pytest.mark.django_db(transaction=True)]

VISITORS, SEARCHES, SAVES = 3, 8, 10
HOW = {"is gone": hangs_up, "hangs": hangs, "is full": MISBEHAVIOUR["is full"], "talks": MISBEHAVIOUR["sends no JSON"]}


@pytest.fixture
def between(index, settings, server_address, monkeypatch):  # noqa: F811
    """The way to the server, which the test can spoil."""
    target = urlsplit(server_address)
    with switch((target.hostname, target.port)) as (way, address):
        settings.ELASTICSEARCH_URL = address
        settings.ELASTICSEARCH_TIMEOUT = 0.6
        monkeypatch.setattr(guard, "breaker", guard.Breaker())
        monkeypatch.setattr("search.server.WORK_TIMEOUT", 2.0)
        monkeypatch.setattr(due, "_next_try", 0.0)
        restore_site_tree()
        registry.put([make_document(object_id=str(n), title=f"Beratung {n}") for n in range(20)])
        push.sync(refresh=True)
        yield way


class Visitor(threading.Thread):
    """Searches the site again and again, and notes what came of it."""

    def __init__(self, name: str):
        super().__init__(name=name)
        self.statuses: list[int] = []
        self.seconds: list[float] = []

    def run(self):
        visitor = Client(raise_request_exception=False)
        for number in range(SEARCHES):
            began = time.monotonic()
            response = visitor.get("/de/suche/", {"q": "Beratung", "run": f"{self.name}-{number}"})
            self.statuses.append(response.status_code)
            self.seconds.append(time.monotonic() - began)
        connections.close_all()


def traffic(name: str) -> list[Visitor]:
    """People search while an editor saves and deletes; every save must succeed."""
    visitors = [Visitor(f"{name}-{n}") for n in range(VISITORS)]
    for visitor in visitors:
        visitor.start()
    for n in range(SAVES):
        make_entry(object_id=f"{name}-{n}", title=f"Beratung {name}")
        registry.remove("page", str(n))
        due.push_due()
    for visitor in visitors:
        visitor.join()
    return visitors


@pytest.mark.parametrize("how", HOW)
def test_visitors_and_editors_do_not_notice_and_the_index_catches_up(how, between, settings):
    between.turn(HOW[how])
    visitors = traffic(how)

    assert {status for visitor in visitors for status in visitor.statuses} == {200}
    assert sum(len(visitor.statuses) for visitor in visitors) == VISITORS * SEARCHES
    assert guard.breaker.faults >= 1
    assert SearchEntry.objects.count() == 20
    assert DueEntry.objects.exists()

    between.turn(None)
    push.sync(refresh=True)
    assert not DueEntry.objects.exists()
    assert list(compare.differences(watch=lambda items, label: items)) == []


def test_another_mapping_under_traffic_is_mended_by_a_refill(between):
    [name] = push.targets()
    client().indices.delete(index=name)
    client().indices.create(index=name, aliases={form.alias(): {}})

    visitors = traffic("mapping")

    assert {status for visitor in visitors for status in visitor.statuses} == {200}
    assert guard.breaker.faults
    refill.refill(watch=lambda items, label: items)
    assert list(compare.differences(watch=lambda items, label: items)) == []

"""A live Elasticsearch (``ELASTICSEARCH_URL``), each test with an index of its own."""

import secrets

import pytest
from django.conf import settings as configured
from django.db import connection

from search import engines
from search.engines import guard
from search.engines.elasticsearch import ElasticsearchEngine
from search.models import DueEntry, SearchIndex
from search.projection import push, refill
from search.server import client


@pytest.fixture
def server_address() -> str:
    if not configured.LIVE_ELASTICSEARCH_URL:
        pytest.fail("ELASTICSEARCH_URL must name an Elasticsearch (make elasticsearch starts one)")
    return configured.LIVE_ELASTICSEARCH_URL


@pytest.fixture
def index(server_address, settings, db):
    """An empty index in use; returns the prefix of its name."""
    settings.ELASTICSEARCH_URL = server_address
    settings.ELASTICSEARCH_INDEX = f"test-{secrets.token_hex(4)}"
    settings.ELASTICSEARCH_TIMEOUT = 5.0
    guard.breaker.succeeded()
    ElasticsearchEngine.verified.clear()
    SearchIndex.objects.all().delete()
    DueEntry.objects.all().delete()
    refill.refill(watch=lambda items, label: items)
    yield settings.ELASTICSEARCH_INDEX
    guard.breaker.succeeded()
    SearchIndex.objects.all().delete()
    for name in client().indices.get(index=f"{settings.ELASTICSEARCH_INDEX}*").body:
        client().indices.delete(index=name)


class UpToDate(ElasticsearchEngine):
    """The engine of a server that the worker has just brought up to date; its statements are not the search's."""

    def search(self, question):
        wanted, connection.force_debug_cursor = connection.force_debug_cursor, False
        push.sync(refresh=True)
        connection.force_debug_cursor = wanted
        return super().search(question)


@pytest.fixture
def live_engine(index, monkeypatch):
    monkeypatch.setattr(engines, "current", UpToDate)

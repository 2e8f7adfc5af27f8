"""The engines: each finds, ranks, filters and counts the same tokens. ``current`` names the one that answers."""

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from search.engines.contract import Engine
from search.engines.guard import GuardedEngine
from search.engines.postgresql import PostgreSQLEngine
from search.engines.sqlite import SQLiteEngine

DATABASE_ENGINES = {"sqlite": SQLiteEngine, "postgresql": PostgreSQLEngine}
# By name: its client takes 40 MB, which nobody shall pay who has no search server.
SERVER_ENGINE = "search.engines.elasticsearch.ElasticsearchEngine"


def current() -> Engine:
    """The engine for one search: the database's, or the search server's with the database's behind it."""
    database = DATABASE_ENGINES[connection.vendor]()
    if not settings.ELASTICSEARCH_URL:
        return database
    return GuardedEngine(import_string(SERVER_ENGINE)(), database, budget=settings.ELASTICSEARCH_TIMEOUT)

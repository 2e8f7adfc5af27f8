"""The engines: each finds, ranks, filters and counts the same tokens. ``current`` names the one that answers."""

from django.db import connection

from search.engines.contract import Engine
from search.engines.postgresql import PostgreSQLEngine
from search.engines.sqlite import SQLiteEngine

DATABASE_ENGINES = {"sqlite": SQLiteEngine, "postgresql": PostgreSQLEngine}


def current() -> Engine:
    return DATABASE_ENGINES[connection.vendor]()

"""The engine of the database the tests run on: SQLite by default, PostgreSQL with ``DATABASE_URL``."""

from tests.search.contract import EngineContract


class TestDatabaseEngine(EngineContract):
    pass

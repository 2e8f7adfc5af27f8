"""The engine of the database the tests run on: SQLite by default, PostgreSQL with ``DATABASE_URL``."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search import engines, registry
from search.selectors import Query, find
from tests.builders.search import synthetic_documents
from tests.search.contract import EngineContract


class TestDatabaseEngine(EngineContract):
    pass


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite words its plans")
def test_facets_are_counted_from_what_was_found_and_not_from_all_rows_of_the_table():
    registry.put(synthetic_documents(300))
    engines.current().tune()
    with CaptureQueriesContext(connection) as context:
        found = find(Query(text="beratung", facets={"language": ("ar",)}, near=(49.45, 11.08), radius_km=50))
    search = next(query["sql"] for query in context.captured_queries if "WITH found" in query["sql"])
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + search.replace("%", "%%"))
        steps = [row[3] for row in cursor.fetchall()]

    assert found.total
    assert any(step.startswith("SEARCH f USING") for step in steps)
    assert not any(step.startswith("SCAN f ") for step in steps)

"""The engine of the database the tests run on: SQLite by default, PostgreSQL with ``DATABASE_URL``."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search import engines, registry
from search.engines.contract import Question
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


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps no rows that were written over")
def test_after_a_rebuild_no_count_looks_up_whether_a_row_still_is():
    registry.put(synthetic_documents(50))

    engines.current().tune()

    with connection.cursor() as cursor:
        cursor.execute("SELECT relallvisible, relpages FROM pg_class WHERE relname = 'search_searchfacet'")
        visible, pages = cursor.fetchone()
    assert visible > pages / 2  # none, without it; a page that is in use at that moment is left out


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite does not estimate this")
def test_the_planner_knows_how_many_entries_serve_a_reader():
    registry.put(synthetic_documents(300))
    engines.current().tune()
    sql, parameters = engines.current().statement(Question(reader="de", match=None, limit=20, sort="title"))

    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + sql, parameters)
        plan = cursor.fetchone()[0][0]["Plan"]
    found = next(part for part in plan["Plans"] if part.get("Subplan Name") == "CTE found")

    assert found["Plan Rows"] > 250

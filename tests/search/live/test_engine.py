"""Elasticsearch passes what every engine passes, with the same order, on a real server."""

import pytest

from tests.search import test_relevance
from tests.search.contract import EngineContract
from tests.search.test_relevance import searched  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.service, pytest.mark.django_db, pytest.mark.usefixtures("live_engine")]


class TestElasticsearchEngine(EngineContract):
    pass


class TestRelevance:
    test_relevance = staticmethod(test_relevance.test_the_right_things_come_first_and_not_only_for_queries_we_know)

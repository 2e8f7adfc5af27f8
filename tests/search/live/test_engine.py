"""Elasticsearch passes what every engine passes, with the same order, on a real server."""

import pytest

from tests.search.contract import EngineContract
from tests.search.test_hostile_queries import HOSTILE
from tests.search import test_hostile_queries, test_relevance

pytestmark = [pytest.mark.service, pytest.mark.django_db, pytest.mark.usefixtures("live_engine")]


class TestElasticsearchEngine(EngineContract):
    pass


class TestRelevance:
    test_the_right_things_come_first = staticmethod(test_relevance.test_the_right_things_come_first)

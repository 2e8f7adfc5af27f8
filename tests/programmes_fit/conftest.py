import pytest

from tests.builders.programmes import make_programme_index


@pytest.fixture
def programme_index(site_tree):
    return make_programme_index()

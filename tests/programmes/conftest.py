import pytest

from tests.builders.programmes import make_directory_page, make_programme_index


@pytest.fixture
def directory(site_tree):
    return make_directory_page()


@pytest.fixture
def programme_index(site_tree):
    return make_programme_index()

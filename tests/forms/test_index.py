"""The list of forms."""

import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders.forms import index_page, make_form

pytestmark = pytest.mark.django_db


def test_the_list_of_forms_takes_the_same_queries_for_one_and_for_twenty(client, site_tree):
    fresh = itertools.count()
    address = index_page().get_url()

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"{address}?{next(fresh)}")
        assert len(response.context["form_pages"]) == number
        return len(queries)

    number = 1
    make_form()
    count()
    one = count()
    for number in range(2, 21):
        make_form(audience="centres" if number % 2 else "public")
    count()  # what all pages read alike is kept again

    assert count() == one

"""What a process keeps of public content, and when it stops."""

import pytest
from django.template import engines
from django.template.response import TemplateResponse
from django.test import RequestFactory

from portal import page_cache, stamped
from portal.context import identity_facts
from portal.models import SiteIdentity
from tests.portal.test_page_cache import Counting

pytestmark = pytest.mark.django_db


class Reading:
    """Something to read that says how often it was."""

    def __init__(self):
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


@pytest.fixture
def reading():
    return Reading()


def ask(reading, method="get", key="facts"):
    """One request that uses what is kept, through the middleware that says when it may."""
    seen = []

    def view(request):
        seen.append(stamped.kept("content", key, reading))
        return Counting(scopes=())(request)

    page_cache.PublicPageCacheMiddleware(view)(getattr(RequestFactory(), method)("/de/"))
    return seen[0]


def test_it_is_read_once_while_nothing_changes(reading):
    assert [ask(reading), ask(reading)] == [1, 1]


def test_a_change_of_its_scope_has_it_read_anew_and_another_scope_does_not(reading):
    ask(reading)

    page_cache.changed("events")
    assert ask(reading) == 1
    page_cache.changed("content")
    assert ask(reading) == 2


def test_whoever_writes_always_asks_the_database(reading):
    ask(reading)

    assert ask(reading, method="post") == 2
    assert stamped.kept("content", "facts", reading) == 3


def test_a_change_while_it_is_read_is_not_hidden_by_it():
    def changing():
        page_cache.changed("content")
        return "old"

    ask(changing)

    assert ask(lambda: "new") == "new"


def test_it_is_kept_no_longer_than_a_page(reading, settings):
    settings.PUBLIC_PAGE_SECONDS = 0

    assert [ask(reading), ask(reading)] == [1, 2]


def test_a_process_keeps_only_so_much(reading):
    for number in range(stamped.MOST_KEPT + 50):
        ask(reading, key=number)

    assert len(stamped._kept) <= stamped.MOST_KEPT


def test_a_new_name_of_the_portal_is_printed_at_once(client, site_tree):
    identity = SiteIdentity.for_site(site_tree)
    identity.name = "Erster Name"
    identity.save()
    with stamped.one_request():
        assert identity_facts("de").name == "Erster Name"

    identity.name = "Zweiter Name"
    identity.save()

    with stamped.one_request():
        assert identity_facts("de").name == "Zweiter Name"


def test_a_view_that_says_so_reads_the_counters_once_within_any_request(reading, django_assert_num_queries):
    with django_assert_num_queries(1), stamped.one_request():
        for _time in range(2):
            with stamped.one_request():
                assert stamped.kept("content", "facts", reading) == 1


def test_a_view_that_writes_elsewhere_has_its_page_made_of_what_is_kept(reading):
    @stamped.while_kept
    def view(request):
        page = engines["django"].from_string("{{ facts }}")
        return TemplateResponse(request, page, {"facts": lambda: stamped.kept("content", "facts", reading)})

    answers = [view(RequestFactory().post("/")) for _time in range(2)]

    assert [answer.render().content for answer in answers] == [b"1", b"1"]

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.test import RequestFactory, override_settings
from django.urls import path
from django.utils import timezone

from portal import page_cache
from portal.models import PublicStamp

pytestmark = pytest.mark.django_db


class Counting:
    """A view that says how often it was asked; tests set what its answers declare."""

    def __init__(self, scopes=("content",), **kwargs):
        self.calls, self.scopes, self.kwargs = 0, scopes, kwargs

    def __call__(self, request):
        self.calls += 1
        response = HttpResponse(f"answer {self.calls}", status=self.kwargs.get("status", 200))
        if self.scopes:
            response.cache_scopes = self.scopes
        if self.kwargs.get("cookie"):
            response.set_cookie("a", "b")
        return response


def ask(view, path="/de/", method="get", cookies=None, **headers):
    request = getattr(RequestFactory(), method)(path, **headers)
    request.COOKIES.update(cookies or {})
    return page_cache.PublicPageCacheMiddleware(view)(request)


def test_the_second_reader_gets_the_stored_page():
    view = Counting()

    answers = [ask(view).content, ask(view).content]

    assert answers == [b"answer 1", b"answer 1"]


def test_a_change_of_its_scope_ends_a_stored_page_and_another_scope_does_not():
    view = Counting(scopes=("content", "events"))
    ask(view)

    page_cache.changed("directory")
    assert ask(view).content == b"answer 1"
    page_cache.changed("events")
    assert ask(view).content == b"answer 2"


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_change_ends_nothing():
    view = Counting()
    page_cache.changed("content")
    ask(view)
    with pytest.raises(RuntimeError), transaction.atomic():
        page_cache.changed("content")
        raise RuntimeError

    assert ask(view).content == b"answer 1"


def test_a_change_while_the_page_is_built_is_not_hidden_by_it():
    def view(request):
        response = HttpResponse("old")
        response.cache_scopes = ("content",)
        page_cache.changed("content")  # happens after the view read its facts
        return response

    ask(view)
    later = Counting()

    assert ask(later).content == b"answer 1"


@pytest.mark.parametrize(
    "view",
    [
        Counting(scopes=None),
        Counting(status=404),
        Counting(cookie=True),
    ],
    ids=["not declared public", "an error", "sets a cookie"],
)
def test_what_is_not_public_is_never_stored(view):
    ask(view)
    response = ask(view)

    assert view.calls == 2
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages"])
def test_a_reader_with_any_session_is_never_served_from_memory(cookie):
    view = Counting()
    ask(view)

    assert ask(view, cookies={cookie: "x"}).content == b"answer 2"


def test_the_chosen_language_alone_does_not_matter():
    view = Counting()
    ask(view)

    assert ask(view, cookies={"sprache": "ar"}).content == b"answer 1"


def test_addresses_queries_and_hosts_are_kept_apart():
    view = Counting()
    answers = {ask(view, address).content for address in ("/de/", "/ar/", "/de/?page=2")}
    answers.add(ask(view, "/de/", HTTP_HOST="localhost").content)

    assert len(answers) == 4


def test_a_post_is_neither_served_nor_stored():
    view = Counting()
    ask(view)

    assert ask(view, method="post").content == b"answer 2"


def test_an_unchanged_page_answers_304_to_its_etag():
    view = Counting()
    etag = ask(view)["ETag"]

    response = ask(view, HTTP_IF_NONE_MATCH=etag)

    assert (response.status_code, response.content) == (304, b"")


def test_a_304_carries_the_protecting_headers_too(client, site_tree):
    def view(request):
        response = HttpResponse("page", headers={"Content-Security-Policy": "default-src 'none'"})
        response.cache_scopes = ("content",)
        return response

    etag = ask(view)["ETag"]

    assert ask(view, HTTP_IF_NONE_MATCH=etag)["Content-Security-Policy"] == "default-src 'none'"


def test_long_queries_do_not_fill_the_memory():
    view = Counting()
    address = "/de/?q=" + "a" * 400

    assert [ask(view, address).content, ask(view, address).content] == [b"answer 1", b"answer 2"]


def test_a_stored_page_costs_one_query(django_assert_num_queries):
    view = Counting()
    ask(view)

    with django_assert_num_queries(1):
        ask(view)


def test_an_unknown_scope_is_a_mistake():
    with pytest.raises(ValueError, match="unknown scope"):
        page_cache.changed("weather")


def test_the_first_change_of_a_scope_counts():
    PublicStamp.objects.all().delete()
    page_cache.changed("content")

    assert PublicStamp.objects.get().count == 1


class Urls:
    urlpatterns = [path("private/", Counting(scopes=None))]


@override_settings(ROOT_URLCONF=Urls)
def test_an_answer_without_a_word_on_caching_is_not_kept_by_anybody(client):
    assert client.get("/private/")["Cache-Control"] == "no-store"


def test_asking_for_many_pages_does_not_push_out_what_counts_failed_log_ins():
    cache.set("failed_log_ins", 5)
    view = Counting()

    for number in range(1_000):
        ask(view, f"/de/?q={number}")

    assert view.calls == 1_000
    assert cache.get("failed_log_ins") == 5


class Broken:
    """A cache whose server is away."""

    def get(self, key):
        raise ConnectionError

    def set(self, key, value, timeout):
        raise ConnectionError


def test_a_cache_that_is_away_costs_speed_and_no_page(monkeypatch):
    monkeypatch.setattr(page_cache, "caches", {"pages": Broken()})
    view = Counting()

    assert [ask(view).content, ask(view).content] == [b"answer 1", b"answer 2"]


def test_the_number_of_seats_may_be_a_moment_late_and_nothing_else(monkeypatch):
    monkeypatch.setitem(page_cache.LATE, "seats", 1)
    view = Counting(scopes=("events", "seats"))
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask(view)
        page_cache.changed("seats")
        clock.shift(0.9)
        assert ask(view).content == b"answer 1"
        clock.shift(0.2)
        assert ask(view).content == b"answer 2"
        page_cache.changed("events")
        assert ask(view).content == b"answer 3"


def test_a_page_of_a_release_that_did_not_note_its_age_is_served_while_it_is_true():
    view, request = Counting(), RequestFactory().get("/de/")
    ask(view)
    stored = page_cache.recall(page_cache._key(request))
    del stored["built"]
    page_cache.keep(page_cache._key(request), stored)

    assert ask(view).content == b"answer 1"


class Form:
    """A page with a word of each visitor's own."""

    def __init__(self):
        self.built, self.visitors = 0, 0

    def open(self, facts=(), cookies=None) -> str:
        request = RequestFactory().get("/de/form/")
        request.COOKIES.update(cookies or {})
        own = {"secret": self.own_secret}
        return page_cache.shell(request, self.build, scopes=("events",), facts=facts, own=own).content.decode()

    def build(self, marks: dict[str, str]) -> TemplateResponse:
        self.built += 1
        page = engines["django"].from_string("page {{ number }} <input value='{{ secret }}'>")
        return TemplateResponse(RequestFactory().get("/de/form/"), page, {"number": self.built, **marks})

    def own_secret(self) -> str:
        self.visitors += 1
        return f"secret-{self.visitors}"


def test_a_form_is_built_once_and_holds_each_visitors_own_word():
    form = Form()

    assert [form.open(), form.open(cookies={"csrftoken": "x"})] == [
        "page 1 <input value='secret-1'>",
        "page 1 <input value='secret-2'>",
    ]


def test_no_visitors_own_word_is_stored(monkeypatch):
    stored = []
    monkeypatch.setattr(page_cache, "keep", lambda _key, content: stored.append(repr(content)))
    Form().open()

    [content] = stored
    assert "page 1" in content
    assert "secret-1" not in content


def test_a_form_is_built_anew_after_a_change_or_of_other_facts():
    form = Form()
    form.open(facts=("open",))
    page_cache.changed("events")

    assert "page 2" in form.open(facts=("open",))
    assert "page 3" in form.open(facts=("full",))
    assert "page 2" in form.open(facts=("open",))


def test_whoever_has_a_session_gets_a_form_that_is_nobody_elses():
    form = Form()

    assert "page 1" in form.open(cookies={"sessionid": "x"})
    assert "page 2" in form.open()
    assert "page 3" in form.open(cookies={"sessionid": "x"})

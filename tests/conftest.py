"""Guards every test runs under, and the fixtures all apps share."""

import gc
import json
import re
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import transaction
from django.template import engines
from django.test import Client
from django.test.client import ClientHandler
from django.utils import translation
from pytest_django.plugin import blocking_manager_key
from wagtail.models import Collection, Locale, Page, Site
from xdist.scheduler import LoadFileScheduling

from portal import stamped
from portal.models import OutgoingMail
from portal.roles import create_roles
from tests import template_database
from tests.builders.accounts import log_in_staff
from tests.mail_server import smtp  # noqa: F401 -- a fixture of all apps
from tests.privacy.trap import personal_data_trap  # noqa: F401 -- active in every test

PERMISSIONS = pytest.StashKey[list[tuple[str, str, str, str]]]()
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


# One world for the whole folder, so that one worker takes all of it.
SHARED_WORLD = "tests/structure/"
# Few tests that take long.
LONG = ("tests/access/", "tests/events/test_networking_day.py", "tests/programmes/test_api_growth.py")


class FilesTogether(LoadFileScheduling):
    """Each worker takes whole files, and of a folder whose files share a costly world the whole folder."""

    def _split_scope(self, nodeid: str) -> str:
        return SHARED_WORLD if nodeid.startswith(SHARED_WORLD) else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    if config.getvalue("dist") != "loadfile":
        return None
    config.option.loadscopereorder = False  # the order below is a better one than that by number of tests
    return FilesTogether(config, log)


def pytest_collection_modifyitems(items):
    """The longest first, so that no worker is left waiting at the end; and while one makes the database and the costly
    world, the other one takes what needs neither."""
    of_file = Counter(item.path for item in items)
    with_database = {item.path for item in items if uses_database(item)}

    def place(item) -> tuple:
        turn = (
            not item.nodeid.startswith(SHARED_WORLD),
            item.path in with_database,
            not item.nodeid.startswith(LONG),
        )
        return (*turn, -of_file[item.path], item.path)

    items.sort(key=place)


def pytest_collection_finish():
    """What is loaded by now stays: looking through it for garbage again and again costs a run dearly."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(500_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_keepdb(request, django_db_modify_db_settings) -> bool:
    """True where the database is there already: on SQLite as a copy of what an earlier run migrated."""
    if request.config.getvalue("create_db") or not template_database.is_possible():
        return request.config.getvalue("reuse_db")
    return template_database.take() or request.config.getvalue("reuse_db")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        if template_database.is_possible():
            template_database.leave()
        restore_site_tree()
        create_roles()


@pytest.fixture(autouse=True)
def no_outside_socket(monkeypatch):
    """A test that calls another host fails, whatever the network would have answered."""
    connect = socket.socket.connect

    def guarded(self, address):
        host = address[0] if isinstance(address, tuple) else address
        if self.family in (socket.AF_INET, socket.AF_INET6) and host not in LOOPBACK:
            raise AssertionError(f"a test called {host}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def own_cache():
    for name in caches:
        caches[name].clear()
    stamped.forget()
    yield
    for name in caches:
        caches[name].clear()


SUSPICIOUS = re.compile(r"<style\b|<script\b(?![^>]*\ssrc=)|[\s/\"'](?:on[a-z]+|style)\s*=", re.IGNORECASE)


def script_faults(tag) -> list[str]:
    """A block of data is no script, as long as it is whole, of this very type, and nothing in it could end it."""
    if tag.attrs != {"type": "application/ld+json"}:
        return ["inline script"]
    try:
        data = json.loads(tag.string or "")
    except ValueError:
        return ["a block of data that is no JSON"]
    return ["markup in a block of data"] if "<" in tag.string or not data.get("@graph") else []


def page_faults(html: str) -> list[str]:
    """What no public HTML answer may hold: unrendered template code, inline handlers, scripts or styles."""
    faults = []
    if "{{" in html or "{%" in html:
        faults.append("unrendered template code")
    if not SUSPICIOUS.search(html):  # a page of 100 KB takes a tenth of a second to read
        return faults
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(True):
        faults += [f"inline handler {name} on <{tag.name}>" for name in tag.attrs if re.fullmatch(r"on[a-z]+", name)]
        if "style" in tag.attrs:
            faults.append(f"inline style on <{tag.name}>")
    for tag in soup.find_all("script", src=False):
        faults += script_faults(tag)
    faults += ["inline style sheet" for _tag in soup.find_all("style")]
    return faults


@pytest.fixture(autouse=True)
def clean_html(monkeypatch):
    """Every HTML answer the test client gets outside the CMS is free of ``page_faults``."""
    original = ClientHandler.__call__

    def checked(self, environ):
        response = original(self, environ)
        path = environ.get("PATH_INFO", "")
        if response.get("Content-Type", "").startswith("text/html") and not path.startswith("/cms/"):
            faults = page_faults(response.content.decode())
            assert not faults, f"{path}: {faults}"
        return response

    monkeypatch.setattr(ClientHandler, "__call__", checked)


@pytest.fixture(autouse=True)
def forgiving_templates(request, monkeypatch):
    """Pages of the CMS count on missing variables being empty; naming each one's template takes a tenth of a second."""
    if request.node.get_closest_marker("ignore_template_errors"):
        monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture
def outbox():
    """The queued mails, oldest first."""
    return OutgoingMail.objects.order_by("pk")


def restore_site_tree() -> Site:
    """The pages and languages migrations put into the database, also after a flush."""
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    locale = Locale.objects.get(language_code="de")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=locale)
    start = root.get_children().first() or root.add_child(instance=Page(title="Start", slug="start", locale=locale))
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    return Site.objects.filter(is_default_site=True).first() or Site.objects.create(
        hostname="testserver", root_page=start, is_default_site=True
    )


@pytest.fixture(scope="session")
def migrated_permissions(django_db_setup, django_db_blocker) -> list[tuple[str, str, str, str]]:
    """Every permission the migrations made, those of data migrations included: a flush forgets the latter."""
    with django_db_blocker.unblock():
        fields = ("content_type__app_label", "content_type__model", "codename", "name")
        return list(Permission.objects.values_list(*fields))


def restore_permissions(wanted: list[tuple[str, str, str, str]]) -> None:
    there = set(Permission.objects.values_list("content_type__app_label", "content_type__model", "codename"))
    for app_label, model, codename, name in wanted:
        if (app_label, model, codename) not in there:
            kind, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
            Permission.objects.create(content_type=kind, codename=codename, name=name)


@pytest.fixture(autouse=True)
def baseline(request):
    """Every test begins in German, and a worker knows what its migrations made before the first flush."""
    translation.activate(settings.LANGUAGE_CODE)
    if uses_database(request.node):
        request.config.stash[PERMISSIONS] = request.getfixturevalue("migrated_permissions")


def uses_database(item) -> bool:
    return bool(item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames))


def is_flushed(item) -> bool:
    marker = item.get_closest_marker("django_db")
    return "transactional_db" in item.fixturenames or bool(marker and marker.kwargs.get("transaction"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """No test depends on which ran before it: what a flush took away is put back at once, for all that follow."""
    outcome = yield
    if nextitem and is_flushed(item) and PERMISSIONS in item.config.stash:
        with item.config.stash[blocking_manager_key].unblock():
            restore_permissions(item.config.stash[PERMISSIONS])
            restore_site_tree()
            create_roles()
    return outcome


@contextmanager
def made_once(blocker) -> Iterator[Site]:
    """For a world that several tests share: nothing in it is ever committed, and each test rolls back to it."""
    with blocker.unblock(), transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        yield restore_site_tree()
        transaction.set_rollback(True)


@pytest.fixture
def site_tree(db):
    return Site.objects.filter(is_default_site=True).select_related("root_page").first() or restore_site_tree()


@pytest.fixture
def staff_client():
    """``staff_client(user)`` is a client whose session has the second factor."""
    return lambda user: log_in_staff(Client(), user)

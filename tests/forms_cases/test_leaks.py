"""Nobody but those who work on cases meets what a person told, wherever they look; walked, not listed."""

import re
from collections import deque
from urllib.parse import urldefrag

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.urls import URLResolver, get_resolver
from wagtail.models import ModelLogEntry, ReferenceIndex
from wagtail.snippets.models import get_snippet_models

from forms.cases import services
from forms.cases.states import CaseState
from forms.models.cases import Case, CaseLook
from portal import roles
from tests.builders.cases import IDENTITY, NEED, SPECIAL, make_case, make_case_centre, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

TEXT = "sentinel-text-4V"
SENTINELS = [NEED["wish"], IDENTITY["name"], SPECIAL["support"], TEXT]
OUTSIDERS = [roles.EDITOR, roles.TRANSLATOR, roles.EVENT_STAFF, roles.ADMINISTRATOR, roles.AUDITOR, roles.COACH]
# Doing, not looking: a crawler that follows them ends its own session.
LEFT_OUT = re.compile(r"/(logout|sprache|editing-sessions)/")
MOST_PAGES = 60


@pytest.fixture
def case(site_tree):
    member, staff = make_user(roles.CENTRE_MEMBER), make_user(roles.CASE_STAFF)
    case = make_case(state=CaseState.IN_REVIEW, centre=make_case_centre(member), submitted_by=member)
    return services.move(case_id=case.pk, to="query", actor=staff, seen_version=case.version, text=TEXT)


def case_patterns() -> set[str]:
    """Every address of the case views, from the resolver."""
    namespaces = {}
    queue = deque([(get_resolver(), "")])
    while queue:
        resolver, prefix = queue.popleft()
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                if pattern.namespace in ("cases", "partners"):
                    namespaces[pattern.namespace] = {
                        f"/{prefix}{pattern.pattern}{inner.pattern}".replace("^", "") for inner in pattern.url_patterns
                    }
                else:
                    queue.append((pattern, f"{prefix}{pattern.pattern}"))
    assert set(namespaces) == {"cases", "partners"}
    return namespaces["cases"] | namespaces["partners"]


def filled_in(pattern: str, case: Case) -> list[str]:
    path = pattern.replace("<slug:reference>", case.reference)
    if "<slug:envelope>" in path:
        return [path.replace("<slug:envelope>", name) for name in ("need", "identity", "special", "evidence")]
    return [path]


@pytest.mark.parametrize("role", [*OUTSIDERS, roles.CENTRE_MEMBER, None])
def test_no_address_of_the_cases_shows_anything_to_outsiders(role, case, staff_client):
    user = make_user(role)
    make_case_centre(user)
    client = staff_client(user)
    looks = CaseLook.objects.exclude(envelope="evidence").count()

    for pattern in case_patterns():
        for path in filled_in(pattern, case):
            for method in ("get", "post", "head", "put", "patch", "delete", "options"):
                words = getattr(client, method)(path, {} if method in ("get", "post") else "").content.decode()
                assert not [word for word in SENTINELS if word in words], (method, path)

    assert CaseLook.objects.exclude(envelope="evidence").count() == looks
    assert Case.objects.get().state == CaseState.QUERY


def links_of(html: str) -> set[str]:
    soup = BeautifulSoup(html, "html.parser")
    urls = {urldefrag(tag["href"]).url for tag in soup.find_all("a", href=True)}
    return {url for url in urls if url.startswith("/cms/") and "?" not in url}


def crawl(client) -> dict[str, str]:
    """The pages of the CMS one gets to by links from its start and its reports."""
    pages: dict[str, str] = {}
    waiting = deque(["/cms/", "/cms/reports/site-history/", "/cms/cases/", "/cms/reports/locked/"])
    while waiting and len(pages) < MOST_PAGES:
        url = waiting.popleft()
        if url in pages or LEFT_OUT.search(url):
            continue
        response = client.get(url, follow=True)
        is_page = response.get("Content-Type", "").startswith("text/html")
        pages[url] = response.content.decode() if is_page else ""
        waiting.extend(sorted(links_of(pages[url]) - set(pages)))
    return pages


@pytest.mark.parametrize("role", [roles.EDITOR, roles.AUDITOR])  # every address for all the others: tests/access
def test_a_walk_through_the_whole_cms_meets_no_sentinel(role, case, staff_client):
    pages = crawl(staff_client(make_user(role)))

    assert pages["/cms/"]
    for url, html in pages.items():
        assert not [word for word in SENTINELS if word in html], url
        if role != roles.AUDITOR:
            assert case.reference not in html, url


def test_the_walk_would_find_a_sentinel(case, staff_client):
    pages = crawl(staff_client(make_user(roles.CASE_STAFF)))

    assert any(NEED["wish"] in html for html in pages.values())


def test_wagtail_knows_nothing_of_cases(case):
    """No snippet, no index of references, no site history: the shared screens of the CMS cannot show a case."""
    models = {model for model in apps.get_app_config("forms").get_models() if "Page" not in model.__name__}
    types = ContentType.objects.get_for_models(*models).values()

    assert models
    assert not models & set(get_snippet_models())
    assert not [model for model in models if ReferenceIndex.model_is_indexable(model)]
    assert not ModelLogEntry.objects.filter(content_type__in=types).exists()
    assert not ReferenceIndex.objects.filter(base_content_type__in=types).exists()


def test_nothing_a_person_told_stands_readable_in_the_database(case):
    """The bytes of every row of every table of the app."""
    tables = [model._meta.db_table for model in apps.get_app_config("forms").get_models()]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 -- names of our own tables
            for row in cursor.fetchall():
                stored = b" ".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row)
                assert not [word for word in SENTINELS if word.encode() in stored], table


def test_no_word_of_a_person_reaches_log_or_title(case, staff_client, caplog):
    client = staff_client(make_user(roles.CASE_STAFF))

    with caplog.at_level("DEBUG"):
        page = client.get(f"/cms/cases/{case.reference}/").content.decode()
        client.post(f"/cms/cases/{case.reference}/open/identity/")

    assert not [word for word in SENTINELS if word in caplog.text.replace(page, "")]
    assert not [word for word in SENTINELS if word in BeautifulSoup(page, "html.parser").title.text]

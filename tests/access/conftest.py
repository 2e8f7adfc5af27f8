"""One world for each module of this folder; what a test does to it is undone after the test."""

import pytest
from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse

from portal import views
from tests.access.world import make_world
from tests.conftest import made_once


@pytest.fixture(scope="module")
def world(django_db_blocker, django_db_setup):
    with made_once(django_db_blocker) as site:
        yield make_world(site)


@pytest.fixture
def unrendered(monkeypatch):
    """Answers are known by their status; the work of rendering pages is left out."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", property(lambda self: ""))
    monkeypatch.setattr(views, "render", lambda request, template, status=200: HttpResponse(status=status))

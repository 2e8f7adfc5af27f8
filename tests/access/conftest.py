"""One world for each module of this folder; what a test does to it is undone after the test."""

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils import translation

from portal import views
from tests.access.world import make_world
from tests.conftest import restore_permissions


@pytest.fixture(scope="module")
def world(django_db_blocker, migrated_permissions):
    with django_db_blocker.unblock(), transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        restore_permissions(migrated_permissions)
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def unrendered(monkeypatch):
    """Answers are known by their status; the work of rendering pages is left out."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", property(lambda self: ""))
    monkeypatch.setattr(views, "render", lambda request, template, status=200: HttpResponse(status=status))

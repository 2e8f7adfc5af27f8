"""The demo that ``make run`` starts."""

import io
import os

import pytest
from django.core.management import call_command
from wagtail.models import Site

from portal.management.commands import start

pytestmark = pytest.mark.django_db


@pytest.fixture
def begin(monkeypatch, settings, site_tree):
    """Everything of the command but the processes it starts and the content it makes."""
    monkeypatch.setattr(start, "call_command", lambda *arguments, **options: None)
    monkeypatch.setattr(start.Command, "run", lambda self, port: None)
    monkeypatch.setattr(start.Command, "refuse_taken_port", lambda self, port: None)
    monkeypatch.setenv("PORTAL_BASE_URL", settings.BASE_URL)
    settings.DEMO_MAILBOX = "mail"

    def begin(*arguments: str) -> str:
        out = io.StringIO()
        call_command("start", *arguments, stdout=out)
        return out.getvalue()

    return begin


def test_pages_and_mails_name_the_port_that_was_asked_for(begin, monkeypatch, settings):
    monkeypatch.delenv("PORTAL_BASE_URL")
    settings.BASE_URL = "http://127.0.0.1:8000"

    assert "http://127.0.0.1:8057/de/" in begin("--port", "8057")
    assert os.environ["PORTAL_BASE_URL"] == settings.BASE_URL == "http://127.0.0.1:8057"
    assert Site.objects.get(is_default_site=True).root_url == "http://127.0.0.1:8057"


def test_an_address_of_ones_own_stays(begin, settings):
    settings.BASE_URL = "https://portal.example.org"

    begin("--port", "8057")

    assert os.environ["PORTAL_BASE_URL"] != "http://127.0.0.1:8057"
    assert Site.objects.get(is_default_site=True).root_url == "https://portal.example.org"

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.builders.programmes import make_directory_page


class Clock:
    """A clock tests turn by hand; starts at noon in Bavaria."""

    def __init__(self):
        self.now = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)

    def __call__(self):
        return self.now

    def forward(self, **span):
        self.now += timedelta(**span)

    def set(self, *parts):
        self.now = timezone.make_aware(datetime(*parts))


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture
def link(outbox):
    """The path of the link in the latest mail."""

    def latest(language="de") -> str:
        text = outbox.last().content["text"]
        return re.search(rf"http://testserver(/{language}/verzeichnis/eintrag/\S+/)", text)[1]

    return latest


@pytest.fixture
def directory(site_tree):
    return make_directory_page()

"""Synthetic events are written past all that publishing sets off; what they leave must be as if they were not."""

from io import StringIO

import pytest
from wagtail.models import Page

from events.demo_load import create_load
from events.models import Event, EventPage
from portal.page_translation import sync_trees
from search import registry, upkeep
from tests.builders.events import make_index_page
from tests.builders.home import make_home

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(site_tree):
    make_home(following=("en", "ar"))
    page = make_index_page(site_tree)
    sync_trees()
    return page


def test_the_tree_stays_sound_and_every_language_has_its_page(index):
    create_load(3, stream=StringIO())
    create_load(2, stream=StringIO())

    assert Event.objects.count() == 5
    assert Page.find_problems() == ([], [], [], [], [])
    pages = EventPage.objects.filter(locale__language_code="de").count()
    assert (pages, EventPage.objects.exclude(alias_of=None).count()) == (5, 5 * (index.get_translations().count()))
    assert index.get_translations().count() == 2


def test_synthetic_events_are_found_like_published_ones(index, client):
    create_load(2, stream=StringIO())

    assert list(upkeep.differences(watch=lambda items, label: items)) == []
    assert len(registry.stored([("event", str(event.pk), "de") for event in Event.objects.all()])) == 2
    assert client.get("/de/veranstaltungen/messung-1/").status_code == 200
    assert client.get("/ar/veranstaltungen/messung-1/").status_code == 200

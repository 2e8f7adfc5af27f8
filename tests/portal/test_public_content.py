"""Stored pages never outlive what an editor decided: privacy, pictures, the moment to go online or offline."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction

from home.models import StandardPage
from portal import clock
from portal.models import PortalImage, PublicStamp
from tests.builders.home import make_home, make_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]
ADDRESS = "/de/seite/"


@pytest.fixture
def page():
    return make_page(make_home(), StandardPage, title="Eine Seite", slug="seite")


def test_a_page_made_private_is_no_longer_served_from_memory(client, page):
    assert [client.get(ADDRESS).status_code, client.get(ADDRESS).status_code] == [200, 200]

    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(ADDRESS).status_code == 302

    restriction.delete()
    assert client.get(ADDRESS).status_code == 200


def test_another_picture_is_a_change_of_public_content(page):
    before = PublicStamp.objects.get(scope="content").count

    PortalImage.objects.create(title="Bild", file=get_test_image_file())

    assert PublicStamp.objects.get(scope="content").count > before


def test_a_page_goes_online_and_offline_by_the_clock(client, page):
    now = timezone.now()
    page.title, page.go_live_at, page.expire_at = "Bald", now + timedelta(hours=1), now + timedelta(hours=2)
    page.unpublish()
    page.save_revision().publish()
    assert client.get(ADDRESS).status_code == 404

    for hours, status in ((1, 200), (2, 404)):
        with time_machine.travel(now + timedelta(hours=hours, minutes=1), tick=False):
            assert clock.DUE["scheduled pages"]() == 1
            assert clock.DUE["scheduled pages"]() == 0
            assert client.get(ADDRESS).status_code == status

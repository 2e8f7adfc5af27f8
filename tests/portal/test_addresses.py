import pytest
from wagtail.models import Site

from portal.addresses import set_site_address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]


@pytest.mark.parametrize("address", ["https://portal.example.org", "http://127.0.0.1:8001"])
def test_the_site_has_the_address_of_the_settings(settings, address):
    settings.BASE_URL = address

    assert set_site_address() == address
    assert Site.objects.get(is_default_site=True).root_url == address

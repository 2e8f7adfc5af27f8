"""What the directory tells the counter: the district, never the place."""

import pytest
from django.http import QueryDict

from programmes.counting import search_slip
from programmes.directory import DirectoryQuery, search_directory
from search.insight.slips import read_slip
from tests.builders.programmes import make_district, make_postcode, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def zirndorf(directory):
    district = make_district("09573", "Fürth", region=make_region("095", "Mittelfranken"))
    make_postcode("90513", "Zirndorf", district=district, lat=49.44, lon=10.95)


def slip_of(address: str):
    answer = search_directory(DirectoryQuery.from_address(QueryDict(address)), language="de")
    return read_slip(search_slip(answer, language="de"))


def test_a_place_becomes_its_district_and_languages_asked_for_are_kept():
    slip = slip_of("place=90513&language=ti&language=so&q=Gründung")

    assert slip.source == "directory"
    assert slip.district.endswith("Fürth")
    assert slip.wanted == "so,ti"
    assert slip.terms == "gründung"
    assert "90513" not in str(slip)
    assert "zirndorf" not in str(slip).lower()


@pytest.mark.parametrize("address", ["", "place=Nirgendwo", "place=90513&page=2", "q=ada@example.org&place=90513"])
def test_what_found_nothing_yet_or_may_be_personal_is_not_counted(address):
    assert slip_of(address) is None

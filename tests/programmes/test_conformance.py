"""The page on what the public entries lack."""

import pytest
from bs4 import BeautifulSoup

from programmes import conformance
from programmes.models.centres import Centre, CentreText
from tests.builders.programmes import (
    make_centre,
    make_programme,
    make_programme_index,
    make_programme_page,
    make_region,
)
from tests.programmes.test_api import FACTS, fill, world  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]

ADDRESS = "/api/konformitaet/"


def records(client, **parameters) -> dict[str, list[str]]:
    soup = BeautifulSoup(client.get(ADDRESS, parameters).content, "html.parser")
    return {
        record.h2.get_text(strip=True): [item.get_text(strip=True) for item in record.find_all("li")]
        for record in soup.select(".api__record")
    }


def test_each_record_names_what_it_lacks(client):
    index = make_programme_index()
    make_centre("Ohne alles", telephone="+49 911 1234")
    Centre.objects.update(telephone="call us", website="no address", email="nobody")
    make_programme_page(index, make_programme("Unklar", status="unclear"))

    found = records(client, lang="en")

    assert set(found) == {"Ohne alles", "Unklar"}
    assert {
        "The street is missing.",
        "No counselling language is known.",
        "The telephone number cannot be dialled.",
        "There are no German words about it.",
        "No area it counsels for is known.",
        "HSDS · service.email · email",
        "HSDS · service.additional_urls.url · uri",
    } <= set(found["Ohne alles"])
    assert "It is not confirmed whether the programme still runs." in found["Unklar"]


def test_a_record_without_gaps_says_so(client):
    centre = fill(
        make_centre(
            "Vollständig",
            **FACTS,
            regions=[make_region("095")],
            address_status="verified",
            facts_confirmed=True,
            confirmed_on="2026-11-01",
            sources="https://a.example",
        )
    )

    assert list(conformance.centre_gaps(Centre.objects.with_words().get(pk=centre.pk))) == []
    assert records(client)["Vollständig"] == []


def test_hidden_centres_and_programmes_without_a_page_are_not_listed(client):
    make_centre("Verborgen", is_public=False)
    make_programme("Entwurf")

    assert records(client) == {}


def test_the_page_is_turned(client):
    for number in range(30):
        make_centre(f"Stelle {number:02}")

    first, second = records(client), records(client, page="2")

    assert (len(first), len(second)) == (25, 5)
    assert not set(first) & set(second)


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_it_can_be_read_in_each_language(client, language):
    make_centre("Stelle")

    html = client.get(ADDRESS, {"lang": language}).content.decode()

    assert f'<html lang="{language}"' in html


def test_nothing_internal_is_shown(client):
    centre = make_centre("Stelle", internal_notes="geheim")
    CentreText.objects.create(centre=centre, language="de", summary="Kurz")

    assert "geheim" not in client.get(ADDRESS).content.decode()

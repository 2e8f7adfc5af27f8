from datetime import date

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.models.pages import ProgrammePage
from tests.builders.programme_facts import add_countries
from tests.builders.programmes import TODAY, make_programme, make_programme_page

pytestmark = pytest.mark.django_db

ADDRESS = "/de/programme/"


def soup(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(page):
    return [title.get_text(strip=True) for title in page.select(".entry__title")]


@pytest.mark.parametrize(
    ("facts", "ended"),
    [
        ({"status": "running"}, False),
        ({"status": "unclear"}, False),
        ({"status": "ended"}, True),
        ({"status": "running", "valid_to": date(2026, 11, 24)}, False),
        ({"status": "running", "valid_to": date(2026, 11, 23)}, True),
        ({"status": "unclear", "valid_to": date(2025, 12, 31)}, True),
    ],
)
def test_a_programme_ends_by_its_status_or_its_date(facts, ended):
    assert make_programme(**facts).is_ended(TODAY) is ended


def test_ended_programmes_stand_last_with_date_and_word(client, programme_index):
    make_programme_page(programme_index, make_programme("Altes", status="ended", valid_to=date(2025, 6, 30)))
    make_programme_page(programme_index, make_programme("Neues"))

    page = soup(client, ADDRESS)

    assert titles(page) == ["Neues", "Altes"]
    ended = page.select_one(".entry--ended")
    assert "30. Juni 2025" in ended.get_text()


@time_machine.travel(date(2026, 11, 24))
def test_a_programme_page_says_that_it_has_ended(client, programme_index):
    programme = make_programme("Sonderprogramm", valid_to=date(2025, 6, 30))
    make_programme_page(programme_index, programme, benefits="<p>Zuschüsse</p>")

    page = soup(client, f"{ADDRESS}sonderprogramm/")

    assert page.select_one(".kern-alert--warning")
    assert "30. Juni 2025" in page.select_one(".kern-badge").get_text()
    assert len(page.select("h1")) == 1


def test_the_list_is_filtered_by_level_and_state(client, programme_index):
    make_programme_page(programme_index, make_programme("Bund", level="federal"))
    make_programme_page(programme_index, make_programme("Land", level="land"))
    make_programme_page(programme_index, make_programme("Land alt", level="land", status="ended"))

    assert titles(soup(client, f"{ADDRESS}?level=land")) == ["Land", "Land alt"]
    assert titles(soup(client, f"{ADDRESS}?level=land&state=running")) == ["Land"]
    assert titles(soup(client, f"{ADDRESS}?state=ended")) == ["Land alt"]
    assert titles(soup(client, f"{ADDRESS}?level=moon&state=%00")) == ["Bund", "Land", "Land alt"]
    assert "(2)" in soup(client, f"{ADDRESS}?level=federal").select_one('option[value="land"]').get_text()


def test_an_empty_list_leads_back_to_all(client, programme_index):
    page = soup(client, f"{ADDRESS}?level=eu")

    assert not titles(page)
    assert page.main.find("a", href=ADDRESS)


def test_the_number_of_queries_does_not_grow_with_the_list(client, programme_index):
    counts = []
    for start, end in ((0, 1), (1, 20)):
        for number in range(start, end):
            make_programme_page(programme_index, make_programme(f"Programm {number}"))
        client.get(ADDRESS)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{ADDRESS}?state=running")
        counts.append(len(queries))

    assert counts[0] == counts[1], counts


def test_sources_are_links_and_text_is_escaped(client, programme_index):
    programme = make_programme("URA", sources="https://example.org/ura\n<b>Brief</b>")
    make_programme_page(programme_index, programme)

    page = soup(client, f"{ADDRESS}ura/")

    assert page.select_one('.sources a[href="https://example.org/ura"]')
    assert not page.select(".sources b")


def option(page, name, code):
    return page.select_one(f'#{name} option[value="{code}"]')


def test_the_list_is_filtered_by_country_and_audience(client, programme_index):
    listed = make_programme("Liste", country_rule="listed", audiences=["women"])
    add_countries(listed, "SY", "IQ")
    make_programme_page(programme_index, listed)
    make_programme_page(programme_index, make_programme("Alle", country_rule="all"))
    make_programme_page(programme_index, make_programme("Je nachdem", country_rule="depends", audiences=["women"]))
    make_programme_page(programme_index, make_programme("Unklar", country_rule="unclear"))

    page = soup(client, f"{ADDRESS}?country=SY")
    assert titles(page) == ["Alle", "Liste", "Je nachdem"]
    assert len(page.select(".entry__depends")) == 1
    assert page.main.find("a", href="?").get_text(strip=True) == "Auch diese zeigen"
    assert titles(soup(client, f"{ADDRESS}?country=KE")) == ["Alle", "Je nachdem"]
    assert titles(soup(client, f"{ADDRESS}?country=SY&audience=women")) == ["Liste", "Je nachdem"]
    assert titles(soup(client, f"{ADDRESS}?country=Syria&audience=x")) == ["Alle", "Je nachdem", "Liste", "Unklar"]


def test_each_count_tells_what_a_click_shows_and_zero_is_disabled(client, programme_index):
    listed = make_programme("Liste", level="land", country_rule="listed", audiences=["women"])
    add_countries(listed, "SY")
    make_programme_page(programme_index, listed)
    make_programme_page(programme_index, make_programme("Alle", level="federal", country_rule="all"))

    page = soup(client, f"{ADDRESS}?level=federal")

    assert "(1)" in option(page, "level", "land").get_text()
    assert "(1)" in option(page, "country", "SY").get_text()
    assert option(page, "audience", "women").has_attr("disabled")
    assert not option(page, "state", "running").has_attr("disabled")
    assert option(page, "state", "ended").has_attr("disabled")
    assert option(page, "level", "federal").has_attr("selected")


def test_the_address_of_the_check_is_taken(programme_index):
    with pytest.raises(ValidationError):
        make_programme("Prüfen", slug="pruefen")
    page = ProgrammePage(title="Prüfen", slug="pruefen", programme=make_programme())

    with pytest.raises(ValidationError):
        page.clean()


def test_the_list_leads_to_the_check(client, programme_index):
    assert soup(client, ADDRESS).main.find("a", href="/de/programme/pruefen/")

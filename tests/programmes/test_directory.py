from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.indexing import written_together
from programmes.models.centres import CentreLanguage, CentreText, OpeningHours
from programmes.models.places import AnkerSite
from tests.builders.programmes import (
    make_centre,
    make_directory_page,
    make_district,
    make_postcode,
    make_region,
    make_shared_postcode,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/de/beratungsstellen/"


def get(client, **parameters):
    response = client.get(f"{ADDRESS}?{urlencode(parameters, doseq=True)}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def names(page):
    return [title.get_text(strip=True) for title in page.select(".entry__title")]


@pytest.fixture
def franconia(directory):
    """Zirndorf with its region, the centres that serve it, one elsewhere, one for all of Germany."""
    region, elsewhere = make_region("095", "Mittelfranken"), make_region("091", "Oberbayern")
    district = make_district("09573", "Fürth", region=region)
    make_district("09162", "München", type="kreisfrei", region=elsewhere)
    make_postcode("90513", "Zirndorf", district=district, lat=49.44, lon=10.95)
    make_centre("ZRB Nordbayern", regions=[region], lat=49.45, lon=11.08, city="Nürnberg", address_status="verified")
    make_centre("ZAB Ansbach", regions=[region], provider_type="state", lat=49.30, lon=10.57)
    make_centre("ZAB Zirndorf", regions=[region], provider_type="state", lat=49.44, lon=10.95)
    make_centre("AWO Nürnberg", role="partner", regions=[region], lat=49.44, lon=11.0)
    make_centre("ZAB Oberbayern", regions=[elsewhere], provider_type="state", lat=48.1, lon=11.5)
    make_centre("SOLWODI", nationwide=True, audiences=["women"])
    return district


# --- place -----------------------------------------------------------------------------------------------------------


def test_a_misspelt_place_lists_its_centres_and_says_what_it_was_taken_for(client, franconia):
    page = get(client, place="Zirndorff")

    assert names(page)[0] == "ZAB Zirndorf"
    assert "Den Ort „Zirndorff“ kennen wir nicht. Gezeigt wird Zirndorf." in page.get_text()
    assert "kennen wir nicht" not in get(client, place="Zirndorf").get_text()


def test_a_place_lists_all_who_counsel_people_from_there_nearest_first(client, franconia):
    page = get(client, place="90513")

    assert names(page) == ["ZAB Zirndorf", "ZRB Nordbayern", "ZAB Ansbach", "SOLWODI"]
    assert "SOLWODI" not in [title.get_text(strip=True) for title in page.select(".entries")[0].select("h3")]
    assert page.select_one("#place")["value"] == "90513"
    assert "zuständig" not in page.main.get_text()


def test_a_city_counsels_only_its_own_districts(client, franconia):
    make_centre("Coming Home", provider_type="municipal", districts=[make_district("09162")])

    assert "Coming Home" in names(get(client, place="München"))
    assert "Coming Home" not in names(get(client, place="90513"))


def test_the_radius_lists_whoever_is_near_whatever_the_region(client, franconia):
    assert set(names(get(client, place="90513", radius="10"))) == {"ZAB Zirndorf", "ZRB Nordbayern", "AWO Nürnberg"}


def test_a_card_says_how_far_it_is(client, franconia):
    prelines = [line.get_text(" ", strip=True) for line in get(client, place="90513").select(".entry__preline")]

    assert "9" in prelines[1]


def test_a_shared_postcode_is_asked_back_and_the_answer_keeps_the_filters(client, directory):
    make_shared_postcode(
        "84030", make_district("09261", "Landshut", type="kreisfrei"), make_district("09274", "Landshut")
    )

    page = get(client, place="84030", provider="state")

    links = [link["href"] for link in page.select(".question__choices a")]
    assert len(links) == 2
    assert all("provider=state" in link for link in links)
    assert page.select_one("#place")["value"] == "84030"
    assert not page.select(".entry")


@pytest.mark.parametrize("typed", ["10115", "12345678", "Atlantis", "<script>alert(1)</script>"])
def test_a_place_we_do_not_know_is_kept_and_leads_to_the_federal_portal(client, franconia, typed):
    page = get(client, place=typed)

    assert page.select_one("#place")["value"] == typed
    assert page.select_one('#place-answer a[href="https://www.returningfromgermany.de"]')
    assert "place-answer" in page.select_one("#place")["aria-describedby"]


def test_reception_facilities_of_the_region_are_named(client, franconia):
    AnkerSite.objects.create(region=make_region("095"), place="Zirndorf")

    assert "ANKER" in get(client, place="90513").main.get_text()


# --- words and filters -----------------------------------------------------------------------------------------------


def test_words_find_a_centre(client, franconia):
    assert names(get(client, q="Nordbayern")) == ["ZRB Nordbayern"]


def test_filters_narrow_and_counts_leave_their_own_filter_out(client, franconia):
    page = get(client, provider="state")

    assert set(names(page)) == {"ZAB Ansbach", "ZAB Zirndorf", "ZAB Oberbayern"}
    assert page.select_one("#provider-state").has_attr("checked")
    assert "(3)" in page.select_one('label[for="provider-state"]').get_text()
    assert "(3)" in page.select_one('label[for="provider-non_state"]').get_text()
    assert "(0)" in page.select_one('label[for="audience-women"]').get_text()


def test_what_nobody_offers_is_shown_but_cannot_be_chosen(client, franconia):
    page = get(client)

    assert page.select_one("#language-ar").has_attr("disabled")
    assert not page.select_one("#provider-state").has_attr("disabled")
    assert not get(client, language="ar").select_one("#language-ar").has_attr("disabled")


def test_two_values_of_a_filter_widen_and_two_filters_narrow(client, franconia):
    CentreLanguage.objects.create(centre=make_centre("Arabisch", audiences=["women"]), language="ar")

    assert set(names(get(client, audience=["women", "elderly"]))) == {"SOLWODI", "Arabisch"}
    assert names(get(client, audience="women", language="ar")) == ["Arabisch"]


def test_an_empty_list_offers_ways_on(client, franconia):
    page = get(client, q="Nordbayern", provider="municipal")

    links = [link["href"] for link in page.select(".nothing a")]
    assert "?q=Nordbayern" in links
    assert "https://www.returningfromgermany.de" in links


def test_the_whole_state_is_in_the_address(client, franconia):
    page = get(client, q="ZAB", place="90513", radius="25", provider="state", sort="title")

    assert page.select_one("#q")["value"] == "ZAB"
    assert page.select_one("#radius option[selected]")["value"] == "25"
    assert page.select_one("#sort option[selected]")["value"] == "title"
    assert page.select_one("form.directory")["method"] == "get"


def test_hidden_centres_are_not_listed(client, franconia):
    make_centre("Versteckt", is_public=False)

    assert "Versteckt" not in names(get(client))
    assert client.get(f"{ADDRESS}versteckt/").status_code == 404


def test_pages_keep_the_question(client, directory):
    with written_together():
        for number in range(45):
            make_centre(f"Stelle {number:02}")

    page = get(client, q="Stelle", sort="title", page="2")

    assert len(names(page)) == 20
    assert any("q=Stelle" in link["href"] and "page=3" in link["href"] for link in page.select(".pagination a"))
    assert len(names(get(client, q="Stelle", page="999"))) == 5


HOSTILE = [
    '"', "*", "'", "\\", "%", "a" * 10_000, "😀", "\u202e\u200f", "<script>", "\x00", "NEAR(a b)", "-", "AND", "()",
    "${7*7}", "../",
]  # fmt: skip


def test_no_value_breaks_the_page(client, franconia):
    """Each parameter alone, and all at once, are asked in tests/structure/test_odd_input.py."""
    for value in HOSTILE:
        get(client, q=value, place=value, radius=value, provider="state")


def test_odd_page_numbers_show_a_page(client, franconia):
    for page in ("0", "-1", "1e9", "99999999999999999999", "٣", "²"):
        assert names(get(client, page=page)), page


def count_queries(client, **parameters):
    get(client, **parameters, page=1)  # what is read once per process
    with CaptureQueriesContext(connection) as queries:
        get(client, **parameters)
    return len(queries)


def test_the_number_of_queries_does_not_grow_with_the_list(client, directory):
    region = make_region()
    make_postcode("90513", "Zirndorf", district=make_district(region=region))
    browsing, searching = ({}, {"place": "90513"}), {"q": "Stelle", "provider": "non_state"}

    def add(start, end):
        with written_together():
            for number in range(start, end):
                centre = make_centre(f"Stelle {number}", summary="Wort", regions=[region], lat=49.0, lon=11.0)
                CentreLanguage.objects.create(centre=centre, language="de")

    def count(*questions):
        return [count_queries(client, **parameters, sort="title") for parameters in questions]

    add(0, 1)
    one = count(*browsing)
    add(1, 6)  # few hits widen the words
    few = one + count(searching)
    add(6, 25)

    assert few == count(*browsing, searching)


# --- languages -------------------------------------------------------------------------------------------------------


def test_cards_speak_the_readers_language_where_there_are_words(client, franconia):
    make_directory_page("en", "Counselling centres")
    centre = make_centre("Coming Home", summary="Deutsch")
    CentreText.objects.create(centre=centre, language="en", summary="English words")

    response = client.get("/en/beratungsstellen/?q=Coming")

    page = BeautifulSoup(response.content, "html.parser")
    card = page.select_one(".entry")
    assert card.select_one(".entry__text").get_text() == "English words"
    assert card.select_one(".entry__text")["lang"] == "en"
    assert card.select_one(".entry__title bdi")["lang"] == "de"
    assert card.select_one("a")["href"] == "/en/beratungsstellen/coming-home/"


def test_german_words_in_another_language_are_marked(client, franconia):
    make_directory_page("en", "Counselling centres")
    make_centre("Coming Home", summary="Deutsch")

    page = BeautifulSoup(client.get("/en/beratungsstellen/?q=Coming").content, "html.parser")

    assert page.select_one(".entry__text")["lang"] == "de"


# --- entry -----------------------------------------------------------------------------------------------------------


def test_an_entry_links_telephone_and_mail_left_to_right(client, directory):
    make_centre("ZAB Oberpfalz", telephone="+49 (0)941 5680-3301", email="zab@example.org")

    page = BeautifulSoup(client.get(f"{ADDRESS}zab-oberpfalz/").content, "html.parser")

    assert page.select_one('a[href="tel:+4994156803301"] bdi')["dir"] == "ltr"
    assert page.select_one('a[href="mailto:zab@example.org"] bdi')["dir"] == "ltr"
    assert len(page.select("h1")) == 1


def test_unknown_facts_are_said_to_be_unconfirmed(client, directory):
    make_centre("ZAB Niederbayern", city="Deggendorf", address_status="partial")

    page = BeautifulSoup(client.get(f"{ADDRESS}zab-niederbayern/").content, "html.parser")

    assert page.select_one(".kern-alert--warning")
    assert page.main.get_text().count("noch nicht bestätigt") >= 5
    assert BeautifulSoup(client.get(ADDRESS).content, "html.parser").select_one(".kern-badge--warning")


@pytest.mark.parametrize(
    "facts",
    [
        {"address_status": "verified", "street": "Weg 1", "city": "Nürnberg"},
        {"address_status": "dated", "facts_confirmed": True, "confirmed_on": "2026-11-01"},
    ],
)
def test_checked_facts_carry_no_warning(client, directory, facts):
    make_centre("ZRB", **facts)

    page = BeautifulSoup(client.get(f"{ADDRESS}zrb/").content, "html.parser")

    assert not page.select_one(".kern-alert--warning")


def test_hours_are_shown_by_weekday(client, directory):
    centre = make_centre("ZRB")
    OpeningHours.objects.create(centre=centre, weekday=0, opens="08:00", closes="11:00")
    OpeningHours.objects.create(centre=centre, weekday=0, opens="13:00", closes="15:00")
    OpeningHours.objects.create(centre=centre, by_appointment=True)

    page = BeautifulSoup(client.get(f"{ADDRESS}zrb/").content, "html.parser")

    (day,) = page.select(".centre__hours li")
    assert day.get_text(" ", strip=True) == "Montag 08:00–11:00 , 13:00–15:00"


def test_an_unknown_entry_is_not_found(client, directory):
    assert client.get(f"{ADDRESS}nobody/").status_code == 404


def test_a_very_long_name_is_shown_whole(client, directory):
    name = "Landesweitekoordinierungsstelle" * 6
    make_centre(name, slug="lang")

    assert name in client.get(f"{ADDRESS}lang/").content.decode()


def test_a_stored_page_is_given_up_when_a_fact_changes(client, directory):
    centre = make_centre("ZRB", telephone="0911 12345")
    assert "0911 12345" in client.get(f"{ADDRESS}zrb/").content.decode()

    centre.telephone = "0911 99999"
    centre.save()

    assert "0911 99999" in client.get(f"{ADDRESS}zrb/").content.decode()

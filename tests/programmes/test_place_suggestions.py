import pytest

from programmes.facilities import facilities_of
from programmes.finder import find_place
from programmes.imports.districts import import_districts
from programmes.models.places import AnkerSite, District, Postcode, Region, SharedPostcode
from programmes.place_answers import Outcome
from programmes.place_suggestions import suggest_places
from tests.builders.programmes import make_directory_page

ADDRESS = "/de/beratungsstellen/vorschlaege/orte/"
DOUBLE_NAMES = (
    "München", "Rosenheim", "Landshut", "Passau", "Regensburg", "Bamberg", "Bayreuth", "Coburg", "Hof", "Ansbach",
    "Fürth", "Aschaffenburg", "Schweinfurt", "Würzburg", "Augsburg",
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def bavaria(django_db_setup, django_db_blocker):
    """All places of the data files, once for the tests of this file."""
    with django_db_blocker.unblock():
        import_districts()
        yield
        for model in (AnkerSite, SharedPostcode, Postcode, District, Region):
            model.objects.all().delete()


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("Zirnd", "Zirndorf"),
        ("zirndorf", "Zirndorf"),
        ("90513", "90513 Zirndorf"),
        ("9051", "90513 Zirndorf"),
        ("٩٠٥١٣", "90513 Zirndorf"),
        ("Nürn", "Nürnberg"),
        ("Nuern", "Nürnberg"),
        ("Nurn", "Nürnberg"),
        ("Straub", "Straubing"),
        ("Pfaffenhofen a.d.", "Pfaffenhofen a.d.Ilm"),
        ("Pfaffenhofen an der", "Pfaffenhofen a.d.Ilm"),
        ("Weiden in der", "Weiden i.d.OPf."),
        ("Oberfr", "Oberfranken"),
    ],
)
def test_what_begins_as_typed_is_suggested(typed, suggested):
    assert suggested in suggest_places(typed)


@pytest.mark.parametrize("typed", ["St. Wolf", "Sankt Wolf", "sankt wolf"])
def test_saint_is_one_word_in_both_spellings(typed):
    assert any("Wolfgang" in text for text in suggest_places(typed))


@pytest.mark.parametrize("name", DOUBLE_NAMES)
def test_a_double_name_is_offered_by_its_kind(name):
    assert {f"{name} (Stadt)", f"{name} (Landkreis)"} <= set(suggest_places(name))


@pytest.mark.parametrize("typed", ["a", "", " ", "Atlantis", "12", "\x00", "ﷺ", "'; --", "%", "_" * 5000])
def test_too_little_or_nothing_known_suggests_nothing(typed):
    assert suggest_places(typed) == []


def test_every_suggestion_leads_to_a_place_or_to_one_question():
    """A place whose postcode lies in two districts is asked back as ever; no suggestion is a dead end."""
    beginnings = {name[:4] for name in Postcode.objects.values_list("place", flat=True)[::40]}
    outcomes = [find_place(text).outcome for typed in sorted(beginnings) for text in suggest_places(typed)]

    assert len(outcomes) > 100
    assert set(outcomes) <= {Outcome.FOUND, Outcome.ASK}
    assert outcomes.count(Outcome.FOUND) > 0.9 * len(outcomes)


def test_suggestions_are_few_and_each_stands_once():
    found = suggest_places("ne")

    assert len(found) == len(set(found)) == 8


def test_the_number_of_queries_is_fixed(django_assert_max_num_queries):
    for typed in ("ne", "Neustadt an der", "9"):
        with django_assert_max_num_queries(4):
            suggest_places(typed)


def test_the_address_answers_in_json_and_tells_browsers_to_keep_it(client, site_tree):
    make_directory_page()

    response = client.get(ADDRESS, {"q": "Zirndorf"})

    assert response.json()["suggestions"][0] == {"text": "Zirndorf", "url": None, "kind": ""}
    assert response.json()["status"] == "1 Vorschlag"
    assert response["Cache-Control"] == "public, max-age=3600"
    assert client.get(ADDRESS).json() == {"suggestions": [], "status": "0 Vorschläge"}


def test_the_box_says_where_suggestions_come_from(client, site_tree):
    make_directory_page()

    assert f'data-suggest="{ADDRESS}"' in client.get("/de/beratungsstellen/").content.decode()


# --- reception facilities --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "here"),
    [
        ("Zirndorf", {"Zirndorf"}),
        ("90513", {"Zirndorf"}),
        ("Ingolstadt", {"Manching/Ingolstadt", "Ingolstadt"}),
        ("Manching", {"Manching/Ingolstadt"}),
        ("Deggendorf", {"Deggendorf"}),
        ("München (Stadt)", {"München"}),
        ("München (Landkreis)", set()),
        ("Bamberg (Stadt)", {"Bamberg"}),
        ("Bamberg (Landkreis)", set()),
        ("Oberbayern", set()),
        ("Schwabach", set()),
        ("Kempten", {"Kempten"}),
        ("Augsburg (Stadt)", {"Augsburg", "Augsburg (Behördenzentrum)"}),
        ("Augsburg (Landkreis)", set()),
    ],
)
def test_a_place_with_a_reception_facility_is_known(typed, here):
    assert {site.place for site in facilities_of(find_place(typed).place).here} == here


def test_the_facilities_of_the_region_are_named_everywhere_in_it():
    assert "Zirndorf" in {site.place for site in facilities_of(find_place("Schwabach").place).sites}

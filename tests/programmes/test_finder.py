import pytest

from programmes.finder import find_place
from programmes.imports.districts import import_districts
from programmes.models.places import AnkerSite, District, Postcode, Region, SharedPostcode
from programmes.place_answers import Outcome
from programmes.places import KIND_WORDS

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
    ("typed", "district", "region"),
    [
        ("90513", "09573", "095"),
        ("90513 Zirndorf", "09573", "095"),
        ("D-90513", "09573", "095"),
        ("90 513", "09573", "095"),
        ("٩٠٥١٣", "09573", "095"),
        (" zirndorf ", "09573", "095"),
        ("Nürnberg", "09564", "095"),
        ("Nuernberg", "09564", "095"),
        ("Nurnberg", "09564", "095"),
        ("NÜRNBERG", "09564", "095"),
        ("Neustadt a.d. Aisch", "09575", "095"),
        ("Neustadt an der Aisch", "09575", "095"),
        ("Neustadt a d Aisch", "09575", "095"),
        ("Weiden i.d.OPf.", "09363", "093"),
        ("Weiden in der Oberpfalz", "09363", "093"),
        ("Neumarkt i. d. OPf.", "09373", "093"),
        ("Pfaffenhofen a.d.Ilm", "09186", "091"),
        ("Mühldorf a. Inn", "09183", "091"),
        ("Mühldorf am Inn", "09183", "091"),
        ("St. Wolfgang", "09177", "091"),
        ("Sankt Wolfgang", "09177", "091"),
        ("Rothenburg o.d.T.", "09571", "095"),
        ("Wunsiedel i.Fichtelgebirge", "09479", "094"),
        ("Landkreis München", "09184", "091"),
        ("München (Stadt)", "09162", "091"),
        ("münchen landkreis", "09184", "091"),
        ("Lkr. Fürth", "09573", "095"),
        ("Halsbach, Kreis Altötting", "09171", "091"),
        ("80331 München", "09162", "091"),
    ],
)
def test_a_place_is_found_in_its_spellings(typed, district, region):
    answer = find_place(typed)

    assert answer.outcome is Outcome.FOUND
    assert (answer.place.districts, answer.place.regions) == ((district,), (region,))


def test_every_official_name_leads_to_its_district():
    for district in District.objects.all():
        answer = find_place(f"{district.official_name} ({KIND_WORDS[district.type]})")
        assert answer.place is not None, district.official_name
        assert answer.place.districts == (district.pk,)


@pytest.mark.parametrize("name", DOUBLE_NAMES)
def test_a_name_of_city_and_landkreis_is_asked_back(name):
    answer = find_place(name)

    assert answer.outcome is Outcome.ASK
    found = {find_place(choice.value).place.districts for choice in answer.choices}
    assert found == {(district.pk,) for district in District.objects.filter(name=name)}
    assert len({choice.label for choice in answer.choices}) == 2


def test_there_are_exactly_fifteen_double_names():
    names = list(District.objects.values_list("name", flat=True))

    assert {name for name in names if names.count(name) > 1} == set(DOUBLE_NAMES)


def test_every_postcode_in_two_districts_is_asked_back():
    codes = set(SharedPostcode.objects.values_list("code", flat=True))

    assert len(codes) == 21
    for code in codes:
        answer = find_place(code)
        assert answer.outcome is Outcome.ASK, code
        found = {find_place(choice.value).place.districts[0] for choice in answer.choices}
        assert found == set(SharedPostcode.objects.filter(code=code).values_list("district_id", flat=True))


@pytest.mark.parametrize(("code", "regions"), [("86836", {"091", "097"}), ("96170", {"094", "096"})])
def test_a_postcode_across_the_border_of_two_regions_leads_to_both(code, regions):
    answer = find_place(code)

    assert {find_place(choice.value).place.regions[0] for choice in answer.choices} == regions


def test_place_after_the_postcode_answers_the_question():
    assert find_place("84030 Ergolding").place.districts == ("09274",)
    assert find_place("84030 Landshut").place.districts == ("09261",)
    assert find_place("84030 Landkreis Landshut").place.districts == ("09274",)


def test_every_postcode_with_its_place_is_found():
    for row in Postcode.objects.order_by("pk")[::7]:
        answer = find_place(f"{row.code} {row.place}")
        assert answer.outcome is Outcome.FOUND, row
        assert answer.place.districts == (row.district_id,)


def test_a_region_is_a_place_of_all_its_districts():
    place = find_place("Oberfranken").place

    assert place.regions == ("094",)
    assert len(place.districts) == 13


@pytest.mark.parametrize("typed", ["10115", "20095", "01067", "99084"])
def test_a_postcode_from_elsewhere_is_outside(typed):
    assert find_place(typed).outcome is Outcome.OUTSIDE


@pytest.mark.parametrize(
    "typed", ["xyzzy", "12", "123456", "00000", "97896", "<script>", '"*', "😀", "‮", "a" * 10_000, "'; DROP--", "Stadt"]
)
def test_what_nobody_knows_is_said_to_be_unknown_and_kept(typed):
    answer = find_place(typed)

    assert answer.outcome is Outcome.UNKNOWN
    assert answer.typed == typed[:100]


@pytest.mark.parametrize("typed", ["", "   ", "\x00"])
def test_nothing_typed_is_no_place(typed):
    assert find_place(typed).outcome is Outcome.EMPTY


@pytest.mark.parametrize(
    ("typed", "label"), [("Zirndrof", "Zirndorf"), ("Nürnbrg", "Nürnberg"), ("Schwabn", "Schwaben")]
)
def test_a_misspelt_name_is_taken_for_the_only_one_it_is_like_and_the_answer_says_so(typed, label):
    answer = find_place(typed)

    assert (answer.outcome, answer.place.label, answer.is_corrected, answer.typed) == (
        Outcome.FOUND,
        label,
        True,
        typed,
    )
    assert not find_place(label).is_corrected


def test_a_misspelt_name_that_is_like_several_is_asked_back():
    answer = find_place("Hausn")

    assert answer.outcome is Outcome.UNKNOWN
    assert len(answer.choices) > 1


SHORT_FORMS = (
    (" an der ", " a.d."), (" an der ", " a d "), (" in der ", " i.d."), (" am ", " a."), (" bei ", " b. "),
    (" bei ", " b."), (" vor der ", " v.d."), (" ob der ", " o.d."), (" im ", " i."), ("Sankt ", "St. "),
    ("Sankt ", "St."),
)  # fmt: skip


@pytest.mark.parametrize(("long", "short"), SHORT_FORMS)
def test_every_place_is_found_by_its_short_form(long, short):
    places = sorted(set(Postcode.objects.filter(place__contains=long).values_list("place", flat=True)))

    for place in places[:40]:
        in_full, shortened = find_place(place), find_place(place.replace(long, short))
        assert in_full.outcome in (Outcome.FOUND, Outcome.ASK), place
        assert (shortened.outcome, shortened.place) == (in_full.outcome, in_full.place), place
        assert shortened.choices == in_full.choices, place


def test_the_short_forms_of_official_names_are_no_empty_list():
    names = list(Postcode.objects.values_list("place", flat=True))

    assert {long for long, _short in SHORT_FORMS if any(long in name for name in names)} >= {
        " an der ", " in der ", " am ", " bei ", "Sankt "
    }  # fmt: skip


def test_every_place_with_an_umlaut_is_found_without_it():
    places = sorted(set(Postcode.objects.filter(place__regex="[äöü]").values_list("place", flat=True)))

    for place in places[::9]:
        spelt = place.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
        assert find_place(spelt).place == find_place(place).place, place


def test_a_shared_postcode_is_asked_back_by_its_places():
    for code in SharedPostcode.objects.values_list("code", flat=True).distinct():
        labels = [choice.label for choice in find_place(code).choices]
        assert len(set(labels)) == len(labels) == 2
        known = set(Postcode.objects.filter(code=code).values_list("place", flat=True))
        assert any(name in label for label in labels for name in known), code


@pytest.mark.parametrize("typed", ["Berlin", "hamburg", "Köln", "Koeln", "Frankfurt a.M.", "NRW", "Baden-Württemberg"])
def test_well_known_places_elsewhere_are_said_to_be_elsewhere(typed):
    assert find_place(typed).outcome is Outcome.OUTSIDE


@pytest.mark.parametrize("typed", ["Münster", "Hausen", "Forchheim"])
def test_a_bavarian_place_goes_before_its_namesake_elsewhere(typed):
    assert find_place(typed).outcome in (Outcome.FOUND, Outcome.ASK)


def test_a_region_without_districts_is_not_known():
    Region.objects.create(code="099", name="Oberunterland")

    assert find_place("Oberunterland").outcome == Outcome.UNKNOWN

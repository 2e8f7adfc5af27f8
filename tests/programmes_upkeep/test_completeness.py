"""How much of an entry is known: one number for its centre and for editors, in lists sorted and filtered by it."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal import roles
from programmes.codes import Mode, YesNoUnknown
from programmes.models.centres import Centre, CentreLanguage, CentreText, OpeningHours, Territory
from programmes.upkeep import completeness, facts, selectors
from programmes.upkeep.completeness import Part
from tests.builders.cases import make_user
from tests.builders.programmes import make_centre
from tests.builders.upkeep import make_full_centre

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
LIST = reverse("centre:index")
TOTAL = 13


@pytest.fixture
def editor(site_tree, staff_client):
    return staff_client(make_user(roles.EDITOR))


def make_complete_centre(name="Alles bekannt") -> Centre:
    centre = make_full_centre(name, anonymous_first_talk=YesNoUnknown.NO)
    Territory.objects.get_or_create(centre=centre, level="land")
    return centre


def percent(centre: Centre) -> int:
    return completeness.with_completeness(Centre.objects.all()).get(pk=centre.pk).percent_known


TAKEN_AWAY = {
    **{name: lambda centre, name=name: Centre.objects.update(**{name: ""}) for name in (
        "street", "postcode", "city", "telephone", "email", "website"
    )},
    "modes": lambda centre: Centre.objects.update(modes=[]),
    "step_free": lambda centre: Centre.objects.update(step_free=YesNoUnknown.UNKNOWN),
    "anonymous_first_talk": lambda centre: Centre.objects.update(anonymous_first_talk=YesNoUnknown.UNKNOWN),
    "opening_hours": lambda centre: OpeningHours.objects.all().delete(),
    "languages": lambda centre: CentreLanguage.objects.all().delete(),
    "territories": lambda centre: Territory.objects.all().delete(),
    "texts.de": lambda centre: CentreText.objects.filter(language="de").delete(),
}  # fmt: skip


@pytest.mark.parametrize("key", TAKEN_AWAY)
def test_each_fact_that_is_not_known_counts_once_and_is_named(key):
    centre = make_complete_centre()
    assert (percent(centre), selectors.completeness_of(centre).missing) == (100, [])

    TAKEN_AWAY[key](centre)

    found = selectors.completeness_of(centre)
    assert (found.known, found.total, found.missing) == (TOTAL - 1, TOTAL, [facts.label(key)])
    assert percent(centre) == found.percent == 92


def test_every_fact_asked_for_is_tried():
    assert set(TAKEN_AWAY) == set(completeness.KNOWN)


def test_facts_of_another_centre_and_words_of_another_language_do_not_count():
    centre = make_centre("Leer")
    make_complete_centre()

    CentreText.objects.create(centre=centre, language="en", summary="Counselling")

    assert percent(centre) == selectors.completeness_of(centre).percent == 0


def test_no_answer_is_something_known():
    centre = make_centre("Stelle", step_free=YesNoUnknown.NO)

    assert "step_free" not in completeness.missing_keys(centre.pk)


@pytest.mark.parametrize(
    ("known", "part"), [(6, Part.LITTLE), (7, Part.MOST), (12, Part.MOST), (13, Part.ALL)]
)  # fmt: skip
def test_an_entry_belongs_to_one_part(known, part):
    centre = make_complete_centre()
    for take_away in list(TAKEN_AWAY.values())[: TOTAL - known]:
        take_away(centre)
    rows = completeness.with_completeness(Centre.objects.all())

    assert selectors.completeness_of(centre).known == known
    assert [one for one in Part if completeness.only(rows, one).exists()] == [part]


# --- the list of the CMS ---


def listed(response) -> list[str]:
    soup = BeautifulSoup(response.content, "html.parser")
    return [link.get_text(strip=True) for link in soup.select("td.title .title-wrapper")]


@pytest.fixture
def three():
    make_centre("B wenig"), make_complete_centre("A alles")
    make_full_centre("C viel", modes=[Mode.IN_PERSON])


def test_the_list_shows_the_percentage(editor, three):
    text = editor.get(LIST).content.decode()

    for centre in Centre.objects.all():
        assert f"{selectors.completeness_of(centre).percent}\u00a0%" in text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"ordering": "percent_known"}, ["B wenig", "C viel", "A alles"]),
        ({"ordering": "-percent_known"}, ["A alles", "C viel", "B wenig"]),
        ({"known": "little"}, ["B wenig"]),
        ({"known": "most"}, ["C viel"]),
        ({"known": "all"}, ["A alles"]),
        ({"known": "little", "q": "viel"}, []),
        ({"known": "nonsense"}, ["A alles", "B wenig", "C viel"]),
        ({}, ["A alles", "B wenig", "C viel"]),
    ],
)
def test_the_list_is_sorted_and_filtered_by_it(editor, three, query, names):
    assert listed(editor.get(LIST, query)) == names


def test_entries_that_are_alike_keep_their_order(editor):
    for name in ("C", "A", "B"):
        make_centre(name)

    for ordering in ("percent_known", "-percent_known"):
        assert listed(editor.get(LIST, {"ordering": ordering})) == ["A", "B", "C"]


def test_the_export_follows_the_filter(editor, three):
    table = b"".join(editor.get(LIST, {"known": "little", "export": "csv"}).streaming_content).decode()

    assert "B wenig" in table
    assert "A alles" not in table


def test_the_list_takes_the_same_number_of_queries_for_one_and_for_twenty_rows(editor):
    counts = []
    for number in (1, 19):
        for one in range(number):
            make_full_centre(f"Stelle {number} {one}")
        editor.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            editor.get(LIST, {"ordering": "percent_known", "known": "most"})
        counts.append(len(queries))

    assert counts[0] == counts[1]

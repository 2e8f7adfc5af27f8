"""What readers see of the state of an entry, on its card and its page."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.models.upkeep import Upkeep
from programmes.upkeep import services
from programmes.upkeep.states import FieldGroup, LadderState, Side
from tests.builders.cases import make_user
from tests.builders.upkeep import make_confirmed_centre, make_full_centre, put_in_state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]
LIST = "/de/beratungsstellen/"


def text_of(client, path) -> str:
    return " ".join(client.get(path).content.decode().split())


def test_a_confirmed_entry_says_when_on_card_and_page(client):
    centre = make_confirmed_centre(on=date(2026, 3, 5))

    assert "Bestätigt am 5. März 2026" in text_of(client, LIST)
    page = text_of(client, f"{LIST}{centre.slug}/")
    assert "Bestätigt durch die Stelle am 5. März 2026" in page or "5. März 2026" in page
    assert "Was wann bestätigt wurde" in page


def test_an_entry_never_confirmed_keeps_its_notice_and_gets_no_other(client):
    make_full_centre()

    text = text_of(client, LIST)

    assert "Angaben noch nicht bestätigt" in text
    assert "Nicht bestätigt seit" not in text


@pytest.mark.parametrize(
    ("state", "is_labelled"), [("asked", False), ("reminded", False), ("labelled", True), ("sunk", True)]
)
def test_the_label_stands_on_card_and_page_from_its_rung_on(client, state, is_labelled):
    centre = make_confirmed_centre(on=date(2026, 3, 5))
    put_in_state(centre, LadderState(state))

    for path in (LIST, f"{LIST}{centre.slug}/"):
        assert ("Nicht bestätigt seit 5. März 2026" in text_of(client, path)) == is_labelled


def test_a_stored_page_does_not_outlive_a_step(client):
    centre = make_confirmed_centre()
    Upkeep.objects.update(state=LadderState.REMINDED, state_on=date(2020, 1, 1), round=1, round_on=date(2020, 1, 1))
    assert "Nicht bestätigt seit" not in text_of(client, LIST)

    services.climb()
    assert "Nicht bestätigt seit" in text_of(client, LIST)

    services.confirm(centre_id=centre.pk, groups=FieldGroup.values, side=Side.CENTRE)
    assert "Nicht bestätigt seit" not in text_of(client, LIST)


def test_a_hidden_entry_is_gone_and_comes_back(client):
    centre = make_confirmed_centre()
    put_in_state(centre, LadderState.SUNK, for_days=400)
    assert client.get(f"{LIST}{centre.slug}/").status_code == 200

    services.hide(centre_id=centre.pk, user=make_user())
    assert client.get(f"{LIST}{centre.slug}/").status_code == 404

    services.undo(centre_id=centre.pk, user=make_user())
    assert client.get(f"{LIST}{centre.slug}/").status_code == 200


def test_the_list_takes_the_same_number_of_queries_for_one_and_for_twenty(client):
    make_confirmed_centre("Nummer 0")
    client.get(f"{LIST}?q=eins")
    with CaptureQueriesContext(connection) as one:
        client.get(LIST, {"sort": "title"})
    for number in range(1, 20):
        make_confirmed_centre(f"Nummer {number}")
    client.get(f"{LIST}?q=zwanzig")  # as above: what all pages read alike is kept again
    with CaptureQueriesContext(connection) as twenty:
        client.get(LIST, {"sort": "title"})

    assert len(twenty) == len(one)

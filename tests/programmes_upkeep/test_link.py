"""The page behind the link of a mail: no log-in, no script, safe to repeat."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from portal import tokens
from portal.models import AccessToken
from programmes.models.centres import Centre
from programmes.models.upkeep import ChangeProposal, GroupConfirmation, Upkeep, UpkeepStep, UpkeepTask
from programmes.upkeep import emails, facts, services
from programmes.upkeep.states import FieldGroup, LadderState, TaskKind
from tests.builders.cases import make_user
from tests.builders.referral import filled, main_form
from tests.builders.upkeep import make_confirmed_centre, put_in_state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]


@pytest.fixture
def asked(clock, link):
    """A centre whose round has begun, and the path of its link."""
    centre = make_confirmed_centre()
    clock.forward(days=200)
    services.ask(centre_id=centre.pk)
    return centre, link()


def page(response) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser")


def test_the_page_shows_the_facts_in_groups_and_is_kept_nowhere(asked, client):
    _centre, path = asked

    response = client.get(path)

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    soup = page(response)
    assert len(soup.select("section.upkeep-group")) == len(FieldGroup) + 1
    text = soup.main.get_text(" ", strip=True)
    for fact in ("Hauptstraße 1", "90513", "Arabisch", "Montag 08:00–12:00", "Beratung für alle"):
        assert fact in text


def test_opening_the_link_changes_nothing(asked, client):
    before = (UpkeepStep.objects.count(), AccessToken.objects.filter(spent_at=None).count())

    client.get(asked[1])
    client.head(asked[1])

    assert (UpkeepStep.objects.count(), AccessToken.objects.filter(spent_at=None).count()) == before


def test_one_click_confirms_one_group_and_again_nothing(asked, client):
    centre, path = asked

    for _number in range(2):
        response = client.post(path, {"group": "hours"})
        assert (response.status_code, response["Location"]) == (302, path)

    assert GroupConfirmation.objects.get(centre=centre, group="hours").confirmed_on == timezone.localdate()
    assert UpkeepStep.objects.filter(groups=["hours"]).count() == 1
    assert Upkeep.objects.get().state == LadderState.ASKED
    assert "1 von 6 Gruppen ist beantwortet" in client.get(path).content.decode()


def test_everything_is_right_ends_the_round_and_the_link_says_so(asked, client):
    centre, path = asked

    client.post(path, {"group": "all"})

    assert Upkeep.objects.get().state == LadderState.CONFIRMED
    assert Centre.objects.get(pk=centre.pk).confirmed_on == timezone.localdate()
    response = client.get(path)
    assert response.status_code == 200
    assert "Danke, alle Fragen sind beantwortet" in response.content.decode()
    assert not page(response).main.find("form", method="post")


def test_a_link_that_was_answered_changes_nothing_any_more(asked, client, clock):
    _centre, path = asked
    client.post(path, {"group": "all"})
    clock.forward(days=30)

    response = client.post(path, {"group": "all"})

    assert response.status_code == 302
    assert set(GroupConfirmation.objects.values_list("confirmed_on", flat=True)) == {
        timezone.localdate() - timedelta(days=30)
    }
    assert client.get(f"{path}hours/").status_code == 302


def test_the_link_of_the_question_works_after_the_reminder(asked, client, clock):
    _centre, path = asked
    clock.forward(days=14)
    services.climb()

    client.post(path, {"group": "all"})

    assert Upkeep.objects.get().state == LadderState.CONFIRMED


def test_the_link_brings_a_hidden_entry_back(asked, client):
    centre, path = asked
    Upkeep.objects.update(state=LadderState.HIDDEN)
    Centre.objects.update(is_public=False)

    client.post(path, {"group": "all"})

    assert Centre.objects.get(pk=centre.pk).is_public


def bare(response, secret) -> tuple:
    """The answer without the address that was asked for and the token of the form."""
    text = response.content.decode().replace(secret, "?")
    return response.status_code, re.sub(r'value="[^"]{64}"', "", text)


@pytest.mark.parametrize("end", ["", "hours/"])
def test_wrong_expired_foreign_and_malformed_links_are_answered_alike_to_the_byte(asked, client, clock, end):
    centre, _path = asked
    day = timedelta(days=1)
    foreign = tokens.issue(purpose="registration-place", subject="registration:1", lifetime=day)
    old = tokens.issue(purpose=emails.PURPOSE, subject=f"upkeep:{centre.pk}:1", lifetime=-day)
    gone = tokens.issue(purpose=emails.PURPOSE, subject="upkeep:999999:1", lifetime=day)

    for method in (client.get, client.post):
        answers = {
            bare(method(f"/de/verzeichnis/eintrag/{secret}/{end}"), secret)
            for secret in ("unknown", foreign, old, gone, "x" * 500)
        }
        assert [status for status, _text in answers] == [404]
    assert not GroupConfirmation.objects.filter(confirmed_on=timezone.localdate()).exists()


def test_a_link_ends_by_itself(asked, client, clock):
    clock.forward(days=181)

    assert client.get(asked[1]).status_code == 404


def test_posts_need_the_token_of_the_form(asked):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(asked[1], {"group": "all"}).status_code == 403


@pytest.mark.parametrize("group", ["nonsense", "", "all "])
def test_an_unknown_group_confirms_nothing(asked, client, group):
    client.post(asked[1], {"group": group})

    assert not GroupConfirmation.objects.filter(confirmed_on=timezone.localdate()).exists()


# --- reporting a change ---


def send(client, address, answers):
    form = main_form(client.get(address).content.decode())
    return client.post(address, {**filled(form, {}), **answers})


def test_a_change_becomes_a_proposal_and_changes_nothing_yet(asked, client):
    centre, path = asked

    response = send(client, f"{path}contact/", {"street": "Neue Gasse 5", "postcode": "٩٠٥١٣", "note": "Umzug"})

    assert response["Location"] == path
    task = UpkeepTask.objects.get()
    assert (task.kind, task.group, task.text) == (TaskKind.PROPOSAL, "contact", "Umzug")
    assert ChangeProposal.objects.get().changes == {"street": {"old": "Hauptstraße 1", "new": "Neue Gasse 5"}}
    assert Centre.objects.get(pk=centre.pk).street == "Hauptstraße 1"
    assert "Änderung gemeldet" in client.get(path).content.decode()


def test_a_reported_group_counts_as_answered_and_all_leaves_it_alone(asked, client):
    centre, path = asked
    send(client, f"{path}area/", {"note": "Auch Ansbach"})

    client.post(path, {"group": "all"})

    assert Upkeep.objects.get().state == LadderState.CONFIRMED
    area = GroupConfirmation.objects.get(centre=centre, group="area")
    assert area.confirmed_on == timezone.localdate() - timedelta(days=200)


def test_the_same_form_twice_is_one_proposal(asked, client):
    _centre, path = asked
    form = filled(main_form(client.get(f"{path}hours/").content.decode()), {})

    for _number in range(2):
        client.post(f"{path}hours/", {**form, "day_4": "9-12"})

    assert UpkeepTask.objects.count() == 1


def test_a_form_without_a_change_says_so(asked, client):
    response = send(client, f"{asked[1]}hours/", {})

    assert response.status_code == 200
    assert "Es ist noch nichts anders" in response.content.decode()
    assert page(response).title.get_text().startswith("Fehler: ")


def test_who_wrote_on_an_old_entry_is_told_and_keeps_the_words(asked, client):
    centre, path = asked
    form = filled(main_form(client.get(f"{path}contact/").content.decode()), {})
    centre.city = "Fürth"
    centre.save()

    response = client.post(f"{path}contact/", {**form, "street": "Neue Gasse 5"})

    assert "wurde geändert, während Sie schrieben" in response.content.decode()
    again = filled(main_form(response.content.decode()), {})
    assert again["street"] == ["Neue Gasse 5"]
    assert client.post(f"{path}contact/", {**again, "city": "Fürth"}).status_code == 302


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("8-12", [("08:00:00", "12:00:00")]),
        ("8:30 – 12.15 Uhr, 13:00-16:00", [("08:30:00", "12:15:00"), ("13:00:00", "16:00:00")]),
        ("٨:٠٠-١٢:٠٠", [("08:00:00", "12:00:00")]),
        ("8 bis 12 und 13 bis 15", [("08:00:00", "12:00:00"), ("13:00:00", "15:00:00")]),
    ],
)
def test_hours_are_read_as_people_write_them(asked, client, typed, rows):
    send(client, f"{asked[1]}hours/", {"day_2": typed})

    new = ChangeProposal.objects.get().changes["opening_hours"]["new"]
    assert [(row["opens"], row["closes"]) for row in new if row["weekday"] == 2] == rows
    assert any(row["weekday"] == 0 for row in new)


@pytest.mark.parametrize("typed", ["morgens", "8-25", "12-8", "8-12, 11-13", "8:99-9"])
def test_hours_nobody_can_read_are_named(asked, client, typed):
    response = send(client, f"{asked[1]}hours/", {"day_2": typed})

    assert response.status_code == 200
    assert "„Mittwoch“" in response.content.decode()
    assert not UpkeepTask.objects.exists()


def test_a_centre_says_how_to_get_there(asked, client):
    send(client, f"{asked[1]}words/", {"summary_de": "Beratung für alle", "directions_de": "Bus 70\nEingang im Hof"})

    [change] = ChangeProposal.objects.get().changes.values()
    assert change["new"]["directions"] == "Bus 70\nEingang im Hof"
    assert "Bus 70\nEingang im Hof" in facts.lines("texts.de", change["new"])


def test_directions_without_a_summary_are_refused(asked, client):
    response = send(client, f"{asked[1]}words/", {"summary_de": "", "directions_de": "Bus 70"})

    assert "„Kurzbeschreibung (Deutsch)“ fehlt noch" in response.content.decode()


@pytest.mark.parametrize(
    ("group", "answers", "key"),
    [
        ("languages", {"staff": ["ar", "de"], "interpreter": ["tr"]}, "languages"),
        ("ways", {"modes": ["online"], "audiences": ["women"], "step_free": "no"}, "audiences"),
        ("words", {"summary_de": "Neue Worte"}, "texts.de"),
    ],
)
def test_every_group_has_its_form(asked, client, group, answers, key):
    response = send(client, f"{asked[1]}{group}/", answers)

    assert response.status_code == 302
    assert key in ChangeProposal.objects.get().changes


def test_a_language_chosen_twice_is_named(asked, client):
    response = send(client, f"{asked[1]}languages/", {"staff": ["ar"], "interpreter": ["ar"]})

    assert "nur einmal" in response.content.decode()


def test_the_page_speaks_arabic(asked, client):
    response = client.get(asked[1].replace("/de/", "/ar/"))

    soup = page(response)
    assert soup.html["dir"] == "rtl"
    assert "هل ما زال السجل صحيحاً؟" in soup.h1.get_text()


def test_the_rounds_of_two_centres_are_apart(asked, client, link):
    other = make_confirmed_centre("Andere")
    put_in_state(other, LadderState.CONFIRMED)
    services.ask(centre_id=other.pk)

    client.post(link(), {"group": "all"})

    assert Upkeep.objects.get(centre=asked[0]).state == LadderState.ASKED


def test_another_address_closes_what_went_to_the_old_one(asked, client, outbox):
    """It may have been mistyped: whoever got that mail confirms nothing any more."""
    centre, path = asked

    services.set_contact(centre_id=centre.pk, rhythm=6, email="richtig@example.org", language="", user=make_user())
    response = client.post(path, {"group": "all"})

    assert response.status_code == 404
    assert "Dieser Link funktioniert nicht" in client.get(path).content.decode()
    assert not GroupConfirmation.objects.filter(confirmed_on=timezone.localdate()).exists()
    assert not outbox.exists()  # the mail that had not gone out yet


def test_a_round_that_was_taken_back_has_no_link_any_more(asked, client):
    centre, path = asked

    services.undo(centre_id=centre.pk, user=make_user())

    assert client.get(path).status_code == 404


def test_the_same_address_leaves_the_link_open(asked, client):
    centre, path = asked

    services.set_contact(centre_id=centre.pk, rhythm=3, email="", language="ar", user=make_user())
    client.post(path, {"group": "all"})

    assert Upkeep.objects.get().state == LadderState.CONFIRMED

"""The public way of groups, and the pages behind the links of the mails."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from events import services
from events.models import Event, Group, Needs, Registration
from portal import tokens
from portal.models.tokens import AccessToken
from tests.builders.events import (
    make_event,
    make_event_page,
    make_group,
    make_guest,
    make_registration,
    make_session,
)
from tests.builders.referral import filled, main_form
from tests.privacy import sentinels

pytestmark = pytest.mark.django_db
NAMES = ("گلناز", "Quellindor", "Đặng Thị Hằng")


@pytest.fixture
def event(site_tree):
    event = make_event(slug="tag", capacity=10, asks_photo=True)
    make_event_page(site_tree, event)
    return event


def group_url(event) -> str:
    return f"/de/veranstaltungen/{event.slug}/anmeldung/gruppe/"


def form_of(response):
    return main_form(response.content.decode())


def typed(number: int = 2) -> dict:
    told = {
        "contact_name": sentinels.NAME,
        "contact_email": sentinels.EMAIL,
        "organisation": sentinels.ORGANISATION,
        "audience": "other-centre",
    }
    for place in range(number):
        told |= {f"guest-{place}-name": NAMES[place], f"guest-{place}-email": f"guest{place}@example.org"}
    return told


def form_page(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser").main


def post(client, event, response, told: dict, action: str):
    return client.post(group_url(event), {**filled(form_of(response), told), "action": action})


def link_of(mail, part: str) -> str:
    return re.search(rf"http://testserver(/\S+/{part}/\S+/)", mail.content["text"]).group(1)


def place_link(registration) -> str:
    secret = tokens.issue(purpose="registration-place", subject=registration.subject, lifetime=timedelta(days=1))
    return f"/de/veranstaltungen/platz/{secret}/"


def group_link(group: Group) -> str:
    secret = tokens.issue(purpose="group-places", subject=group.subject, lifetime=timedelta(days=1))
    return f"/de/veranstaltungen/gruppe/{secret}/"


def test_an_office_registers_three_people_without_script(client, event, outbox):
    form = client.get(group_url(event))
    grown = post(client, event, form, typed(2), "add")
    checked = post(client, event, grown, {**typed(3), "guest-1-needs": ["vegan"], "guest-2-photo": "yes"}, "check")
    sent = client.post(group_url(event), {**filled(form_of(checked), {}), "action": "send"})
    receipt = client.get(sent["Location"]).content.decode()

    people = list(Registration.objects.order_by("number"))
    assert [person.name for person in people] == list(NAMES)
    assert {person.organisation for person in people} == {sentinels.ORGANISATION}
    assert [person.may_be_photographed for person in people] == [False, False, True]
    assert Needs.objects.get().registration == people[1]
    group = Group.objects.get()
    assert group.reference in receipt
    assert not sentinels.found_in(receipt)
    assert outbox.last().recipient == sentinels.EMAIL
    again = client.post(group_url(event), {**filled(form_of(checked), {}), "action": "send"})
    assert again["Location"] == sent["Location"]
    assert Registration.objects.count() == 3


def test_adding_and_taking_away_people_keeps_what_was_typed(client, event):
    grown = post(client, event, client.get(group_url(event)), typed(2), "add")
    third = post(client, event, grown, typed(3), "remove-0")

    soup = BeautifulSoup(third.content, "html.parser")
    names = [box["value"] for box in soup.select("main input[name^=guest-][name$=-name]")]
    assert names == list(NAMES[1:])
    assert soup.find("input", {"name": "contact_email"})["value"] == sentinels.EMAIL
    assert not soup.select(".error-summary")


def test_all_errors_of_all_people_are_told_at_once(client, event):
    told = {**typed(2), "guest-0-name": "", "guest-1-email": "nobody", "contact_email": ""}

    response = post(client, event, client.get(group_url(event)), told, "check")

    soup = BeautifulSoup(response.content, "html.parser")
    links = [link["href"] for link in soup.select(".error-summary a")]
    assert links == ["#id_contact_email", "#id_guest-0-name", "#id_guest-1-email"]
    assert all(soup.select(link) for link in links)
    assert soup.title.text.startswith("Fehler")


def test_the_answers_can_be_changed_before_they_are_sent(client, event):
    checked = post(client, event, client.get(group_url(event)), typed(2), "check")

    back = client.post(group_url(event), {**filled(form_of(checked), {}), "action": "change"})

    names = [box["value"] for box in form_of(back).select("input[name^=guest-][name$=-name]")]
    assert names == list(NAMES[:2])


@pytest.mark.parametrize("people", ["-1", "999", "a", "٣", ""])
def test_a_forged_number_of_people_breaks_nothing(client, event, people):
    response = client.post(group_url(event), {**typed(2), "people": people, "action": "check"})

    assert response.status_code == 200
    assert 2 <= len(response.context["form"].parts) <= event.group_size


def test_where_everybody_registers_alone_there_is_no_group(client, event):
    event.group_size = 1
    event.save()

    assert client.get(group_url(event))["Location"].endswith("/anmeldung/")


def test_a_refused_group_keeps_its_answers(client, event):
    make_registration(event, email="guest0@example.org")
    checked = post(client, event, client.get(group_url(event)), typed(2), "check")

    refused = client.post(group_url(event), {**filled(form_of(checked), {}), "action": "send"})
    back = client.post(group_url(event), {**filled(form_of(refused), {}), "action": "change"})

    assert not Group.objects.exists()
    assert form_of(back).find("input", {"name": "guest-1-name"})["value"] == NAMES[1]


def test_the_contact_sees_changes_and_cancels_each_place(client, event, outbox):
    group = make_group(event, 2)
    link = link_of(outbox.last(), "gruppe")
    first, second = group.registrations.order_by("number")

    page = client.get(link)
    changed = client.get(f"{link}{first.reference}/aendern/")
    client.post(f"{link}{first.reference}/aendern/", filled(form_of(changed), {"name": "Bo"}))
    asked = client.get(f"{link}{second.reference}/absage/")
    client.post(f"{link}{second.reference}/absage/")
    client.post(f"{link}{second.reference}/absage/")

    assert first.reference in page.content.decode()
    assert not sentinels.found_in(page.content.decode())
    assert asked.status_code == 200
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.name, second.state) == ("Bo", "cancelled")


def test_the_contact_sees_and_changes_no_needs_of_a_guest_with_an_own_link(client, event):
    group = make_group(event, [make_guest(), replace(make_guest(), email="")])
    guest, without_address = group.registrations.order_by("number")
    Needs.objects.create(registration=guest, codes=["vegan"], remark="Fensterplatz")
    link = group_link(group)

    page = client.get(f"{link}{guest.reference}/aendern/")
    other = client.get(f"{link}{without_address.reference}/aendern/")
    client.post(f"{link}{guest.reference}/aendern/", filled(form_of(page), {"name": "Bo"}) | {"remark": "Gangplatz"})

    guest.refresh_from_db()
    assert "Fensterplatz" not in page.content.decode()
    assert not form_of(page).select("[name=needs], [name=remark]")
    assert form_of(other).select("[name=needs]")
    assert (guest.name, guest.needs.codes, guest.needs.remark) == ("Bo", ["vegan"], "Fensterplatz")


def test_the_contact_reaches_no_place_of_another_group(client, event):
    group, other = make_group(event, 2), make_group(event, 2)
    link = group_link(group)

    for part in ("", "aendern/", "absage/"):
        response = client.post(f"{link}{other.registrations.first().reference}/{part}")
        assert response.status_code == 404
    assert not other.registrations.filter(state="cancelled").exists()


def test_the_whole_group_is_cancelled_by_one_button(client, event):
    group = make_group(event, 2)
    link = group_link(group)

    for _time in range(2):
        assert client.post(link, {"action": "cancel"}).status_code in (200, 302)

    assert {registration.state for registration in group.registrations.all()} == {"cancelled"}


def test_an_offered_place_is_confirmed_by_its_link_and_not_by_looking(client, event, outbox):
    event.confirm_address = True
    event.save()
    registration = make_registration(event)
    link = link_of(outbox.last(), "platz")

    client.get(link)
    registration.refresh_from_db()
    looked = registration.state
    answers = [client.post(link, {"action": "confirm"}).status_code for _time in range(2)]

    registration.refresh_from_db()
    assert (looked, registration.state, answers) == ("offered", "confirmed", [302, 302])
    assert [mail.template.rpartition("/")[2] for mail in outbox] == ["to_confirm", "confirmed"]


def test_a_place_whose_time_is_over_says_so(client, event):
    event.confirm_address = True
    event.save()
    registration = make_registration(event)
    link = place_link(registration)
    Registration.objects.update(offered_until="2020-01-01T00:00Z")

    response = client.post(link, {"action": "confirm"})

    assert response.status_code == 200
    assert "main" in response.content.decode()
    registration.refresh_from_db()
    assert registration.is_offered


def test_the_form_to_change_holds_what_was_told_and_takes_another_person(client, event, outbox):
    workshops = [make_session(event), make_session(event)]
    registration = make_registration(
        event, needs=["vegan"], remark="Fensterplatz", session_ids=[w.pk for w in workshops], photo="yes"
    )
    link = place_link(registration)

    page = client.get(f"{link}aendern/")
    form = form_of(page)
    assert form.find("input", {"name": "remark"})["value"] == "Fensterplatz"
    assert form.find("input", {"name": "needs", "value": "vegan"}).has_attr("checked")
    assert form.find("input", {"name": "photo", "value": "yes"}).has_attr("checked")
    assert form.select_one("select[name=second_choice] option[selected]")["value"] == str(workshops[1].pk)
    assert "no-store" in page["Cache-Control"]

    response = client.post(f"{link}aendern/", filled(form, {"name": "Bo", "email": "bo@example.org"}))

    assert response.status_code == 302
    registration.refresh_from_db()
    assert (registration.name, registration.email) == ("Bo", "bo@example.org")
    assert client.get(link).status_code == 404
    assert outbox.last().recipient == "bo@example.org"


def test_a_change_that_is_not_possible_keeps_what_was_typed(client, event):
    make_registration(event, email="ada@example.org")
    registration = make_registration(event)
    link = f"{place_link(registration)}aendern/"

    told = filled(form_of(client.get(link)), {"name": "Bo", "email": "ada@example.org"})
    response = client.post(link, told)

    assert response.status_code == 200
    assert form_of(response).find("input", {"name": "name"})["value"] == "Bo"
    registration.refresh_from_db()
    assert registration.name != "Bo"


def test_the_page_of_a_place_shows_the_code_for_the_door(client, event):
    group = make_group(event, [make_guest(), make_guest()])
    registration = group.registrations.first()

    for address in (place_link(registration), f"{group_link(group)}{registration.reference}/"):
        assert form_page(client.get(address)).select("img.check-in-code[alt]")


def test_the_page_of_a_place_shows_the_link_to_online_guests_as_long_as_there_is_a_meeting(client, event):
    Event.objects.update(mode="online", capacity=1, online_link="https://meet.example/room")
    group = make_group(event, [make_guest()])
    registration = group.registrations.get()
    waiting = make_registration(event)
    links = place_link(registration), f"{group_link(group)}{registration.reference}/", place_link(waiting)

    def shown() -> list[bool]:
        return ["meet.example" in client.get(link).content.decode() for link in links]

    assert shown() == [True, False, False]
    services.call_off(event_id=event.pk)
    assert shown() == [False, False, False]


def test_after_the_event_the_link_is_shown_to_nobody(client, event, time_machine):
    Event.objects.update(mode="online", online_link="https://meet.example/room")
    event.refresh_from_db()
    link = place_link(make_registration(event))
    AccessToken.objects.update(expires_at=event.ends_at + timedelta(days=1))
    time_machine.move_to(event.ends_at + timedelta(hours=1))

    page = client.get(link)

    assert page.status_code == 200
    assert "meet.example" not in page.content.decode()


def test_pages_of_places_say_that_the_event_was_called_off_and_ask_for_nothing(client, event):
    event.confirm_address = True
    event.save()
    group = make_group(event, 2)
    kept = group.registrations.first()
    confirmed = make_registration(event)
    services.accept(registration_id=confirmed.pk)
    services.call_off(event_id=event.pk)
    receipt = f"/de/veranstaltungen/{event.slug}/anmeldung/{confirmed.reference}/"

    for address in (place_link(confirmed), f"{group_link(group)}{kept.reference}/", receipt):
        page = form_page(client.get(address))
        assert page.h1.get_text(strip=True) == "Diese Veranstaltung ist abgesagt"
        assert not page.select("form, img.check-in-code, a[href*=aendern], a[href*=absage]")
    page = form_page(client.get(group_link(group)))
    assert "abgesagt" in page.get_text()
    assert not page.select("form")


def test_a_guest_takes_another_date_by_the_link(client, event, site_tree):
    event.series = "tour"
    event.save()
    other = make_event(slug="other", series="tour")
    make_event_page(site_tree, other, title="Zweiter Termin")
    registration = make_registration(event)
    link = place_link(registration)

    page = client.get(link).content.decode()
    response = client.post(link, {"action": "date", "date": "other"})

    assert "Zweiter Termin" in page
    assert response["Location"].startswith("/de/veranstaltungen/other/anmeldung/V-")
    assert client.post(link, {"action": "date", "date": "nowhere"}).status_code in (200, 302, 404)
    assert other.registrations.get().is_confirmed


def test_the_link_of_a_cancelled_place_shows_that_it_is_given_back(client, event):
    registration = make_registration(event)
    link = place_link(registration)
    services.cancel(registration_id=registration.pk)

    page = client.get(link)

    assert page.status_code == 200
    assert "aendern" not in page.content.decode()


@pytest.mark.parametrize("part", ["platz/x/", "platz/x/aendern/", "gruppe/x/", "gruppe/x/V-1/", "gruppe/x/V-1/absage/"])
def test_wrong_links_get_one_answer(client, event, part):
    answers = {client.get(f"/de/veranstaltungen/{part}").status_code for _time in range(2)}

    assert answers == {404}


def test_a_link_for_a_group_opens_no_single_place_and_the_other_way_round(event):
    group = make_group(event, [make_guest(), replace(make_guest(), email="")])
    single = place_link(group.registrations.first())
    whole = group_link(group)

    assert Client().get(single.replace("/platz/", "/gruppe/")).status_code == 404
    assert Client().get(whole.replace("/gruppe/", "/platz/")).status_code == 404


def test_people_choose_between_on_site_and_online_where_it_is_counted_apart(client, site_tree):
    event = make_event(
        slug="hybrid", mode="hybrid", capacity=1, online_capacity=5, online_link="https://meet.example/x"
    )
    make_event_page(site_tree, event)
    address = "/de/veranstaltungen/hybrid/anmeldung/"
    told = {"name": "Ada", "email": "ada@example.org", "audience": "other", "attendance": "online"}

    checked = client.post(address, {**filled(form_of(client.get(address)), told), "action": "check"})
    client.post(address, {**filled(form_of(checked), {}), "action": "send"})

    event.refresh_from_db()
    assert (event.taken, event.online_taken) == (0, 1)


def test_without_the_code_nobody_gets_past_the_form(client, site_tree):
    event = make_event(slug="closed", access="code", invitation_code="Enter7")
    make_event_page(site_tree, event)
    address = "/de/veranstaltungen/closed/anmeldung/"
    told = {"name": "Ada", "email": "ada@example.org", "audience": "other"}

    wrong = client.post(address, {**filled(form_of(client.get(address)), {**told, "code": "guess"}), "action": "check"})
    right = client.post(address, {**filled(form_of(wrong), {"code": "enter 7"}), "action": "check"})

    assert form_of(wrong).find("input", {"name": "code"})["value"] == "guess"
    assert form_of(right).find("input", {"name": "answers"})


@pytest.mark.parametrize("part", ["", "gruppe/"])
def test_whoever_guesses_codes_is_stopped_and_the_right_one_does_not_help_then(client, site_tree, part):
    event = make_event(slug="closed", access="code", invitation_code="Enter7")
    make_event_page(site_tree, event)
    address = f"/de/veranstaltungen/closed/anmeldung/{part}"

    answers = [client.post(address, {"code": f"guess{number}", "action": "check"}).status_code for number in range(22)]
    right = client.post(address, {"code": "Enter7", "action": "check"})

    assert answers == [200] * 20 + [429] * 2
    assert right.status_code == 429


def test_the_right_code_is_never_counted(client, site_tree):
    event = make_event(slug="closed", access="code", invitation_code="Enter7")
    make_event_page(site_tree, event)

    answers = {
        client.post("/de/veranstaltungen/closed/anmeldung/", {"code": "Enter7", "action": "check"}).status_code
        for _time in range(25)
    }

    assert answers == {200}

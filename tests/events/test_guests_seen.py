"""Guests see who else comes: only whom they must, only those who agreed, and only by the link of a confirmed place."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from events import changes, emails, indexing, selectors, services
from events.models import Event, Registration
from portal import tokens
from portal.errors import DomainError
from tests.builders.cases import make_user
from tests.builders.events import make_event, make_event_page, make_group, make_guest, make_registration
from tests.builders.referral import filled, main_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(site_tree):
    event = make_event(slug="tag", capacity=10, shows_guests=True)
    make_event_page(site_tree, event)
    return event


def own_link(registration) -> str:
    secret = tokens.issue(purpose=emails.PLACE_PURPOSE, subject=registration.subject, lifetime=timedelta(days=1))
    return reverse("events:place", args=[secret])


def contact_link(registration) -> str:
    group = registration.group
    secret = tokens.issue(purpose=emails.GROUP_PURPOSE, subject=group.subject, lifetime=timedelta(days=1))
    return reverse("events:group_place", args=[secret, registration.reference])


def soup_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def seen(client, registration) -> list[str]:
    """The names on the page behind the guest's own link."""
    return [one.bdi.get_text() for one in soup_of(client.get(own_link(registration))).select(".event-guests__list li")]


def come(event, name: str, listed: str = "yes", **facts) -> Registration:
    return make_registration(event, name=name, listed=listed, **facts)


def changed_to(registration, **facts) -> Registration:
    """After a change of the answers, which the form sends in full."""
    told = {**selectors.told_by(registration), **facts}
    names = ("name", "email", "audience", "organisation", "function", "region")
    guest = services.Guest(**{name: told[name] for name in names})
    return changes.change(registration_id=registration.pk, guest=guest)


def test_a_confirmed_guest_sees_the_others_who_agreed_by_name_and_organisation(client, event):
    reader = come(event, "Reader", listed="")
    for name, listed in (("Cem", "yes"), ("Ada", "yes"), ("Bo", "no"), ("Dua", "")):
        come(event, name, listed=listed, organisation=f"Office of {name}", function="Head")

    response = client.get(own_link(reader))

    rows = [row.get_text() for row in soup_of(response).select(".event-guests__list li")]
    assert rows == ["Ada, Office of Ada", "Cem, Office of Cem"]
    assert b"Head" not in response.content
    assert "no-store" in response["Cache-Control"]


def test_nobody_sees_themselves_or_the_guests_of_another_event(client, event, site_tree):
    other = make_event(slug="anderer", shows_guests=True)
    come(other, "Elsewhere")
    come(event, "Ada")
    reader = come(event, "Reader")

    assert seen(client, reader) == ["Ada"]


def test_where_staff_did_not_switch_the_list_on_nobody_is_shown_asked_or_kept(client, event):
    reader, ada = come(event, "Reader"), come(event, "Ada")
    Event.objects.filter(pk=event.pk).update(shows_guests=False)
    event.refresh_from_db()

    page = soup_of(client.get(own_link(reader)))
    form = client.get("/de/veranstaltungen/tag/anmeldung/").content

    assert page.select(".event-guests") == []
    assert selectors.guests_seen_by(Registration.objects.get(pk=reader.pk)) == []
    assert b'name="listed"' not in form
    assert come(event, "Late").listed == ""
    with pytest.raises(DomainError):
        changes.show_to_guests(registration_id=ada.pk, is_shown=True)


def test_only_confirmed_guests_are_shown_and_only_they_see_the_list(client, event):
    come(event, "Ada")
    Event.objects.filter(pk=event.pk).update(capacity=2)
    last, waiting = come(event, "Last"), come(event, "Waits")
    page = soup_of(client.get(own_link(waiting)))

    assert waiting.is_waiting
    assert "Waits" not in seen(client, last)
    assert page.select(".event-guests__list") == []
    assert "Ada" not in page.get_text()
    # Whether to be shown once there is a place can be said before.
    assert page.select_one(".event-guests button")["value"] == "hide"


@pytest.mark.parametrize("state", ["requested", "offered", "review", "waitlisted"])
def test_a_place_in_any_other_state_neither_shows_nor_sees(client, event, state):
    reader, other = come(event, "Reader"), come(event, "Other")
    until = timezone.now() + timedelta(days=1) if state == "offered" else None
    Registration.objects.filter(pk=other.pk).update(state=state, offered_until=until)

    assert seen(client, reader) == []
    assert selectors.guests_seen_by(Registration.objects.get(pk=other.pk)) == []
    assert "Reader" not in client.get(own_link(other)).content.decode()


def test_who_cancels_vanishes_and_sees_nothing_any_more(client, event):
    reader, other = come(event, "Reader"), come(event, "Other")
    link = own_link(other)

    services.cancel(registration_id=other.pk)

    assert seen(client, reader) == []
    assert "Reader" not in client.get(link).content.decode()


def test_a_called_off_event_shows_nobody(client, event):
    reader, _other = come(event, "Reader"), come(event, "Other")

    services.call_off(event_id=event.pk)

    assert soup_of(client.get(own_link(reader))).select(".event-guests") == []
    assert selectors.guests_seen_by(Registration.objects.get(pk=reader.pk)) == []


@pytest.mark.parametrize("access", [{"access": "code", "invitation_code": "Zebra"}, {"access": "approval"}])
def test_events_by_invitation_or_decision_follow_the_same_rule(client, site_tree, access):
    event = make_event(slug="geladen", shows_guests=True, **access)
    make_event_page(site_tree, event)
    reader, other = come(event, "Reader", code="Zebra"), come(event, "Other", code="Zebra")
    staff = make_user()
    before = seen(client, reader) if access["access"] == "approval" else []
    for one in (reader, other) if access["access"] == "approval" else ():
        services.decide(registration_id=one.pk, is_accepted=True, by=staff)

    assert before == []
    assert seen(client, reader) == ["Other"]


def test_consent_is_given_and_taken_back_by_the_own_link_at_once_and_safe_to_repeat(client, event):
    reader, other = come(event, "Reader", listed=""), come(event, "Other", listed="")
    link = own_link(other)

    def choose(action):
        for _time in range(2):
            response = client.post(link, {"action": action})
            assert (response.status_code, response["Location"]) == (302, f"{link}#gaeste")
        return seen(client, reader)

    client.get(link, {"action": "show"})
    assert seen(client, reader) == []
    assert choose("show") == ["Other"]
    assert choose("hide") == []
    assert choose("show") == ["Other"]


def test_consent_can_be_taken_back_after_the_event_but_not_given(client, event):
    shown, silent = come(event, "Shown"), come(event, "Silent", listed="")
    ended = timezone.now() - timedelta(hours=1)
    links = own_link(shown), own_link(silent)
    Event.objects.filter(pk=event.pk).update(starts_at=ended - timedelta(hours=2), ends_at=ended)

    client.post(links[0], {"action": "hide"})
    refused = client.post(links[1], {"action": "show"})

    assert [one.listed for one in event.registrations.order_by("number")] == ["no", ""]
    assert refused.status_code == 200


def test_the_form_asks_without_a_choice_made_beforehand_and_keeps_what_was_said(client, event):
    address = "/de/veranstaltungen/tag/anmeldung/"
    form = main_form(client.get(address).content.decode())
    radios = soup_of(client.get(address)).select("input[name=listed]")
    told = {"name": "Ada", "email": "ada@example.org", "audience": "other", "listed": "yes"}

    checked = client.post(address, {**filled(form, told), "action": "check"})
    client.post(address, {**filled(main_form(checked.content.decode()), {}), "action": "send"})

    assert [radio["value"] for radio in radios] == ["yes", "no"]
    assert not any(radio.has_attr("checked") or radio.has_attr("required") for radio in radios)
    assert "Ja, die anderen Gäste" in soup_of(checked).main.get_text()
    assert event.registrations.get().is_shown_to_guests


def test_silence_is_no_consent(event):
    registration = make_registration(event)

    assert (registration.listed, registration.is_shown_to_guests) == ("", False)


def test_an_office_agrees_for_nobody(client, event):
    """Not by the form, not by the service, not by the link of its contact."""
    form = client.get("/de/veranstaltungen/tag/anmeldung/gruppe/").content
    group = make_group(event, [make_guest(name=name, listed="yes") for name in ("Greta", "Hakan")])
    greta, hakan = group.registrations.order_by("number")
    reader = come(event, "Reader")

    client.post(contact_link(greta), {"action": "show"})

    assert b"listed" not in form
    assert [one.listed for one in group.registrations.all()] == ["", ""]
    assert seen(client, reader) == []
    client.post(own_link(hakan), {"action": "show"})
    assert seen(client, reader) == ["Hakan"]


def test_the_contact_of_a_group_sees_no_guests_and_takes_nothing_back(client, event):
    come(event, "Ada")
    [one, _other] = make_group(event, 2).registrations.order_by("number")
    changes.show_to_guests(registration_id=one.pk, is_shown=True)

    page = client.get(contact_link(one))
    client.post(contact_link(one), {"action": "hide"})

    assert soup_of(page).select(".event-guests") == []
    assert b"Ada" not in page.content
    assert Registration.objects.get(pk=one.pk).is_shown_to_guests


def test_the_form_to_change_a_place_neither_asks_nor_takes_the_consent(client, event):
    [place, _other] = make_group(event, 2).registrations.order_by("number")
    for link in (own_link(place), contact_link(place)):
        form = main_form(client.get(f"{link}aendern/").content.decode())
        told = filled(form, {"listed": "yes", "function": "Head"})

        response = client.post(f"{link}aendern/", told)

        assert form.find("input", {"name": "listed"}) is None
        assert response.status_code == 302
        assert Registration.objects.get(pk=place.pk).listed == ""


@pytest.mark.parametrize("other", [{"email": "else@example.org"}, {"name": "Somebody Else"}])
def test_another_person_in_the_place_has_agreed_to_nothing(client, event, other):
    reader, place = come(event, "Reader"), come(event, "Ada")

    changed_to(place, **other)

    assert Registration.objects.get(pk=place.pk).listed == ""
    assert seen(client, reader) == []


def test_other_answers_of_the_same_person_leave_the_consent_as_it_is(client, event):
    reader, place = come(event, "Reader"), come(event, "Ada")

    changed_to(place, function="Head")

    assert seen(client, reader) == ["Ada"]


def test_another_date_is_another_event_and_asks_anew(event, site_tree):
    Event.objects.filter(pk=event.pk).update(series="abende")
    later = make_event(slug="spaeter", series="abende", shows_guests=True)
    place = come(event, "Ada")

    moved = changes.change_date(registration_id=place.pk, event_id=later.pk)

    assert moved.event_id == later.pk
    assert moved.listed == ""


def test_what_somebody_agreed_to_is_stored_encrypted_and_goes_with_the_registration(event):
    registration = come(event, "Ada")
    with connection.cursor() as cursor:
        cursor.execute("SELECT listed FROM events_registration")
        stored = bytes(cursor.fetchone()[0])
    Event.objects.filter(pk=event.pk).update(
        starts_at=timezone.now() - timedelta(days=101), ends_at=timezone.now() - timedelta(days=100)
    )

    services.purge()

    assert stored
    assert b"yes" not in stored
    assert not Registration.objects.filter(pk=registration.pk).exists()


def test_guests_are_in_nothing_public(client, event):
    come(event, "Ada Lovelace", organisation="Analytical Society")
    pages = ["/de/veranstaltungen/", "/de/veranstaltungen/tag/", "/de/veranstaltungen/einbetten/"]
    pages += ["/de/veranstaltungen/kalender.ics", "/de/veranstaltungen/kalender.atom", "/api/v1/events/tag"]
    pages += [f"/de/veranstaltungen/tag/anmeldung/{event.registrations.get().reference}/", "/de/suche/?q=Lovelace"]

    for address in pages:
        shown = client.get(address).content.decode().replace("?q=Lovelace", "").replace('value="Lovelace"', "")
        assert "Analytical Society" not in shown, address
        assert "Ada Lovelace" not in shown, address
    assert "Lovelace" not in repr(list(indexing.documents()))


def test_the_number_of_queries_does_not_grow_with_the_guests(event, django_assert_num_queries):
    reader = Registration.objects.select_related("event").get(pk=come(event, "Reader").pk)
    for number in range(5):
        come(event, f"Guest {number}")

    with django_assert_num_queries(1):
        selectors.guests_seen_by(reader)

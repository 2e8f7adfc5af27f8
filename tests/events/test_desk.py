"""Staff's desk: requests, places out of turn, mails to guests, what guests need."""

import io
import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from events.models import Event, GuestMessage, Needs, Registration
from portal import roles
from portal.models import User
from tests.builders.events import make_event, make_group, make_guest, make_registration
from tests.privacy import sentinels

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("site_tree"),
    pytest.mark.ignore_template_errors,
]


@pytest.fixture
def client(staff_client, site_tree):
    user = User.objects.create_user("event-staff@example.org", "a password for tests")
    user.groups.add(Group.objects.get(name=roles.EVENT_STAFF))
    return staff_client(user)


def url(name: str, *args) -> str:
    return reverse(f"event_staff:{name}", args=args)


def logged(action: str) -> list[dict]:
    return list(ModelLogEntry.objects.filter(action=action).values_list("data", flat=True))


def sentences(response) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def test_a_request_is_accepted_and_the_decision_is_logged_without_a_name(client, outbox):
    event = make_event(access="approval")
    registration = make_registration(event)
    address = url("decide_registration", event.pk, registration.pk)

    asked = client.get(address)
    client.post(address, {"decision": "accept", "words": ""})
    again = client.post(address, {"decision": "accept", "words": ""}, follow=True)

    assert asked.status_code == 200
    registration.refresh_from_db()
    assert registration.is_confirmed
    assert [mail.template.rpartition("/")[2] for mail in outbox] == ["requested", "promoted"]
    assert "nicht möglich" in sentences(again)
    assert logged("events.registration_decided") == [{"number": registration.reference, "accepted": True}]


def test_a_refusal_carries_the_words_of_staff(client, outbox):
    event = make_event(access="approval")
    registration = make_registration(event)

    client.post(
        url("decide_registration", event.pk, registration.pk),
        {"decision": "refuse", "words": "Leider nur für Stellen."},
    )

    registration.refresh_from_db()
    assert registration.is_cancelled
    assert "Leider nur für Stellen." in outbox.last().content["text"]


def test_a_group_is_decided_on_as_one(client):
    event = make_event(access="approval")
    group = make_group(event, 3)

    client.post(url("decide_registration", event.pk, group.registrations.first().pk), {"decision": "accept"})

    assert {registration.state for registration in group.registrations.all()} == {"confirmed"}


def test_a_place_out_of_turn_needs_a_reason(client):
    event = make_event(capacity=0)
    first, second = make_registration(event), make_registration(event)
    Event.objects.filter(pk=event.pk).update(capacity=1)
    address = url("move_up_registration", event.pk, second.pk)

    refused = client.post(address, {"note": "  "})
    client.post(address, {"note": "Hält einen Vortrag"})

    assert "Begründen" in sentences(refused) or "Nennen Sie" in sentences(refused)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("waitlisted", "confirmed")
    assert logged("events.registration_moved_up") == [{"number": second.reference}]


WORDS = {"subject_de": "Neuer Raum", "text_de": "Wir sind in Raum 2.\n\nBis bald", "state": "confirmed"}


def preview(client, event, **words):
    page = client.post(url("message", event.pk), {**WORDS, "action": "preview", **words})
    return page, BeautifulSoup(page.content, "html.parser").find("input", {"name": "sealed"})


def test_a_mail_goes_once_to_each_guest_the_filter_chooses_in_their_language(client, outbox):
    event = make_event(capacity=3)
    for language in ("de", "ar", "en"):
        make_registration(event, language=language)
    make_registration(event)
    outbox.all().delete()

    page, sealed = preview(client, event, subject_en="New room", text_en="We are in room 2.")
    for _time in range(3):
        client.post(url("message", event.pk), {"sealed": sealed["value"], "action": "send"})

    assert "3 " in sentences(page)
    assert [(mail.language, mail.content["subject"].strip()) for mail in outbox] == [
        ("de", "Neuer Raum"),
        ("de", "Neuer Raum"),
        ("en", "New room"),
    ]
    assert "Wir sind in Raum 2." in outbox.first().content["text"]
    assert GuestMessage.objects.get().recipients == 3
    assert not any(sentinels.found_in(mail.content["text"]) for mail in outbox)


def test_the_contact_of_a_group_gets_the_mail_once(client, outbox):
    event = make_event()
    group = make_group(event, [replace(make_guest(), email=""), replace(make_guest(), email="")])
    outbox.all().delete()

    _page, sealed = preview(client, event)
    client.post(url("message", event.pk), {"sealed": sealed["value"], "action": "send"})

    assert [mail.recipient for mail in outbox] == [group.contact_email]


def test_what_was_typed_is_kept_when_something_is_missing(client):
    event = make_event()
    make_registration(event)

    page, sealed = preview(client, event, subject_en="Only a subject")

    soup = BeautifulSoup(page.content, "html.parser")
    assert sealed is None
    assert soup.find("input", {"name": "subject_en"})["value"] == "Only a subject"
    assert "Wir sind in Raum 2." in soup.find("textarea", {"name": "text_de"}).text


def test_a_filter_that_chooses_nobody_sends_nothing(client, outbox):
    event = make_event()

    page, sealed = preview(client, event)

    assert sealed is None
    assert page.status_code == 200
    assert not outbox.exists()


def test_a_preview_of_another_event_sends_nothing(client, outbox):
    event, other = make_event(), make_event()
    for one in (event, other):
        make_registration(one)
    outbox.all().delete()

    _page, sealed = preview(client, event)
    client.post(url("message", other.pk), {"sealed": sealed["value"], "action": "send"})

    assert not outbox.exists()


def test_needs_are_counts_for_those_with_a_place_and_name_nobody(client):
    event = make_event(capacity=3)
    make_registration(event, needs=["vegan", "step-free"], remark="Brille vergessen")
    make_registration(event, needs=["vegan"])
    make_registration(event)
    make_registration(event, needs=["halal"])

    page = client.get(url("needs", event.pk))
    book = load_workbook(io.BytesIO(b"".join(client.get(url("needs_xlsx", event.pk)).streaming_content)))

    text = sentences(page)
    assert re.search(r"Veganes Essen 2\b", text)
    assert "Brille vergessen" in text
    assert "Halal" not in text
    assert not sentinels.found_in(text)
    numbers = {row[0]: row[1] for row in book.active.iter_rows(min_row=2, values_only=True)}
    assert sorted(numbers.values()) == ["1", "1", "2"]
    assert len(logged("events.needs_seen")) == 2


def test_needs_have_a_right_of_their_own(client):
    event = make_event()
    make_registration(event, needs=["vegan"])
    Group.objects.get(name=roles.EVENT_STAFF).permissions.remove(
        *Group.objects.get(name=roles.EVENT_STAFF).permissions.filter(codename="view_needs")
    )

    response = client.get(url("needs", event.pk), follow=True)

    assert "Veganes Essen" not in sentences(response)
    assert url("needs", event.pk) not in client.get(url("registrations", event.pk)).content.decode()


def test_the_list_shows_what_can_be_done_with_each_place(client):
    event = make_event(capacity=1, access="approval")
    registration = make_registration(event)

    page = client.get(url("registrations", event.pk)).content.decode()

    assert url("decide_registration", event.pk, registration.pk) in page
    assert Registration.objects.get().is_requested
    assert not Needs.objects.exists()

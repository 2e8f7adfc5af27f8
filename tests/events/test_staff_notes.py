"""What the team writes about a guest for itself."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.template import Engine
from django.test import Client
from django.urls import reverse

from events import changes, services
from portal import roles, tokens
from portal.models import User
from tests.builders.events import make_event, make_event_page, make_guest, make_registration
from tests.privacy import sentinels

pytestmark = pytest.mark.django_db
NOTE = sentinels.FREE_TEXT


@pytest.fixture
def registration(site_tree, monkeypatch):
    monkeypatch.setattr(Engine.get_default(), "string_if_invalid", "")  # Wagtail's own templates
    event = make_event()
    make_event_page(site_tree, event)
    return make_registration(event)


@pytest.fixture
def client(staff_client, registration):
    user = User.objects.create_user("event-staff@example.org", "a password for tests")
    user.groups.add(Group.objects.get(name=roles.EVENT_STAFF))
    return staff_client(user)


def address_of(registration) -> str:
    return reverse("event_staff:note", args=[registration.event_id, registration.pk])


def test_it_stands_in_the_list_in_the_table_and_at_the_door(client, registration):
    sent = client.post(address_of(registration), {"text": f"  {NOTE}\n"})

    registration.refresh_from_db()
    assert registration.staff_note == NOTE
    assert NOTE in client.get(sent.url).text
    assert NOTE in client.get(reverse("event_staff:check_in", args=[registration.event_id])).text
    table = client.post(reverse("event_staff:registrations_csv", args=[registration.event_id]))
    assert NOTE in b"".join(table).decode()

    client.post(address_of(registration), {"text": ""})

    registration.refresh_from_db()
    assert registration.staff_note == ""


def test_what_is_too_long_comes_back_as_it_was_typed(client, registration):
    response = client.post(address_of(registration), {"text": "a" * 301})

    assert response.status_code == 200
    assert "a" * 301 in response.text


@pytest.mark.parametrize(("name", "is_kept"), [("Jemand Anderes", False), (f" {sentinels.NAME.upper()} ", True)])
def test_it_goes_with_the_name_where_a_house_shares_an_address_but_not_with_its_spelling(registration, name, is_kept):
    services.note(registration_id=registration.pk, text=NOTE)

    changes.change(registration_id=registration.pk, guest=make_guest(registration.email, name=name))

    registration.refresh_from_db()
    assert registration.staff_note == (NOTE if is_kept else "")


def test_no_guest_sees_it_and_the_next_guest_does_not_inherit_it(client, registration, outbox):
    services.note(registration_id=registration.pk, text=NOTE)
    secret = tokens.issue(purpose="registration-place", subject=registration.subject, lifetime=timedelta(hours=1))
    for view in ("place", "change_place"):
        assert NOTE not in Client().get(reverse(f"events:{view}", kwargs={"secret": secret})).text

    changes.change(registration_id=registration.pk, guest=make_guest())

    registration.refresh_from_db()
    assert registration.staff_note == ""
    assert not any(NOTE in str(mail.content) for mail in outbox)

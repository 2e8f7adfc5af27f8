"""What keeps programs from filling an event with guests that do not exist, and turns nobody away (F33)."""

import re

import pytest
import time_machine as clock
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from events import services
from events.models import Registration
from events.steps import MAILS_A_PERSON
from tests.builders.events import make_event, make_event_page
from tests.builders.referral import filled, main_form

pytestmark = pytest.mark.django_db
ADDRESS = "/de/veranstaltungen/info/anmeldung/"
LINK = re.compile(r"http://testserver(/\S+/(?:platz|gruppe)/\S+/)")


@pytest.fixture(autouse=True)
def two_people_at_once(settings):
    settings.REGISTRATIONS_PER_CONNECTION = 2


@pytest.fixture
def event(site_tree):
    event = make_event(slug="info", capacity=4)
    make_event_page(site_tree, event)
    return event


def sent(number: int, client: Client | None = None, **told):
    """Somebody walks through the form; the answer to the last click."""
    client = client or Client()
    told = {"name": f"Gast {number}", "email": f"gast{number}@example.org", "audience": "other", **told}
    page = main_form(client.get(ADDRESS).content.decode())
    checked = client.post(ADDRESS, {**filled(page, told), "action": "check"})
    return client.post(ADDRESS, {**filled(main_form(checked.content.decode()), {}), "action": "send"})


def sent_for(people: int, number: int, client: Client | None = None):
    """An office registers a group."""
    client = client or Client()
    told = {"contact_name": "Kontakt", "contact_email": f"kontakt{number}@example.org", "audience": "other"}
    for person in range(people):
        told |= {f"guest-{person}-name": "Gast", f"guest-{person}-email": f"gast{number}-{person}@example.org"}
    page = client.get(f"{ADDRESS}gruppe/")
    for _press in range(people - 2):
        data = {**filled(main_form(page.content.decode()), told), "action": "add"}
        page = client.post(f"{ADDRESS}gruppe/", data)
    data = {**filled(main_form(page.content.decode()), told), "action": "check"}
    checked = client.post(f"{ADDRESS}gruppe/", data)
    data = {**filled(main_form(checked.content.decode()), {}), "action": "send"}
    return client.post(f"{ADDRESS}gruppe/", data)


def states() -> list[str]:
    return list(Registration.objects.order_by("number").values_list("state", flat=True))


def test_after_so_many_people_of_a_connection_a_place_is_kept_until_the_click_in_the_mail(event, outbox):
    for number in range(3):
        assert sent(number).status_code == 302

    assert states() == ["confirmed", "confirmed", "offered"]
    link = LINK.search(outbox.last().content["text"])[1]
    assert Client().post(link, {"action": "confirm"}).status_code == 302
    assert states() == ["confirmed"] * 3


def test_a_place_nobody_confirms_goes_to_somebody_else(event):
    for number in range(4):
        sent(number)

    with clock.travel(timezone.now() + timezone.timedelta(days=4)):
        services.lapse()

    assert states() == ["confirmed", "confirmed", "cancelled", "cancelled"]
    event.refresh_from_db()
    assert event.taken == 2


def test_who_waits_is_asked_too_once_a_place_becomes_free(event):
    for number in range(5):
        sent(number)

    services.cancel(registration_id=Registration.objects.get(number=1).pk)

    assert states() == ["cancelled", "confirmed", "offered", "offered", "offered"]


def test_people_of_a_group_count_each_and_one_click_of_the_contact_confirms_them(event, outbox):
    assert sent_for(3, 1).status_code == 302

    assert states() == ["offered"] * 3
    [mail] = outbox
    Client().post(LINK.search(mail.content["text"])[1], {"action": "confirm"})
    assert states() == ["confirmed"] * 3


def test_staff_who_accept_a_request_do_not_stand_for_its_address(event, event_staff, django_user_model):
    event.access = "approval"
    event.save()
    for number in range(3):
        sent(number)

    by = django_user_model.objects.first()
    for registration in Registration.objects.all():
        services.decide(registration_id=registration.pk, is_accepted=True, by=by)

    assert states() == ["confirmed", "confirmed", "offered"]


def test_other_connections_know_nothing_of_it(event):
    for number in range(3):
        sent(number)

    assert sent(3, Client(REMOTE_ADDR="192.0.2.7")).status_code == 302
    assert states() == ["confirmed", "confirmed", "offered", "confirmed"]


def test_a_header_anybody_can_send_is_no_other_connection(event):
    for number in range(3):
        sent(number, Client(HTTP_X_FORWARDED_FOR=f"192.0.2.{number}"))

    assert states() == ["confirmed", "confirmed", "offered"]


def test_after_a_quarter_of_an_hour_all_is_as_before(event):
    for number in range(3):
        sent(number)

    with clock.travel(timezone.now() + timezone.timedelta(minutes=16)):
        sent(3)

    assert states() == ["confirmed", "confirmed", "offered", "confirmed"]


def test_a_connection_that_would_make_the_portal_write_to_many_is_told_to_wait(event, settings, outbox):
    settings.REGISTRATIONS_PER_CONNECTION = 1
    for number in range(MAILS_A_PERSON):
        assert sent(number).status_code == 302
    mails = outbox.count()

    answer = sent(99)

    assert answer.status_code == 429
    assert (outbox.count(), Registration.objects.count()) == (mails, MAILS_A_PERSON)
    page = BeautifulSoup(answer.content, "html.parser")
    assert "in 15 Minuten" in page.main.get_text()
    kept = Client().post(ADDRESS, {"answers": page.find("input", {"name": "answers"})["value"], "action": "change"})
    assert "gast99@example.org" in kept.content.decode()


def test_each_guest_of_a_group_with_an_address_counts_as_a_mail(event, settings, outbox):
    settings.REGISTRATIONS_PER_CONNECTION = 1
    for number in range(2):
        assert sent_for(4, number).status_code == 302

    assert sent_for(2, 9).status_code == 429


def test_a_form_that_was_never_loaded_a_filled_trap_and_a_made_up_seal_lead_to_nothing(event):
    told = {"name": "Gast", "email": "gast@example.org", "audience": "other"}
    foreign = Client(enforce_csrf_checks=True)

    answers = [
        foreign.post(ADDRESS, {**told, "action": "check"}),
        Client().post(ADDRESS, {**told, "action": "send", "answers": "made up"}),
        Client().post(ADDRESS, {**told, "action": "check", "form_id": "made up"}),
    ]
    page = filled(main_form(Client().get(ADDRESS).content.decode()), {**told, "homepage": "https://example.org"})
    trapped = Client().post(ADDRESS, {**page, "homepage": "https://example.org", "action": "check"})

    assert [answer.status_code for answer in answers] == [403, 200, 200]
    assert not Registration.objects.exists()
    assert b'name="answers"' not in b"".join(answer.content for answer in [*answers[1:], trapped])


def test_whoever_was_refused_has_not_used_up_the_places_of_the_house(event):
    sent(1)
    for _try in range(4):
        refused = sent(1)  # the address is known already
    accepted = sent(2)

    assert (refused.status_code, accepted.status_code) == (200, 302)
    assert states() == ["confirmed", "confirmed"]


def test_a_place_cannot_be_handed_on_to_very_many_strangers(event, outbox):
    sent(0)
    link = LINK.search(outbox.last().content["text"])[1]
    answers = []
    for number in range(MAILS_A_PERSON + 2):
        page = Client().get(f"{link}aendern/")
        told = {"name": f"Fremder {number}", "email": f"fremder{number}@example.org"}
        answers.append(Client().post(f"{link}aendern/", {**filled(main_form(page.content.decode()), told)}))
        if answers[-1].status_code != 302:
            break
        link = LINK.search(outbox.last().content["text"])[1]

    assert answers[-1].status_code == 200
    assert "Versuchen Sie es" in answers[-1].text
    assert told["name"] in answers[-1].text
    assert outbox.count() <= MAILS_A_PERSON * 2 + 1

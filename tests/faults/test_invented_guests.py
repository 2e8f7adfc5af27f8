"""Five thousand registrations by programs, and people who come meanwhile, over the same connection too (F33)."""

import re
from collections import Counter
from random import Random

import pytest
from django.test import Client
from django.utils import timezone

from events import services
from events.models import Event, Registration
from tests.builders.events import make_event, make_event_page
from tests.events.test_invented_guests import ADDRESS, sent, sent_for

pytestmark = [pytest.mark.fault, pytest.mark.django_db]
ATTACKS, PLACES = 5_000, 300
PROGRAM, HOUSE = "192.0.2.66", "192.0.2.7"
HIDDEN = re.compile(r'<input type="hidden" name="(form_id|answers)" value="([^"]*)"')
LINK = re.compile(r"http://testserver(/\S+/(?:platz|gruppe)/\S+/)")


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level("ERROR", "django.security.csrf")


@pytest.fixture
def event(site_tree) -> Event:
    event = make_event(slug="info", capacity=PLACES)
    make_event_page(site_tree, event)
    return event


def told(number: int) -> dict:
    return {"name": f"Gast {number}", "email": f"invented{number}@example.org", "audience": "other"}


def without_form(client: Client, number: int) -> int:
    """Posts what it read once from a page, with another address; knows of no cookie."""
    careless = Client(enforce_csrf_checks=True, REMOTE_ADDR=PROGRAM)
    return careless.post(ADDRESS, {**told(number), "action": "check"}).status_code


def with_made_up_seal(client: Client, number: int) -> int:
    return client.post(ADDRESS, {"answers": f"gAAAAAB{number}", "action": "send"}).status_code


def into_the_trap(client: Client, number: int) -> int:
    """Fills in every box there is."""
    hidden = dict(HIDDEN.findall(client.get(ADDRESS).content.decode()))
    data = {**told(number), **hidden, "homepage": "https://example.org", "action": "check"}
    checked = dict(HIDDEN.findall(client.post(ADDRESS, data).content.decode()))
    return client.post(ADDRESS, {**checked, "action": "send"}).status_code


def patiently(client: Client, number: int) -> int:
    """As a person does, page by page."""
    hidden = dict(HIDDEN.findall(client.get(ADDRESS).content.decode()))
    page = client.post(ADDRESS, {**told(number), **hidden, "action": "check"}).content.decode()
    return client.post(ADDRESS, {**dict(HIDDEN.findall(page)), "action": "send"}).status_code


KINDS = (without_form, with_made_up_seal, into_the_trap, patiently)


def flood(*, attacks: int, meanwhile: dict[int, int]) -> tuple[Counter, dict[int, int]]:
    """The attack from one connection. ``meanwhile``: after so many attacks this person of the house behind the same
    connection registers; returns the answers to both."""
    chance, program, statuses, people = Random(33), Client(REMOTE_ADDR=PROGRAM), Counter(), {}
    for number in range(attacks):
        kind = chance.choice(KINDS)
        statuses[kind.__name__, kind(program, number)] += 1
        if number in meanwhile:
            people[meanwhile[number]] = sent(meanwhile[number], Client(REMOTE_ADDR=PROGRAM)).status_code
    return statuses, people


def use_links(outbox, whose: str) -> None:
    """Real people read their mails and confirm."""
    for mail in outbox:
        if mail.recipient.startswith(whose) and (link := LINK.search(mail.content["text"])):
            Client(REMOTE_ADDR=HOUSE).post(link[1], {"action": "confirm"})


def places_of(whose: str) -> Counter:
    found = Registration.objects.exclude(state="cancelled")
    return Counter(place.state for place in found if place.mailbox.startswith(whose))


def test_of_five_thousand_invented_guests_one_in_a_hundred_has_a_place_and_no_person_is_refused(
    event, outbox, settings, time_machine
):
    start = timezone.localtime().replace(hour=9, minute=0)
    time_machine.move_to(start, tick=False)
    people = range(10)
    neighbours = [sent(100 + person, Client(REMOTE_ADDR=HOUSE)).status_code for person in people]

    statuses, own = flood(
        attacks=ATTACKS, meanwhile={20 * (person + 1): person for person in people[:5]} | {4_000: 5, 4_999: 6}
    )
    mails = outbox.count()
    time_machine.shift(16 * 60)
    come_again = [person for person in people if own.get(person) != 302]
    late = [sent(person, Client(REMOTE_ADDR=PROGRAM)).status_code for person in come_again]
    use_links(outbox, "gast")
    for _day in range(10):
        time_machine.shift(24 * 3600)
        services.lapse()

    assert neighbours == [302] * 10
    assert [own[person] for person in range(5)] == [302] * 5
    assert {own[5], own[6]} <= {302, 429}
    assert late == [302] * len(come_again)
    assert places_of("gast") == {"confirmed": 20}
    invented = places_of("invented")
    assert set(invented) == {"confirmed"}
    assert invented.total() <= ATTACKS / 100
    assert {kind: status for kind, status in statuses if status == 302} == {"patiently": 302}
    assert statuses["without_form", 403] == sum(n for (kind, _status), n in statuses.items() if kind == "without_form")
    assert statuses["patiently", 302] <= 10 * settings.REGISTRATIONS_PER_CONNECTION
    assert mails <= 10 * settings.REGISTRATIONS_PER_CONNECTION + 10
    event.refresh_from_db()
    assert event.taken == invented.total() + 20


def test_without_the_counts_a_program_fills_the_event(event, settings):
    """The control: the same attack where nothing is counted."""
    settings.REGISTRATIONS_PER_CONNECTION = 10**9

    flood(attacks=6 * PLACES, meanwhile={})

    assert places_of("invented") == {"confirmed": PLACES, "waitlisted": Registration.objects.count() - PLACES}


def test_sixty_offices_behind_one_connection_register_two_hundred_and_fifty_people(event, outbox):
    sizes = [5] * 10 + [4] * 50

    answers = [sent_for(size, number, Client(REMOTE_ADDR=HOUSE)).status_code for number, size in enumerate(sizes)]
    use_links(outbox, "kontakt")

    assert answers == [302] * 60
    assert Counter(Registration.objects.values_list("state", flat=True)) == {"confirmed": 250}

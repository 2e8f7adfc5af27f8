"""A networking day from its first fact in the CMS to the day nothing personal of it is left."""

import io
import random
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from events.models import Event, EventFigures
from events.signature_list import SignatureList
from portal import clock, roles
from portal.models import OutgoingMail, User
from portal.page_translation import translate_page
from portal.privacy import classified_models
from tests.builders.attendance import make_signed_list
from tests.builders.events import make_event_page
from tests.builders.referral import filled, main_form

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True)
class Size:
    people: int
    offices: int
    seats: int
    authorities: int
    cancelled: int
    came: int


SMALL = Size(people=30, offices=8, seats=22, authorities=6, cancelled=6, came=14)
FULL = Size(people=250, offices=60, seats=180, authorities=40, cancelled=40, came=120)
FACTS = {
    "kind": "networking-day",
    "slug": "vernetzungstag",
    "starts_at": "2027-02-18 09:30",
    "ends_at": "2027-02-18 16:30",
    "mode": "on-site",
    "venue_name": "Tagungsort",
    "venue_place": "Nürnberg",
    "group_size": "8",
    "access": "open",
    "asks_needs": "on",
    "asks_photo": "on",
    "languages": ["de", "en"],
    "online_capacity": "0",
    "sessions-INITIAL_FORMS": "0",
    "sessions-TOTAL_FORMS": "3",
    "questions-INITIAL_FORMS": "0",
    "questions-TOTAL_FORMS": "0",
    "quotas-INITIAL_FORMS": "0",
    "quotas-TOTAL_FORMS": "1",
    "quotas-0-audiences": ["authority", "project"],
    "quotas-0-ORDER": "1",
}
WORKSHOPS = {"zuweisung": 30, "papiere": 20, "ankommen": 60}


def set_up(staff: Client, size: Size) -> Event:
    data = {**FACTS, "capacity": str(size.seats), "quotas-0-capacity": str(size.authorities)}
    for place, (code, seats) in enumerate(WORKSHOPS.items()):
        data |= {f"sessions-{place}-code": code, f"sessions-{place}-capacity": str(seats)}
        data |= {f"sessions-{place}-ORDER": str(place + 1), f"sessions-{place}-room": f"Raum {place}"}
    response = staff.post(reverse("events_event:add"), data)
    assert response.status_code == 302, re.findall(r'error-message">(.*?)<', response.content.decode(), re.DOTALL)
    return Event.objects.get()


def send(address: str, told: dict, *, presses: int) -> None:
    """Each office has a browser and a connection of its own. The form of a group has two people; a press adds one."""
    number = int(told["organisation"].removeprefix("Stelle ") or 0)
    browser = Client(REMOTE_ADDR=f"192.0.2.{number}")
    page = browser.get(address)
    for _press in range(presses):
        page = browser.post(address, {**filled(main_form(page.content.decode()), told), "action": "add"})
    checked = browser.post(address, {**filled(main_form(page.content.decode()), told), "action": "check"})
    sent = browser.post(address, {**filled(main_form(checked.content.decode()), {}), "action": "send"})
    assert sent.status_code == 302, sent.content.decode()[-3000:]
    assert browser.get(sent["Location"]).status_code == 200


def parties(size: Size, chance: random.Random) -> list[tuple[str, int, str]]:
    """Office, number of people and audience, until everybody has come; about half of them in groups."""
    found, people = [], 0
    while people < size.people:
        together = min(chance.choice([1, 1, 1, 1, 2, 3, 5, 8]), size.people - people)
        audience = chance.choice(["state-centre", "other-centre", "authority", "volunteer"])
        found.append((f"Stelle {len(found) % size.offices}", together, audience))
        people += together
    return found


def told_by(number: int, office: str, size: int, audience: str, sessions: list[int], chance: random.Random) -> dict:
    def answers(prefix: str, person: int) -> dict:
        first, second = chance.sample(sessions, 2)
        return {
            f"{prefix}name": f"Gast {number}-{person}",
            f"{prefix}email": f"gast{number}-{person}@example.org",
            f"{prefix}first_choice": str(first),
            f"{prefix}second_choice": str(second),
            f"{prefix}needs": ["vegan"] if chance.random() < 0.2 else [],
            f"{prefix}photo": chance.choice(["yes", "no", ""]),
        }

    told = {"organisation": office, "audience": audience}
    if size == 1:
        return told | answers("", 0)
    told |= {"contact_name": f"Kontakt {number}", "contact_email": f"kontakt{number}@example.org"}
    for person in range(size):
        told |= answers(f"guest-{person}-", person)
    return told


class Oracle:
    """The published rule, told once more and as simply as possible: whoever comes or goes, the line is gone through."""

    def __init__(self, size: Size):
        self.size = size
        self.parties: list[dict] = []

    def come(self, key: int, people: list[str], audience: str) -> None:
        self.parties.append({"key": key, "people": people, "audience": audience, "in": False})
        self.settle()

    def leave(self, name: str) -> None:
        for party in self.parties:
            party["people"] = [person for person in party["people"] if person != name]
        self.parties = [party for party in self.parties if party["people"]]
        self.settle()

    def settle(self) -> None:
        is_closed = dict.fromkeys(("seats", "quota"), False)
        for party in self.parties:
            if party["in"]:
                continue
            counted = party["audience"] in ("authority", "project")
            pools = ("seats", "quota") if counted else ("seats",)
            short = [pool for pool in pools if len(party["people"]) > self.left(pool)]
            if short or any(is_closed[pool] for pool in pools):
                is_closed |= dict.fromkeys(short, True)
            else:
                party["in"] = True

    def left(self, pool: str) -> int:
        inside = [party for party in self.parties if party["in"]]
        if pool == "seats":
            return self.size.seats - sum(len(party["people"]) for party in inside)
        return self.size.authorities - sum(
            len(p["people"]) for p in inside if p["audience"] in ("authority", "project")
        )

    def names(self, *, inside: bool) -> list[str]:
        return [person for party in self.parties if party["in"] is inside for person in party["people"]]


def register_everybody(event: Event, size: Size, oracle: Oracle, chance: random.Random) -> None:
    sessions = list(event.sessions.values_list("pk", flat=True))
    for number, (office, together, audience) in enumerate(parties(size, chance)):
        language = chance.choice(["de", "en"])
        address = f"/{language}/veranstaltungen/{event.slug}/anmeldung/{'gruppe/' if together > 1 else ''}"
        told = told_by(number, office, together, audience, sessions, chance)
        send(address, told, presses=max(together - 2, 0))
        oracle.come(number, [f"Gast {number}-{person}" for person in range(together)], audience)


def cancel_some(event: Event, size: Size, oracle: Oracle, chance: random.Random) -> None:
    """By the links of the mails, as people do."""
    for registration in chance.sample(list(event.registrations.order_by("number")), size.cancelled):
        mail = OutgoingMail.objects.filter(reference=registration.subject).latest("pk")
        [link] = set(re.findall(r"http://testserver(/\S+/platz/[^\s\"]+/)", mail.content["text"]))
        Client().post(link.replace("/platz/", "/absage/"))
        oracle.leave(registration.name)


def names_of(event: Event, **only) -> list[str]:
    return [registration.name for registration in event.registrations.filter(**only).order_by("number")]


def keep_the_door(staff: Client, event: Event, size: Size, chance: random.Random) -> set[str]:
    there = set()
    for registration in chance.sample(list(event.registrations.filter(state="confirmed")), size.came):
        page = staff.get(reverse("event_staff:check_in", args=[event.pk]), {"r": registration.reference})
        form = (
            BeautifulSoup(page.content, "html.parser").find("input", value=registration.reference).find_parent("form")
        )
        button = form.find("button", type="submit")
        pressed = {**filled(form, {}), button["name"]: button["value"]}
        staff.post(reverse("event_staff:check_in", args=[event.pk]), pressed)
        there.add(registration.name)
    return there


def left_behind() -> dict[str, int]:
    """Rows of every model that may hold something about a person of the event."""
    kept = {"events.SignedList", "events.Feedback"}
    models = [model for model in classified_models() if model._meta.app_label == "events" and model.privacy.personal]
    counts = {model._meta.label: model.objects.count() for model in models if model._meta.label not in kept}
    return {**counts, "mails": OutgoingMail.objects.count()}


@pytest.fixture
def staff_of_the_day(staff_client, time_machine):
    """``staff_of_the_day(day, hour)``: it is then, and staff have just logged in."""
    user = User.objects.create_user("event-staff@example.org", "a password for tests")
    user.groups.add(Group.objects.get(name=roles.EVENT_STAFF))

    def log_in(month: int, day: int, hour: int) -> Client:
        time_machine.move_to(datetime(2027, month, day, hour, tzinfo=BERLIN))
        return staff_client(user)

    return log_in


@pytest.mark.parametrize("size", [SMALL, pytest.param(FULL, marks=pytest.mark.fault)], ids=["small", "full"])
def test_a_networking_day_from_the_first_fact_to_the_last_deletion(size, staff_of_the_day, site_tree, time_machine):
    chance, oracle = random.Random(7), Oracle(size)
    event = set_up(staff_of_the_day(1, 11, 9), size)
    page = make_event_page(site_tree, event, title="Vernetzungstag")
    translate_page(page.get_parent(), "en", {})
    translate_page(page, "en", {"Vernetzungstag": "Networking day"})

    register_everybody(event, size, oracle, chance)
    event.refresh_from_db()
    assert (event.registrations.count(), event.taken + event.waiting) == (size.people, size.people)
    assert names_of(event, state="confirmed") == oracle.names(inside=True)
    cancel_some(event, size, oracle, chance)
    event.refresh_from_db()
    assert sorted(names_of(event, state="confirmed")) == sorted(oracle.names(inside=True))
    assert sorted(names_of(event, state="waitlisted")) == sorted(oracle.names(inside=False))
    assert event.taken == len(oracle.names(inside=True)) <= size.seats
    for workshop in event.sessions.all():
        assert workshop.taken == workshop.choices.filter(seated=True).count() <= workshop.capacity

    staff = staff_of_the_day(2, 18, 9)
    signed = [name for _number, name, _organisation in SignatureList(event).guests]
    assert signed == sorted(oracle.names(inside=True), key=str.casefold)
    assert staff.get(reverse("event_staff:signature_list", args=[event.pk])).content.startswith(b"%PDF")
    assert staff.get(reverse("event_staff:badges", args=[event.pk])).content.startswith(b"%PDF")
    there = keep_the_door(staff, event, size, chance)
    make_signed_list(event)

    staff = staff_of_the_day(2, 19, 10)
    clock.run()
    thanked = {r.name for r in event.registrations.filter(last_clock_mail="thanks")}
    assert thanked == there
    table = staff.get(reverse("event_staff:figures_xlsx", args=[event.pk]))
    rows = list(load_workbook(io.BytesIO(b"".join(table.streaming_content))).active.iter_rows(values_only=True))
    assert any(str(size.came) in map(str, row) for row in rows), rows
    certificates = staff.get(reverse("event_staff:certificates", args=[event.pk]))
    assert certificates.content.startswith(b"%PDF")
    came = Counter(guest.audience for guest in event.registrations.all() if guest.name in there)

    OutgoingMail.objects.update(state="sent", ended_at=datetime(2027, 2, 19, 10, 0, tzinfo=BERLIN))
    time_machine.move_to(event.ends_at + timedelta(days=90, hours=1))
    done, failed = clock.run()
    assert failed == []
    assert done["event retention"] == size.people
    assert set(left_behind().values()) == {0}, left_behind()
    kept = EventFigures.objects.filter(event=event, dimension="audience", attended__gt=0)
    assert dict(kept.values_list("code", "attended")) == came

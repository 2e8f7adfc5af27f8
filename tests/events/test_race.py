"""The last places under real parallel load by real server processes; and without protection, which must fail."""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.utils import timezone

from events import reminders, services
from events.models import Event, Registration
from portal.models import OutgoingMail
from tests.bench.servers import ROOT, free_port, manage, serve
from tests.builders.events import make_event, make_group, make_guest, make_quota, make_registration
from tests.events.race import PLACES

PEOPLE = 80
ADDRESS = "/de/veranstaltungen/race/anmeldung/"


class Browser:
    """One person: keeps cookies, follows nothing."""

    def __init__(self, port: int):
        self.port = port
        self.cookies: dict[str, str] = {}
        self.fields: dict[str, str] = {}

    def open(self, **data) -> http.client.HTTPResponse:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if data:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}"}
        line.request("POST" if data else "GET", ADDRESS, urlencode(data) if data else None, headers)
        answer = line.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        soup = BeautifulSoup(answer.read(), "html.parser")
        self.fields = {field["name"]: field.get("value", "") for field in soup.select("main input[type=hidden]")}
        line.close()
        return answer

    def fill_in(self, email: str) -> None:
        """Everything but the last click."""
        assert self.open().status == 200
        answer = self.open(**self.fields, name="Runner", email=email, audience="other", action="check")
        assert answer.status == 200
        assert self.fields["answers"]

    def send(self) -> tuple[int, str]:
        answer = self.open(**self.fields, action="send")
        return answer.status, urlsplit(answer.headers.get("Location", "")).path


def run(module: str, command: str, env: dict, *more: str) -> str:
    line = [sys.executable, "-m", module, command, *more]
    return subprocess.run(line, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout


def race(env: dict, *, application: str = "portal.wsgi:application") -> dict:
    """Everybody presses the button at the same moment; returns what the database says, and the answers."""
    port = free_port()
    manage(env, "migrate", "--verbosity", "0")
    run("tests.events.race", "prepare", env)
    start = threading.Barrier(PEOPLE)

    def take_part(browser: Browser) -> tuple[int, str]:
        start.wait(timeout=120)
        return browser.send()

    with serve(application, env, port, workers=2, threads=8):
        browsers = [Browser(port) for _number in range(PEOPLE)]
        for number, browser in enumerate(browsers):
            browser.fill_in(f"runner{number}@example.org")
        with ThreadPoolExecutor(PEOPLE) as pool:
            answers = list(pool.map(take_part, browsers))
    return {**json.loads(run("tests.events.race", "report", env)), "answers": answers}


def assert_fair(result: dict) -> None:
    assert {status for status, _receipt in result["answers"]} == {302}
    assert len({receipt for _status, receipt in result["answers"]}) == PEOPLE
    assert result["states"] == ["confirmed"] * PLACES + ["waitlisted"] * (PEOPLE - PLACES)
    assert result["numbers"] == list(range(1, PEOPLE + 1))
    assert (result["taken"], result["waiting"]) == (PLACES, PEOPLE - PLACES)
    assert result["mails"] == PEOPLE


def environment(folder: Path, database: str) -> dict[str, str]:
    """The settings of the test run, whose database options are those of production."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "PORTAL_VAR": str(folder),
        "DATABASE_URL": database,
        # All guests come over one connection.
        "PORTAL_REGISTRATIONS_PER_CONNECTION": "1000000",
    }


def sqlite_environment(folder: Path) -> dict[str, str]:
    return environment(folder, f"sqlite:///{folder / 'race.sqlite3'}")


@contextmanager
def postgres_environment(folder: Path):
    """A new database on the server the environment names; gone afterwards."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        pytest.fail("DATABASE_URL must name a PostgreSQL server.")
    name = f"race_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as line:
        line.execute(f'CREATE DATABASE "{name}"')
        try:
            yield environment(folder, server.rpartition("/")[0] + f"/{name}")
        finally:
            line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.fault
def test_eighty_people_run_for_ten_places_on_sqlite(tmp_path):
    assert_fair(race(sqlite_environment(tmp_path)))


@pytest.mark.fault
def test_without_protection_the_race_on_sqlite_goes_wrong(tmp_path):
    env = {**sqlite_environment(tmp_path), "DJANGO_SETTINGS_MODULE": "tests.events.unprotected_settings"}

    result = race(env, application="tests.events.unprotected_wsgi:application")

    failed = sum(status >= 500 for status, _receipt in result["answers"])
    assert failed or result["states"].count("confirmed") != PLACES


@pytest.mark.service
def test_eighty_people_run_for_ten_places_on_postgresql(tmp_path):
    with postgres_environment(tmp_path) as env:
        assert_fair(race(env))


@pytest.mark.service
def test_without_protection_the_race_on_postgresql_is_overbooked(tmp_path):
    with postgres_environment(tmp_path) as env:
        result = race(env, application="tests.events.unprotected_wsgi:application")

    assert result["states"].count("confirmed") > PLACES


def at_once(jobs: list) -> list:
    """The results (or errors) of functions that start at the same moment, each with a connection of its own."""
    start = threading.Barrier(len(jobs))

    def call(job):
        start.wait(timeout=30)
        try:
            return job()
        except services.DomainError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(call, jobs))


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_goes_to_one_of_eight():
    event = make_event(capacity=1)

    at_once([lambda: make_registration(event)] * 8)

    event.refresh_from_db()
    assert sorted(event.registrations.values_list("state", flat=True)) == ["confirmed"] + ["waitlisted"] * 7
    assert list(event.registrations.order_by("number").values_list("number", flat=True)) == list(range(1, 9))
    assert (event.taken, event.waiting) == (1, 7)


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twenty_times_at_once_is_one_registration_and_one_mail():
    event, form, person = make_event(), uuid.uuid4(), make_guest()

    results = at_once([lambda: services.register(event_id=event.pk, submission=form, guest=person, language="de")] * 20)

    assert len(results) == 20
    assert {result.reference for result in results} == {Registration.objects.get().reference}
    assert OutgoingMail.objects.count() == 1
    event.refresh_from_db()
    assert event.taken == 1


@pytest.mark.django_db(transaction=True)
def test_one_address_in_eight_forms_at_once_is_one_registration():
    event, person = make_event(), make_guest()

    def send_a_form_of_its_own():
        return services.register(event_id=event.pk, submission=uuid.uuid4(), guest=person, language="de")

    results = at_once([send_a_form_of_its_own] * 8)

    assert sum(isinstance(result, Registration) for result in results) == 1
    assert Event.objects.get().taken == 1


@pytest.mark.django_db(transaction=True)
def test_everybody_cancels_registers_and_adds_seats_at_once():
    """No seat is lost, none is given twice, nobody waits while one is free."""
    event = make_event(capacity=4)
    people = [make_registration(event) for _number in range(10)]

    def add_seats():
        Event.objects.filter(pk=event.pk).update(capacity=6)
        return services.promote(event_id=event.pk)

    at_once(
        [lambda person=person: services.cancel(registration_id=person.pk) for person in people[:5]]
        + [lambda: make_registration(event)] * 3
        + [add_seats]
    )

    event.refresh_from_db()
    states = list(event.registrations.values_list("state", flat=True))
    assert (event.taken, event.waiting) == (states.count("confirmed"), states.count("waitlisted"))
    assert event.taken == event.capacity == 6
    assert event.waiting == 2


@pytest.mark.django_db(transaction=True)
def test_one_place_cancelled_eight_times_at_once_is_freed_once():
    event = make_event(capacity=2)
    people = [make_registration(event) for _number in range(4)]

    results = at_once([lambda: services.cancel(registration_id=people[0].pk)] * 8)

    assert sum(isinstance(result, Registration) for result in results) == 1
    event.refresh_from_db()
    assert (event.taken, event.waiting) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_four_workers_remind_each_guest_once():
    event = make_event(starts_at=timezone.now() + timedelta(days=6))
    people = [make_registration(event) for _number in range(5)]
    Registration.objects.update(created_at=timezone.now() - timedelta(days=5))
    OutgoingMail.objects.all().delete()

    at_once([reminders.remind] * 4)

    assert OutgoingMail.objects.filter(template="events/emails/reminder").count() == len(people)


@pytest.mark.django_db(transaction=True)
def test_a_place_is_confirmed_or_lapses_and_goes_to_one_other_person():
    event = make_event(capacity=1, offer_hours=12)
    first, second, _third = (make_registration(event) for _number in range(3))
    services.cancel(registration_id=first.pk)
    Registration.objects.filter(pk=second.pk).update(offered_until=timezone.now() + timedelta(milliseconds=150))
    time.sleep(0.1)

    def lapse_soon():
        time.sleep(0.1)
        return services.lapse()

    at_once([lambda: services.accept(registration_id=second.pk)] * 3 + [lapse_soon] * 3)

    event.refresh_from_db()
    states = list(event.registrations.order_by("number").values_list("state", flat=True))
    assert states in (["cancelled", "confirmed", "waitlisted"], ["cancelled", "cancelled", "offered"])
    assert (event.taken, event.waiting) == (1, states.count("waitlisted"))


@pytest.mark.django_db(transaction=True)
def test_groups_and_single_people_at_once_leave_no_seat_twice_and_no_group_torn():
    event = make_event(capacity=7)
    make_quota(event, 3, "authority")

    at_once(
        [lambda: make_group(event, 3)] * 3
        + [lambda: make_registration(event, audience="authority")] * 5
        + [lambda: make_registration(event)] * 2
    )

    event.refresh_from_db()
    seated = event.registrations.holding_a_seat()
    assert event.taken == seated.count() <= 7
    assert seated.filter(audience="authority").count() <= 3
    assert event.taken + event.waiting == event.registrations.count() == 16
    for group in event.groups.all():
        assert len(set(group.registrations.values_list("state", flat=True))) == 1
    assert sorted(event.registrations.values_list("number", flat=True)) == list(range(1, 17))

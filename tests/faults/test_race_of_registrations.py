"""Two hundred people press the button for twenty places, in fifty orders, before four server processes (F01)."""

import http.client
import json
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from random import Random
from urllib.parse import urlencode, urlsplit

import pytest

from tests.bench.servers import free_port, manage, serve
from tests.events.test_race import postgres_environment, run, sqlite_environment
from tests.faults.seeds import PARTIES, PLACES, slug_of

pytestmark = pytest.mark.fault

SEEDS, FEW_SEEDS = 50, 2
LARGEST_GROUP = 4
TOKEN = "t" * 32
UNPROTECTED = "tests.events.unprotected_wsgi:application"


@dataclass(frozen=True)
class Answer:
    """What one party got for its click, and when; ``receipt`` is the reference of the registration or the group."""

    people: int
    status: int
    receipt: str
    sent: float
    answered: float


def send(port: int, party: dict, delay: float, start: threading.Barrier) -> Answer:
    """The last click of one party, over a connection of its own, so long after the start."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    body = urlencode({"csrfmiddlewaretoken": TOKEN, "answers": party["answers"], "action": "send"})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"csrftoken={TOKEN}",
        "Origin": f"http://127.0.0.1:{port}",
    }
    start.wait(timeout=120)
    time.sleep(delay)
    sent = time.monotonic()
    line.request("POST", party["address"], body, headers)
    answer = line.getresponse()
    answer.read()
    answered = time.monotonic()
    line.close()
    receipt = urlsplit(answer.headers.get("Location", "")).path.rstrip("/").rpartition("/")[2]
    return Answer(party["people"], answer.status, receipt, sent, answered)


def race(port: int, seed: int, parties: list[dict]) -> list[Answer]:
    """Everybody at the same moment, within a fifth of a second or within a second; the seed says who is when."""
    chance = Random(seed)
    chance.shuffle(parties)
    within = chance.choice([0, 0.2, 1])
    start = threading.Barrier(len(parties))
    with ThreadPoolExecutor(len(parties)) as pool:
        runs = [pool.submit(send, port, party, chance.uniform(0, within), start) for party in parties]
        return [one.result() for one in runs]


def faults_of_race(answers: list[Answer], event: dict) -> list[str]:
    """What must not be, in words; empty when all was fair."""
    people, faults = event["people"], []
    statuses = Counter(answer.status for answer in answers)
    if statuses != {302: PARTIES}:
        faults.append(f"answers other than a receipt: {dict(statuses)}")
    if Counter(person["party"] for person in people) != {answer.receipt: answer.people for answer in answers}:
        faults.append("somebody is lost or there twice")
    if [person["number"] for person in people] != list(range(1, len(people) + 1)):
        faults.append("numbers have gaps or are not in the order of commits")
    confirmed = sum(person["state"] == "confirmed" for person in people)
    if [person["state"] for person in people] != ["confirmed"] * confirmed + ["waitlisted"] * (len(people) - confirmed):
        faults.append("somebody was passed by")
    if confirmed > PLACES:
        faults.append(f"overbooked: {confirmed} places given")
    if confirmed < (PLACES if len(people) == PARTIES else PLACES - LARGEST_GROUP + 1):
        faults.append(f"only {confirmed} places given")
    if (event["taken"], event["waiting"]) != (confirmed, len(people) - confirmed):
        faults.append("the counters of the event are wrong")
    if any(len(set(states)) > 1 for states in states_of_parties(people)):
        faults.append("a group was torn apart")
    if len(list(groupby(people, key=lambda person: person["party"]))) != len(answers):
        faults.append("somebody came between a group")
    return faults + out_of_turn(answers, people)


def states_of_parties(people: list[dict]) -> list[list[str]]:
    states: dict[str, list[str]] = {}
    for person in people:
        states.setdefault(person["party"], []).append(person["state"])
    return list(states.values())


def out_of_turn(answers: list[Answer], people: list[dict]) -> list[str]:
    """Whoever had the receipt before another pressed the button is ahead of that other one."""
    numbers: dict[str, int] = {}
    for person in people:
        numbers.setdefault(person["party"], person["number"])
    known = [answer for answer in answers if answer.receipt in numbers]
    return [
        f"number {numbers[late.receipt]} was sent after the answer to {numbers[early.receipt]}"
        for early in known
        for late in known
        if early.answered < late.sent and numbers[early.receipt] > numbers[late.receipt]
    ]


def faults(env: dict, *, seeds: int, application: str = "portal.wsgi:application") -> dict[int, list[str]]:
    """By seed, what went wrong; and under -1, what did over all of them."""
    port = free_port()
    manage(env, "migrate", "--verbosity", "0")
    parties = json.loads(run("tests.faults.seeds", "prepare", env, str(seeds)))
    with serve(application, env, port, workers=4, threads=8):
        answers = {seed: race(port, seed, parties[slug_of(seed)]) for seed in range(seeds)}
    result = json.loads(run("tests.faults.seeds", "report", env))
    found = {seed: faults_of_race(answers[seed], result["events"][slug_of(seed)]) for seed in range(seeds)}
    # One mail to everybody who came alone, one to the contact of each group.
    if result["mails"] != seeds * PARTIES:
        found[-1] = [f"{result['mails']} mails were queued"]
    return {seed: words for seed, words in found.items() if words}


def test_in_fifty_orders_twenty_places_are_given_fairly_on_sqlite(tmp_path):
    assert faults(sqlite_environment(tmp_path), seeds=SEEDS) == {}


def test_without_protection_each_order_goes_wrong_on_sqlite(tmp_path):
    env = {**sqlite_environment(tmp_path), "DJANGO_SETTINGS_MODULE": "tests.events.unprotected_settings"}

    found = faults(env, seeds=FEW_SEEDS, application=UNPROTECTED)

    assert set(range(FEW_SEEDS)) <= set(found)


def test_in_fifty_orders_twenty_places_are_given_fairly_on_postgresql(tmp_path):
    with postgres_environment(tmp_path) as env:
        assert faults(env, seeds=SEEDS) == {}


def test_without_protection_each_order_is_overbooked_on_postgresql(tmp_path):
    with postgres_environment(tmp_path) as env:
        found = faults(env, seeds=FEW_SEEDS, application=UNPROTECTED)

    assert all(any("overbooked" in words for words in found[seed]) for seed in range(FEW_SEEDS))

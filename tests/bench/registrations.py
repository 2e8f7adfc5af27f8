"""Registrations: until a large event is full, and the rush when registration opens."""

import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from django.db import connection
from django.utils import timezone

from events.models import Event
from portal.page_cache import changed
from tests.bench import load, servers
from tests.bench.report import Row
from tests.bench.visitor import Visitor

PLACES, TOO_MANY = 2_000, 20
CLIENTS, WORKERS, THREADS = 16, 2, 8
RUSH_PLACES, RUSH_PEOPLE, RUSH_SECONDS = 200, 500, 10
READERS, READERS_PAUSE = 4, 0.1
LIST = "/de/veranstaltungen/"
MIB = 1024 * 1024


@dataclass
class Times:
    """Seconds of answers, and how many had which status; several threads write."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter = field(default_factory=Counter)

    def of(self, ask: Callable[[], int]) -> None:
        """Note how long it takes, and the status it returns; 0 for no answer."""
        start = time.perf_counter()
        try:
            status = ask()
        except OSError:
            status = 0
        self.seconds.append(time.perf_counter() - start)
        self.statuses[status] += 1

    def milliseconds(self, share: float) -> float:
        return load.Load(len(self.seconds), 1, self.seconds, {}).percentile(share) * 1000

    def other_than(self, status: int) -> int:
        return self.statuses.total() - self.statuses[status]


def measure(env: dict[str, str], port: int, *, say: Callable[[str], None]) -> list[Row]:
    full, rushed = Event.objects.filter(starts_at__gt=timezone.now(), sessions=None).order_by("starts_at")[:2]
    for event, places in ((full, PLACES), (rushed, RUSH_PLACES)):
        # Nothing but the places is in the way of anybody.
        event.quotas.all().delete()
        Event.objects.filter(pk=event.pk).update(capacity=event.taken + places, per_organisation=0)
    changed("events")
    connection.close()
    with servers.serve("portal.wsgi", env, port, workers=WORKERS, threads=THREADS) as server:
        say(f"registrations until {PLACES:,} places are full …")
        rows = [until_full(full, port)]
        say(f"{RUSH_PEOPLE} people within {RUSH_SECONDS} seconds …")
        return [*rows, rush(rushed, server.pid, port)]


def address_of(event: Event) -> str:
    return f"{LIST}{event.slug}/anmeldung/"


def guest(answers: dict, number: int) -> dict:
    return {name: f"gast{number}@example.org" if "@" in value else value for name, value in answers.items()}


def given(event: Event) -> tuple[int, int]:
    """How many places were given since, and how many people wait since."""
    taken, waiting = Event.objects.values_list("taken", "waiting").get(pk=event.pk)
    connection.close()
    return taken - event.taken, waiting - event.waiting


def until_full(event: Event, port: int) -> Row:
    """Everybody has filled in the form; the last click is measured."""
    path, people = address_of(event), PLACES + TOO_MANY
    answers = Visitor(port).answers(path)

    def fill_in(client: int) -> list[tuple[Visitor, dict]]:
        wire, ready = load.Connection(port), []
        for number in range(client, people, CLIENTS):
            visitor = Visitor(port, wire)
            ready.append((visitor, visitor.fill_in(path, guest(answers, number))))
        return ready

    times = Times()

    def send(ready: list[tuple[Visitor, dict]]) -> None:
        wire = load.Connection(port)
        for visitor, data in ready:
            visitor.connection = wire
            times.of(lambda visitor=visitor, data=data: visitor.ask_once(path, data)[0])

    with ThreadPoolExecutor(CLIENTS) as pool:
        ready = list(pool.map(fill_in, range(CLIENTS)))
        start = time.perf_counter()
        list(pool.map(send, ready))
        took = time.perf_counter() - start
    places, waiting = given(event)
    return Row(
        f"registrations: the last click of {CLIENTS} clients at a time until {PLACES:,} places are full",
        f"{people / took:.0f}/s, p50 {times.milliseconds(0.5):.0f} ms, p95 {times.milliseconds(0.95):.0f} ms; "
        f"{places:,} places given, {waiting} waiting, {times.other_than(302)} errors",
        "–",
        f"exactly {PLACES:,} places, no error",
        (places, waiting, times.other_than(302)) == (PLACES, TOO_MANY, 0),
    )


def rush(event: Event, server: int, port: int) -> Row:
    """People come evenly, open the form, fill it in and send it without a pause, while others read."""
    path, over = address_of(event), threading.Event()
    answers = Visitor(port).answers(path)
    pages, forms, clicks = Times(), Times(), Times()

    def come(number: int) -> None:
        time.sleep(number * RUSH_SECONDS / RUSH_PEOPLE)
        visitor, told = Visitor(port), {}

        def fill_in() -> int:
            told.update(visitor.fill_in(path, guest(answers, number)))
            return 200

        forms.of(fill_in)
        clicks.of(lambda: visitor.ask_once(path, told)[0])
        visitor.connection.socket.close()

    def read() -> None:
        wire = load.Connection(port)
        for address in cycle((f"{LIST}{event.slug}/", LIST)):
            if over.wait(READERS_PAUSE):
                return
            pages.of(lambda address=address: wire.ask(load.get(address, port))[0])

    before, start = memory(server), time.perf_counter()
    with ThreadPoolExecutor(RUSH_PEOPLE + READERS) as pool:
        readers = [pool.submit(read) for _reader in range(READERS)]
        list(pool.map(come, range(RUSH_PEOPLE)))
        took = time.perf_counter() - start
        over.set()
        for reader in readers:
            reader.result()
    places, waiting = given(event)
    errors = pages.other_than(200) + forms.other_than(200) + clicks.other_than(302)
    return Row(
        f"opening hour: {RUSH_PEOPLE} people come within {RUSH_SECONDS} s, {READERS} others read event page and list",
        f"all served after {took:.0f} s, {errors} errors, {places} places given, {waiting} waiting; "
        f"p95 read {pages.milliseconds(0.95):.0f} ms ({len(pages.seconds)} pages), "
        f"form and check {forms.milliseconds(0.95):.0f} ms, register {clicks.milliseconds(0.95):.0f} ms; "
        f"workers {before / MIB:.0f} → {memory(server) / MIB:.0f} MB",
        "–",
        "no error; p95 read ≤ 500 ms, register ≤ 2 s",
        not errors and pages.milliseconds(0.95) <= 500 and clicks.milliseconds(0.95) <= 2_000,
    )


def memory(server: int) -> int:
    """Bytes the worker processes hold in memory together."""
    workers = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    pages = sum(int(Path(f"/proc/{worker}/statm").read_text().split()[1]) for worker in workers)
    return pages * os.sysconf("SC_PAGE_SIZE")

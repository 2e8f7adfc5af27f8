"""F11: a mail server that refuses, hangs, cuts or says no for three days, a thousand mails, and nobody waits for it."""

import json
import socket
import statistics
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest

from tests.bench.servers import ROOT, free_port, serve
from tests.events.race import PLACES
from tests.events.test_race import Browser, run
from tests.mail_server import Moody, MoodyController

pytestmark = pytest.mark.fault

GUESTS, FEW = 1000, 40
TROUBLES = ["refuses", "silent", "451 later", "550 no", Moody.CUTS, Moody.HANGS]
LONGEST = 15  # minutes after the server is back
VISITORS = 15


@pytest.fixture(scope="module")
def happened(env) -> dict[str, dict]:
    """What came of each scene of ``tests.faults.mail_outage``, the controls included."""
    line = [sys.executable, "-m", "tests.faults.mail_outage"]
    done = subprocess.run(line, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def faults(result: dict, mails: int) -> list[str]:
    """What must not be, in words."""
    found = []
    if result["queued"] != mails or result["states"] != {"sent": mails}:
        found.append(f"not all are sent: {result['states']}")
    if result["lost"]:
        found.append("mails are lost")
    if result["twice"]:
        found.append("mails came twice")
    if result["unknown"]:
        found.append("mails came under another Message-ID")
    if result["minutes"] is None or result["minutes"] > LONGEST:
        found.append("it took too long")
    return found


def test_after_three_days_of_every_trouble_a_thousand_mails_go_out_once_and_soon(happened):
    assert faults(happened["three days"], GUESTS) == []


@pytest.mark.parametrize("trouble", TROUBLES)
def test_after_two_days_of_one_trouble_all_go_out_once_and_soon(trouble, happened):
    assert faults(happened[f"two days: {trouble}"], FEW) == []


def test_what_was_taken_but_not_answered_comes_again_as_the_same_mail(happened):
    result = happened["lost answer"]

    assert faults(result, FEW) == ["mails came twice"]
    assert (result["twice"], result["tries"]) == (FEW, 2)


@pytest.mark.parametrize("trouble", ["refuses", Moody.HANGS])
def test_staff_see_all_that_are_given_up_within_five_minutes_and_send_them_again(trouble, happened):
    result = happened[f"dead: {trouble}"]

    assert (result["before"], result["after"]) == (0, GUESTS)
    assert result["states"] == {"failed": GUESTS - FEW, "sent": FEW}


@pytest.mark.parametrize(
    ("protection", "mails", "words"),
    [
        ("short pauses", FEW, "it took too long"),
        ("tries", FEW, "mails are lost"),
        ("one id", FEW, "mails came under another Message-ID"),
    ],
)
def test_without_its_protection_mails_come_late_or_not_or_as_others(protection, mails, words, happened):
    assert words in faults(happened[f"without {protection}"], mails)


def test_without_giving_up_together_staff_would_not_see_it_in_time(happened):
    assert happened["without giving up together"]["after"] < FEW


class Door(threading.Thread):
    """Counts who comes to the door of a mail server that never says a word."""

    def __init__(self):
        super().__init__(daemon=True)
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.port = self.listening.getsockname()[1]
        self.came: list[socket.socket] = []

    def run(self):
        while True:
            try:
                self.came.append(self.listening.accept()[0])
            except OSError:
                return

    def close(self):
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        for line in self.came:
            line.close()


@contextmanager
def mail_server(state: str):
    """The port of a server that is well, of none, or of one that says nothing; and how many came to it."""
    if state == "well":
        server = Moody()
        controller = MoodyController(server, hostname="127.0.0.1", port=free_port())
        controller.start()
        yield controller.port, lambda: len(server.mails)
        controller.stop()
    elif state == "gone":
        yield free_port(), lambda: 0
    else:
        door = Door()
        door.start()
        yield door.port, lambda: len(door.came)
        door.close()


def registrations(env: dict, state: str, name: str, application: str = "portal.wsgi:application") -> tuple[int, float]:
    """So many people register while the mail server is in this state: who came to it, and the median of the seconds."""
    port, seconds = free_port(), []
    with mail_server(state) as (mail_port, number):
        here = {**env, "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}", "EMAIL_TIMEOUT": "1"}
        with serve(application, here, port):
            for visitor in range(VISITORS):
                browser = Browser(port)
                browser.fill_in(f"{name}{visitor}@example.org")
                began = time.monotonic()
                assert browser.send()[0] == 302
                seconds.append(time.monotonic() - began)
        return number(), statistics.median(seconds)


def test_who_registers_does_not_notice_the_mail_server(env):
    run("tests.events.race", "prepare", env)
    found = {state: registrations(env, state, state) for state in ("well", "gone", "silent")}
    without = registrations(env, "silent", "bare", "tests.faults.mailing_in_requests:application")

    assert {state: came for state, (came, _median) in found.items()} == {"well": 0, "gone": 0, "silent": 0}
    assert json.loads(run("tests.events.race", "report", env))["taken"] == PLACES
    # The control: whoever sends in the request comes to the door, and waits there.
    came, median = without
    assert came == VISITORS
    assert median > max(median for _came, median in found.values())

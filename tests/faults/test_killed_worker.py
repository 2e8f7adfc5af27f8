"""F12 and F18: processes killed between a registration and the end of its mail, and in the middle of jobs."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.bench.servers import ROOT, free_port
from tests.faults.killed_jobs import KILLS_AT_MARKS, MARKS
from tests.faults.killed_workers import GAP, REGISTERING, REMINDING, SENDING, SENT
from tests.mail_server import Moody, MoodyController

pytestmark = pytest.mark.fault

# 25 at each of twice as many marks as were asked for; each takes a tenth of a second.
KILLS, FEW_KILLS = 25, 3
JOBS, RANDOM_KILLS = 500, 150
NOT_COMMITTED = {"the mail is written, nothing is committed", "the registration is about to be committed"}


@pytest.fixture(scope="module")
def server() -> Iterator[Moody]:
    """Outlives whoever sends to it."""
    controller = MoodyController(Moody(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


def call(module: str, env: dict, *words: str) -> dict:
    line = [sys.executable, "-m", module, *words]
    done = subprocess.run(line, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def mails_of(server: MoodyController, env: dict, kills: int, *words: str) -> dict[str, dict]:
    """By mark, what was to be sent and how often the server took it; under "" what it took that nobody knows."""
    server.handler.mails.clear()
    here = {**env, "EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}
    happened = call("tests.faults.killed_workers", here, str(kills), *words)
    taken = Counter(server.handler.taken)
    for result in happened.values():
        result["taken"] = Counter(taken.pop(one, 0) for one in result.pop("ids", []))
    happened[""] = {"unknown": sum(taken.values())}
    return happened


@pytest.fixture(scope="module")
def killed(server, env) -> dict[str, dict]:
    return mails_of(server, env, KILLS)


def test_there_are_marks_enough():
    assert len({**REGISTERING, **SENDING, **SENT} | GAP) - len(GAP) - len(NOT_COMMITTED) >= 12


@pytest.mark.parametrize("mark", [*REGISTERING, *SENDING, *SENT])
def test_a_mail_is_there_with_its_registration_and_comes_once(mark, killed):
    result, wanted = killed[mark], 0 if mark in NOT_COMMITTED else KILLS

    assert (result["kills"], result["registrations"], result["sent"]) == (KILLS, wanted, wanted)
    assert result["taken"] == Counter({1: wanted} if wanted else {})


@pytest.mark.parametrize("mark", GAP)
def test_what_the_server_has_and_the_database_does_not_know_comes_at_most_twice_as_the_same_and_is_shown(mark, killed):
    result = killed[mark]

    assert (result["kills"], result["registrations"], result["sent"]) == (KILLS, KILLS, KILLS)
    assert set(result["taken"]) <= {1, 2}
    assert result["taken"][2] <= result["shown"] == KILLS


def test_no_mail_comes_that_nobody_knows(killed):
    assert killed[""]["unknown"] == 0


@pytest.mark.parametrize("mark", REMINDING)
def test_everybody_is_reminded_once(mark, killed):
    assert killed[mark] == {
        "kills": KILLS, "guests": KILLS, "reminders": KILLS, "reminded": KILLS, "taken": Counter()
    }  # fmt: skip


@pytest.mark.parametrize(
    ("protection", "mark", "wrong"),
    [
        ("taking up again", "the mail is built", lambda result: result["taken"][0]),
        ("one transaction", "the registration is committed", lambda result: result["registrations"] > result["sent"]),
        ("writing down each mail", "one mail is done", lambda result: sum(result["taken"][n] for n in (2, 3, 4))),
    ],
)
def test_without_its_protection_mails_are_lost_or_come_twice(protection, mark, wrong, server, env):
    result = mails_of(server, env, FEW_KILLS, protection, mark)[mark]

    assert result["kills"] == FEW_KILLS
    assert wrong(result)


def test_without_an_id_on_the_row_a_mail_comes_twice_as_two(server, env):
    assert mails_of(server, env, FEW_KILLS, "one id", "the server has said yes")[""]["unknown"]


@pytest.fixture(scope="module")
def jobs(env) -> dict[str, dict]:
    return call("tests.faults.killed_jobs", env, str(JOBS), str(RANDOM_KILLS))


@pytest.fixture(scope="module")
def unprotected_jobs(env) -> dict[str, dict]:
    return call("tests.faults.killed_jobs", env, "100", "30", "unprotected")


DONE_ONCE = {"missing": 0, "more than once": 0, "parked": 0, "open": 0}


def test_five_hundred_jobs_have_their_effect_once_however_often_workers_are_killed(jobs):
    result = jobs["at random"]

    assert result.pop("kills") == RANDOM_KILLS
    del result["left"]
    assert result == DONE_ONCE


@pytest.mark.parametrize("mark", MARKS)
def test_at_no_moment_a_job_is_done_twice_or_never(mark, jobs):
    assert jobs["at marks"][mark] == {"kills": KILLS_AT_MARKS, **DONE_ONCE}


def test_a_job_of_a_killed_worker_waits_ten_minutes_at_most(jobs):
    assert jobs["stuck"] <= 10


def test_jobs_that_fail_or_kill_are_parked_after_five_tries_and_nobody_waits_a_minute_for_them(jobs):
    result = jobs["poison"]

    assert sorted(result["parked"].values()) == [5, 5]
    assert result["kills"] == 5
    assert result["longest delay"] <= 60
    assert {name: result[name] for name in ("missing", "more than once", "open")} == {
        "missing": 0, "more than once": 0, "open": 0
    }  # fmt: skip


def test_without_one_transaction_jobs_are_done_twice(unprotected_jobs):
    assert unprotected_jobs["at random"]["more than once"]


def test_without_a_count_of_who_took_it_a_job_that_kills_is_never_parked(unprotected_jobs):
    assert "tests.faults.killed_jobs.kill_the_worker" not in unprotected_jobs["poison"]["parked"]

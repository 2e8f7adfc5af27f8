"""The scenes of jobs whose worker is killed (F18).

Run as ``python -m tests.faults.killed_jobs JOBS KILLS [unprotected]`` with the settings of the test run.
"""

import json
import os
import signal
import sys
import time
from collections import Counter
from contextlib import nullcontext
from datetime import timedelta
from random import Random
from types import SimpleNamespace

import django
import time_machine
from django.utils.module_loading import import_string

from tests.faults import killed
from tests.faults.killed import after, before

MINUTE = timedelta(minutes=1)
KILLS_AT_MARKS = 20
LONGEST_LIFE = 0.25  # seconds a worker has before it is killed
MARKS = {
    "the job is about to be taken": before("django_tasks_db.models:DBTaskResult.claim"),
    "the job is taken": before("django_tasks_db.management.commands.db_worker:Worker.run_task"),
    "half of it is done": before("tests.faults.killed_jobs:pause"),
    "it is about to be done": before("portal.tasks:_end"),
    "it is done": after("portal.tasks:_end"),
    "it is committed": before("django_tasks_db.models:DBTaskResult.set_successful"),
    "all is written": after("django_tasks_db.models:DBTaskResult.set_successful"),
}


def pause() -> None:
    time.sleep(0.005)


def take_effect(number: int) -> None:
    """Two rows that no key keeps from being there twice."""
    from portal.models import OutgoingMail

    OutgoingMail.objects.create(reference=f"job:{number}:first", state="sent")
    pause()
    OutgoingMail.objects.create(reference=f"job:{number}:second", state="sent")


def fail() -> None:
    raise RuntimeError


def kill_the_worker() -> None:
    killed.die()


def queue(function: str, **arguments) -> None:
    from portal.tasks import job, later

    later(job(import_string(f"tests.faults.killed_jobs.{function}")), **arguments)


def work_on() -> None:
    from django.core.management import call_command

    call_command("worker")


def begin() -> None:
    from django_tasks_db.models import DBTaskResult

    from portal.models import OutgoingMail, ParkedJob

    for model in (OutgoingMail, ParkedJob, DBTaskResult):
        model.objects.all().delete()


def effects(jobs: int) -> dict:
    from django_tasks_db.models import DBTaskResult

    from portal.models import OutgoingMail, ParkedJob

    seen = Counter(OutgoingMail.objects.values_list("reference", flat=True))
    wanted = {f"job:{number}:{half}" for number in range(jobs) for half in ("first", "second")}
    return {
        "missing": len(wanted - set(seen)),
        "more than once": sum(seen[one] > 1 for one in wanted),
        "parked": ParkedJob.objects.count(),
        "open": DBTaskResult.objects.exclude(status="SUCCESSFUL").count(),
    }


def finish(now, jobs: int) -> dict:
    """Workers nobody kills, until everything is done or nothing goes on."""
    for _round in range(6):
        killed.was_killed(killed.fork(killed.work_once, now))
        now += 9 * MINUTE
    return effects(jobs)


def at_random(jobs: int, kills: int) -> dict:
    """Many jobs, and a worker that is killed at any moment, and another one that is started."""
    from django.utils import timezone

    begin()
    chance, now, number = Random(18), timezone.now(), 0
    for job in range(jobs):
        queue("take_effect", number=job)
    for _kill in range(kills):
        pid = killed.fork(work_on, now)
        time.sleep(chance.uniform(0, LONGEST_LIFE))
        os.kill(pid, signal.SIGKILL)
        number += killed.was_killed(pid)
        now += MINUTE / 6
    left = effects(jobs)["missing"]
    return {"kills": number, "left": left, **finish(now + 9 * MINUTE, jobs)}


def at_marks(jobs: int) -> dict:
    """The same at each moment that is a special one."""
    from django.utils import timezone

    happened = {}
    for name, mark in MARKS.items():
        begin()
        now, number = timezone.now(), 0
        for job in range(jobs):
            with time_machine.travel(now):
                queue("take_effect", number=job)
            number += killed.was_killed(killed.fork(killed.work_once, now, mark))
            now += MINUTE / 60
        happened[name] = {"kills": number, **finish(now + 9 * MINUTE, jobs)}
    return happened


def stuck() -> float:
    """Minutes from the moment a worker that dies takes a job until it is done, by one that runs all the time."""
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    begin()
    now = timezone.now()
    with time_machine.travel(now):
        queue("take_effect", number=0)
    killed.was_killed(killed.fork(killed.work_once, now, MARKS["half of it is done"]))
    taken = DBTaskResult.objects.get().started_at
    moment = now
    while moment < now + 20 * MINUTE and effects(1)["missing"]:
        # What is due by the clock is done once a minute, after the jobs: twice in a row is a minute of a worker.
        moment += MINUTE
        for second in range(2):
            killed.was_killed(killed.fork(killed.work_once, moment + timedelta(seconds=second)))
    return (moment - taken) / MINUTE


def poison() -> dict:
    """One job that fails and one that kills its worker, while others come in every minute of an hour and a half."""
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    from portal.models import ParkedJob

    begin()
    now = timezone.now()
    with time_machine.travel(now):
        queue("fail")
        queue("kill_the_worker")
    minutes, kills = 0, 0
    while minutes < 90:
        with time_machine.travel(now):
            queue("take_effect", number=minutes)
        for second in range(3):  # a worker that was killed is started again
            is_killed = killed.was_killed(killed.fork(killed.work_once, now + timedelta(seconds=second + 1)))
            kills += is_killed
            if not is_killed:
                break
        minutes, now = minutes + 1, now + MINUTE
        if ParkedJob.objects.count() == 2:
            break
    others = DBTaskResult.objects.filter(args_kwargs__kwargs__path="tests.faults.killed_jobs.take_effect")
    delays = [(one.finished_at - one.enqueued_at).total_seconds() for one in others if one.finished_at]
    return {
        "minutes": minutes,
        "kills": kills,
        "parked": dict(ParkedJob.objects.values_list("task", "attempts")),
        "longest delay": max(delays),
        **{name: number for name, number in effects(minutes).items() if name != "parked"},
    }


def leave_out_protection() -> None:
    """Jobs as they would be without: what they write and that they are done apart, and nobody counts who took them."""
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    from portal import clock, tasks

    def release_all():
        stuck = DBTaskResult.objects.filter(status="RUNNING", started_at__lt=timezone.now() - tasks.STUCK_AFTER)
        return stuck.update(status="READY", started_at=None)

    tasks.transaction = SimpleNamespace(atomic=nullcontext)
    tasks._end = lambda run: None
    clock.DUE["stuck jobs"] = release_all


def main(jobs: int, kills: int, *protection: str) -> dict:
    if protection:
        leave_out_protection()
    happened = {"at random": at_random(jobs, kills)}
    if not protection:
        happened |= {"at marks": at_marks(KILLS_AT_MARKS), "stuck": stuck()}
    return {**happened, "poison": poison()}


if __name__ == "__main__":
    django.setup()
    # Run as a module of that name, so that a mark on it is seen by the jobs.
    from tests.faults import killed_jobs

    sys.stdout.write(json.dumps(killed_jobs.main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])))

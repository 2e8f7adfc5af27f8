from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from portal import tasks
from portal.models import ParkedJob, PublicStamp
from portal.tasks import job, later

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_other_jobs():
    """What saving pages has put into the queue."""
    DBTaskResult.objects.all().delete()


@job
def count(scope):
    PublicStamp.objects.update_or_create(scope=scope)


@job
def fail(scope):
    raise RuntimeError("a name that must not be kept")


@job
def die(scope):
    """Writes, and then its worker is gone."""
    PublicStamp.objects.create(scope=scope)
    raise KeyboardInterrupt


def work():
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


def test_a_job_runs_after_the_commit_of_its_transaction():
    with transaction.atomic():
        later(count, scope="jobs")
        assert not PublicStamp.objects.filter(scope="jobs").exists()
    work()

    assert PublicStamp.objects.filter(scope="jobs").exists()


def test_a_rolled_back_transaction_leaves_no_job():
    with pytest.raises(RuntimeError), transaction.atomic():
        later(count, scope="jobs")
        raise RuntimeError
    work()

    assert not PublicStamp.objects.filter(scope="jobs").exists()


def test_a_failing_job_is_tried_five_times_then_parked_and_others_go_on():
    later(fail, scope="jobs")
    start = timezone.now()
    for minutes in (0, 2, 6, 20, 70, 300):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            work()
    later(count, scope="after")
    work()

    parked = ParkedJob.objects.get()
    assert (parked.attempts, parked.error, parked.arguments) == (5, "RuntimeError", {"scope": "jobs"})
    assert PublicStamp.objects.filter(scope="after").exists()


def test_a_parked_job_can_be_started_again():
    parked = ParkedJob.objects.create(task=count.path, arguments={"scope": "jobs"}, error="x", attempts=5)

    tasks.retry(parked)
    work()

    assert PublicStamp.objects.filter(scope="jobs").exists()
    assert not ParkedJob.objects.exists()


def test_a_job_of_a_killed_worker_is_taken_up_again():
    later(count, scope="jobs")
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=timezone.now())
    work()
    assert not PublicStamp.objects.filter(scope="jobs").exists()

    with time_machine.travel(timedelta(minutes=11)):
        assert tasks.release_stuck() >= 1
        work()

    assert PublicStamp.objects.filter(scope="jobs").exists()


def test_what_a_job_wrote_and_that_it_is_done_are_one_transaction(monkeypatch):
    """Killed between the two, it would run again."""
    states = []

    def look(result, value):
        states.append(DBTaskResult.objects.get(pk=result.pk).status)

    monkeypatch.setattr(DBTaskResult, "set_successful", look)
    later(count, scope="jobs")
    work()

    assert states == [TaskResultStatus.SUCCESSFUL]


def test_a_job_that_was_given_to_another_worker_leaves_nothing_here(monkeypatch):
    run = Worker.run_task

    def run_too_late(worker, result):
        DBTaskResult.objects.update(started_at=timezone.now() + timedelta(minutes=10))
        run(worker, result)

    monkeypatch.setattr(Worker, "run_task", run_too_late)
    later(count, scope="jobs")
    work()

    assert not PublicStamp.objects.filter(scope="jobs").exists()
    monkeypatch.undo()
    assert tasks.release_stuck() == 1
    work()
    assert PublicStamp.objects.filter(scope="jobs").exists()


def test_a_job_that_broke_off_leaves_nothing_and_runs_again_five_times_then_is_parked():
    later(die, scope="jobs")
    for _number in range(4):
        work()
        assert tasks.release_stuck() == 1
    work()

    assert not PublicStamp.objects.filter(scope="jobs").exists()
    assert tasks.release_stuck() == 0
    parked = ParkedJob.objects.get()
    assert (parked.task, parked.arguments, parked.error) == (die.path, {"scope": "jobs"}, "WorkerLost")
    assert not DBTaskResult.objects.exists()


def test_a_job_nobody_knows_any_more_is_parked():
    later(count, scope="jobs")
    result = DBTaskResult.objects.get()
    result.args_kwargs["kwargs"] |= {"path": "portal.gone.job", "attempt": 5}
    result.save()
    work()

    assert ParkedJob.objects.get().error == "ModuleNotFoundError"


def test_a_task_of_a_library_that_kills_its_workers_is_left():
    later(count, scope="jobs")
    long_ago = timezone.now() - timedelta(minutes=9)
    facts = {"status": TaskResultStatus.RUNNING, "started_at": long_ago, "worker_ids": ["w"] * 5}
    DBTaskResult.objects.update(task_path="wagtail.tasks.delete_file_from_storage_task", **facts)

    assert tasks.release_stuck() == 0
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED
    assert not ParkedJob.objects.exists()
    assert tasks.release_stuck() == 0

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal import tasks
from portal.models import ParkedJob, PublicStamp
from portal.tasks import job, later

pytestmark = pytest.mark.django_db(transaction=True)


@job
def count(scope):
    PublicStamp.objects.update_or_create(scope=scope)


@job
def fail(scope):
    raise RuntimeError("a name that must not be kept")


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

"""Background jobs on django-tasks: tried five times with growing pauses, then parked where staff can see them.

What a job writes and that it is done are one transaction, so a job whose worker is killed has its effect once. What it
does outside of the database may happen again; and on SQLite nobody else writes meanwhile, so a job must be short.

``@job`` marks a function as a job; ``later(job, ...)`` puts it into the queue of the caller's transaction. Arguments
are stored in clear text: pass primary keys and references only.
"""

import functools
import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal.models.jobs import ParkedJob

logger = logging.getLogger("portal.tasks")

ATTEMPTS = 5
FIRST_PAUSE = timedelta(seconds=30)
# A job that runs longer than this belongs to a worker that died.
STUCK_AFTER = timedelta(minutes=8)


class TakenAway(Exception):
    """The job was given to another worker meanwhile."""


def pause_after(attempt: int) -> timedelta:
    """30 seconds, then four times as long after each failure: five tries within about three quarters of an hour."""
    return FIRST_PAUSE * 4 ** (attempt - 1)


def job(function: Callable) -> Callable:
    """Register a module-level function as a background job."""

    @functools.wraps(function)
    def run(**arguments):
        return function(**arguments)

    run.path = f"{function.__module__}.{function.__qualname__}"
    return run


@task(takes_context=True)
def run_job(context, path: str, arguments: dict, attempt: int) -> None:
    try:
        with transaction.atomic():
            import_string(path)(**arguments)
            _end(context.task_result)
    except Exception as error:  # noqa: BLE001 -- whatever a job raises must not be lost: it is tried again, then parked
        logger.warning("job %s failed (try %s): %s", path, attempt, type(error).__name__)
        with transaction.atomic():
            if attempt >= ATTEMPTS:
                _park(path, arguments, attempt, type(error).__name__)
            else:
                _enqueue(path, arguments, attempt + 1, timezone.now() + pause_after(attempt))
            _end(context.task_result)


def _end(run) -> None:
    mine = DBTaskResult.objects.filter(pk=run.id, status=TaskResultStatus.RUNNING, started_at=run.started_at)
    if not mine.update(status=TaskResultStatus.SUCCESSFUL, finished_at=timezone.now()):
        raise TakenAway


def _park(path: str, arguments: dict, attempts: int, error: str) -> None:
    ParkedJob.objects.create(task=path, arguments=arguments, attempts=attempts, error=error)


def _enqueue(path: str, arguments: dict, attempt: int, run_after=None) -> None:
    run_job.using(run_after=run_after).enqueue(path=path, arguments=arguments, attempt=attempt)


def later(function: Callable, *, run_after=None, **arguments) -> None:
    """Queue a job; it starts after the commit of the transaction this is called in."""
    _enqueue(function.path, arguments, 1, run_after)


def retry(parked: ParkedJob) -> None:
    """Give a parked job five new tries."""
    if ParkedJob.objects.filter(pk=parked.pk).delete()[0]:
        _enqueue(parked.task, parked.arguments, 1)


def release_stuck() -> int:
    """Put jobs whose worker was killed, or could not write how they ended, back into the queue; returns how many."""
    killed = Q(status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - STUCK_AFTER)
    unwritten = Q(status=TaskResultStatus.FAILED, task_path=run_job.module_path)
    return sum(_release(lost) for lost in DBTaskResult.objects.filter(killed | unwritten))


@transaction.atomic
def _release(lost: DBTaskResult) -> int:
    """A job that was taken five times in vain kills its workers: it is parked."""
    row = DBTaskResult.objects.filter(pk=lost.pk, status=lost.status, started_at=lost.started_at)
    if len(lost.worker_ids) < ATTEMPTS:
        return row.update(status=TaskResultStatus.READY, started_at=None)
    if lost.task_path != run_job.module_path:
        row.update(status=TaskResultStatus.FAILED, finished_at=timezone.now())
        logger.error("task %s given up after %s tries", lost.task_path, ATTEMPTS)
    elif row.delete()[0]:
        job = lost.args_kwargs["kwargs"]
        _park(job["path"], job["arguments"], ATTEMPTS, "WorkerLost")
    return 0


def purge() -> int:
    """Delete finished jobs after seven days and parked ones after 90."""
    now = timezone.now()
    finished = DBTaskResult.objects.filter(
        status__in=[TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED], finished_at__lt=now - timedelta(days=7)
    ).delete()[0]
    return finished + ParkedJob.objects.filter(parked_at__lt=now - timedelta(days=90)).delete()[0]

"""Background jobs on django-tasks: tried five times with growing pauses, then parked where staff can see them.

``@job`` marks a function as a job; ``later(job, ...)`` puts it into the queue of the caller's transaction. Arguments
are stored in clear text: pass primary keys and references only.
"""

import functools
import logging
from collections.abc import Callable
from datetime import timedelta

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
STUCK_AFTER = timedelta(minutes=10)


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


@task()
def run_job(path: str, arguments: dict, attempt: int) -> None:
    function = import_string(path)
    try:
        function(**arguments)
    except Exception as error:  # noqa: BLE001 -- whatever a job raises must not be lost: it is tried again, then parked
        logger.warning("job %s failed (try %s): %s", path, attempt, type(error).__name__)
        if attempt >= ATTEMPTS:
            ParkedJob.objects.create(task=path, arguments=arguments, error=type(error).__name__, attempts=attempt)
        else:
            _enqueue(path, arguments, attempt + 1, timezone.now() + pause_after(attempt))


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
    """Put jobs of a worker that was killed back into the queue; returns how many."""
    limit = timezone.now() - STUCK_AFTER
    return DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=limit).update(
        status=TaskResultStatus.READY, started_at=None
    )


def purge() -> int:
    """Delete finished jobs after seven days and parked ones after 90."""
    now = timezone.now()
    finished = DBTaskResult.objects.filter(
        status__in=[TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED], finished_at__lt=now - timedelta(days=7)
    ).delete()[0]
    return finished + ParkedJob.objects.filter(parked_at__lt=now - timedelta(days=90)).delete()[0]

"""What staff have to answer: reports of visitors, and what the clock found. Every move is logged."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.errors import DomainError
from portal.models import User
from programmes.models.upkeep import TaskMove, UpkeepTask
from programmes.upkeep.states import (
    BY_CLOCK,
    BY_LADDER,
    BY_VISITORS,
    OPEN_TASKS,
    TASK_MOVES,
    Side,
    TaskKind,
    TaskState,
)


@transaction.atomic
def report(*, form_key: UUID, centre_id: int | None, group: str, text: str, language: str) -> UpkeepTask:
    """Take a visitor's report. The same form sent again is the same report; nothing of the visitor is kept."""
    known = UpkeepTask.objects.filter(form_key=form_key, kind__in=BY_VISITORS).first()
    if known:
        return known
    task = UpkeepTask(
        form_key=form_key,
        kind=TaskKind.REPORT if centre_id else TaskKind.MISSING,
        centre_id=centre_id,
        group=group,
        text=text,
        language=language,
        created_at=timezone.now(),
    )
    task.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            task.save()
    except IntegrityError:  # sent twice in the same moment
        return UpkeepTask.objects.get(form_key=form_key)
    return task


@transaction.atomic
def move(*, task_id: int, to: str, user: User, answer: str = "", note: str = "", seen_state: str = "") -> UpkeepTask:
    """Move a task on. What ends a visitor's report is told to the visitor, so it needs an answer."""
    task = UpkeepTask.objects.select_for_update().get(pk=task_id)
    if seen_state and seen_state != task.state:
        raise DomainError(_("Somebody else has worked on this meanwhile. Look at it again."), code="outdated")
    if to not in TASK_MOVES[TaskState(task.state)]:
        raise DomainError(_("This step is not possible from the present state."), code="no_such_step")
    is_end = to not in OPEN_TASKS
    if is_end and not answer and (task.kind in BY_VISITORS or to == TaskState.DECLINED):
        raise DomainError(_("Write an answer: it says what came of it."), code="answer")
    put(task, to, side=Side.STAFF, user=user, note=note, answer=answer if is_end else task.answer)
    return task


def put(task: UpkeepTask, to: str, *, side: Side, user: User | None = None, note: str = "", answer: str = "") -> None:
    """Write a move; the caller has looked whether it is allowed."""
    source, task.state, task.answer = task.state, to, answer
    task.closed_at = None if to in OPEN_TASKS else timezone.now()
    task.save()
    TaskMove.objects.create(task=task, source=source, target=to, side=side, user=user, note=note, at=timezone.now())


@transaction.atomic
def open_by_clock(
    *, kind: TaskKind, text: str = "", centre_id: int | None = None, programme_id: int | None = None
) -> bool:
    """Put something about an entry or a programme on the list, unless it stands there already."""
    if UpkeepTask.objects.open().filter(centre_id=centre_id, programme_id=programme_id, kind=kind).exists():
        return False
    try:
        with transaction.atomic():
            UpkeepTask.objects.create(
                centre_id=centre_id,
                programme_id=programme_id,
                kind=kind,
                text=text,
                side=Side.CLOCK,
                created_at=timezone.now(),
            )
    except IntegrityError:  # another worker was faster
        return False
    return True


@transaction.atomic
def reword(*, kind: TaskKind, programme_id: int, text: str) -> None:
    """What the clock found is not what it was: say in the open task what it is now."""
    UpkeepTask.objects.open().filter(programme_id=programme_id, kind=kind).exclude(text=text).update(text=text)


@transaction.atomic
def close_of_clock(
    *, centre_id: int | None = None, programme_id: int | None = None, kinds: Collection[TaskKind] = BY_LADDER
) -> int:
    """Take off the list what has no cause any more: an answer of the centre, or a link that works again."""
    about = UpkeepTask.objects.open().filter(centre_id=centre_id, programme_id=programme_id)
    found = list(about.filter(kind__in=set(kinds) & set(BY_CLOCK)))
    for task in found:
        put(task, TaskState.DONE, side=Side.CLOCK, note=_("no longer needed"))
    return len(found)


def forget_texts() -> int:
    """Delete the words of visitors some time after their report was answered; kind, state and answer stay."""
    limit = timezone.now() - timedelta(days=settings.UPKEEP_DAYS["report_text"])
    return UpkeepTask.objects.filter(kind__in=BY_VISITORS, closed_at__lt=limit).exclude(text="").update(text="")

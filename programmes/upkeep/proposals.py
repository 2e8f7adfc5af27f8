"""Changes a centre proposes to its own entry, and what staff make of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.errors import DomainError
from portal.models import User
from programmes.models.centres import Centre
from programmes.models.upkeep import ChangeProposal, UpkeepTask
from programmes.upkeep import emails, facts, revisions, services, tasks
from programmes.upkeep.states import OPEN_TASKS, RevisionSource, Side, TaskKind, TaskState


@transaction.atomic
def propose(
    *, form_key: UUID, centre_id: int, group: str, changes: Mapping[str, dict], note: str, language: str
) -> UpkeepTask:
    """Write down what a centre wants changed in one group of facts; staff decide. Sent twice it is one proposal."""
    upkeep = services.upkeep_of(centre_id)
    known = UpkeepTask.objects.filter(form_key=form_key, kind=TaskKind.PROPOSAL, centre_id=centre_id).first()
    if known:
        return known
    locked = facts.locked_keys(upkeep.centre)
    if locked & set(changes):
        raise DomainError(_("These details come from another source and cannot be changed here."), code="locked")
    if any(facts.group_of(key) != group for key in changes):
        raise DomainError(_("There is no such group of facts."), code="unknown_group")
    if not changes and not note:
        raise DomainError(_("Nothing is different yet. Change something, or say in words what is wrong."), code="empty")
    task = UpkeepTask(
        form_key=form_key,
        kind=TaskKind.PROPOSAL,
        centre_id=centre_id,
        group=group,
        text=note,
        side=Side.CENTRE,
        language=language,
        created_at=timezone.now(),
    )
    task.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            task.save()
    except IntegrityError as refusal:  # the key of somebody else's form
        raise DomainError(_("Open the form again and send it once more."), code="outdated") from refusal
    ChangeProposal.objects.create(task=task, changes=dict(changes))
    services.settle(upkeep, side=Side.CENTRE)
    return task


@dataclass(frozen=True)
class DiffRow:
    """One proposed fact beside what it was when it was proposed and what it is now."""

    key: str
    label: str
    old: list[str]
    new: list[str]
    now: list[str]
    is_done: bool
    is_stale: bool

    @property
    def is_ticked(self) -> bool:
        """Offered as accepted: nobody touched the fact since the centre saw it."""
        return not self.is_stale and not self.is_done


def diff(proposal: ChangeProposal, now: Mapping[str, object]) -> list[DiffRow]:
    """Three ways: what the centre saw, what it wants, and what stands there now."""
    rows = []
    for key, change in proposal.changes.items():
        current = now.get(key) or None
        is_done = current == (change["new"] or None)
        rows.append(
            DiffRow(
                key=key,
                label=facts.label(key),
                old=facts.lines(key, change["old"]),
                new=facts.lines(key, change["new"]),
                now=facts.lines(key, now.get(key)),
                is_done=is_done,
                is_stale=not is_done and current != (change["old"] or None),
            )
        )
    return rows


def fingerprint_of(proposal: ChangeProposal, now: Mapping[str, object]) -> str:
    return facts.fingerprint({key: now.get(key) for key in proposal.changes})


@transaction.atomic
def decide(*, task_id: int, accepted: Collection[str], user: User, reason: str = "", seen: str) -> UpkeepTask:
    """Take over the accepted facts, refuse the others with a reason, and tell the centre.

    ``seen`` is the fingerprint of the facts the decision was made on: if they changed since, nothing happens.
    """
    task = UpkeepTask.objects.select_for_update().get(pk=task_id, kind=TaskKind.PROPOSAL)
    if task.state not in OPEN_TASKS:
        raise DomainError(_("Somebody else has worked on this meanwhile. Look at it again."), code="outdated")
    proposal = task.proposal
    if fingerprint_of(proposal, facts.snapshot(task.centre_id)) != seen:
        raise DomainError(_("The entry was changed meanwhile. Compare once more, then decide."), code="outdated")
    taken = [key for key in proposal.changes if key in accepted]
    if facts.locked_keys(task.centre) & set(taken):
        raise DomainError(_("These details come from another source and cannot be changed here."), code="locked")
    is_whole = len(taken) == len(proposal.changes)
    if not is_whole and not reason:
        raise DomainError(_("Say why, so that the centre understands it."), code="reason")
    if taken:
        with revisions.recorded(RevisionSource.PROPOSAL, user=user):
            wanted = {key: proposal.changes[key]["new"] for key in taken}
            facts.write(centre_id=task.centre_id, facts=wanted)
    proposal.accepted = taken
    proposal.save()
    # A proposal in words alone has no fields: staff have carried it out by hand before they close it.
    is_taken = bool(taken) or not proposal.changes
    tasks.put(task, TaskState.DONE if is_taken else TaskState.DECLINED, side=Side.STAFF, user=user, answer=reason)
    if is_whole:
        day = timezone.localdate(task.created_at)
        services.confirm(centre_id=task.centre_id, groups=[task.group], side=Side.CENTRE, user=user, on=day)
    emails.queue_outcome(task)
    return task


@transaction.atomic
def decline(*, task_id: int, user: User, reason: str) -> UpkeepTask:
    """Refuse a proposal as a whole."""
    task = UpkeepTask.objects.select_for_update().get(pk=task_id, kind=TaskKind.PROPOSAL)
    if task.state not in OPEN_TASKS:
        raise DomainError(_("Somebody else has worked on this meanwhile. Look at it again."), code="outdated")
    if not reason:
        raise DomainError(_("Say why, so that the centre understands it."), code="reason")
    tasks.put(task, TaskState.DECLINED, side=Side.STAFF, user=user, answer=reason)
    emails.queue_outcome(task)
    return task


def proposals_of(centre: Centre, *, limit: int = 10) -> list[UpkeepTask]:
    """The latest proposals of a centre, newest first."""
    rows = UpkeepTask.objects.filter(centre=centre, kind=TaskKind.PROPOSAL).order_by("-created_at", "-pk")
    return list(rows[:limit])

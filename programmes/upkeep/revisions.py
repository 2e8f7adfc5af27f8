"""The history of an entry: one row after every change of facts, however it came about.

``recorded`` says where the changes inside it come from and writes one row for each entry that is different at its end,
in its transaction. Changes outside of it (a command, a shell) come row by row; those of one minute count as one.
The state before the first change is kept too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.models import User
from programmes.models.centres import Centre
from programmes.models.upkeep import CentreRevision
from programmes.upkeep import facts
from programmes.upkeep.states import RevisionSource

ONE_CHANGE = timedelta(minutes=1)
RESTRICTED = "restricted_contacts"


@dataclass
class _Recording:
    source: RevisionSource
    user: User | None
    seen: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)


_recording: ContextVar[_Recording | None] = ContextVar("changes of entries being recorded", default=None)


@contextmanager
def recorded(source: RevisionSource, *, user: User | None = None) -> Iterator[None]:
    """What is changed inside is one change of each entry; a block inside another joins it."""
    if _recording.get() is not None:
        yield
        return
    recording = _Recording(source, user)
    with transaction.atomic():
        token = _recording.set(recording)
        try:
            yield
        finally:
            _recording.reset(token)
        for pk in sorted(recording.changed):
            _write(pk, source=source, user=user)


def before_change(centre_id: int) -> None:
    """Keep what an entry without history was before somebody touched it."""
    recording = _recording.get()
    if recording is not None:
        if centre_id in recording.seen:
            return
        recording.seen.add(centre_id)
    is_there = Centre.objects.filter(pk=centre_id).exists()
    if is_there and not CentreRevision.objects.filter(centre_id=centre_id).exists():
        CentreRevision.objects.create(
            centre_id=centre_id, source=RevisionSource.FOUND, facts=facts.snapshot(centre_id), at=timezone.now()
        )


def after_change(centre_id: int, *, is_new: bool = False) -> None:
    recording = _recording.get()
    if recording is None:
        _write(centre_id, source=RevisionSource.OTHER, user=None)
        return
    if is_new:  # there was nothing before
        recording.seen.add(centre_id)
    recording.changed.add(centre_id)


def _write(centre_id: int, *, source: RevisionSource, user: User | None) -> None:
    if not Centre.objects.filter(pk=centre_id).exists():
        return
    now, found = timezone.now(), facts.snapshot(centre_id)
    last = CentreRevision.objects.filter(centre_id=centre_id).first()
    if last and last.facts == found:
        return
    if last and last.source == source == RevisionSource.OTHER and timedelta() <= now - last.at < ONE_CHANGE:
        last.facts, last.at = found, now
        last.save()
        return
    CentreRevision.objects.create(centre_id=centre_id, source=source, user=user, facts=found, at=now)


def restore(*, revision_id: int, user: User) -> CentreRevision:
    """Make the facts what they were after an earlier change; that is a change of its own and can be taken back.

    It never opens a contact to the public: what is restricted now or was restricted then is restricted afterwards.
    """
    revision = CentreRevision.objects.get(pk=revision_id)
    with recorded(RevisionSource.RESTORED, user=user):
        now = facts.snapshot(revision.centre_id)
        wanted = {key: change["new"] for key, change in facts.differences(now, revision.facts).items()}
        if RESTRICTED in wanted:
            wanted[RESTRICTED] = [*now[RESTRICTED], *(wanted[RESTRICTED] or ())]
        facts.write(centre_id=revision.centre_id, facts=wanted)
    return revision

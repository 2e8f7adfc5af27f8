"""Verbs of the day and after. Every one may be repeated, and may arrive late or twice."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.attendance import figures
from events.attendance.scans import Scan
from events.models import CheckIn, Event, EventTarget, Registration, SignedList, WalkIn
from events.services import RETENTION
from portal.clock import due
from portal.crypto import fingerprint
from portal.errors import DomainError
from portal.models import User

# Clocks differ by this much without anybody noticing; what a device says of its own moment is only then set right.
CLOCKS_AGREE = timedelta(minutes=2)


@dataclass(frozen=True)
class Mark:
    """What somebody at the door pressed. ``at`` is the time of the device; none: the moment it arrives."""

    uid: uuid.UUID
    reference: str
    is_there: bool
    at: datetime | None = None


def take_marks(
    *, event_id: int, marks: Sequence[Mark], by: User | None = None, sent_at: datetime | None = None
) -> set[str]:
    """Store marks, each once by its ``uid``; returns the references nobody at this event has.

    ``sent_at`` is what the clock of the device said when it sent them: where that clock is wrong, the marks are moved
    to the right time. None lies in the future, where no later mark could take it back.
    """
    now = timezone.now()
    wrong = now - sent_at if sent_at and abs(now - sent_at) > CLOCKS_AGREE else timedelta()
    wanted = {mark.reference for mark in marks}
    known = dict(
        Registration.objects.filter(event_id=event_id, reference__in=wanted).values_list("reference", "pk").order_by()
    )
    CheckIn.objects.bulk_create(
        (
            CheckIn(
                uid=mark.uid,
                registration_id=known[mark.reference],
                is_there=mark.is_there,
                marked_at=min(mark.at + wrong, now) if mark.at else now,
                by=by,
            )
            for mark in marks
            if mark.reference in known
        ),
        ignore_conflicts=True,
    )
    return wanted - set(known)


def add_walk_in(
    *,
    event_id: int,
    uid: uuid.UUID,
    name: str,
    organisation: str,
    audience: str,
    language: str = settings.LANGUAGE_CODE,
    by: User | None = None,
) -> WalkIn:
    """Note somebody who came without having registered; the form sent again notes nobody twice.

    ``language`` is that of the certificate.
    """
    event = Event.objects.get(pk=event_id)
    if event.ends_at < timezone.now() - RETENTION:
        raise DomainError(_("The guests of this event are deleted already; nobody can be added."))
    told = {"event": event, "name": name, "organisation": organisation, "audience": audience}
    told |= {"language": language, "by": by}
    return WalkIn.objects.get_or_create(uid=uid, defaults=told)[0]


def remove_walk_in(*, event_id: int, walk_in_id: int) -> None:
    """Take back somebody who was noted by mistake; who is gone already stays gone."""
    WalkIn.objects.filter(event_id=event_id, pk=walk_in_id).delete()


@transaction.atomic
def keep_scans(*, event_id: int, scans: Sequence[Scan], by: User | None = None) -> int:
    """Store scans of the signed list, all or none; returns how many were not there before."""
    event = Event.objects.get(pk=event_id)
    new = 0
    for scan in scans:
        mark = fingerprint(scan.content.hex(), purpose="signed-list")
        told = {"content": scan.content, "content_type": scan.content_type, "size": len(scan.content), "by": by}
        new += SignedList.objects.get_or_create(event=event, fingerprint=mark, defaults=told)[1]
    return new


def remove_scan(*, event_id: int, scan_id: int) -> None:
    """Delete a scan that was uploaded by mistake."""
    SignedList.objects.filter(event_id=event_id, pk=scan_id).delete()


@transaction.atomic
def set_targets(*, numbers: dict[str, int | None]) -> list[EventTarget]:
    """Set how many events of each kind the project promised; None takes a target away. Returns those that changed."""
    there = {target.kind: target for target in EventTarget.objects.select_for_update()}
    changed = []
    for kind, number in numbers.items():
        target = there.get(kind) or EventTarget(kind=kind)
        if target.number == number:
            continue
        target.number = number
        if number is None:
            EventTarget.objects.filter(kind=kind).delete()
        else:
            target.save()
        changed.append(target)
    return changed


@due("walk-in retention")
def purge_walk_ins() -> int:
    """Delete guests without registration 90 days after the end of their event; the figures are kept first."""
    overdue = WalkIn.objects.filter(event__ends_at__lt=timezone.now() - RETENTION).order_by()
    deleted = 0
    for event_id in list(overdue.values_list("event_id", flat=True).distinct()):
        with transaction.atomic():
            figures.keep(event_id=event_id)
            deleted += overdue.filter(event_id=event_id).delete()[0]
    return deleted


@due("signed list retention")
def purge_signed_lists() -> int:
    """Delete the scans when the project need not be documented any more."""
    if timezone.localdate() <= settings.EVIDENCE_UNTIL:
        return 0
    return SignedList.objects.all().delete()[0]

"""What of the events is deleted when, said beforehand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from events.attendance.feedback import WORDS_RETENTION
from events.models import Event, SignedList
from events.services import NEEDS_RETENTION, RETENTION
from portal.retention import Deletion, forecast


@dataclass(frozen=True)
class EventDeletion:
    """The people of one event, and the moment from which on the next run of the clock deletes them."""

    event: Event
    registrations: int
    walk_ins: int
    needs: int

    @property
    def needs_at(self) -> datetime:
        return self.event.ends_at + NEEDS_RETENTION

    @property
    def at(self) -> datetime:
        return self.event.ends_at + RETENTION

    @property
    def is_overdue(self) -> bool:
        return self.at < timezone.now()


@dataclass(frozen=True)
class ScanDeletion:
    number: int
    after: date


def event_deletions() -> list[EventDeletion]:
    """Events that still have people, those that lose them first at the top."""
    events = Event.objects.order_by("ends_at", "pk").annotate(
        registrations_there=Count("registrations", distinct=True),
        walk_ins_there=Count("walk_ins", distinct=True),
        needs_there=Count("registrations__needs", distinct=True),
    )
    return [
        EventDeletion(event, event.registrations_there, event.walk_ins_there, event.needs_there)
        for event in events
        if event.registrations_there or event.walk_ins_there
    ]


def scan_deletion() -> ScanDeletion:
    return ScanDeletion(SignedList.objects.count(), settings.EVIDENCE_UNTIL)


@forecast("event retention")
def registrations() -> Iterator[Deletion]:
    for one in event_deletions():
        yield Deletion(_("needs of guests"), one.event.slug, one.needs, timezone.localdate(one.needs_at))
        yield Deletion(_("registrations"), one.event.slug, one.registrations, timezone.localdate(one.at))


@forecast("walk-in retention")
def walk_ins() -> Iterator[Deletion]:
    for one in event_deletions():
        yield Deletion(_("guests without registration"), one.event.slug, one.walk_ins, timezone.localdate(one.at))


@forecast("signed list retention")
def signed_lists() -> Iterator[Deletion]:
    scans = scan_deletion()
    yield Deletion(_("signed lists"), "", scans.number, scans.after)


@forecast("feedback retention")
def words_of_feedback() -> Iterator[Deletion]:
    told = (
        Event.objects.filter(feedback__words__isnull=False).annotate(told=Count("feedback")).order_by("ends_at", "pk")
    )
    for event in told:
        yield Deletion(
            _("words of feedback"), event.slug, event.told, timezone.localdate(event.ends_at + WORDS_RETENTION)
        )

"""Figures of events: counted from the people while they are there, from what was kept of them afterwards."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from events.attendance.presence import expected_or_there
from events.models import Event, EventFigures, EventTarget, Registration, WalkIn
from events.selectors import regions_of_origin
from events.states import Audience, Dimension, Kind


@dataclass(frozen=True)
class Figures:
    """Numbers of people. ``registered``: had a place; ``attended``: of them, those who came."""

    registered: int = 0
    attended: int = 0
    walk_ins: int = 0

    @property
    def no_show(self) -> int:
        return self.registered - self.attended

    @property
    def present(self) -> int:
        return self.attended + self.walk_ins

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.registered + other.registered, self.attended + other.attended, self.walk_ins + other.walk_ins
        )


@dataclass(frozen=True)
class Line:
    """Figures under a name, for a table."""

    name: str
    figures: Figures


@dataclass(frozen=True)
class Progress:
    """What of a target is reached; ``target`` is None where nobody set one."""

    kind: str
    name: str
    held: int
    planned: int
    target: int | None


Counted = dict[tuple[int, str, str], Figures]


def counted(events: Iterable[Event]) -> Counted:
    """Figures by event, dimension and code. The number of queries does not grow with the events."""
    keys = [event.pk for event in events]
    found: Counted = {}
    for row in EventFigures.objects.filter(event__in=keys):
        found[row.event_id, row.dimension, row.code] = Figures(row.registered, row.attended, row.walk_ins)
    kept = {event_id for event_id, _dimension, _code in found}
    return found | _from_people([key for key in keys if key not in kept])


def _from_people(keys: list[int]) -> Counted:
    found: Counted = defaultdict(Figures)
    guests = expected_or_there(Registration.objects.filter(event__in=keys).order_by())
    for dimension in Dimension.values:
        rows = guests.values("event_id", dimension).annotate(
            registered=Count("pk"), attended=Count("pk", filter=Q(is_there=True))
        )
        for row in rows:
            found[row["event_id"], dimension, row[dimension]] += Figures(row["registered"], row["attended"])
    walk_ins = WalkIn.objects.filter(event__in=keys).order_by().values("event_id", "audience")
    for row in walk_ins.annotate(number=Count("pk")):
        found[row["event_id"], Dimension.AUDIENCE, row["audience"]] += Figures(walk_ins=row["number"])
        found[row["event_id"], Dimension.REGION, ""] += Figures(walk_ins=row["number"])
    return dict(found)


@transaction.atomic
def keep(*, event_id: int) -> None:
    """Write the figures of an event down before its people are deleted; what was written down stays as it is.

    An event without anybody gets one row of zeros, so that nobody counts it again.
    """
    event = Event.objects.select_for_update().get(pk=event_id)
    if event.figures.exists():
        return
    found = _from_people([event_id]) or {(event_id, Dimension.AUDIENCE, Audience.OTHER): Figures()}
    EventFigures.objects.bulk_create(
        EventFigures(
            event=event,
            dimension=dimension,
            code=code,
            registered=figures.registered,
            attended=figures.attended,
            walk_ins=figures.walk_ins,
        )
        for (_event, dimension, code), figures in found.items()
    )


def total(found: Counted, *, event_id: int | None = None) -> Figures:
    """Everybody, at one event or at all of them. Each person has one audience, so that one dimension is enough."""
    figures = Figures()
    for (key, dimension, _code), one in found.items():
        if dimension == Dimension.AUDIENCE and event_id in (None, key):
            figures += one
    return figures


def lines(found: Counted, dimension: Dimension) -> list[Line]:
    """Figures by audience or by region, in the order of the choices; what nobody is counted under is left out."""
    by_code: dict[str, Figures] = defaultdict(Figures)
    for (_event, counted_by, code), one in found.items():
        if counted_by == dimension:
            by_code[code] += one
    names = dict(Audience.choices if dimension == Dimension.AUDIENCE else regions_of_origin())
    known = [Line(str(name), by_code.pop(code)) for code, name in names.items() if code in by_code]
    rest = sum(by_code.values(), Figures())
    return [*known, Line(_("not told"), rest)] if by_code else known


def held_events() -> list[Event]:
    """Events that took place, the latest first."""
    return list(Event.objects.past().filter(cancelled_at=None))


def progress() -> list[Progress]:
    """Held and planned events of each kind beside the target the project set itself."""
    now = timezone.now()
    rows = Event.objects.filter(cancelled_at=None).order_by().values("kind")
    counts = {
        row["kind"]: row
        for row in rows.annotate(
            held=Count("pk", filter=Q(ends_at__lt=now)), planned=Count("pk", filter=Q(ends_at__gte=now))
        )
    }
    targets = dict(EventTarget.objects.values_list("kind", "number"))
    found = []
    for kind, name in Kind.choices:
        row = counts.get(kind, {"held": 0, "planned": 0})
        found.append(Progress(kind, str(name), row["held"], row["planned"], targets.get(kind)))
    return found

"""How seats change hands. Only the verbs of ``services`` and ``changes`` come in here.

The row of the event is the lock: whoever takes, frees or adds a seat holds it first, so that on PostgreSQL everybody
else waits for the commit, as on SQLite everybody waits at BEGIN. The counters of seats move by conditional UPDATEs,
with constraints of the database behind them; quotas and the seats of an organisation are counted. Invariants at every
commit: never more taken than there are seats; nobody waits who could be placed without passing anybody; numbers follow
the order of commits.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from events import emails
from events.line import ONLINE, SEATS, Party, Pools, choose
from events.models import Event, Registration, RegistrationMove, Session, SessionChoice
from events.offers import deadline
from events.states import MOVES, MoveReason, RegistrationState
from portal.errors import DomainError
from portal.models import User

# How long a place is kept for an address nobody has confirmed, where the event names no hours of its own.
HOURS_TO_CONFIRM = 24

# Counts and answers in one statement, which the ORM cannot.
DRAW = "UPDATE events_event SET last_number = last_number + %s WHERE id = %s RETURNING last_number"


def lock(event_id: int) -> Event:
    """The event, ours until the commit. (SQLite needs no lock: its transactions begin with the write lock.)"""
    return Event.objects.select_for_update().get(pk=event_id)


def log(
    registration: Registration, old: str, new: str, reason: MoveReason, by: User | None = None, note: str = ""
) -> None:
    RegistrationMove.objects.create(
        registration=registration, from_state=old, to_state=new, reason=reason, by=by, note=note
    )


def move(
    registration: Registration,
    new: RegistrationState,
    reason: MoveReason,
    by: User | None = None,
    *,
    note: str = "",
    offered_until=None,
) -> None:
    """Move by the table, once: of two who try, the second one is told."""
    old = registration.state
    if reason not in MOVES.get((old, new), ()):
        sentence = _("This registration was already cancelled.")
        raise DomainError(
            sentence if registration.is_cancelled else _("This is not possible now."), code="refused-move"
        )
    values = {"state": new, "changed_at": timezone.now(), "offered_until": offered_until}
    if not Registration.objects.filter(pk=registration.pk, state=old).update(**values):
        raise DomainError(_("This registration was changed by somebody else meanwhile."), code="changed-meanwhile")
    registration.state, registration.offered_until = new, offered_until
    log(registration, old, new, reason, by, note)


def draw_numbers(event: Event, people: int) -> int:
    """The first of so many new numbers in the order of registration."""
    with connection.cursor() as cursor:
        cursor.execute(DRAW, [people, event.pk])
        [event.last_number] = cursor.fetchone()
    return event.last_number - people + 1


def take(event: Event, needs: Mapping[str, int]) -> None:
    """Take these seats, all or none; ``event`` knows of it."""
    seats, online = needs.get(SEATS, 0), needs.get(ONLINE, 0)
    free = Event.objects.filter(
        pk=event.pk,
        taken__lte=F("capacity") - seats,
        online_taken__lte=F("online_capacity") - online,
    )
    if not free.update(taken=F("taken") + seats, online_taken=F("online_taken") + online):
        raise DomainError(_("So many people are registering at the moment that it did not work. Send the form again."))
    event.taken += seats
    event.online_taken += online


def give_back(event: Event, needs: Mapping[str, int]) -> None:
    seats, online = needs.get(SEATS, 0), needs.get(ONLINE, 0)
    held = Event.objects.filter(pk=event.pk, taken__gte=seats, online_taken__gte=online)
    held.update(taken=F("taken") - seats, online_taken=F("online_taken") - online)
    event.taken -= seats
    event.online_taken -= online


def line_up(event: Event, people: int, *, short: Iterable[str] = ()) -> None:
    """So many more wait, for want of these pools."""
    event.waiting += people
    event.seats_awaited |= SEATS in short
    event.online_awaited |= ONLINE in short
    awaited = {"seats_awaited": event.seats_awaited, "online_awaited": event.online_awaited}
    Event.objects.filter(pk=event.pk).update(waiting=F("waiting") + people, **awaited)


def leave_line(event: Event, people: int) -> None:
    Event.objects.filter(pk=event.pk, waiting__gte=people).update(waiting=F("waiting") - people)
    event.waiting -= people


def settle(event_id: int, reason: MoveReason) -> list[Registration]:
    """Give free seats to those who wait, by the rule of ``line``. The caller holds the event."""
    event = Event.objects.get(pk=event_id)
    if event.cancelled_at or event.starts_at <= timezone.now():
        return []
    pools = Pools(event)
    line = pools.line()
    chosen, closed = choose(line, pools.free_for(line))
    moved = [person for party in chosen for person in _move_up(event, party, reason)]
    awaited = {"seats_awaited": SEATS in closed, "online_awaited": ONLINE in closed}
    if awaited != {name: getattr(event, name) for name in awaited}:
        Event.objects.filter(pk=event_id).update(**awaited)
    return moved


def _move_up(event: Event, party: Party, reason: MoveReason) -> list[Registration]:
    people = list(Registration.objects.filter(pk__in=party.people).order_by("number").select_related("group"))
    place(event, people, party.needs, reason)
    return people


def place(
    event: Event,
    people: list[Registration],
    needs: Mapping[str, int],
    reason: MoveReason,
    by: User | None = None,
    note: str = "",
) -> None:
    """A party that waits gets its seats: at once, or as an offer where the event asks whether it still wants them."""
    take(event, needs)
    leave_line(event, len(people))
    hours = hours_to_accept(event, people)
    state = RegistrationState.OFFERED if hours else RegistrationState.CONFIRMED
    until = deadline(timezone.now(), hours=hours, starts_at=event.starts_at) if hours else None
    for person in people:
        person.event = event
        move(person, state, reason, by, note=note, offered_until=until)
        if person.is_confirmed:
            seat_in_workshop(person)
    emails.queue_moved_up(people)


def hours_to_accept(event: Event, people: Iterable[Registration]) -> int:
    """Hours these people have for a place from the waiting list; 0 when it is given without asking."""
    must_confirm = event.confirm_address or any(person.must_confirm for person in people)
    return event.offer_hours or (HOURS_TO_CONFIRM if must_confirm else 0)


def needs_of(event: Event, people: Iterable[Registration]) -> Counter:
    return Pools(event).needs(people)


def wish(registration: Registration, session_ids: Iterable[int]) -> None:
    session_ids = list(session_ids)
    known = set(Session.objects.filter(event_id=registration.event_id, pk__in=session_ids).values_list("pk", flat=True))
    if set(session_ids) - known:
        raise DomainError(_("This workshop is not part of the event."), code="foreign-session")
    SessionChoice.objects.bulk_create(
        SessionChoice(registration=registration, session_id=pk, rank=rank)
        for rank, pk in enumerate(session_ids, start=1)
    )


def seat_in_workshop(registration: Registration) -> None:
    """Give the best wish that has a seat left."""
    for choice in registration.choices.order_by("rank"):
        free = Session.objects.filter(pk=choice.session_id, taken__lt=F("capacity"))
        if free.update(taken=F("taken") + 1):
            SessionChoice.objects.filter(pk=choice.pk).update(seated=True)
            return


def leave_workshop(registration: Registration) -> int | None:
    """Give back the workshop seat; returns the workshop, if there was one."""
    choice = registration.choices.filter(seated=True).first()
    if choice is None:
        return None
    SessionChoice.objects.filter(pk=choice.pk).update(seated=False)
    Session.objects.filter(pk=choice.session_id, taken__gt=0).update(taken=F("taken") - 1)
    return choice.session_id


def fill_workshop(session_id: int | None) -> None:
    """Give free seats of a workshop to the first confirmed people who wished for it and have none."""
    session = Session.objects.filter(pk=session_id).first()
    if session is None or not session.seats_left:
        return
    wishes = (
        SessionChoice.objects.filter(
            session_id=session_id, seated=False, registration__state=RegistrationState.CONFIRMED
        )
        .exclude(registration__choices__seated=True)
        .order_by("registration__number")
        .select_related("registration__event", "registration__group")
    )
    for choice in list(wishes[: session.seats_left]):
        if not Session.objects.filter(pk=session_id, taken__lt=F("capacity")).update(taken=F("taken") + 1):
            return
        SessionChoice.objects.filter(pk=choice.pk).update(seated=True)
        emails.queue_workshop(choice.registration)

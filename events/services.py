"""Verbs of the events. Every change of seats happens here, with counters moved by conditional UPDATEs.

The row of the event is the lock: whoever takes, frees or adds a seat writes it first, so that on PostgreSQL everybody
else waits for the commit, as on SQLite everybody waits at BEGIN. Invariants at every commit: never more taken than
there are seats; nobody waits while a seat is free; numbers follow the order of commits.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from events import emails, selectors
from events.attendance import figures
from events.models import Event, Registration, RegistrationMove, Session, SessionChoice
from events.states import MOVES, MoveReason, Phase, RegistrationState
from portal import tokens
from portal.clock import due
from portal.crypto import fingerprint
from portal.errors import DomainError
from portal.models import User
from portal.page_cache import changed

RETENTION = timedelta(days=90)
# How often a seat and the end of the line may change hands under our eyes before we say so.
TRIES = 10


@dataclass(frozen=True)
class Person:
    """What somebody tells about themselves when they register."""

    name: str
    email: str
    audience: str
    salutation: str = ""
    organisation: str = ""
    function: str = ""
    region: str = ""


class _SentBefore(Exception):
    """The same form was sent before; the seat that was just taken for it is given back by the rollback."""


def email_fingerprint(email: str) -> str:
    """The same for every spelling of an address a mail system would take for the same."""
    return fingerprint(email.strip().casefold(), purpose="registration-email")


def register(
    *, event_id: int, submission: uuid.UUID, person: Person, language: str, session_ids: Sequence[int] = ()
) -> Registration:
    """Take a seat, or a place at the end of the waiting list once the event is full.

    ``submission`` names the form that was sent: sent again, now or later or at the same time, it yields the same
    registration and no second mail. ``session_ids`` are workshops, the first choice first.
    """
    sent = _sent_before(submission, person)
    if sent:
        return sent
    try:
        with transaction.atomic():
            return _register(event_id, submission, person, language, list(dict.fromkeys(session_ids)))
    except _SentBefore:
        return _sent_before(submission, person)


def _sent_before(submission: uuid.UUID, person: Person) -> Registration | None:
    registration = Registration.objects.filter(submission=submission).select_related("event").first()
    if registration and registration.email_fingerprint != email_fingerprint(person.email):
        raise DomainError(
            _("This form was already sent with another address. The registration has the number %(number)s.")
            % {"number": registration.reference},
            code="sent-before",
        )
    return registration


def _register(event_id, submission, person, language, session_ids) -> Registration:
    event = Event.objects.get(pk=event_id)
    _refuse_unless_open(event)
    state = _take_seat_or_line_up(event_id)
    # From here on the row of the event is ours until the commit: what we read now cannot change any more.
    if Registration.objects.filter(submission=submission).exists():
        raise _SentBefore
    mark = email_fingerprint(person.email)
    if Registration.objects.active().filter(event_id=event_id, email_fingerprint=mark).exists():
        raise DomainError(
            _("This address is already registered for the event. You find the link to cancel in the mail we sent."),
            code="registered-before",
        )
    event.refresh_from_db()
    registration = Registration(
        event=event,
        submission=submission,
        email_fingerprint=mark,
        language=language,
        state=state,
        number=event.last_number,
        **vars(person),
    )
    # What must be unique was just looked up under the lock, and the constraints of the database stand behind it.
    registration.full_clean(exclude=["event"], validate_unique=False, validate_constraints=False)
    registration.save()
    _log(registration, "", state, MoveReason.REGISTERED)
    if session_ids:
        _wish(registration, session_ids)
    if registration.is_confirmed:
        if session_ids:
            _seat_in_workshop(registration)
        changed("events")
    elif event.waiting == 1:
        changed("events")
    emails.queue_outcome(registration)
    return registration


def _refuse_unless_open(event: Event) -> None:
    sentences = {
        Phase.CANCELLED: _("This event was called off."),
        Phase.PAST: _("This event is over."),
        Phase.NOT_YET: _("Registration for this event has not opened yet."),
        Phase.CLOSED: _("Registration for this event has closed."),
    }
    phase = event.phase()
    if phase in sentences:
        raise DomainError(sentences[phase], code=phase.value)


def _take_seat_or_line_up(event_id: int) -> RegistrationState:
    """Move the counters in one conditional UPDATE: two people cannot get the last seat, nobody passes the line.

    The two conditions are each other's opposite. When neither hits, the event changed between the two (a seat
    was freed, the event was called off) and we look again.
    """
    event = Event.objects.filter(pk=event_id, cancelled_at=None)
    for _attempt in range(TRIES):
        if take_seat(event):
            return RegistrationState.CONFIRMED
        full = Q(taken__gte=F("capacity")) | Q(waiting__gt=0)
        if event.filter(full).update(waiting=F("waiting") + 1, last_number=F("last_number") + 1):
            return RegistrationState.WAITLISTED
        if not event.exists():
            raise DomainError(_("This event was called off."), code=Phase.CANCELLED.value)
    raise DomainError(_("So many people are registering at the moment that it did not work. Send the form again."))


def take_seat(event) -> bool:
    """Take a free seat for somebody new. ``event`` is a queryset of the one event."""
    free = event.filter(taken__lt=F("capacity"), waiting=0)
    return bool(free.update(taken=F("taken") + 1, last_number=F("last_number") + 1))


def _wish(registration: Registration, session_ids: Iterable[int]) -> None:
    session_ids = list(session_ids)
    known = set(Session.objects.filter(event_id=registration.event_id, pk__in=session_ids).values_list("pk", flat=True))
    if set(session_ids) - known:
        raise DomainError(_("This workshop is not part of the event."), code="foreign-session")
    SessionChoice.objects.bulk_create(
        SessionChoice(registration=registration, session_id=pk, rank=rank)
        for rank, pk in enumerate(session_ids, start=1)
    )


def _seat_in_workshop(registration: Registration) -> None:
    """Give the best wish that has a seat left."""
    for choice in registration.choices.order_by("rank"):
        free = Session.objects.filter(pk=choice.session_id, taken__lt=F("capacity"))
        if free.update(taken=F("taken") + 1):
            SessionChoice.objects.filter(pk=choice.pk).update(seated=True)
            return


def _lock(event_id: int) -> Event:
    """The event, ours until the commit. (SQLite needs no lock: its transactions begin with the write lock.)"""
    return Event.objects.select_for_update().get(pk=event_id)


def _log(registration: Registration, old: str, new: str, reason: MoveReason, by: User | None = None) -> None:
    RegistrationMove.objects.create(registration=registration, from_state=old, to_state=new, reason=reason, by=by)


def _move(registration: Registration, new: RegistrationState, reason: MoveReason, by: User | None = None) -> None:
    """Move by the table, once: of two who try, the second one is told."""
    old = registration.state
    if reason not in MOVES.get((old, new), ()):
        raise DomainError(_("This registration was already cancelled."), code="refused-move")
    if not Registration.objects.filter(pk=registration.pk, state=old).update(state=new, changed_at=timezone.now()):
        raise DomainError(_("This registration was changed by somebody else meanwhile."), code="changed-meanwhile")
    registration.state = new
    _log(registration, old, new, reason, by)


@transaction.atomic
def cancel(*, registration_id: int, reason: MoveReason = MoveReason.OWN_WISH, by: User | None = None) -> Registration:
    """Give back the place; whoever is first in line gets it in the same transaction. Both get a mail."""
    event = _lock(Registration.objects.values_list("event_id", flat=True).get(pk=registration_id))
    registration = Registration.objects.get(pk=registration_id)
    registration.event = event
    had_a_seat = registration.is_confirmed
    _move(registration, RegistrationState.CANCELLED, reason, by)
    tokens.revoke(purpose=emails.CANCEL_PURPOSE, subject=registration.subject)
    if had_a_seat:
        Event.objects.filter(pk=event.pk, taken__gt=0).update(taken=F("taken") - 1)
        Registration.objects.filter(pk=registration.pk).update(sequence=F("sequence") + 1)
        registration.refresh_from_db(fields=["sequence"])
    else:
        Event.objects.filter(pk=event.pk, waiting__gt=0).update(waiting=F("waiting") - 1)
    emails.queue_cancelled(registration, had_a_seat=had_a_seat)
    _leave_workshop(registration)
    _fill(event.pk, MoveReason.SEAT_FREED)
    changed("events")
    return registration


def cancel_by_link(*, secret: str) -> Registration | None:
    """Give back the place the secret stands for; None when the secret is wrong, expired or spent."""
    registration = selectors.registration_by_subject(tokens.subject_of(secret, purpose=emails.CANCEL_PURPOSE))
    if registration is None:
        return None
    with transaction.atomic():
        # The event before the link, in the order of everybody else, so that nobody waits in a circle.
        _lock(registration.event_id)
        if tokens.spend(secret, purpose=emails.CANCEL_PURPOSE) is None:
            return None
        return cancel(registration_id=registration.pk)


def _leave_workshop(registration: Registration) -> None:
    """Give the workshop seat to the first confirmed person who wished for it and has none."""
    choice = registration.choices.filter(seated=True).first()
    if choice is None:
        return
    SessionChoice.objects.filter(pk=choice.pk).update(seated=False)
    Session.objects.filter(pk=choice.session_id, taken__gt=0).update(taken=F("taken") - 1)
    _fill_workshop(choice.session_id)


def _fill_workshop(session_id: int) -> None:
    wishes = (
        SessionChoice.objects.filter(
            session_id=session_id, seated=False, registration__state=RegistrationState.CONFIRMED
        )
        .exclude(registration__choices__seated=True)
        .order_by("registration__number")
        .select_related("registration__event")
    )
    session = Session.objects.get(pk=session_id)
    for choice in list(wishes[: session.seats_left]):
        if not Session.objects.filter(pk=session_id, taken__lt=F("capacity")).update(taken=F("taken") + 1):
            return
        SessionChoice.objects.filter(pk=choice.pk).update(seated=True)
        emails.queue_workshop(choice.registration)


def _fill(event_id: int, reason: MoveReason) -> list[Registration]:
    """Move up who waits while there are seats, first come first served. The caller holds the event."""
    moved: list[Registration] = []
    event = Event.objects.get(pk=event_id)
    if event.cancelled_at or event.starts_at <= timezone.now():
        return moved
    for registration in Registration.objects.waiting().filter(event_id=event_id)[: event.seats_left]:
        free = Event.objects.filter(pk=event_id, taken__lt=F("capacity"), waiting__gt=0)
        if not free.update(taken=F("taken") + 1, waiting=F("waiting") - 1):
            break
        _move(registration, RegistrationState.CONFIRMED, reason)
        registration.event = event
        _seat_in_workshop(registration)
        emails.queue_promoted(registration)
        moved.append(registration)
    return moved


@transaction.atomic
def promote(*, event_id: int) -> list[Registration]:
    """Seats were added: give them to those who wait, and workshop seats to those who wished for them."""
    event = _lock(event_id)
    moved = _fill(event.pk, MoveReason.CAPACITY_RAISED)
    for session_id in event.sessions.values_list("pk", flat=True):
        _fill_workshop(session_id)
    changed("events")
    return moved


def hold(*, event_id: int) -> Event:
    """Keep everybody else from moving seats of the event until the end of the caller's transaction."""
    return _lock(event_id)


@transaction.atomic
def follow_up_edit(*, event_id: int, is_moved: bool) -> list[Registration]:
    """Facts were edited: calendars learn of another date or place, added seats go to those who wait."""
    _lock(event_id)
    if is_moved:
        Event.objects.filter(pk=event_id).update(sequence=F("sequence") + 1)
    return promote(event_id=event_id)


@transaction.atomic
def call_off(*, event_id: int) -> Event:
    """The event does not take place: everybody with a place or in the line is told, calendars are cleared."""
    event = _lock(event_id)
    if event.cancelled_at:
        raise DomainError(_("This event was already called off."))
    Event.objects.filter(pk=event_id).update(cancelled_at=timezone.now(), sequence=F("sequence") + 1)
    event.refresh_from_db()
    registrations = Registration.objects.active().filter(event=event)
    registrations.update(sequence=F("sequence") + 1)
    for registration in list(registrations):
        registration.event = event
        tokens.revoke(purpose=emails.CANCEL_PURPOSE, subject=registration.subject)
        emails.queue_called_off(registration)
    changed("events")
    return event


@due("event retention")
def purge() -> int:
    """Delete registrations 90 days after the end of their event; figures of who came are kept first."""
    overdue = selectors.overdue_for_deletion(before=timezone.now() - RETENTION)
    keys = list(overdue.values_list("pk", "event_id"))
    for pk, event_id in keys:
        with transaction.atomic():
            figures.keep(event_id=event_id)
            tokens.revoke(purpose=emails.CANCEL_PURPOSE, subject=f"registration:{pk}")
            Registration.objects.filter(pk=pk).delete()
    return len(keys)

"""Verbs of those who have a place and want it otherwise: other answers, another person, another date."""

import uuid
from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from events import emails, seats, selectors, services
from events.line import Pools
from events.models import Event, Registration
from events.services import Guest
from events.states import Access, ListConsent, MoveReason, RegistrationState
from portal.errors import DomainError
from portal.page_cache import changed


@transaction.atomic
def change(*, registration_id: int, guest: Guest, knows_needs: bool = True) -> Registration:
    """Other answers, or another person in the same place: then both are told, each by the own address.

    A place stays only where the new answers fit: a quota that is full refuses them, and everything stays as it was.
    Nothing a guest told of needs and to questions of the event goes to the next one. ``knows_needs``: False where
    whoever changes was not shown the needs, so that they stay as they are.
    Where staff decide who comes, they decide on whom they have not seen yet; until then the place is kept.
    """
    event, registration = services.held(registration_id)
    _refuse_unless_active(registration)
    facts = guest.facts()
    is_somebody_else = facts["email_fingerprint"] != registration.email_fingerprint
    is_passed_on = is_somebody_else and registration.email_fingerprint != ""
    goes_other_way = registration.is_online != guest.is_online
    goes_to_staff = event.access == Access.APPROVAL and _is_unseen(registration, facts)
    before = seats.needs_of(event, [registration])
    if goes_other_way:
        facts |= {"sequence": registration.sequence + 1}
    if is_passed_on:
        guest = replace(guest, needs=(), remark="")
        facts |= {"answers": {}}
    if is_passed_on or services.letters_of(facts["name"]) != services.letters_of(registration.name):
        facts |= {"staff_note": "", "listed": ""}
    if is_somebody_else:
        emails.queue_passed_on(registration)
        emails.revoke_links(registration)
        facts |= {"uid": uuid.uuid4(), "sequence": 0}
    for name, value in facts.items():
        setattr(registration, name, value)
    registration.full_clean(exclude=["event", "group"], validate_unique=False, validate_constraints=False)
    services.refuse_known_addresses(event, [registration])
    _exchange_seats(event, registration, before)
    registration.save(update_fields=[*facts, "changed_at"])
    if knows_needs or is_passed_on:
        services.tell_needs(registration, guest)
    has_other_workshops = _exchange_workshops(registration, list(dict.fromkeys(guest.session_ids)))
    has_to_wait = goes_to_staff and _back_to_staff(event, registration)
    if is_somebody_else or has_to_wait:
        emails.queue_outcome(registration, is_to_answer=is_passed_on and _is_asked(registration))
    elif (has_other_workshops or goes_other_way) and registration.is_confirmed:
        emails.queue_place_changed(registration)
    seats.settle(event.pk, MoveReason.SEAT_FREED)
    changed("seats")
    return registration


def _is_asked(registration: Registration) -> bool:
    return bool(selectors.questions_to(registration, language=registration.language))


@transaction.atomic
def answer(*, registration_id: int, answers: Mapping[str, str]) -> Registration:
    """Other answers to the questions of the event, by their codes; nobody is told."""
    _event, registration = services.held(registration_id)
    _refuse_unless_active(registration)
    registration.answers = dict(answers)
    registration.save(update_fields=["answers", "changed_at"])
    return registration


@transaction.atomic
def show_to_guests(*, registration_id: int, is_shown: bool) -> Registration:
    """Agree to be shown to the other guests, or take it back, at once. Done twice it is as done once."""
    event, registration = services.held(registration_id)
    if is_shown:
        _refuse_unless_active(registration)
        if not event.shows_guests:
            raise DomainError(_("At this event guests do not see who else comes."), code="no-list")
    registration.listed = ListConsent.YES if is_shown else ListConsent.NO
    registration.save(update_fields=["listed", "changed_at"])
    return registration


def _refuse_unless_active(registration: Registration) -> None:
    if registration.is_cancelled:
        raise DomainError(_("This registration was already cancelled."), code="refused-move")
    if registration.event.is_over_or_off:
        raise DomainError(_("This event is over or was called off."), code="over")


def _is_unseen(registration: Registration, facts: dict) -> bool:
    """Whether the facts speak of somebody staff have not decided on; how a name is spelt does not count."""
    if services.letters_of(facts["name"]) != services.letters_of(registration.name):
        return True
    marks = ("email_fingerprint", "organisation_fingerprint", "audience")
    return any(facts[mark] != getattr(registration, mark) for mark in marks)


def _back_to_staff(event: Event, registration: Registration) -> bool:
    """A seat is kept and a number in the line too; returns whether staff had decided before."""
    if registration.is_requested:
        return False
    if registration.is_waiting:
        seats.leave_line(event, 1)
        seats.move(registration, RegistrationState.REQUESTED, MoveReason.CHANGED)
    else:
        seats.move(registration, RegistrationState.REVIEW, MoveReason.CHANGED)
    return True


def _exchange_seats(event: Event, registration: Registration, before) -> None:
    """From the pools somebody leaves into those they come into, or not at all."""
    if not registration.has_a_seat:
        return
    pools = Pools(event)
    after = pools.needs([registration])
    more, less = after - before, before - after
    free = pools.free(more)
    # The registration still stands in the database as it was: a quota it stays in counts it already.
    if any(people > free[pool] for pool, people in more.items()):
        raise DomainError(
            _("With these answers there is no free place at the moment. Your registration stays as it was."),
            code="no-seats",
        )
    seats.give_back(event, less)
    seats.take(event, more)


def _exchange_workshops(registration: Registration, session_ids: list[int]) -> bool:
    """Other wishes; the seat is kept where it still is the best wish that has one. Returns whether they are others."""
    if session_ids == list(registration.choices.order_by("rank").values_list("session_id", flat=True)):
        return False
    left = seats.leave_workshop(registration)
    registration.choices.all().delete()
    seats.wish(registration, session_ids)
    if registration.is_confirmed:
        seats.seat_in_workshop(registration)
    seats.fill_workshop(left)
    return True


@transaction.atomic
def change_date(*, registration_id: int, event_id: int) -> Registration:
    """Another date of the same series: a place or a place in the line there, and the place here given back.

    Done twice it leads to the same registration.
    """
    source = Registration.objects.values_list("event_id", flat=True).get(pk=registration_id)
    # Two who change places lock both events in the same order.
    events = {pk: seats.lock(pk) for pk in sorted({source, event_id})}
    here, there = events[source], events[event_id]
    registration = Registration.objects.select_related("group", "needs").get(pk=registration_id)
    if here.pk == there.pk or not here.series or here.series != there.series:
        raise DomainError(_("This is no other date of the same event."), code="foreign-date")
    submission = uuid.uuid5(registration.uid, str(there.pk))
    moved = Registration.objects.filter(submission=submission).first()
    if moved:
        return moved
    code = there.invitation_code if here.access == Access.CODE else ""
    if registration.group_id and not registration.email:
        raise DomainError(_("Give this person a mail address first: on the other date they come on their own."))
    moved = services.register(
        event_id=there.pk,
        submission=submission,
        guest=services.guest_of(registration),
        language=registration.language,
        code=code,
    )
    if registration.has_a_seat and not moved.has_a_seat:
        raise DomainError(
            _("There is no free place on the other date at the moment. You keep the one you have."), code="no-seats"
        )
    services.cancel(registration_id=registration.pk, reason=MoveReason.OTHER_DATE)
    return moved

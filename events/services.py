"""Verbs of the events. Every change of seats begins here or in ``changes``; how seats move stands in ``seats``."""

import unicodedata
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import emails, seats, selectors
from events.attendance import figures
from events.line import ONLINE, Pools
from events.models import Event, Group, Needs, Registration
from events.offers import deadline
from events.states import Access, MoveReason, Phase, RegistrationState
from portal import tokens
from portal.clock import due
from portal.crypto import fingerprint
from portal.errors import DomainError
from portal.models import User
from portal.page_cache import changed

RETENTION = timedelta(days=90)
NEEDS_RETENTION = timedelta(days=14)
# Whoever is in one of these states may have the event in their calendar.
HAVE_A_CALENDAR_FILE = (RegistrationState.CONFIRMED, RegistrationState.REVIEW)

GUEST_FACTS = ("name", "email", "audience", "salutation", "organisation", "function", "region", "photo", "is_online")


@dataclass(frozen=True)
class Guest:
    """What somebody tells about themselves when they register; ``session_ids`` are workshops, first choice first."""

    name: str
    email: str
    audience: str
    salutation: str = ""
    organisation: str = ""
    function: str = ""
    region: str = ""
    photo: str = ""
    # Consent to be shown to the other guests of this one event; not among the facts, which go on to other dates.
    listed: str = ""
    is_online: bool = False
    session_ids: Sequence[int] = ()
    needs: Sequence[str] = ()
    remark: str = field(default="", repr=False)
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)

    def facts(self) -> dict:
        """What stands in the registration itself."""
        return {
            **{name: getattr(self, name) for name in GUEST_FACTS},
            "email_fingerprint": email_fingerprint(self.email),
            "organisation_fingerprint": organisation_fingerprint(self.organisation),
        }


@dataclass(frozen=True)
class Contact:
    """Who registers a group and answers for it."""

    name: str
    email: str


def guest_of(registration: Registration) -> Guest:
    """What somebody told, to be told again; workshops belong to one event and are left out."""
    needs = getattr(registration, "needs", None)
    return Guest(
        **{name: getattr(registration, name) for name in GUEST_FACTS},
        needs=needs.codes if needs else (),
        remark=needs.remark if needs else "",
        answers=registration.answers,
    )


def email_fingerprint(email: str) -> str:
    """The same for every spelling of an address a mail system would take for the same; empty for no address."""
    address = email.strip().casefold()
    return fingerprint(address, purpose="registration-email") if address else ""


def organisation_fingerprint(name: str) -> str:
    """The same for every spelling of a name that differs in capitals, spaces and marks only; empty for no name."""
    letters = letters_of(name)
    return fingerprint(letters, purpose="registration-organisation") if letters else ""


def letters_of(name: str) -> str:
    """What of a name is no matter of spelling."""
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())


@transaction.atomic
def register(
    *,
    event_id: int,
    submission: uuid.UUID,
    guest: Guest,
    language: str,
    code: str = "",
    must_confirm: bool = False,
) -> Registration:
    """Take a seat, or a place at the end of the waiting list once there is none.

    ``submission`` names the form that was sent: sent again, now or later or at the same time, it yields the same
    registration and no second mail. ``code`` is the invitation code, where the event asks for one.
    ``must_confirm``: whatever the event says, a place is theirs only once they confirm it by the link of a mail.
    """
    event = seats.lock(event_id)
    sent = Registration.objects.order_by().filter(submission=submission).first()
    if sent:
        _refuse_another_sender(sent.email, guest.email, sent.reference)
        sent.event = event
        return sent
    _refuse_unless_open(event, code)
    registration = Registration(
        event=event, submission=submission, language=language, must_confirm=must_confirm, **guest.facts()
    )
    _admit(event, [registration], [guest])
    return registration


@transaction.atomic
def register_group(
    *,
    event_id: int,
    submission: uuid.UUID,
    contact: Contact,
    guests: Sequence[Guest],
    language: str,
    code: str = "",
    must_confirm: bool = False,
) -> Group:
    """Seats for all of them, or places one behind the other in the waiting list, kept together until they are placed.

    Guests without an address of their own get their mails by the contact. As safe to repeat as ``register``.
    """
    event = seats.lock(event_id)
    sent = Group.objects.filter(submission=submission).first()
    if sent:
        _refuse_another_sender(sent.contact_email, contact.email, sent.reference)
        return sent
    _refuse_unless_open(event, code)
    if len(guests) > event.group_size:
        raise DomainError(
            ngettext(
                "For this event everybody registers alone.",
                "Up to %(number)d people can be registered at once.",
                event.group_size,
            )
            % {"number": event.group_size},
            code="group-too-large",
        )
    group = Group.objects.create(
        event=event,
        submission=submission,
        contact_name=contact.name,
        contact_email=contact.email,
        language=language,
    )
    registrations = [
        Registration(
            event=event,
            group=group,
            submission=uuid.uuid5(submission, str(place)),
            language=language,
            must_confirm=must_confirm,
            **guest.facts(),
        )
        for place, guest in enumerate(guests)
    ]
    _admit(event, registrations, guests)
    emails.queue_group(group)
    return group


def _refuse_another_sender(before: str, now: str, reference: str) -> None:
    if email_fingerprint(before) != email_fingerprint(now):
        raise DomainError(
            _("This form was already sent with another address. The registration has the number %(number)s.")
            % {"number": reference},
            code="sent-before",
        )


def _refuse_unless_open(event: Event, code: str) -> None:
    sentences = {
        Phase.CANCELLED: _("This event was called off."),
        Phase.PAST: _("This event is over."),
        Phase.NOT_YET: _("Registration for this event has not opened yet."),
        Phase.CLOSED: _("Registration for this event has closed."),
    }
    phase = event.phase()
    if phase in sentences:
        raise DomainError(sentences[phase], code=phase.value)
    if not is_invited(event, code):
        raise DomainError(_("This invitation code is not right."), code="wrong-code")


def is_invited(event: Event, code: str) -> bool:
    """Whether the code opens the event; spaces and capitals do not count. Always, where none is asked for."""
    if event.access != Access.CODE:
        return True
    typed, wanted = ("".join(text.split()).casefold().encode() for text in (code, event.invitation_code))
    return constant_time_compare(typed, wanted)


def _admit(event: Event, registrations: list[Registration], guests: Sequence[Guest]) -> None:
    """Write down a new party: with seats, in the line, or as a request. The caller holds the event."""
    refuse_known_addresses(event, registrations)
    pools = Pools(event)
    needs = pools.needs(registrations)
    _refuse_too_many(pools, needs)
    must_confirm = event.confirm_address or any(registration.must_confirm for registration in registrations)
    state, short = _state_for_new(event, pools, needs, must_confirm=must_confirm)
    until = None
    if state == RegistrationState.OFFERED:
        until = deadline(timezone.now(), hours=seats.hours_to_accept(event, registrations), starts_at=event.starts_at)
    first = seats.draw_numbers(event, len(registrations))
    for number, (registration, guest) in enumerate(zip(registrations, guests, strict=True), first):
        registration.number, registration.state, registration.offered_until = number, state, until
        registration.answers = dict(guest.answers)
        # In a group one person answers for others; each of them agrees by the own link or not at all.
        registration.listed = guest.listed if event.shows_guests and registration.group_id is None else ""
        # What must be unique was just looked up under the lock, and the constraints of the database stand behind it.
        registration.full_clean(exclude=["event", "group"], validate_unique=False, validate_constraints=False)
        registration.save()
        seats.log(registration, "", state, MoveReason.REGISTERED)
        _keep_needs(registration, guest)
        seats.wish(registration, dict.fromkeys(guest.session_ids))
    was_full = event.is_full_on_site, event.is_full_online
    if registrations[0].has_a_seat:
        seats.take(event, needs)
    elif registrations[0].is_waiting:
        seats.line_up(event, len(registrations), short=short)
    for registration, guest in zip(registrations, guests, strict=True):
        if registration.is_confirmed and guest.session_ids:
            seats.seat_in_workshop(registration)
        if registration.email:
            emails.queue_outcome(registration, has_wishes=bool(guest.session_ids))
    if registrations[0].has_a_seat or was_full != (event.is_full_on_site, event.is_full_online):
        changed("seats")


def _state_for_new(event: Event, pools: Pools, needs, *, must_confirm: bool) -> tuple[RegistrationState, set[str]]:
    if event.access == Access.APPROVAL:
        return RegistrationState.REQUESTED, set()
    has_room, short = pools.has_room(needs)
    if not has_room:
        return RegistrationState.WAITLISTED, short
    return RegistrationState.OFFERED if must_confirm else RegistrationState.CONFIRMED, set()


def refuse_known_addresses(event: Event, registrations: Sequence[Registration]) -> None:
    """An address has one place at an event; ``registrations`` are new, or about to get another address."""
    marks = [registration.email_fingerprint for registration in registrations if registration.email_fingerprint]
    if len(set(marks)) < len(marks):
        raise DomainError(
            _("Two people cannot share a mail address. Leave it empty where somebody has none."), code="address-twice"
        )
    known = event.registrations.active().filter(email_fingerprint__in=marks)
    if known.exclude(pk__in=[registration.pk for registration in registrations if registration.pk]).exists():
        raise DomainError(
            _("This address is already registered for the event. You find the link to cancel in the mail we sent."),
            code="registered-before",
        )


def _refuse_too_many(pools: Pools, needs) -> None:
    """A party that could never be placed is told so, rather than left to wait."""
    for pool, people in needs.items():
        largest = pools.largest(pool)
        if people <= largest or people == 1:
            continue
        if pool.startswith("organisation:"):
            sentence = _("Up to %(number)d people of one organisation can come to this event.")
        elif pool == ONLINE:
            sentence = _("Online there are %(number)d places in all.")
        else:
            sentence = _("For the people you named there are %(number)d places in all. Register fewer people at once.")
        raise DomainError(sentence % {"number": largest}, code="party-too-large")


def tell_needs(registration: Registration, guest: Guest) -> None:
    """Keep what somebody needs, or forget it."""
    Needs.objects.filter(registration=registration).delete()
    _keep_needs(registration, guest)


def _keep_needs(registration: Registration, guest: Guest) -> None:
    if guest.needs or guest.remark:
        Needs.objects.create(registration=registration, codes=list(guest.needs), remark=guest.remark)


def _party(registration: Registration) -> list[Registration]:
    """Everybody who is placed together with somebody and is in the same state."""
    if registration.group_id is None:
        return [registration]
    party = Registration.objects.filter(group_id=registration.group_id, state=registration.state).order_by("number")
    return list(party.select_related("group"))


def held(registration_id: int) -> tuple[Event, Registration]:
    """The event, ours until the commit, and the registration as it is then."""
    event = seats.lock(Registration.objects.values_list("event_id", flat=True).get(pk=registration_id))
    registration = Registration.objects.select_related("group").get(pk=registration_id)
    registration.event = event
    return event, registration


@transaction.atomic
def cancel(*, registration_id: int, reason: MoveReason = MoveReason.OWN_WISH, by: User | None = None) -> Registration:
    """Give back the place; whoever is first in line gets it in the same transaction. Both get a mail."""
    event, registration = held(registration_id)
    workshop = _leave(event, registration, reason, by)
    seats.fill_workshop(workshop)
    seats.settle(event.pk, MoveReason.SEAT_FREED)
    changed("seats")
    return registration


@transaction.atomic
def cancel_group(*, group_id: int, by: User | None = None) -> Group:
    """Give back every place of the group at once; groups in the line get them together."""
    group = Group.objects.get(pk=group_id)
    event = seats.lock(group.event_id)
    reason = MoveReason.BY_STAFF if by else MoveReason.OWN_WISH
    members = list(group.registrations.active().select_related("group").order_by("number"))
    if not members:
        raise DomainError(_("This registration was already cancelled."), code="refused-move")
    workshops = [_leave(event, registration, reason, by) for registration in members]
    for workshop in workshops:
        seats.fill_workshop(workshop)
    seats.settle(event.pk, MoveReason.SEAT_FREED)
    changed("seats")
    return group


def _leave(event: Event, registration: Registration, reason: MoveReason, by: User | None = None) -> int | None:
    """Take somebody out of their seat or the line and tell them; returns the workshop in which a seat became free."""
    registration.event = event
    was = registration.state
    had_a_seat = registration.has_a_seat
    seats.move(registration, RegistrationState.CANCELLED, reason, by)
    emails.revoke_links(registration)
    if had_a_seat:
        seats.give_back(event, seats.needs_of(event, [registration]))
    elif was == RegistrationState.WAITLISTED:
        seats.leave_line(event, 1)
    if was in HAVE_A_CALENDAR_FILE:
        Registration.objects.filter(pk=registration.pk).update(sequence=F("sequence") + 1)
        registration.refresh_from_db(fields=["sequence"])
    if reason == MoveReason.OFFER_LAPSED:
        emails.queue_lapsed(registration)
    elif reason != MoveReason.REJECTED:
        emails.queue_cancelled(registration, had_a_seat=was in HAVE_A_CALENDAR_FILE)
    return seats.leave_workshop(registration)


def cancel_by_link(*, secret: str) -> Registration | None:
    """Give back the place the secret stands for; None when the secret is wrong, expired or spent."""
    registration = selectors.registration_by_subject(tokens.subject_of(secret, purpose=emails.PLACE_PURPOSE))
    if registration is None:
        return None
    with transaction.atomic():
        # The event before the link, in the order of everybody else, so that nobody waits in a circle.
        seats.lock(registration.event_id)
        if tokens.spend(secret, purpose=emails.PLACE_PURPOSE) is None:
            return None
        return cancel(registration_id=registration.pk)


@transaction.atomic
def accept(*, registration_id: int) -> Registration:
    """Confirm a place that was kept, for everybody who was placed together."""
    event, registration = held(registration_id)
    if event.cancelled_at:
        raise DomainError(_("This event was called off."), code=Phase.CANCELLED.value)
    if registration.is_offered and registration.offered_until <= timezone.now():
        raise DomainError(_("The time to confirm this place is over."), code="lapsed")
    for person in _party(registration):
        person.event = event
        seats.move(person, RegistrationState.CONFIRMED, MoveReason.ACCEPTED)
        seats.seat_in_workshop(person)
        emails.queue_outcome(person)
    registration.refresh_from_db()
    registration.event = event
    return registration


@transaction.atomic
def accept_group(*, group_id: int) -> None:
    """Confirm all places that are kept for a group; those who have theirs keep them."""
    group = Group.objects.get(pk=group_id)
    seats.lock(group.event_id)
    offered = group.registrations.filter(state=RegistrationState.OFFERED).first()
    if offered:
        accept(registration_id=offered.pk)


@due("waiting list offers")
def lapse() -> int:
    """Places nobody confirmed in time go to the next in line; returns how many lapsed."""
    offered = Registration.objects.filter(state=RegistrationState.OFFERED, event__cancelled_at=None)
    overdue = offered.filter(offered_until__lte=timezone.now())
    lapsed = 0
    for event_id in sorted(set(overdue.order_by().values_list("event_id", flat=True))):
        with transaction.atomic():
            event = seats.lock(event_id)
            late = list(overdue.filter(event_id=event_id).order_by("number").select_related("group"))
            for registration in late:
                _leave(event, registration, MoveReason.OFFER_LAPSED)
            if late:
                seats.settle(event_id, MoveReason.SEAT_FREED)
                changed("seats")
            lapsed += len(late)
    return lapsed


@transaction.atomic
def decide(*, registration_id: int, is_accepted: bool, by: User, words: str = "") -> Registration:
    """Accept or refuse a request, for everybody registered together; ``words`` go into the mail of a refusal.

    A change is decided on for the one person it is about: of a group others may have changed too, unseen.
    """
    event, registration = held(registration_id)
    is_review = registration.state == RegistrationState.REVIEW
    party = [registration] if is_review else _party(registration)
    for person in party:
        person.event = event
    if not is_accepted:
        _reject(event, party, by, words)
    elif is_review:
        _confirm_again(registration, by)
    else:
        _approve(event, party, by)
    changed("seats")
    registration.refresh_from_db()
    return registration


def _approve(event: Event, party: list[Registration], by: User) -> None:
    for person in party:
        seats.move(person, RegistrationState.WAITLISTED, MoveReason.APPROVED, by)
    seats.line_up(event, len(party))
    moved = {person.pk for person in seats.settle(event.pk, MoveReason.APPROVED)}
    for person in party:
        if person.pk not in moved:
            emails.queue_outcome(person)


def _confirm_again(person: Registration, by: User) -> None:
    """Staff agree to a change; the seat was kept."""
    seats.move(person, RegistrationState.CONFIRMED, MoveReason.APPROVED, by)
    if not person.choices.filter(seated=True).exists():
        seats.seat_in_workshop(person)
    emails.queue_outcome(person)


def _reject(event: Event, party: list[Registration], by: User, words: str) -> None:
    had_seats = party[0].has_a_seat
    workshops = [_leave(event, person, MoveReason.REJECTED, by) for person in party]
    for person in party:
        emails.queue_rejected(person, words=words, had_a_seat=had_seats)
    if had_seats:
        for workshop in workshops:
            seats.fill_workshop(workshop)
        seats.settle(event.pk, MoveReason.SEAT_FREED)


@transaction.atomic
def note(*, registration_id: int, text: str) -> None:
    """What the team writes about a guest for itself, in place of what it wrote before; the guest does not see it."""
    _event, registration = held(registration_id)
    registration.staff_note = text.strip()
    registration.save(update_fields=["staff_note"])


@transaction.atomic
def move_up(*, registration_id: int, by: User, note: str) -> Registration:
    """Give somebody who waits a free seat out of turn. ``note`` says why and is kept with the move."""
    event, registration = held(registration_id)
    if not note.strip():
        raise DomainError(_("Say why this person is placed out of turn."), code="no-reason")
    if not registration.is_waiting:
        raise DomainError(_("Only people on the waiting list can be moved up."), code="refused-move")
    party = _party(registration)
    pools = Pools(event)
    needs = pools.needs(party)
    free = pools.free(needs)
    if any(people > free[pool] for pool, people in needs.items()):
        raise DomainError(_("There are not enough free seats. Add seats first."), code="no-seats")
    seats.place(event, party, needs, MoveReason.OUT_OF_TURN, by, note.strip())
    seats.settle(event.pk, MoveReason.SEAT_FREED)
    changed("seats")
    registration.refresh_from_db()
    return registration


@transaction.atomic
def promote(*, event_id: int) -> list[Registration]:
    """Seats were added: give them to those who wait, and workshop seats to those who wished for them."""
    event = seats.lock(event_id)
    moved = seats.settle(event.pk, MoveReason.CAPACITY_RAISED)
    for session_id in event.sessions.values_list("pk", flat=True):
        seats.fill_workshop(session_id)
    changed("events")
    return moved


def hold(*, event_id: int) -> Event:
    """Keep everybody else from moving seats of the event until the end of the caller's transaction."""
    return seats.lock(event_id)


@transaction.atomic
def follow_up_edit(*, event_id: int, is_moved: bool, has_other_link: bool = False) -> list[Registration]:
    """Facts were edited: guests learn of another date or place, added seats go to those who wait.

    Of another link to the meeting those learn who have the link.
    """
    event = seats.lock(event_id)
    if (is_moved or has_other_link) and not event.cancelled_at and event.ends_at > timezone.now():
        Event.objects.filter(pk=event_id).update(sequence=F("sequence") + 1)
        guests = event.registrations.active()
        guests.update(sequence=F("sequence") + 1)
        event.refresh_from_db()
        for registration in guests.select_related("group"):
            registration.event = event
            if is_moved or selectors.online_link_of(registration):
                emails.queue_changed(registration, is_moved=is_moved)
    return promote(event_id=event_id)


@transaction.atomic
def call_off(*, event_id: int) -> Event:
    """The event does not take place: everybody with a place or in the line is told, calendars are cleared."""
    event = seats.lock(event_id)
    if event.cancelled_at:
        raise DomainError(_("This event was already called off."))
    Event.objects.filter(pk=event_id).update(cancelled_at=timezone.now(), sequence=F("sequence") + 1)
    event.refresh_from_db()
    registrations = Registration.objects.active().filter(event=event)
    registrations.update(sequence=F("sequence") + 1)
    for registration in list(registrations.select_related("group")):
        registration.event = event
        emails.queue_called_off(registration)
    changed("events")
    return event


@due("event retention")
def purge() -> int:
    """Delete what people need 14 days, and registrations 90 days after the end of their event.

    The figures of who came are kept first. Returns how many registrations are gone.
    """
    now = timezone.now()
    Needs.objects.filter(registration__event__ends_at__lt=now - NEEDS_RETENTION).delete()
    keys = list(selectors.overdue_for_deletion(before=now - RETENTION).values_list("pk", flat=True))
    for pk in keys:
        with transaction.atomic():
            try:
                registration = Registration.objects.get(pk=pk)
            except ObjectDoesNotExist:
                continue
            figures.keep(event_id=registration.event_id)
            emails.revoke_links(registration)
            registration.delete()
    for group in Group.objects.filter(event__ends_at__lt=now - RETENTION, registrations=None):
        with transaction.atomic():
            emails.revoke_group_links(group)
            group.delete()
    return len(keys)

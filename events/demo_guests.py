"""Synthetic guests of the demo, of two events to come and a past session; no real person or office."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from events import services
from events.attendance import feedback
from events.attendance.services import Mark, add_walk_in, take_marks
from events.models import Event, Registration
from events.services import Contact, Guest
from events.states import MoveReason
from portal import outbox

EVENT, PAST_EVENT = "vernetzungstag-nuernberg", "infoveranstaltung-oberpfalz"
# Staff decide who comes.
ASKED_EVENT = "fachaustausch-schutzbedarf"
GERMAN = settings.LANGUAGE_CODE
# Names a form of its own for each guest; a second run would find them sent.
FORMS = uuid.UUID("5d0a3c5e-6a39-4f0c-9d7e-0b7f5a3f2c11")
OFFICE = {"organisation": "Beispielamt Musterstadt", "audience": "authority", "region": "095"}
CENTRE = {"organisation": "Beispielverein Rückkehrberatung", "audience": "other-centre", "region": "091"}
PROVIDER = {"organisation": "Bildungswerk Beispiel", "audience": "provider", "region": "092"}
AGREES = {"photo": "yes", "listed": "yes"}
TOPIC = {"thema": "Sprachkurse vor der Ausreise"}

# Name, workshops by their place in the programme, what else they told, the language of their mails.
ALONE = (
    ("Anna Beispiel", (0, 1), {**CENTRE, **AGREES, "needs": ["vegetarian"], "answers": TOPIC}, GERMAN),
    ("Boris Beispiel", (0,), {**CENTRE, "photo": "no", "listed": "no", "answers": TOPIC}, GERMAN),
    ("Carla Muster", (2,), {**PROVIDER, "is_online": True, "listed": "yes", "answers": {"infostand": "yes"}}, GERMAN),
    ("Daniel Muster", (1, 2), {**PROVIDER, "needs": ["step-free"], "answers": {"infostand": "no"}}, "en"),
    ("Emine Probe", (2, 0), {"audience": "volunteer", "region": "095", "is_online": True}, "ar"),
    ("Farid Probe", (), {"audience": "multiplier", "region": "outside", "needs": ["halal", "interpreter"]}, "ar"),
)  # fmt: skip
TOGETHER = ("Greta Amt", "Hakan Amt", "Ilse Amt", "Jonas Amt", "Katrin Amt", "Levent Amt", "Mara Amt", "Nils Amt")
# More of the office than may come: these wait.
LATE = ("Olga Amt", "Paul Amt")
# Who had registered for the past session, and whether they came.
WERE_THERE = (
    ("Quirin Beispiel", {**CENTRE, "region": "093"}, True),
    ("Rosa Beispiel", {**CENTRE, "region": "093"}, True),
    ("Samir Muster", {**OFFICE, "region": "093"}, True),
    ("Tilda Muster", {**OFFICE, "region": "093"}, False),
    ("Uwe Probe", {"audience": "volunteer", "region": "093"}, True),
    ("Vera Probe", {"audience": "multiplier", "region": "092"}, True),
    ("Wanda Probe", {**PROVIDER}, False),
)
CAME_ALONG = ("Xaver Probe", "Beispielverein Rückkehrberatung", "other-centre")
ASKS_TO_COME = ("Yasemin Beispiel", {**CENTRE, "function": "Rückkehrberatung"})
RATINGS = ((5, "Endlich weiß ich, wer zuständig ist."), (5, ""), (4, "Mehr Zeit für Fragen wäre schön."), (3, ""))


def create_guests() -> None:
    """Register them where nobody is registered yet."""
    _guests_to_come()
    _guest_who_asks()
    _guests_who_were_there()


def _guests_to_come() -> None:
    """In the states an open event knows: one gives the place back, and the next in line gets it."""
    event = Event.objects.filter(slug=EVENT).first()
    if event is None or not event.takes_registrations() or event.registrations.exists():
        return
    workshops = list(event.sessions.order_by("sort_order").values_list("pk", flat=True))
    languages = dict(settings.LANGUAGES)
    for name, wishes, told, language in ALONE:
        chosen = [workshops[place] for place in wishes if place < len(workshops)]
        _register(event, _guest(name, session_ids=chosen, **told), language if language in languages else GERMAN)
    group = services.register_group(
        event_id=event.pk,
        submission=uuid.uuid5(FORMS, "group"),
        contact=Contact(name="Sekretariat Beispielamt", email="sekretariat@demo.example"),
        guests=[_guest(name, session_ids=workshops[1:2], **OFFICE) for name in TOGETHER],
        language=GERMAN,
    )
    for name in LATE:
        _register(event, _guest(name, session_ids=workshops[:1], **OFFICE), GERMAN)
    services.cancel(registration_id=group.registrations.order_by("number").last().pk, reason=MoveReason.OWN_WISH)


def _guest_who_asks() -> None:
    """One request, for staff to decide on."""
    event = Event.objects.filter(slug=ASKED_EVENT).first()
    if event is None or not event.takes_registrations() or event.registrations.exists():
        return
    name, told = ASKS_TO_COME
    _register(event, _guest(name, **told), GERMAN)


@transaction.atomic
def _guests_who_were_there() -> None:
    """They register for a day to come, as everybody does; then the event is put back to when it was. No mail goes."""
    event = Event.objects.filter(slug=PAST_EVENT).first()
    if event is None or not feedback.is_open(event) or event.registrations.exists():
        return
    was = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    soon = timezone.now() + timedelta(days=1)
    Event.objects.filter(pk=event.pk).update(starts_at=soon, ends_at=soon + timedelta(hours=2))
    marks = []
    for name, told, is_there in WERE_THERE:
        registration = _register(event, _guest(name, **told), GERMAN)
        outbox.withdraw(reference=registration.subject, to=registration.email)
        if is_there:
            marks.append(Mark(uuid.uuid5(FORMS, f"there {name}"), registration.reference, True, was["starts_at"]))
    Event.objects.filter(pk=event.pk).update(**was)
    take_marks(event_id=event.pk, marks=marks)
    name, organisation, audience = CAME_ALONG
    add_walk_in(
        event_id=event.pk,
        uid=uuid.uuid5(FORMS, name),
        name=name,
        organisation=organisation,
        audience=audience,
    )
    for number, (rating, words) in enumerate(RATINGS):
        feedback.give(event_id=event.pk, uid=uuid.uuid5(FORMS, f"rating {number}"), rating=rating, words=words)


def _guest(name: str, **told) -> Guest:
    return Guest(name=name, email=f"{name.casefold().replace(' ', '.')}@demo.example", **told)


def _register(event: Event, guest: Guest, language: str) -> Registration:
    submission = uuid.uuid5(FORMS, guest.email)
    return services.register(event_id=event.pk, submission=submission, guest=guest, language=language)

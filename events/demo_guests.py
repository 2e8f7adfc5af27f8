"""Synthetic guests of the networking day of the demo, in every state an open event knows; no real person or office."""

import uuid

from django.conf import settings

from events import services
from events.models import Event, Registration
from events.services import Contact, Guest
from events.states import MoveReason

EVENT = "vernetzungstag-nuernberg"
GERMAN = settings.LANGUAGE_CODE
# Names a form of its own for each guest; a second run would find them sent.
FORMS = uuid.UUID("5d0a3c5e-6a39-4f0c-9d7e-0b7f5a3f2c11")
OFFICE = {"organisation": "Beispielamt Musterstadt", "audience": "authority", "region": "095"}
CENTRE = {"organisation": "Beispielverein Rückkehrberatung", "audience": "other-centre", "region": "091"}
PROVIDER = {"organisation": "Bildungswerk Beispiel", "audience": "provider", "region": "092"}
TOPIC = {"thema": "Sprachkurse vor der Ausreise"}

# Name, workshops by their place in the programme, what else they told, the language of their mails.
ALONE = (
    ("Anna Beispiel", (0, 1), {**CENTRE, "photo": "yes", "needs": ["vegetarian"], "answers": TOPIC}, GERMAN),
    ("Boris Beispiel", (0,), {**CENTRE, "photo": "no", "answers": TOPIC}, GERMAN),
    ("Carla Muster", (2,), {**PROVIDER, "is_online": True, "answers": {"infostand": "yes"}}, GERMAN),
    ("Daniel Muster", (1, 2), {**PROVIDER, "needs": ["step-free"], "answers": {"infostand": "no"}}, "en"),
    ("Emine Probe", (2, 0), {"audience": "volunteer", "region": "095", "is_online": True}, "ar"),
    ("Farid Probe", (), {"audience": "multiplier", "region": "outside", "needs": ["halal", "interpreter"]}, "ar"),
)  # fmt: skip
TOGETHER = ("Greta Amt", "Hakan Amt", "Ilse Amt", "Jonas Amt", "Katrin Amt", "Levent Amt", "Mara Amt", "Nils Amt")
# More of the office than may come: these wait.
LATE = ("Olga Amt", "Paul Amt")


def create_guests() -> None:
    """Register them where nobody is registered yet; one gives the place back, and the next in line is asked."""
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


def _guest(name: str, **told) -> Guest:
    return Guest(name=name, email=f"{name.casefold().replace(' ', '.')}@demo.example", **told)


def _register(event: Event, guest: Guest, language: str) -> Registration:
    submission = uuid.uuid5(FORMS, guest.email)
    return services.register(event_id=event.pk, submission=submission, guest=guest, language=language)

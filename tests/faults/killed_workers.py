"""The scenes of the worker that is killed between a registration and the end of its mail (F12).

Run as ``python -m tests.faults.killed_workers KILLS [PROTECTION LEFT OUT [MARK ...]]`` with the settings of
``tests.faults.mail_settings``; the mails go to a server outside, which knows what it was given.
"""

import json
import sys
import uuid
from datetime import datetime, timedelta
from functools import partial

import django
import time_machine

from tests.faults import killed
from tests.faults.killed import after, at_update, before

LEASE = timedelta(minutes=11)  # a little more than a mail is held for a worker that says nothing

REGISTERING = {
    "the mail is written, nothing is committed": after("portal.outbox:queue"),
    "the registration is about to be committed": before("django.db.backends.base.base:BaseDatabaseWrapper._commit"),
    "the registration is committed": before(
        "django.db.backends.base.base:BaseDatabaseWrapper.run_and_clear_commit_hooks"
    ),
    "the registration is answered": after("events.services:register"),
}
SENDING = {
    "the worker has begun": before("portal.outbox:deliver_due"),
    "what is due is asked for": before("portal.models.mail:OutgoingMailQuerySet.due"),
    "what is due is known": before("portal.outbox:deliver"),
    "the mail is about to be taken": at_update("sending", is_done=False),
    "the mail is taken": at_update("sending", is_done=True),
    "the server is called": before("smtplib:SMTP.connect"),
    "the server has greeted": after("smtplib:SMTP.connect"),
    "the connection is open": after("django.core.mail.backends.smtp:EmailBackend.open"),
    "the mail is read": before("portal.outbox:message"),
    "the mail is built": after("portal.outbox:message"),
    "the sender is named": after("smtplib:SMTP.mail"),
    "the recipient is named": after("smtplib:SMTP.rcpt"),
    "the mail is about to be sent": before("smtplib:SMTP.data"),
    "half of the mail is sent": killed.amid_sending,
}
# The server has the mail, and the database does not know it yet: no system can close this gap.
GAP = {
    "all of the mail is sent": killed.after_sending,
    "the server has said yes": after("smtplib:SMTP.data"),
    "it is about to be written down": at_update("sent", is_done=False),
}
SENT = {
    "it is written down": at_update("sent", is_done=True),
    "the server is about to be left": before("django.core.mail.backends.smtp:EmailBackend.close"),
    "the server is left": after("smtplib:SMTP.quit"),
    "one mail is done": after("portal.outbox:deliver"),
    "the round is done": after("portal.outbox:deliver_due"),
    "other work begins": before("portal.clock:run"),
}
REMINDING = {
    "the reminder is written, nothing is committed": after("events.emails:queue_reminder"),
    "the reminder is committed": after("events.reminders:_send"),
}


class Scene:
    def __init__(self, kills: int):
        from django.utils import timezone

        from tests.builders.events import make_event

        self.kills, self.now = kills, timezone.now()
        self.event = make_event(slug=f"killed-{uuid.uuid4().hex[:8]}", capacity=1)

    def register(self) -> None:
        from events import services
        from tests.builders.events import make_guest

        guest = make_guest(f"{uuid.uuid4().hex}@example.org")
        services.register(event_id=self.event.pk, submission=uuid.uuid4(), guest=guest, language="de")

    def sending(self, mark, *, one_by_one: bool) -> int:
        """Somebody registers, a worker is killed; so many times. Returns how many were.

        ``one_by_one``: another worker takes the mail up before the next one is killed.
        """
        number = 0
        for _kill in range(self.kills):
            with time_machine.travel(self.now - timedelta(minutes=1)):
                self.register()
            number += killed.was_killed(killed.fork(killed.work_once, self.now, mark))
            self.now += LEASE
            if one_by_one:
                killed.was_killed(killed.fork(outbox_round, self.now))
                self.now += LEASE
        return number

    def registering(self, mark) -> int:
        number = 0
        for _kill in range(self.kills):
            number += killed.was_killed(killed.fork(self.register, self.now, mark))
            self.now += LEASE
        return number

    def finish(self) -> dict:
        """Workers nobody kills do the rest. What there is to be sent, by Message-ID, and how the rows ended."""
        from portal import outbox
        from portal.models import MailState, OutgoingMail

        for _round in range(3):
            killed.was_killed(killed.fork(killed.work_once, self.now))
            self.now += LEASE
        registrations = self.event.registrations.all()
        mails = OutgoingMail.objects.filter(reference__in=[one.subject for one in registrations])
        return {
            "registrations": len(registrations),
            "ids": [outbox.message_id(mail) for mail in mails],
            "sent": sum(mail.state == MailState.SENT for mail in mails),
            "shown": sum(mail.attempts > 1 for mail in mails),
        }


def outbox_round() -> None:
    from portal import outbox

    outbox.deliver_due()


def remind(kills: int, mark) -> dict:
    """Everybody is due for a reminder, and the process that writes them is killed, again and again."""
    from events.reminders import remind
    from portal.models import OutgoingMail
    from tests.builders.events import make_event

    scene = Scene(0)
    scene.event = make_event(slug=f"near-{uuid.uuid4().hex[:8]}", capacity=kills, starts_at=_in_the_morning(6))
    with time_machine.travel(scene.now - timedelta(days=5)):
        for _guest in range(kills):
            scene.register()
    number = sum(killed.was_killed(killed.fork(remind, scene.now, mark)) for _kill in range(kills))
    killed.was_killed(killed.fork(remind, scene.now))
    subjects = [one.subject for one in scene.event.registrations.all()]
    reminders = OutgoingMail.objects.filter(reference__in=subjects, template="events/emails/reminder")
    references = list(reminders.values_list("reference", flat=True))
    OutgoingMail.objects.all().delete()
    return {"kills": number, "guests": len(subjects), "reminders": len(references), "reminded": len(set(references))}


def _in_the_morning(days: int) -> datetime:
    from django.utils import timezone

    return timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=days)


def leave_out(protection: str) -> None:
    """The same portal as it would be without one of its protections."""
    from django.db import transaction

    from portal import outbox

    def new_id(mail):
        return f"<{uuid.uuid4()}@example.org>"

    def build(mail, server, build=outbox.message):
        outbox.message_id, known = new_id, outbox.message_id
        built = build(mail, server)
        outbox.message_id = known
        return built

    def queue_later(queue=outbox.queue, **facts):
        transaction.on_commit(partial(queue, **facts))

    if protection == "taking up again":
        outbox._wait = lambda *args, **kwargs: None
    elif protection == "writing down each mail":
        outbox.deliver_due = transaction.atomic(outbox.deliver_due)
    elif protection == "one id":
        outbox.message = build
    elif protection == "one transaction":
        outbox.queue = queue_later


def main(kills: int, protection: str = "", *only: str) -> dict:
    """By the name of the mark, what became of the mails of people who registered; ``only`` at these marks."""
    from portal.models import OutgoingMail
    from tests.conftest import restore_site_tree

    restore_site_tree()
    OutgoingMail.objects.all().delete()
    leave_out(protection)
    happened = {}
    for name, mark in {**REGISTERING, **SENDING, **GAP, **SENT}.items():
        if only and name not in only:
            continue
        scene = Scene(kills)
        is_gap = name in GAP
        number = scene.registering(mark) if name in REGISTERING else scene.sending(mark, one_by_one=is_gap)
        happened[name] = {"kills": number, **scene.finish()}
    for name, mark in REMINDING.items():
        if not only:
            happened[name] = remind(kills, mark)
    return happened


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), *sys.argv[2:])))

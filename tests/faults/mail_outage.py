"""The scenes of the mail server that is away: a thousand guests' mails, and a clock that jumps over three days.

Run as ``python -m tests.faults.mail_outage`` with the settings of ``tests.faults.mail_settings``; prints what happened.
"""

import json
import socket
import sys
import time
import uuid
from collections import Counter
from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest import mock

import django
import time_machine

GUESTS, FEW = 1000, 40
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
REFUSES, SILENT = "refuses", "silent"
LATER, NO = "451 later", "550 no"
# Seconds. A worker that waits in vain waits so long here, and the clock goes on by what it would really be.
SHORT_TIMEOUT = 0.1


class Outage:
    """A mail server in one trouble after the other, the worker, and the time."""

    def __init__(self, guests: int):
        from django.conf import settings
        from django.utils import timezone

        from portal import outbox
        from tests.bench.servers import free_port
        from tests.mail_server import Moody, MoodyController

        self.settings = settings
        self.now = timezone.now()
        self.server = Moody()
        self.controller = MoodyController(self.server, hostname="127.0.0.1", port=free_port())
        self.silent = socket.create_server(("127.0.0.1", 0), backlog=1)
        self.ports = {REFUSES: free_port(), SILENT: self.silent.getsockname()[1]}
        self.guests = guests
        self.timeout, self.longest_round = settings.EMAIL_TIMEOUT, outbox.LONGEST_ROUND

    def __enter__(self):
        from portal.models import OutgoingMail

        self.controller.start()
        rows = queued(self.guests)
        OutgoingMail.objects.all().delete()
        with time_machine.travel(self.now):
            OutgoingMail.objects.bulk_create([OutgoingMail(**facts) for facts in rows])
        return self

    def __exit__(self, *_error):
        self.mood("")
        self.controller.stop()
        self.silent.close()

    def mood(self, mood: str) -> None:
        from portal import outbox

        self.server.mood = "" if mood in self.ports else mood
        self.settings.EMAIL_HOST, self.settings.EMAIL_PORT = "127.0.0.1", self.ports.get(mood, self.controller.port)
        self.scale = self.timeout / SHORT_TIMEOUT if mood in (SILENT, self.server.HANGS) else 1
        self.settings.EMAIL_TIMEOUT = self.timeout / self.scale
        outbox.LONGEST_ROUND = self.longest_round / self.scale

    def wake(self, until: datetime | None = None) -> None:
        """The worker does what is due now, round after round; time passes meanwhile."""
        from portal import outbox
        from portal.models import OutgoingMail

        while OutgoingMail.objects.due(now=self.now).exists() and not (until and self.now >= until):
            began = time.monotonic()
            with time_machine.travel(self.now):
                outbox.deliver_due()
            self.now += timedelta(seconds=(time.monotonic() - began) * self.scale)

    def last(self, mood: str, length: timedelta, step: timedelta = MINUTE) -> None:
        self.mood(mood)
        end = self.now + length
        while self.now < end:
            self.wake(end)
            self.now = min(self.now + step, end)

    def come_back(self) -> dict:
        """The server is well; the worker looks every second. What became of everything, and when."""
        from django.db.models import Max

        from portal.models import MailState, OutgoingMail

        back = self.now
        self.mood("")
        open_ones = OutgoingMail.objects.filter(state__in=[MailState.DUE, MailState.SENDING])
        while open_ones.exists() and self.now < back + 5 * HOUR:
            self.wake()
            self.now += timedelta(seconds=1) if OutgoingMail.objects.due(now=self.now).exists() else MINUTE / 6
        last = OutgoingMail.objects.aggregate(last=Max("ended_at"))["last"]
        return {**self.count(), "minutes": (last - back) / MINUTE if last else None}

    def count(self) -> dict:
        from portal import outbox
        from portal.models import OutgoingMail

        mails, taken = list(OutgoingMail.objects.defer("recipient", "content")), Counter(self.server.taken)
        known = {outbox.message_id(mail) for mail in mails}
        return {
            "queued": len(mails),
            "states": Counter(mail.state for mail in mails),
            "lost": len(known - set(taken)),
            "unknown": len(set(taken) - known),
            "twice": sum(number > 1 for number in taken.values()),
            "tries": max((mail.attempts for mail in mails), default=0),
        }


_rows: list[dict] = []


def queued(number: int) -> list[dict]:
    """What is in the outbox after so many people have registered."""
    from events import services
    from portal.models import OutgoingMail
    from tests.builders.events import make_event, make_guest

    if not _rows:
        OutgoingMail.objects.all().delete()
        event = make_event(slug=f"outage-{uuid.uuid4().hex[:8]}", capacity=10)
        for n in range(GUESTS):
            guest = make_guest(f"guest{n}@example.org")
            services.register(event_id=event.pk, submission=uuid.uuid4(), guest=guest, language="de")
        kept = ("uid", "template", "language", "reference", "recipient", "content")
        _rows.extend(OutgoingMail.objects.values(*kept))
    return _rows[:number]


def three_days() -> dict:
    """72 hours of everything a mail server can do, and back a quarter of an hour before they are over."""
    with Outage(GUESTS) as outage:
        began = outage.now
        outage.last(REFUSES, 20 * HOUR, 10 * MINUTE)
        outage.last(SILENT, HOUR)
        for mood in (LATER, NO, outage.server.CUTS):
            outage.last(mood, MINUTE)
            outage.last(REFUSES, 10 * MINUTE)
        outage.last(outage.server.HANGS, HOUR / 2)
        outage.last(REFUSES, began + 72 * HOUR - 15 * MINUTE - outage.now, 10 * MINUTE)
        return outage.come_back()


def long_trouble(mood: str) -> dict:
    """A worker that finds the same trouble again and again for two days."""
    with Outage(FEW) as outage:
        for hours in (0, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12, 24, 48):
            outage.last(mood, timedelta(hours=hours) / 2, timedelta(hours=hours) / 2 or MINUTE)
        outage.last(mood, MINUTE)
        return outage.come_back()


def lost_answer() -> dict:
    """One round in which the server takes each mail and says nothing."""
    with Outage(FEW) as outage:
        outage.last(outage.server.CUTS_AFTER_TAKING, MINUTE / 2)
        return outage.come_back()


def dead(mood: str, guests: int = GUESTS) -> dict:
    """Nothing goes out in time: what staff see a minute before the end and five after it, and what comes when they
    try again."""
    from portal import outbox
    from portal.models import MailState, OutgoingMail

    with Outage(guests) as outage:
        outage.last(mood, 2 * MINUTE)
        outage.now = OutgoingMail.objects.earliest("created_at").created_at + 72 * HOUR - 2 * MINUTE
        outage.last(mood, MINUTE)
        before = shown_as_given_up()
        outage.last(mood, 6 * MINUTE)
        after = shown_as_given_up()
        with time_machine.travel(outage.now):
            for mail in OutgoingMail.objects.filter(state=MailState.FAILED).defer("recipient", "content")[:FEW]:
                outbox.retry(mail)
        return {"before": before, "after": after, **outage.come_back()}


def shown_as_given_up() -> int:
    """How many rows of the list in the CMS offer another try to the administrator."""
    from bs4 import BeautifulSoup
    from django.contrib.auth.models import Group
    from django.test import Client
    from django.urls import reverse

    from portal import roles
    from portal.admin_views import PER_PAGE
    from portal.models import User
    from tests.builders.accounts import log_in_staff

    user, _made = User.objects.get_or_create(email="administrator@example.org")
    user.groups.add(Group.objects.get(name=roles.ADMINISTRATOR))
    client, offered = log_in_staff(Client(), user), set()
    while True:
        page = client.get(reverse("portal_admin:mails"), {"p": len(offered) // PER_PAGE + 1}).content.decode()
        found = {form["action"] for form in BeautifulSoup(page, "html.parser").select("table.listing form")}
        if found <= offered:
            return len(offered)
        offered |= found


@contextmanager
def without(protection: str):
    """The same portal with one of its protections taken out."""
    from portal import outbox
    from portal.models import MailState

    def give_up(rows, error, pause, *, tries=0):
        rows.update(state=MailState.FAILED, error=error)

    def new_id(mail):
        return f"<{uuid.uuid4()}@example.org>"

    def build(mail, server, build=outbox.message):
        with mock.patch.object(outbox, "message_id", new_id):
            return build(mail, server)

    replaced = {
        "short pauses": ("OUTAGE_PAUSE", outbox.LONGEST_PAUSE),
        "tries": ("_wait", give_up),
        "one id": ("message", build),
        "giving up together": ("_wait_for_server", lambda mail_id, error: None),
    }
    with mock.patch.object(outbox, *replaced[protection]):
        yield


def main() -> dict:
    from portal import outbox
    from portal.roles import create_roles
    from tests.conftest import restore_site_tree
    from tests.mail_server import Moody

    restore_site_tree()
    create_roles()
    happened = {}
    with mock.patch.object(outbox.logger, "error"):
        scenes = {
            "three days": three_days,
            **{
                f"two days: {m}": lambda m=m: long_trouble(m)
                for m in (REFUSES, SILENT, LATER, NO, Moody.CUTS, Moody.HANGS)
            },
            "lost answer": lost_answer,
            **{f"dead: {mood}": lambda mood=mood: dead(mood) for mood in (REFUSES, Moody.HANGS)},
        }
        for name, scene in scenes.items():
            happened[name] = scene()
        for protection, scene in {
            "short pauses": lambda: long_trouble(LATER),
            "tries": lambda: long_trouble(REFUSES),
            "one id": lost_answer,
            "giving up together": lambda: dead(Moody.HANGS, FEW),
        }.items():
            with without(protection):
                happened[f"without {protection}"] = scene()
    return happened


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(main(), indent=1))

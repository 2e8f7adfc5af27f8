"""F14: whatever stands in a title or a place, every mail of events keeps its headers, its reader and its parts."""

import email
import itertools
from collections import Counter
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from events.models import EventPage
from portal import outbox
from portal.models import OutgoingMail
from tests.builders.events import make_event, make_event_page
from tests.events import test_emails as mails
from tests.mail_server import Keeping

pytestmark = [pytest.mark.fault, pytest.mark.django_db]

BREAKS = (
    "\r\n",
    "\n",
    "\r",
    "\r\n\r\n",
    "\n\n",
    "\r\n ",
    "\u2028",
    "\u2029",
    "\x0b",
    "\x0c",
    "\x85",
    "\x00",
    "%0d%0a",
    "\\r\\n",
)
LINES = (
    "Bcc: victim@example.net", "Cc: victim@example.net", "To: victim@example.net", "X-Injected: 1", "Subject: other",
    "From: victim@example.net", "Reply-To: victim@example.net", "MIME-Version: 2.0", "Content-Type: text/x-injected",
    "Content-Disposition: attachment; filename=evil.exe", "--=_boundary", ".\r\nMAIL FROM:<victim@example.net>",
    "=?utf-8?q?=0D=0ABcc:_victim@example.net?=",
)  # fmt: skip
AROUND = ("{}", "Tag{}", "Tag" * 3_333 + "{}")
PAYLOADS = [around.format(end + line) for around, end, line in itertools.product(AROUND, BREAKS, LINES)]
HEADERS = {
    "content-type", "mime-version", "subject", "from", "to", "date", "message-id", "auto-submitted", "content-language",
}  # fmt: skip


def faults(recipients: list[str], content: bytes, kinds: list[str]) -> list[str]:
    built = email.message_from_bytes(content)
    found = Counter(name.lower() for name in built)
    wrong = [f"header {name}" for name, number in found.items() if name not in HEADERS or number > 1]
    wrong += [f"reader {one}" for one in recipients if one.endswith("example.net")]
    if [part.get_content_type() for part in built.walk()] != kinds:
        wrong.append("other parts")
    return wrong


def kinds_of(mail: OutgoingMail) -> list[str]:
    built = email.message_from_bytes(outbox.message(mail).message().as_bytes())
    return [part.get_content_type() for part in built.walk()]


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_there_are_more_than_five_hundred():
    assert len(PAYLOADS) > 500


def test_no_payload_in_any_mail_of_events_adds_header_reader_or_part(monkeypatch, smtp, site_tree):
    kept, turns, wrong = smtp(Keeping()), itertools.cycle(itertools.product(mails.KINDS, mails.LANGUAGES)), []
    told = ""

    def hostile_event(**facts):
        event = make_event(venue_name=told[:200], venue_place=told[:100], **facts)
        make_event_page(site_tree, event)
        EventPage.objects.filter(event=event).update(title=told[:255])
        return event

    monkeypatch.setattr(mails, "make_event", hostile_event)
    usual = {}
    for kind, language in itertools.product(mails.KINDS, mails.LANGUAGES):
        with undone():
            usual[kind, language] = kinds_of(mails.mail_of(kind, language))
    for payload in PAYLOADS:
        # PostgreSQL keeps no NUL, and no form lets one in.
        told = payload.replace("\x00", "") if connection.vendor == "postgresql" else payload
        kind, language = next(turns)
        with undone():
            mail = mails.mail_of(kind, language)
            assert outbox.deliver(mail.pk), repr(payload)
        recipients, content = kept.mails.pop()
        found = faults(recipients, content, usual[kind, language])
        wrong += [(kind, language, payload[-60:], fault) for fault in found]

    assert wrong == []


def test_the_look_would_see_an_injected_header():
    """The control."""
    plain = b"Subject: a\r\nBcc: victim@example.net\r\nContent-Type: text/plain\r\n\r\nb"

    assert faults(["ada@example.org"], plain, ["text/plain"]) == ["header bcc"]
    assert faults(["victim@example.net"], b"Subject: a\r\n\r\nb", ["text/plain"]) == ["reader victim@example.net"]

"""The one way a mail leaves the house.

``queue`` renders a mail in the reader's language and writes it as a row of the caller's transaction; the worker sends
it after the commit and tries again with growing pauses for 72 hours. While the server cannot be reached all mails wait
for it, a minute at a time. The Message-ID hangs on the row, so a mail that had to be sent twice (SMTP cannot promise
once) is recognised as the same by mail programs.

A mail has three templates, ``<app>/emails/<name>.subject.txt``, ``.txt`` and ``.html``. They get references, dates,
places and links, never what a person told us.
"""

import base64
import logging
import time
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from io import BytesIO

import segno
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import DatabaseError
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation

from portal.context import identity_facts
from portal.models.mail import MailState, OutgoingMail

logger = logging.getLogger("portal.outbox")

HORIZON = timedelta(hours=72)
FIRST_PAUSE = timedelta(minutes=1)
ONE_CLICK = "List-Unsubscribe=One-Click"
LONGEST_SUBJECT = 200  # characters
LONGEST_PAUSE = timedelta(hours=4)
# While no mail at all goes out it may be the server: no mail waits longer for its return.
OUTAGE_PAUSE = timedelta(minutes=10)
LONGEST_ROUND = 30  # seconds; jobs of the same worker wait for it
# A worker that took a mail and said nothing for this long is taken for dead.
STUCK_AFTER = timedelta(minutes=10)


class ServerAway(Exception):
    """No mail can go out now; says why."""


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    mimetype: str


@dataclass(frozen=True)
class Code:
    """A QR code, attached as a picture that is drawn when the mail is sent."""

    name: str
    text: str


def queue(
    *,
    template: str,
    to: str,
    language: str,
    context: dict | None = None,
    reference: str = "",
    attachments: tuple[Attachment | Code, ...] = (),
    unsubscribe_url: str = "",
) -> OutgoingMail:
    """Write the mail ``template`` (such as ``events/emails/confirmed``) into the outbox of this transaction.

    ``reference`` names what the mail is about (``registration:12``) for staff; it must not name a person.
    ``unsubscribe_url``: where one POST ends mails of this kind for good (RFC 8058).
    """
    with translation.override(language):
        info = translation.get_language_info(language)
        words = {
            **(context or {}),
            "identity": identity_facts(language),
            "base_url": settings.BASE_URL,
            "language": language,
            "direction": "rtl" if info["bidi"] else "ltr",
        }
        subject = render_to_string(f"{template}.subject.txt", words)
        text = render_to_string(f"{template}.txt", words).strip() + "\n"
        html = render_to_string(f"{template}.html", words)
    if info["bidi"]:
        text = "\u200f" + text
    mail = OutgoingMail.objects.create(
        template=template,
        language=language,
        reference=reference,
        recipient=to,
        content={
            "subject": subject,
            "text": text,
            "html": html,
            "unsubscribe_url": unsubscribe_url,
            "attachments": [_kept(attachment) for attachment in attachments],
        },
    )
    return mail


def _kept(attachment: Attachment | Code) -> dict[str, str]:
    if isinstance(attachment, Code):
        return {"name": attachment.name, "code": attachment.text, "mimetype": "image/png"}
    content = base64.b64encode(attachment.content).decode()
    return {"name": attachment.name, "content": content, "mimetype": attachment.mimetype}


def _content_of(attachment: dict[str, str]) -> bytes:
    if "code" not in attachment:
        return base64.b64decode(attachment["content"])
    picture = BytesIO()
    segno.make(attachment["code"], error="m", micro=False).save(picture, kind="png", scale=8, border=3)
    return picture.getvalue()


def message_id(mail: OutgoingMail) -> str:
    """The same for every try of the same row."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{mail.uid}@{domain}>"


def one_line(text: str) -> str:
    """The text without anything that could end a header line, short enough for every mail server."""
    line = " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text).split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1] + "…"


def _unsubscribing(url: str) -> dict[str, str]:
    """The button many mail programs show for it (RFC 8058)."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": ONE_CLICK} if url else {}


def message(mail: OutgoingMail, connection=None) -> EmailMultiAlternatives:
    content = mail.content
    built = EmailMultiAlternatives(
        subject=one_line(content["subject"]),
        body=content["text"],
        to=[mail.recipient],
        headers={
            "Message-ID": message_id(mail),
            "Auto-Submitted": "auto-generated",
            "Content-Language": mail.language,
            **_unsubscribing(content.get("unsubscribe_url", "")),
        },
        connection=connection,
    )
    built.attach_alternative(content["html"], "text/html")
    for attachment in content["attachments"]:
        built.attach(attachment["name"], _content_of(attachment), attachment["mimetype"])
    return built


def pause_after(attempts: int) -> timedelta:
    """One minute, doubling, four hours at the most."""
    doublings = min(max(attempts - 1, 0), 16)  # more of them are no number any more
    return min(FIRST_PAUSE * 2**doublings, LONGEST_PAUSE)


def _longest_pause() -> timedelta:
    """Only where others go out, a refusal is known to be the mail's own."""
    recently = timezone.now() - OUTAGE_PAUSE
    goes_out = OutgoingMail.objects.filter(state=MailState.SENT, ended_at__gt=recently).exists()
    return LONGEST_PAUSE if goes_out else OUTAGE_PAUSE


def deliver(mail_id: int) -> bool:
    """Try to send one mail that is due; True if it went out now. Nobody else can take it meanwhile.

    Where the server is away the mail is held until it is put back, by the caller or as that of a killed worker.
    """
    now = timezone.now()
    taken = OutgoingMail.objects.filter(pk=mail_id, state=MailState.DUE, next_try_at__lte=now).update(
        state=MailState.SENDING, next_try_at=now + STUCK_AFTER
    )
    if not taken:
        return False
    server = get_connection()
    try:
        server.open()
    except (OSError, ValueError) as error:  # those of smtplib, and of a host that is no name
        raise ServerAway(_kind(error)) from error
    try:
        mail = OutgoingMail.objects.get(pk=mail_id)
        message(mail, server).send()
        mail.state, mail.ended_at, mail.error = MailState.SENT, timezone.now(), ""
        mail.recipient, mail.content = "", {}
        mail.attempts += 1
        mail.save()
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 -- whatever is wrong with one mail must not hold up the others
        _put_back(mail_id, _kind(error))
        return False
    finally:
        server.close()
    return True


def _kind(error: Exception) -> str:
    """All that is kept of an error: its text may name people."""
    return f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()


def _put_back(mail_id: int, error: str) -> None:
    """Plan the next try of a mail that was refused, the last one at the end of its 72 hours."""
    row = OutgoingMail.objects.filter(pk=mail_id)
    # Not the whole row: what cannot be read is put back too.
    created_at, tries = row.values_list("created_at", "attempts").get()
    pause = min(pause_after(tries + 1), _longest_pause(), created_at + HORIZON - timezone.now())
    _wait(row, error, pause, tries=1)


def _wait_for_server(mail_id: int, error: str) -> None:
    """Nothing can go out now: this mail and all others that are due wait a minute."""
    due = Q(state=MailState.DUE, next_try_at__lte=timezone.now())
    held = Q(pk=mail_id, state=MailState.SENDING)
    _wait(OutgoingMail.objects.filter(held | due), error, FIRST_PAUSE)


def _wait(rows: QuerySet, error: str, pause: timedelta, *, tries: int = 0) -> None:
    """Queue the mails again, after a pause; those of 72 hours ago are given up, visibly."""
    now = timezone.now()
    facts = {"error": error, "attempts": F("attempts") + tries}
    # What was never tried, such as while no worker ran, is not given up on the first fault.
    too_old = Q(created_at__lte=now - HORIZON) & ~Q(state=MailState.DUE, error="", attempts=0)
    given_up = list(rows.filter(too_old).values_list("uid", flat=True))
    rows.filter(too_old).update(state=MailState.FAILED, ended_at=now, **facts)
    for uid in given_up:
        logger.error("mail %s given up: %s", uid, error)
    rows.exclude(too_old).update(state=MailState.DUE, next_try_at=now + pause, **facts)


def deliver_due(limit: int = 200) -> int:
    """Send what is due, oldest first; returns how many went out. Ends soon where the server takes its time."""
    began, sent = time.monotonic(), 0
    stuck = OutgoingMail.objects.filter(state=MailState.SENDING, next_try_at__lte=timezone.now())
    _wait(stuck, "WorkerLost", timedelta(0), tries=1)
    for pk in list(OutgoingMail.objects.due().values_list("pk", flat=True)[:limit]):
        try:
            sent += deliver(pk)
            if time.monotonic() - began > LONGEST_ROUND:
                if not sent:
                    raise ServerAway("TimeoutError")
                break
        except ServerAway as error:
            _wait_for_server(pk, str(error))
            break
    return sent


def withdraw(*, reference: str, to: str) -> int:
    """Take back what waits for this address; returns how many. What is on its way already arrives."""
    due = OutgoingMail.objects.filter(reference=reference, state=MailState.DUE)
    wrong = [mail.pk for mail in due if mail.recipient == to]  # encrypted: no question to the database
    return OutgoingMail.objects.filter(pk__in=wrong, state=MailState.DUE).delete()[0]


def retry(mail: OutgoingMail) -> None:
    """Put a mail that was given up back in the queue, for another 72 hours."""
    now = timezone.now()
    OutgoingMail.objects.filter(pk=mail.pk, state=MailState.FAILED).update(
        state=MailState.DUE, next_try_at=now, created_at=now, ended_at=None
    )


def purge() -> int:
    """Delete rows that ended 30 days ago."""
    limit = timezone.now() - timedelta(days=30)
    return OutgoingMail.objects.filter(state__in=[MailState.SENT, MailState.FAILED], ended_at__lt=limit).delete()[0]

import smtplib
import socket
from datetime import timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend as LocMemBackend
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection, transaction
from django.utils import timezone

from portal import clock, outbox
from portal.models import MailState, OutgoingMail
from tests.mail_server import Keeping

pytestmark = pytest.mark.django_db


NOBODY = ("127.0.0.1", 1)


def queue(**facts):
    values = {
        "template": "portal/emails/login_code",
        "to": "ada@example.org",
        "language": "de",
        "context": {"code": "ABC123"},
    }
    return outbox.queue(**{**values, **facts})


class Refusing:
    """A mail server that answers every mail with the same code."""

    def __init__(self, code: str):
        self.code = code

    async def handle_DATA(self, server, session, envelope):
        return self.code


def test_a_mail_is_only_a_row_until_the_worker_sends_it():
    queue()

    assert django_mail.outbox == []
    assert outbox.deliver_due() == 1
    assert [sent.to for sent in django_mail.outbox] == [["ada@example.org"]]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_leaves_no_mail():
    with pytest.raises(RuntimeError), transaction.atomic():
        queue()
        raise RuntimeError

    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("en", "ltr"), ("ar", "rtl")])
def test_a_mail_has_text_and_html_in_the_readers_language(language, direction):
    queue(language=language)
    outbox.deliver_due()

    sent = django_mail.outbox[0]
    html = sent.alternatives[0][0]
    assert "ABC123" in sent.body
    assert f'lang="{language}"' in html
    assert f'dir="{direction}"' in html
    assert sent.body.startswith("\u200f") is (direction == "rtl")
    assert sent.message()["Content-Language"] == language


def test_after_sending_nothing_of_the_reader_is_left_in_the_row():
    mail = queue()
    outbox.deliver_due()
    mail.refresh_from_db()

    assert (mail.state, mail.recipient, mail.content) == (MailState.SENT, "", {})
    assert outbox.deliver_due() == 0


def test_a_refused_mail_is_tried_again_with_growing_pauses_and_the_same_message_id(smtp):
    smtp(Refusing("451 later"))
    mail = queue()
    first_id = outbox.message_id(mail)
    outbox.deliver_due()
    mail.refresh_from_db()

    assert (mail.state, mail.attempts, mail.error) == (MailState.DUE, 1, "SMTPDataError 451")
    assert outbox.deliver_due() == 0, "not before its pause is over"
    kept = smtp(Keeping())
    with time_machine.travel(timedelta(minutes=2), tick=False):
        assert outbox.deliver_due() == 1
    assert first_id.encode() in kept.mails[0][1]
    pauses = [outbox.pause_after(attempt) for attempt in range(1, 12)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=4)


def test_after_72_hours_a_mail_is_given_up_where_staff_can_see_it(smtp):
    smtp(Refusing("550 no"))
    mail = queue()
    start = timezone.now()
    tries = 0
    for hour in range(0, 80):
        with time_machine.travel(start + timedelta(hours=hour, minutes=1), tick=False):
            outbox.deliver_due()
            mail.refresh_from_db()
            tries = mail.attempts

    assert mail.state == MailState.FAILED
    assert tries >= 12
    assert timedelta(hours=72) <= mail.ended_at - mail.created_at <= timedelta(hours=74)
    assert "ada" not in mail.error


def test_a_dead_mail_server_loses_nothing(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    mail = queue()

    assert outbox.deliver_due() == 0
    mail.refresh_from_db()
    assert mail.state == MailState.DUE
    assert mail.recipient == "ada@example.org"


@pytest.fixture
def nobody_answers(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = NOBODY


def test_one_connection_that_fails_is_enough_to_let_all_wait_a_minute(nobody_answers, monkeypatch, smtp):
    opened = []
    monkeypatch.setattr(EmailBackend, "open", lambda server: opened.append(1) or socket.create_connection(NOBODY))
    mails = [queue() for _number in range(3)]

    assert outbox.deliver_due() == 0
    assert len(opened) == 1
    rows = OutgoingMail.objects.values_list("state", "attempts", "error")
    assert list(rows) == [(MailState.DUE, 0, "ConnectionRefusedError")] * len(mails)
    monkeypatch.undo()
    kept = smtp(Keeping())
    with time_machine.travel(timedelta(seconds=61), tick=False):
        assert outbox.deliver_due() == 3
    assert len(kept.mails) == 3


def test_mails_a_server_could_not_take_for_72_hours_are_given_up_together(nobody_answers):
    mails = [queue() for _number in range(3)]
    assert outbox.deliver_due() == 0

    with time_machine.travel(timedelta(hours=72, seconds=1), tick=False):
        assert outbox.deliver_due() == 0

    assert OutgoingMail.objects.filter(state=MailState.FAILED, ended_at__isnull=False).count() == len(mails)


def test_after_days_without_a_worker_the_first_fault_of_the_server_gives_nothing_up_that_was_not_tried(nobody_answers):
    mails = [queue() for _number in range(3)]

    with time_machine.travel(timedelta(hours=73), tick=False):
        assert outbox.deliver_due() == 0

    assert OutgoingMail.objects.filter(state=MailState.DUE).count() == len(mails) - 1


def test_a_server_that_takes_its_time_does_not_hold_up_other_work(monkeypatch, smtp):
    smtp(Refusing("451 later"))
    monkeypatch.setattr(outbox, "LONGEST_ROUND", -1)
    for _number in range(3):
        queue()

    assert outbox.deliver_due() == 0
    assert sorted(OutgoingMail.objects.values_list("attempts", "error")) == [
        (0, "TimeoutError"),
        (0, "TimeoutError"),
        (1, "SMTPDataError 451"),
    ]
    assert not OutgoingMail.objects.due().exists()


def test_where_one_goes_out_the_round_just_ends(monkeypatch):
    monkeypatch.setattr(outbox, "LONGEST_ROUND", -1)
    for _number in range(2):
        queue()

    assert [outbox.deliver_due(), outbox.deliver_due()] == [1, 1]


@pytest.mark.parametrize(("others_go_out", "pause"), [(False, outbox.OUTAGE_PAUSE), (True, outbox.LONGEST_PAUSE)])
def test_a_refused_mail_waits_long_only_where_others_go_out(others_go_out, pause, smtp):
    if others_go_out:
        queue()
        outbox.deliver_due()
    smtp(Refusing("550 no"))
    mail = queue()
    OutgoingMail.objects.filter(pk=mail.pk).update(attempts=40)
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        outbox.deliver_due()

    mail.refresh_from_db()
    assert (mail.attempts, mail.next_try_at) == (41, now + pause)


def test_a_mail_is_written_as_sent_before_the_server_is_taken_leave_of(monkeypatch):
    mail = queue()
    states = []
    monkeypatch.setattr(
        LocMemBackend, "close", lambda server: states.append(OutgoingMail.objects.get(pk=mail.pk).state)
    )

    outbox.deliver_due()

    assert states == [MailState.SENT]


def test_a_mail_whose_worker_was_killed_shows_that_it_may_come_twice():
    mail = queue()
    OutgoingMail.objects.update(state=MailState.SENDING, next_try_at=timezone.now())
    outbox.deliver_due()

    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.SENT, 2)


def test_a_mail_that_kills_its_workers_is_given_up_after_72_hours():
    mail = queue()
    OutgoingMail.objects.update(state=MailState.SENDING, next_try_at=timezone.now())
    with time_machine.travel(timedelta(hours=72, seconds=1), tick=False):
        outbox.deliver_due()

    mail.refresh_from_db()
    assert (mail.state, mail.error) == (MailState.FAILED, "WorkerLost")


def test_a_mail_that_a_killed_worker_held_goes_out_after_ten_minutes():
    mail = queue()
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=MailState.SENDING, next_try_at=timezone.now() + outbox.STUCK_AFTER
    )

    assert outbox.deliver_due() == 0
    with time_machine.travel(timedelta(minutes=11), tick=False):
        assert outbox.deliver_due() == 1


def test_two_workers_send_a_mail_once():
    mail = queue()

    assert [outbox.deliver(mail.pk), outbox.deliver(mail.pk)] == [True, False]
    assert len(django_mail.outbox) == 1


def test_a_given_up_mail_can_be_tried_again():
    mail = queue()
    OutgoingMail.objects.filter(pk=mail.pk).update(state=MailState.FAILED)

    outbox.retry(mail)

    assert outbox.deliver_due() == 1


@pytest.mark.parametrize("subject", ["a\r\nBcc: evil@example.org", "a\nX: y", "a\u2028b", "x" * 10_000, "a\0b"])
def test_a_subject_cannot_carry_another_header(smtp, subject):
    kept = smtp(Keeping())
    mail = queue()
    mail.content = {**mail.content, "subject": subject}
    mail.save()
    outbox.deliver_due()

    recipients, content = kept.mails[0]
    assert recipients == ["ada@example.org"]
    assert b"\nBcc:" not in content
    assert b"\nX:" not in content


def test_rows_of_ended_mails_go_after_thirty_days():
    queue()
    outbox.deliver_due()

    with time_machine.travel(timedelta(days=31), tick=False):
        assert outbox.purge() == 1


def test_address_and_text_are_unreadable_in_the_database():
    queue()

    with connection.cursor() as cursor:
        cursor.execute("SELECT recipient, content FROM portal_outgoingmail")
        row = b"".join(bytes(value) for value in cursor.fetchone())
    assert b"ada@example" not in row
    assert b"ABC123" not in row


def test_the_clock_goes_on_when_one_duty_fails(monkeypatch):
    def broken():
        raise RuntimeError

    monkeypatch.setattr(clock, "DUE", {"broken": broken, "mail": outbox.deliver_due})
    queue()

    done, failed = clock.run()

    assert (done, failed) == ({"mail": 1}, ["broken"])


def test_an_answer_of_a_broken_connection_counts_as_a_failed_try(monkeypatch):
    def cut(self, fail_silently=False):
        raise smtplib.SMTPServerDisconnected("ada@example.org")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", cut)
    mail = queue()
    outbox.deliver_due()
    mail.refresh_from_db()

    assert mail.error == "SMTPServerDisconnected"


def test_a_mail_that_cannot_be_built_holds_up_no_other(monkeypatch):
    built = outbox.message

    def broken(mail, connection=None):
        if mail.pk == first.pk:
            raise ValueError("ada@example.org is no address")
        return built(mail, connection)

    monkeypatch.setattr(outbox, "message", broken)
    first, second = queue(), queue(to="grace@example.org")

    assert outbox.deliver_due() == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.attempts, first.error) == (MailState.DUE, 1, "ValueError")
    assert first.recipient == "ada@example.org"
    assert second.state == MailState.SENT


def test_nor_does_one_that_cannot_be_read():
    first = queue()
    queue(to="grace@example.org")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE portal_outgoingmail SET content = %s WHERE id = %s", [b"unreadable", first.pk])

    assert outbox.deliver_due() == 1
    row = OutgoingMail.objects.values("state", "attempts", "error").get(pk=first.pk)
    assert row == {"state": MailState.DUE, "attempts": 1, "error": "WrongKey"}


@pytest.mark.parametrize("address", ["ada@bücher.example", "o'hara+x@example.org", '"a b"@example.org'])
def test_unusual_addresses_get_their_mail(smtp, address):
    kept = smtp(Keeping())
    queue(to=address)

    assert outbox.deliver_due() == 1
    assert len(kept.mails) == 1

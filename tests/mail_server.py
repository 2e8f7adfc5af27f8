"""A real SMTP server on a free port, for tests of what a mail server is given."""

import asyncio
import socket
from contextlib import closing
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Keeping:
    """Keeps what it was given: recipients and the bytes of the mail."""

    def __init__(self):
        self.mails: list[tuple[list[str], bytes]] = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.rcpt_tos, envelope.content))
        return "250 ok"


class Moody(Keeping):
    """Takes mails, or does to them what ``mood`` says: an answer such as "451 later", or one of the troubles."""

    HANGS, CUTS, CUTS_AFTER_TAKING = "hangs", "cuts", "cuts after taking"

    def __init__(self):
        super().__init__()
        self.mood = ""

    @property
    def taken(self) -> list[str]:
        """The Message-IDs of what was taken."""
        return [message_from_bytes(content)["Message-ID"] for _to, content in self.mails]

    async def handle_DATA(self, server, session, envelope):
        if self.mood == self.HANGS:
            await asyncio.sleep(60)
        if self.mood and self.mood != self.CUTS_AFTER_TAKING:
            return self.mood
        await super().handle_DATA(server, session, envelope)
        if self.mood:
            server.transport.abort()
        return "250 ok"


class MoodySession(SMTP):
    async def smtp_DATA(self, arg):
        if self.event_handler.mood == Moody.CUTS:
            await self.push("354 go on")
            self.transport.abort()
        else:
            await super().smtp_DATA(arg)


class MoodyController(Controller):
    def factory(self):
        return MoodySession(self.handler, hostname="localhost")


@pytest.fixture
def smtp(settings):
    """``smtp(handler)`` starts the server and points the portal at it."""
    running = []

    def start(handler):
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        controller = Controller(handler, hostname="127.0.0.1", port=port)
        controller.start()
        running.append(controller)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        return handler

    yield start
    for controller in running:
        controller.stop()

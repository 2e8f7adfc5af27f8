"""A real SMTP server on a free port, for tests of what a mail server is given."""

import socket
from contextlib import closing

import pytest
from aiosmtpd.controller import Controller


class Keeping:
    """Keeps what it was given: recipients and the bytes of the mail."""

    def __init__(self):
        self.mails: list[tuple[list[str], bytes]] = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.rcpt_tos, envelope.content))
        return "250 ok"


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

"""The trap for personal data: active in every test, it fails the test in which a sentinel took a wrong way.

Watched are: statements to the database (so every plain column, token, reference, job, log entry and index row), mails
but for the recipient's address, log records, cache keys and values, addresses asked for, headers, titles, sessions,
messages, everything sent to the search server and reports of errors.
"""

import base64
import json
import logging
import re
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import caches
from django.core.handlers.base import BaseHandler
from django.core.mail import EmailMessage
from django.db.backends.utils import CursorWrapper
from django.db.models.signals import pre_save
from django.views.debug import ExceptionReporter
from elastic_transport import Transport

from portal.models import OutgoingMail
from tests.privacy import sentinels

TITLE = re.compile(rb"<title[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)


@dataclass
class Trap:
    """What was caught: where, and which word."""

    hits: list[tuple[str, str]] = field(default_factory=list)

    def look(self, place: str, *values: object) -> None:
        for value in values:
            word = sentinels.found_in(value) if value is not None else ""
            if word and (place, word) not in self.hits:
                self.hits.append((place, word))

    def caught(self) -> set[str]:
        """The places of what was caught so far, which are forgotten: for tests that plant a leak."""
        places = {place for place, _word in self.hits}
        self.hits.clear()
        return places


def flat(params: object) -> Iterable[object]:
    """The single values of a statement's parameters."""
    if isinstance(params, dict):
        params = list(params.values())
    if isinstance(params, list | tuple):
        for value in params:
            yield from flat(value)
    elif params is not None:
        yield getattr(params, "obj", params)  # psycopg wraps JSON


def watch_database(trap: Trap, monkeypatch) -> None:
    original = CursorWrapper._execute_with_wrappers

    def execute(self, sql, params, many, executor):
        trap.look("statement to the database", *(v for v in flat(params) if not isinstance(v, int | float)))
        return original(self, sql, params, many, executor)

    monkeypatch.setattr(CursorWrapper, "_execute_with_wrappers", execute)


def watch_mails(trap: Trap, monkeypatch):
    def before_save(sender, instance, **kwargs):
        content = instance.content or {}
        trap.look("queued mail", instance.template, instance.reference, instance.error)
        trap.look("queued mail", *(content.get(part, "") for part in ("subject", "text", "html")))
        for attachment in content.get("attachments", []):
            content = attachment.get("code") or base64.b64decode(attachment["content"])
            trap.look("queued mail", attachment["name"], content)

    original = EmailMessage.send

    def send(self, *args, **kwargs):
        trap.look("sent mail", self.subject, self.body, *(f"{k}: {v}" for k, v in self.extra_headers.items()))
        trap.look("sent mail", *(part[0] for part in getattr(self, "alternatives", [])))
        return original(self, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", send)
    pre_save.connect(before_save, sender=OutgoingMail, weak=False, dispatch_uid="personal-data-trap")


def watch_logs(trap: Trap, monkeypatch) -> None:
    original = logging.Logger.handle

    def handle(self, record):
        trap.look("log", record.getMessage(), record.stack_info)
        if record.exc_info:
            trap.look("log", "".join(traceback.format_exception_only(*record.exc_info[:2])))
        return original(self, record)

    monkeypatch.setattr(logging.Logger, "handle", handle)


def watch_cache(trap: Trap, monkeypatch) -> None:
    backend = type(caches["default"])
    for method in ("get", "set", "add", "touch", "delete", "incr"):
        original = getattr(backend, method)

        def watched(self, key, *args, _original=original, **kwargs):
            trap.look("cache key", key)
            for value in args[:1]:
                trap.look("cached value", value if isinstance(value, bytes) else repr(value))
            return _original(self, key, *args, **kwargs)

        monkeypatch.setattr(backend, method, watched)


def watch_answers(trap: Trap, monkeypatch) -> None:
    original = BaseHandler.get_response

    def get_response(self, request):
        trap.look("address", request.get_full_path())
        response = original(self, request)
        for name, value in response.items():
            trap.look(f"header {name}", value)
        for cookie in response.cookies.values():
            trap.look("cookie", cookie.value)
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            trap.look("title", *(title[1] for title in TITLE.finditer(response.content)))
        if "public" in response.get("Cache-Control", "") and not response.streaming:
            trap.look("public answer", response.content)
        return response

    monkeypatch.setattr(BaseHandler, "get_response", get_response)


def watch_sessions_and_messages(trap: Trap, monkeypatch) -> None:
    encode, add = SessionBase.encode, BaseStorage.add

    def watched_encode(self, session_dict):
        trap.look("session", repr(session_dict))
        return encode(self, session_dict)

    def watched_add(self, level, message, extra_tags=""):
        trap.look("message", message, extra_tags)
        return add(self, level, message, extra_tags)

    monkeypatch.setattr(SessionBase, "encode", watched_encode)
    monkeypatch.setattr(BaseStorage, "add", watched_add)


def watch_search_server(trap: Trap, monkeypatch) -> None:
    original = Transport.perform_request

    def perform_request(self, method, target, *args, body=None, **kwargs):
        trap.look("search server", target, json.dumps(body, ensure_ascii=False, default=str))
        return original(self, method, target, *args, body=body, **kwargs)

    monkeypatch.setattr(Transport, "perform_request", perform_request)


def watch_reports(trap: Trap, monkeypatch) -> None:
    for method in ("get_traceback_html", "get_traceback_text"):
        original = getattr(ExceptionReporter, method)

        def watched(self, _original=original):
            report = _original(self)
            trap.look("report of an error", report)
            return report

        monkeypatch.setattr(ExceptionReporter, method, watched)


@pytest.fixture(autouse=True)
def personal_data_trap(monkeypatch):
    """Fails the test in which a sentinel was seen where no personal data may be."""
    trap = Trap()
    for watch in (
        watch_database,
        watch_mails,
        watch_logs,
        watch_cache,
        watch_answers,
        watch_sessions_and_messages,
        watch_search_server,
        watch_reports,
    ):
        watch(trap, monkeypatch)
    yield trap
    pre_save.disconnect(sender=OutgoingMail, dispatch_uid="personal-data-trap")
    assert trap.hits == [], f"personal data took a wrong way: {trap.hits}"

"""The trap is itself proven: each way a person can leak is taken once on purpose, and caught."""

import base64
import contextlib
import logging
from datetime import timedelta

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.core.mail import send_mail
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory
from django.urls import path
from django.views.debug import ExceptionReporter
from django_tasks_db.models import DBTaskResult
from elastic_transport import TransportError
from elasticsearch import Elasticsearch
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page

from portal import outbox, tasks, tokens
from portal.models import OutgoingMail, ParkedJob, User
from search.models import SearchEntry
from tests.privacy import sentinels

pytestmark = pytest.mark.django_db
LIFETIME = timedelta(days=1)


@tasks.job
def remember(**arguments):
    return None


def answer(request, kind):
    if kind == "title":
        return HttpResponse(f"<html><title>{sentinels.NAME}</title></html>")
    if kind == "header":
        return HttpResponse("ok", headers={"Content-Disposition": f"attachment; filename={sentinels.LAST_NAME}.pdf"})
    if kind == "redirect":
        return HttpResponseRedirect(f"/de/?name={sentinels.LAST_NAME}")
    if kind == "cookie":
        response = HttpResponse("ok")
        response.set_cookie("name", sentinels.LAST_NAME)
        return response
    response = HttpResponse(f"<p>{sentinels.NAME}</p>")
    response.cache_scopes = ("content",)
    return response


urlpatterns = [path("plant/<str:kind>/", answer)]


def mail(**content):
    OutgoingMail.objects.create(template="t", language="de", recipient="a@example.org", content=content)


def report():
    try:
        raise ValueError(sentinels.EMAIL)
    except ValueError as error:
        ExceptionReporter(None, type(error), error, error.__traceback__).get_traceback_text()


def log_error():
    try:
        raise ValueError(sentinels.TELEPHONE)
    except ValueError:
        logging.getLogger("portal.some").exception("it failed")


def session():
    store = SessionStore()
    store["draft"] = {"answers": [sentinels.CLIENT_FREE_TEXT]}
    store.save()


def ask_search_server(**body):
    """Nobody listens there; what counts is what was sent."""
    with contextlib.suppress(TransportError):
        Elasticsearch("http://127.0.0.1:9", max_retries=0).search(index="neustart", **body)


def write_to_search_server():
    with contextlib.suppress(TransportError):
        operations = [{"index": {"_index": "neustart", "_id": "1"}}, {"title_tokens": sentinels.CLIENT_NAME.lower()}]
        Elasticsearch("http://127.0.0.1:9", max_retries=0).bulk(operations=operations)


ICS = base64.b64encode(f"ATTENDEE:{sentinels.NAME}".encode()).decode()
LEAKS = {
    "subject of a mail": ("queued mail", lambda: mail(subject=f"Zusage für {sentinels.NAME}")),
    "text of a mail": ("queued mail", lambda: mail(text=f"Guten Tag {sentinels.LAST_NAME}")),
    "html of a mail": ("queued mail", lambda: mail(html=f"<b>{sentinels.EMAIL}</b>")),
    "attachment": ("queued mail", lambda: mail(attachments=[{"name": "t.ics", "content": ICS}])),
    "mail past the outbox": ("sent mail", lambda: send_mail("x", sentinels.FREE_TEXT, None, ["a@example.org"])),
    "log line": ("log", lambda: logging.getLogger("events").warning("registered %s", sentinels.EMAIL.upper())),
    "log of an error": ("log", log_error),
    "cache key": ("cache key", lambda: cache.get(f"person-{sentinels.LAST_NAME}")),
    "cached value": ("cached value", lambda: cache.set("person", {"name": sentinels.NAME})),
    "address asked for": ("address", lambda: Client().get("/plant/nothing/", {"name": sentinels.CLIENT_ARABIC})),
    "redirect": ("header Location", lambda: Client().get("/plant/redirect/")),
    "header": ("header Content-Disposition", lambda: Client().get("/plant/header/")),
    "cookie": ("cookie", lambda: Client().get("/plant/cookie/")),
    "title": ("title", lambda: Client().get("/plant/title/")),
    "public answer": ("public answer", lambda: Client().get("/plant/public/")),
    "session": ("session", session),
    "message": (
        "message",
        lambda: CookieStorage(RequestFactory().get("/")).add(20, f"{sentinels.NAME} wurde angemeldet"),
    ),
    "report of an error": ("report of an error", report),
    "argument of a job": ("statement to the database", lambda: tasks.later(remember, text=sentinels.TELEPHONE)),
    "parked job": (
        "statement to the database",
        lambda: ParkedJob.objects.create(task="t", arguments={"a": [sentinels.NAME]}, error="", attempts=5),
    ),
    "subject of a token": (
        "statement to the database",
        lambda: tokens.issue(purpose="cancel", subject=sentinels.EMAIL, lifetime=LIFETIME),
    ),
    "reference of a mail": (
        "statement to the database",
        lambda: OutgoingMail.objects.create(template="t", language="de", reference=sentinels.EMAIL, recipient="a"),
    ),
    "search index": (
        "statement to the database",
        lambda: SearchEntry.objects.create(
            kind="page", object_id="1", language="de", serves="de", analyser=1, sort_title="", title=sentinels.NAME
        ),
    ),
    "document of the search server": ("search server", write_to_search_server),
    "question to the search server": (
        "search server",
        lambda: ask_search_server(query={"term": {"title_tokens": sentinels.CLIENT_ARABIC.split()[1]}}),
    ),
    "log of the CMS": (
        "statement to the database",
        lambda: ModelLogEntry.objects.log_action(User(pk=1), "wagtail.edit", title=sentinels.CLIENT_NAME),
    ),
    "log of a page": (
        "statement to the database",
        lambda: log(Page.get_first_root_node(), "wagtail.edit", data={"note": sentinels.CLIENT_FREE_TEXT}),
    ),
    "plain column": ("statement to the database", lambda: User.objects.create_user(sentinels.EMAIL)),
    "bulk write": (
        "statement to the database",
        lambda: DBTaskResult.objects.filter(task_path=sentinels.CLIENT_TELEPHONE).update(worker_ids=[]),
    ),
}


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("leak", LEAKS)
def test_a_planted_leak_is_caught(leak, personal_data_trap, site_tree):
    place, plant = LEAKS[leak]

    plant()

    assert place in personal_data_trap.caught()


def test_an_encrypted_field_is_no_leak(personal_data_trap):
    OutgoingMail.objects.create(template="t", language="de", recipient=sentinels.EMAIL, content={})

    assert OutgoingMail.objects.get().recipient == sentinels.EMAIL
    assert personal_data_trap.hits == []


def test_a_mail_to_a_person_is_no_leak(personal_data_trap, mailoutbox):
    content = {"subject": "s", "text": "t", "html": "h", "attachments": []}
    OutgoingMail.objects.create(template="t", language="de", recipient=sentinels.EMAIL, content=content)

    assert outbox.deliver_due() == 1
    assert [mail.to for mail in mailoutbox] == [[sentinels.EMAIL]]
    assert personal_data_trap.hits == []

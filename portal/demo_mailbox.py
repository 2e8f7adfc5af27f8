"""The demo's mailbox: the mails the demo wrote to files. Its addresses exist with the development settings only."""

from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


def read(file: Path):
    """The first mail of a file; the file backend ends each mail with a line of hyphens."""
    raw = file.read_bytes().split(b"\n" + b"-" * 79, 1)[0]
    return message_from_bytes(raw, policy=policy.default)


@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    files = sorted(Path(settings.DEMO_MAILBOX).glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)[:50]
    mails = [{"name": file.name, "mail": read(file)} for file in files]
    rows = [
        {"name": row["name"], "to": row["mail"]["to"], "subject": row["mail"]["subject"], "date": row["mail"]["date"]}
        for row in mails
    ]
    return render(request, "portal/demo/mailbox.html", {"mails": rows})


@require_safe
@never_cache
def mail(request: HttpRequest, name: str) -> HttpResponse:
    file = Path(settings.DEMO_MAILBOX) / Path(name).name
    if not file.is_file():
        raise Http404
    parsed = read(file)
    text = parsed.get_body(("plain",))
    attachments = [part.get_filename() for part in parsed.iter_attachments()]
    context = {
        "to": parsed["to"],
        "subject": parsed["subject"],
        "date": parsed["date"],
        "text": text.get_content() if text else "",
        "attachments": attachments,
    }
    return render(request, "portal/demo/mail.html", context)


urlpatterns = [path("", mailbox, name="demo_mailbox"), path("<str:name>/", mail, name="demo_mail")]

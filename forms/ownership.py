"""Whose a draft is: a member's who is logged in, else this browser session's."""

import secrets

from django.http import HttpRequest

from portal.crypto import fingerprint

# Not the key of the session itself: that one changes at log-in and is a secret of its own.
SESSION_NAME = "forms_drafts"


def session_hash(request: HttpRequest) -> str:
    """What the drafts of this browser session are found by; empty while it has none."""
    secret = request.session.get(SESSION_NAME, "")
    return fingerprint(secret, purpose="draft session") if secret else ""


def begin_session(request: HttpRequest) -> str:
    """Like ``session_hash``, but gives the session a secret where it has none; only while answering a POST."""
    if SESSION_NAME not in request.session:
        request.session[SESSION_NAME] = secrets.token_urlsafe(24)
    return session_hash(request)


def owner_of(request: HttpRequest) -> dict:
    """The owner as the querysets of drafts and submissions take it."""
    return {"user_id": request.user.pk, "session_hash": session_hash(request)}

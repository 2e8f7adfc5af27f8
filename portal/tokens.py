"""Single-purpose links: the secret goes out in a mail, only its hash is stored.

A link is opened by GET and acted on by POST; opening never spends it. An unknown, expired, spent or foreign secret
gives the same answer: ``None``.
"""

import hashlib
import secrets
from datetime import timedelta

from django.utils import timezone

from portal.models.tokens import AccessToken

SECRET_BYTES = 32


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def issue(*, purpose: str, subject: str, lifetime: timedelta) -> str:
    """Store a new token for one purpose and one subject (such as ``registration:12``); return its secret."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    AccessToken.objects.create(
        purpose=purpose, subject=subject, secret_hash=_hash(secret), expires_at=timezone.now() + lifetime
    )
    return secret


def subject_of(secret: str, *, purpose: str) -> str | None:
    """The subject the secret stands for, or None; changes nothing."""
    token = AccessToken.objects.usable().filter(purpose=purpose, secret_hash=_hash(secret)).first()
    return token.subject if token else None


def spend(secret: str, *, purpose: str) -> str | None:
    """Use the secret up, once; the second caller gets None."""
    now = timezone.now()
    token = AccessToken.objects.usable().filter(purpose=purpose, secret_hash=_hash(secret)).first()
    if token is None or not AccessToken.objects.filter(pk=token.pk, spent_at=None).update(spent_at=now):
        return None
    return token.subject


def spent_subject_of(secret: str, *, purpose: str) -> str | None:
    """The subject of a secret that was used and has not expired: whoever repeats an act gets its outcome again."""
    token = AccessToken.objects.filter(
        purpose=purpose, secret_hash=_hash(secret), spent_at__isnull=False, expires_at__gt=timezone.now()
    ).first()
    return token.subject if token else None


def revoke(*, purpose: str, subject: str) -> int:
    """End every open token of a subject for one purpose; returns how many."""
    return AccessToken.objects.usable().filter(purpose=purpose, subject=subject).update(spent_at=timezone.now())


def withdraw(*, purpose: str, subject: str) -> int:
    """As if these tokens had never been issued: an act was not done, so nobody gets its outcome either."""
    return AccessToken.objects.usable().filter(purpose=purpose, subject=subject).update(expires_at=timezone.now())


def purge() -> int:
    """Delete tokens that ended more than 30 days ago."""
    limit = timezone.now() - timedelta(days=30)
    return AccessToken.objects.filter(expires_at__lt=limit).delete()[0]

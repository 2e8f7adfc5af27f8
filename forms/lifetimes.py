"""How long things are kept."""

from datetime import datetime, timedelta

from django.utils import timezone

DRAFT = timedelta(days=30)


def draft_expiry() -> datetime:
    return timezone.now() + DRAFT

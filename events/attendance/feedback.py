"""Feedback after an event, without a person in it: when it is open, how it is given, what comes of it."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events import selectors
from events.models import Event, Feedback
from portal.clock import due
from portal.errors import DomainError

# From the beginning of the event: many answer on the way home.
OPEN_FOR = timedelta(days=30)
WORDS_RETENTION = timedelta(days=90)
RATINGS = range(5, 0, -1)


@dataclass(frozen=True)
class Results:
    """``counts``: each rating, the best first, with how many gave it; ``words`` in no order that tells anything."""

    number: int
    average: float | None
    counts: list[tuple[int, int]]
    words: list[str]


def is_open(event: Event) -> bool:
    """Whether feedback can be given now: from the beginning of the event until 30 days after its end."""
    return event.cancelled_at is None and event.starts_at <= timezone.now() < event.ends_at + OPEN_FOR


def address_of(event: Event, *, language: str) -> str:
    """Where feedback is given: the same address for everybody, so that it tells nobody apart."""
    with translation.override(language):
        return selectors.absolute(reverse("events:feedback", kwargs={"slug": event.slug}))


def give(*, event_id: int, uid: uuid.UUID, rating: int, words: str = "") -> None:
    """Store it; the form sent again stores nothing."""
    event = Event.objects.get(pk=event_id)
    if not is_open(event):
        raise DomainError(_("Feedback can be given from the beginning of the event until 30 days after it."))
    told = {"event": event, "rating": rating, "words": words or None, "given_on": timezone.localdate()}
    Feedback.objects.get_or_create(uid=uid, defaults=told)


def results_of(event: Event) -> Results:
    rows = list(event.feedback.values_list("rating", "words").order_by("uid"))
    counts = Counter(rating for rating, _text in rows)
    average = sum(rating for rating, _text in rows) / len(rows) if rows else None
    return Results(
        len(rows), average, [(one, counts[one]) for one in RATINGS], [words for _one, words in rows if words]
    )


@due("feedback retention")
def purge() -> int:
    """Delete the words 90 days after the end of the event; the ratings stay as figures."""
    old = Feedback.objects.filter(event__ends_at__lt=timezone.now() - WORDS_RETENTION, words__isnull=False)
    return old.update(words=None)

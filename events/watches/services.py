"""Verbs of the watches. Nothing goes to an address before its owner said yes, and nothing tells whether it is known."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events import selectors as events
from events.models import Event, Opening, Watch, WatchNotice
from events.selectors import ListedEvent
from events.watches import emails, selectors
from events.watches.selectors import CONFIRM_PURPOSE, STOP_PURPOSE
from portal import tokens
from portal.clock import due
from portal.crypto import fingerprint

UNCONFIRMED = timedelta(days=7)
CONFIRMED = timedelta(days=365)
# Strangers can type anybody's address: one question a day for each wish, and few wishes nobody has confirmed.
PAUSE = timedelta(days=1)
MOST_UNCONFIRMED = 5
# A worker also sends mails: a run of the clock tells no more than so many.
MOST_A_RUN = 200


@transaction.atomic
def ask(*, email: str, region: str, kind: str, language: str) -> None:
    """Ask the owner of the address by mail. Asked again, or too often, nothing more happens; nobody learns which."""
    now = timezone.now()
    wish = {
        "email_fingerprint": fingerprint(email.strip().casefold(), purpose="watch-email"),
        "region": region,
        "kind": kind,
    }
    others = Watch.objects.filter(email_fingerprint=wish["email_fingerprint"], confirmed_at=None)
    if not Watch.objects.filter(**wish).exists() and others.count() >= MOST_UNCONFIRMED:
        return
    first = {"email": email, "language": language, "asked_at": now}
    watch, _is_new = Watch.objects.get_or_create(**wish, defaults=first)
    rested = Q(mailed_at=None) | Q(mailed_at__lte=now - PAUSE)
    if Watch.objects.filter(rested, pk=watch.pk).update(mailed_at=now, asked_at=now):
        emails.queue_question(watch, language=language, lifetime=UNCONFIRMED)


@transaction.atomic
def confirm(*, secret: str, language: str) -> Watch | None:
    """Begin the watch the secret stands for, or its next twelve months; None when the secret is wrong or spent."""
    watch = selectors.to_confirm(secret)
    if watch is None or tokens.spend(secret, purpose=CONFIRM_PURPOSE) is None:
        return None
    if not Watch.objects.filter(pk=watch.pk).update(confirmed_at=timezone.now(), language=language):
        return None
    tokens.revoke(purpose=CONFIRM_PURPOSE, subject=watch.subject)
    watch.refresh_from_db()
    return watch


@transaction.atomic
def stop(*, secret: str) -> bool:
    """End the watch the secret stands for and delete the address at once; False when there is nothing to end."""
    subject = tokens.spend(secret, purpose=STOP_PURPOSE)
    if subject is None:
        return False
    Watch.objects.filter(pk=subject.partition(":")[2]).delete()
    for purpose in (STOP_PURPOSE, CONFIRM_PURPOSE):
        tokens.revoke(purpose=purpose, subject=subject)
    return True


@due("news of open registrations")
def tell() -> int:
    """Mail everybody who waits, once for each event that opened after they confirmed. Returns how many mails."""
    now = timezone.now()
    unseen = selectors.unseen_openings(now=now)
    Opening.objects.bulk_create([Opening(event=event, seen_at=now) for event in unseen], ignore_conflicts=True)
    told = 0
    for opening in Opening.objects.filter(told_at=None).select_related("event__district").order_by("pk"):
        told += _tell_of(opening, most=MOST_A_RUN - told)
        if told >= MOST_A_RUN:
            break
    return told


def _tell_of(opening: Opening, *, most: int) -> int:
    """Tell those who wait for one event; done when nobody waits any more, or when one cannot register any more."""
    event, now = opening.event, timezone.now()
    told, is_done = 0, not event.takes_registrations(now=now)
    if not is_done:
        codes = [code for code, _name in settings.LANGUAGES]
        words = {code: events.public_event(slug=event.slug, language=code) for code in codes}
        readable = [code for code in codes if words[code]]
        confirmed = (now - CONFIRMED, opening.seen_at)
        waiting = selectors.waiting_for(event, confirmed=confirmed, languages=readable)
        keys = list(waiting.values_list("pk", flat=True)[:most])
        told = sum(_tell(pk, event, words) for pk in keys)
        # With its page taken offline the event waits for the page.
        is_done = bool(readable) and len(keys) < most
    if is_done:
        Opening.objects.filter(pk=opening.pk).update(told_at=now)
    return told


@transaction.atomic
def _tell(watch_id: int, event: Event, words: dict[str, ListedEvent | None]) -> bool:
    """Of two workers one writes the notice, and with it the mail; who stopped meanwhile is told nothing."""
    watch = Watch.objects.confirmed().select_for_update().filter(pk=watch_id).first()
    listed = words[watch.language] if watch else None
    if listed is None or not WatchNotice.objects.get_or_create(watch=watch, event=event)[1]:
        return False
    emails.queue_opening(watch, listed, ends_at=watch.confirmed_at + CONFIRMED)
    return True


@due("old watches")
def purge() -> int:
    """Delete watches nobody confirmed within 7 days, and confirmed ones after 12 months."""
    now = timezone.now()
    is_old = Q(confirmed_at=None, asked_at__lt=now - UNCONFIRMED) | Q(confirmed_at__lt=now - CONFIRMED)
    return Watch.objects.filter(is_old).delete()[1].get(Watch._meta.label, 0)

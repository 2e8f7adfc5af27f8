"""The mails of a watch: the question whether it is wanted, and the news that one can register."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone, translation

from events import selectors
from events.models import Watch
from events.selectors import ListedEvent
from events.watches.selectors import CONFIRM_PURPOSE, STOP_PURPOSE, region_name
from portal import outbox, tokens

# A link to stop works a while longer than there are mails.
GRACE = timedelta(days=30)


def _link(view: str, watch: Watch, language: str, *, purpose: str, lifetime: timedelta) -> str:
    secret = tokens.issue(purpose=purpose, subject=watch.subject, lifetime=lifetime)
    with translation.override(language):
        return selectors.absolute(reverse(f"watches:{view}", kwargs={"secret": secret}))


def _wish(watch: Watch, language: str) -> dict[str, str]:
    with translation.override(language):
        return {"region": region_name(watch), "kind": str(watch.get_kind_display())}


def queue_question(watch: Watch, *, language: str, lifetime: timedelta) -> None:
    """The same mail whether the address was known before or not."""
    outbox.queue(
        template="events/emails/watch_question",
        to=watch.email,
        language=language,
        reference=watch.subject,
        context={
            **_wish(watch, language),
            "confirm_url": _link("confirm", watch, language, purpose=CONFIRM_PURPOSE, lifetime=lifetime),
            "days": lifetime.days,
        },
    )


def queue_opening(watch: Watch, listed: ListedEvent, *, ends_at: datetime) -> None:
    lifetime = ends_at + GRACE - timezone.now()
    stop_url = _link("stop", watch, watch.language, purpose=STOP_PURPOSE, lifetime=lifetime)
    outbox.queue(
        template="events/emails/watch_opening",
        to=watch.email,
        language=watch.language,
        reference=watch.subject,
        context={
            **_wish(watch, watch.language),
            "event": listed.event,
            "event_title": listed.title,
            "event_url": selectors.absolute(listed.url),
            "stop_url": stop_url,
            "ends_at": ends_at,
        },
        unsubscribe_url=stop_url,
    )

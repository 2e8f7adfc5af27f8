"""Questions about watches."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from events.models import Event, EventPage, Opening, Watch
from events.models.watches import EVERYWHERE
from portal import tokens
from programmes.selectors import government_regions

CONFIRM_PURPOSE, STOP_PURPOSE = "watch-confirm", "watch-stop"


def regions() -> list[tuple[str, str]]:
    """What one can wait for: each Regierungsbezirk, and all of them."""
    return [*government_regions(), (EVERYWHERE, _("All of Bavaria"))]


def region_name(watch: Watch) -> str:
    return dict(regions()).get(watch.region, watch.region)


def _named_by(subject: str | None) -> Watch | None:
    pk = (subject or "").partition(":")[2]
    return Watch.objects.filter(pk=pk).first() if pk.isdecimal() else None


def to_confirm(secret: str) -> Watch | None:
    """The watch a link to confirm stands for, as long as nobody has used it."""
    return _named_by(tokens.subject_of(secret, purpose=CONFIRM_PURPOSE))


def confirmed_with(secret: str) -> Watch | None:
    """The watch that was confirmed with this very link or a later one."""
    watch = _named_by(tokens.spent_subject_of(secret, purpose=CONFIRM_PURPOSE))
    return watch if watch and watch.confirmed_at else None


def to_stop(secret: str) -> Watch | None:
    """The watch a link to stop stands for."""
    return _named_by(tokens.subject_of(secret, purpose=STOP_PURPOSE))


def is_stopped(secret: str) -> bool:
    """Whether a link to stop belongs to a watch that is gone: stopped, or at its end by itself."""
    named = tokens.subject_of(secret, purpose=STOP_PURPOSE) or tokens.spent_subject_of(secret, purpose=STOP_PURPOSE)
    return named is not None and _named_by(named) is None


def unseen_openings(*, now: datetime) -> list[Event]:
    """Events one can register for by now, with a public page, that the clock has not come across before."""
    pages = EventPage.objects.live().public().filter(event=OuterRef("pk"), alias_of=None)
    known = Opening.objects.filter(event=OuterRef("pk"))
    events = Event.objects.upcoming(now=now).filter(Exists(pages), ~Exists(known))
    return [event for event in events if event.takes_registrations(now=now)]


def waiting_for(event: Event, *, confirmed: tuple[datetime, datetime], languages: list[str]) -> QuerySet[Watch]:
    """Watches of readers of these languages, confirmed after the first and until the second moment, still untold."""
    watches = Watch.objects.filter(confirmed_at__gt=confirmed[0], confirmed_at__lte=confirmed[1])
    return watches.matching(event).filter(language__in=languages).exclude(notices__event=event).order_by("pk")

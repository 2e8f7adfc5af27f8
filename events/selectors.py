"""Questions about events. Other apps come in here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Revision

# The pages ask here and are asked from here; the module is looked into when a question is put, not before.
from events.models import pages
from events.models.facts import Event, Session
from events.models.registrations import Registration
from events.states import Phase


@dataclass(frozen=True)
class ListedEvent:
    """An event with the words of the page a reader of one language gets."""

    event: Event
    title: str
    summary: str
    url: str
    language: str
    direction: str
    phase: Phase


@dataclass(frozen=True)
class Workshop:
    """A workshop with the words of one language."""

    session: Session
    title: str
    text: str

    @property
    def pk(self) -> int:
        return self.session.pk


def _pages(events: Iterable[Event], language: str) -> dict:
    """The page of each event in the reader's language, else the German one.

    Which language its words are in is asked for all pages in the same query, not page by page.
    """
    found = {}
    own_words = Revision.page_revisions.filter(
        pk=OuterRef("live_revision_id"), object_id=Cast(OuterRef("pk"), CharField())
    )
    candidates = (
        pages.EventPage.objects.live()
        .public()
        .filter(event__in=events, locale__language_code__in={language, settings.LANGUAGE_CODE})
        .select_related("locale", "alias_of__locale")
        .annotate(has_own_words=Exists(own_words))
    )
    for page in candidates:
        code = page.locale.language_code
        if not page.alias_of_id and (page.has_own_words or code == settings.LANGUAGE_CODE):
            page.content_language = code
        if page.event_id not in found or page.locale.language_code == language:
            found[page.event_id] = page
    return found


def _listed(events: QuerySet, *, limit: int | None, language: str | None, now: datetime | None) -> list[ListedEvent]:
    language = language or get_language()
    chosen = list(events.with_a_page()[:limit])
    words = _pages(chosen, language)
    return [
        ListedEvent(
            event=event,
            title=words[event.pk].title,
            summary=words[event.pk].summary,
            url=event_path(event, language=words[event.pk].locale.language_code),
            language=words[event.pk].content_language,
            direction=words[event.pk].content_direction,
            phase=event.phase(now=now),
        )
        for event in chosen
        if event.pk in words
    ]


def upcoming(
    *, limit: int | None = None, language: str | None = None, now: datetime | None = None
) -> list[ListedEvent]:
    """Events still to come that have a public page, the next one first; ``language`` defaults to the reader's."""
    return _listed(Event.objects.upcoming(now=now), limit=limit, language=language, now=now)


def past(*, limit: int | None = 50, language: str | None = None, now: datetime | None = None) -> list[ListedEvent]:
    """Events that are over, the latest first."""
    return _listed(Event.objects.past(now=now), limit=limit, language=language, now=now)


def listed(event: Event, *, language: str) -> ListedEvent:
    """One public event with the words a reader of the language gets."""
    return _listed(Event.objects.filter(pk=event.pk), limit=None, language=language, now=None)[0]


def public_events() -> QuerySet[Event]:
    """Events with a public page."""
    return Event.objects.with_a_page()


def title_of(event: Event, *, language: str) -> str:
    """What the event is called in a language; kind and place where it has no page yet."""
    page = _pages([event], language).get(event.pk)
    if page:
        return page.title
    with translation.override(language):
        return f"{event.get_kind_display()} {event.venue_place}".strip()


def sessions_of(event: Event, *, language: str) -> list[Workshop]:
    """The workshops of an event in their order, with words in the language or else in German."""
    texts = {}
    for text in pages.WorkshopText.objects.filter(
        Q(locale__language_code=language) | Q(locale__language_code=settings.LANGUAGE_CODE),
        session__event=event,
        page__live=True,
    ).select_related("locale"):
        if text.session_id not in texts or text.locale.language_code == language:
            texts[text.session_id] = text
    return [
        Workshop(
            session=session,
            title=texts[session.pk].title if session.pk in texts else session.code,
            text=texts[session.pk].text if session.pk in texts else "",
        )
        for session in Session.objects.filter(event=event).order_by("sort_order", "pk")
    ]


def position(registration: Registration) -> int | None:
    """Place in the waiting list, beginning with 1; None for everybody else."""
    if not registration.is_waiting:
        return None
    ahead = Registration.objects.waiting().filter(event_id=registration.event_id, number__lt=registration.number)
    return ahead.count() + 1


def seated_session(registration: Registration) -> Session | None:
    choice = registration.choices.filter(seated=True).select_related("session").first()
    return choice.session if choice else None


def with_positions(event: Event) -> list[tuple[Registration, int | None]]:
    """All registrations of an event in the order they came in, with the place of those who wait."""
    place, rows = 0, []
    for registration in event.registrations.order_by("number"):
        place += registration.is_waiting
        rows.append((registration, place if registration.is_waiting else None))
    return rows


def registration_by_subject(subject: str | None) -> Registration | None:
    """The registration a link's subject (``registration:12``) names, if it still exists and is not cancelled."""
    pk = (subject or "").partition(":")[2]
    if not pk.isdecimal():
        return None
    return Registration.objects.active().filter(pk=pk).select_related("event").first()


def overdue_for_deletion(*, before: datetime) -> QuerySet[Registration]:
    """Registrations of events that ended before the moment."""
    return Registration.objects.filter(event__ends_at__lt=before)


def index_path(*, language: str) -> str:
    """The address of the list of events, without the host."""
    with translation.override(language):
        return reverse("wagtail_serve", args=("veranstaltungen/",))


def trail(*, language: str) -> list[tuple[str, str]]:
    """Address and title of the pages above an event: the start page and the list of events."""
    index = pages.EventIndexPage.objects.live().filter(locale__language_code=language).first()
    with translation.override(language):
        return [
            (f"/{language}/", _("Start page")),
            (index_path(language=language), index.title if index else _("Events")),
        ]


def event_path(event: Event, *, language: str) -> str:
    """The address of the event's page, without the host."""
    with translation.override(language):
        return reverse("wagtail_serve", args=(f"veranstaltungen/{event.slug}/",))


def absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"

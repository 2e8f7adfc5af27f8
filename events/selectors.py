"""Questions about events. Other apps come in here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import PageQuerySet, Revision

from events.filters import EVERYTHING, EventFilter, Facet, Wider, facets, widenings

# The pages ask here and are asked from here; the module is looked into when a question is put, not before.
from events.models import pages
from events.models.facts import Event, Session
from events.models.registrations import Group, Needs, Registration
from events.states import Answer, Phase
from portal.stamped import kept
from programmes.selectors import government_regions, organisation_choices

PER_PAGE = 20
MOST_SUGGESTED = 200


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
    # The last change of a fact or a word; seats that are taken are none.
    changed_at: datetime


@dataclass(frozen=True)
class Lists:
    """What the list of events shows: a page of those to come, one of those that were, and what narrows them."""

    coming: Page
    past: Page
    facets: tuple[Facet, ...]
    wider: list[Wider]


@dataclass(frozen=True)
class Workshop:
    """A workshop with the words of one language."""

    session: Session
    title: str
    text: str

    @property
    def pk(self) -> int:
        return self.session.pk


def _public_pages(language: str) -> PageQuerySet:
    """Pages a reader of the language may see: in it or in German.

    Which language its words are in is asked for all pages in the same query, not page by page.
    """
    own_words = Revision.page_revisions.filter(
        pk=OuterRef("live_revision_id"), object_id=Cast(OuterRef("pk"), CharField())
    )
    return (
        pages.EventPage.objects.live()
        .public()
        .filter(locale__language_code__in={language, settings.LANGUAGE_CODE})
        .select_related("locale", "alias_of__locale")
        .annotate(has_own_words=Exists(own_words))
    )


def _with_a_page(public: PageQuerySet) -> QuerySet[Event]:
    """The events somebody wrote one of these pages about."""
    return Event.objects.filter(Exists(public.filter(event=OuterRef("pk"), alias_of=None)))


def _best(candidates: Iterable["pages.EventPage"], language: str) -> dict[int, "pages.EventPage"]:
    """The page of each event in the reader's language, else the German one."""
    found = {}
    for page in candidates:
        code = page.locale.language_code
        if not page.alias_of_id and (page.has_own_words or code == settings.LANGUAGE_CODE):
            page.content_language = code
        if page.event_id not in found or code == language:
            found[page.event_id] = page
    return found


def _listed(event: Event, page: "pages.EventPage", *, now: datetime | None = None) -> ListedEvent:
    return ListedEvent(
        event=event,
        title=page.title,
        summary=page.summary,
        url=event_path(event, language=page.locale.language_code),
        language=page.content_language,
        direction=page.content_direction,
        phase=event.phase(now=now),
        changed_at=max(filter(None, (event.updated_at, event.cancelled_at, page.last_published_at))),
    )


def upcoming(
    *,
    limit: int | None = None,
    language: str | None = None,
    now: datetime | None = None,
    chosen: EventFilter = EVERYTHING,
) -> list[ListedEvent]:
    """Events still to come that have a public page, the next one first; ``language`` defaults to the reader's."""
    language = language or get_language()
    public = _public_pages(language)
    events = list(chosen.narrow(_with_a_page(public).upcoming(now=now))[:limit])
    words = _best(public.filter(event__in=events), language)
    return [_listed(event, words[event.pk], now=now) for event in events]


def index_lists(*, language: str, coming: str | None, past: str | None, chosen: EventFilter = EVERYTHING) -> Lists:
    """What comes and what was, a page of each; ``coming`` and ``past`` are page numbers as the address holds them."""
    public = _public_pages(language)
    events = _with_a_page(public)
    shown = (
        Paginator(chosen.narrow(events.upcoming()), PER_PAGE).get_page(coming),
        Paginator(chosen.narrow(events.past()), PER_PAGE).get_page(past),
    )
    words = _best(public.filter(event__in=[event for page in shown for event in page]), language)
    for page in shown:
        page.object_list = [_listed(event, words[event.pk]) for event in page.object_list]
    offered = facets(events.upcoming(), chosen)
    is_empty = not chosen.is_empty and not shown[0].paginator.count
    wider = widenings(events.upcoming(), chosen, offered) if is_empty else []
    return Lists(coming=shown[0], past=shown[1], facets=offered, wider=wider)


def public_events(*, language: str, when: str, chosen: EventFilter = EVERYTHING, mode: str = "") -> QuerySet[Event]:
    """The events somebody wrote about: those to come, those that were ("past"), or "all" of them.

    ``mode`` is the very mode; in ``chosen`` an event on site and online is both.
    """
    events = chosen.narrow(_with_a_page(_public_pages(language))).select_related("district")
    if mode:
        events = events.filter(mode=mode)
    if when == "all":
        return events.order_by("-starts_at", "pk")
    return events.past() if when == "past" else events.upcoming()


def with_words(events: list[Event], *, language: str) -> list[ListedEvent]:
    """Each with the words a reader of the language gets; one without a page any more is left out."""
    words = _best(_public_pages(language).filter(event__in=events), language)
    return [_listed(event, words[event.pk]) for event in events if event.pk in words]


def public_event(*, slug: str, language: str) -> ListedEvent | None:
    """The event at an address, with the words a reader of the language gets; None where nobody may read about it."""
    page = kept("content", ("event page", slug, language), lambda: _page_of(slug, language))
    event = Event.objects.filter(pk=page.event_id, slug=slug).first() if page else None
    return _listed(event, page) if event else None


def _page_of(slug: str, language: str) -> "pages.EventPage | None":
    found = list(_public_pages(language).filter(event__slug=slug))
    if all(page.alias_of_id for page in found):
        return None
    [page] = _best(found, language).values()
    return page


def events_by_slug(*, slugs: Iterable[str], language: str) -> dict[str, tuple[ListedEvent, "pages.EventPage"]]:
    """Several events by their slugs, each with its page: the words a hand-out prints, the way to the venue among them.

    What nobody may read about is left out.
    """
    candidates = list(_public_pages(language).filter(event__slug__in=list(slugs)).select_related("event"))
    written = {page.event_id for page in candidates if not page.alias_of_id}
    best = _best((page for page in candidates if page.event_id in written), language)
    return {page.event.slug: (_listed(page.event, page), page) for page in best.values()}


def has_materials(event: Event, *, language: str) -> bool:
    """Whether the page a reader of the language gets leads to slides and papers."""
    page = _best(_public_pages(language).filter(event=event), language).get(event.pk)
    return bool(page and page.materials)


def title_of(event: Event, *, language: str) -> str:
    """What the event is called in a language; kind and place where it has no page yet."""
    titles = kept("content", ("event titles", event.pk), lambda: _titles_of(event))
    for code in (language, settings.LANGUAGE_CODE):
        if code in titles:
            return titles[code]
    with translation.override(language):
        return f"{event.get_kind_display()} {event.venue_place}".strip()


def _titles_of(event: Event) -> dict[str, str]:
    live = pages.EventPage.objects.live().filter(event=event)
    return dict(live.values_list("locale__language_code", "title"))


def sessions_of(event: Event, *, language: str) -> list[Workshop]:
    """The workshops of an event in their order, with words in the language or else in German."""
    sessions = list(Session.objects.filter(event=event).order_by("sort_order", "pk"))
    if not sessions:
        return []
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
        for session in sessions
    ]


@dataclass(frozen=True)
class AskedQuestion:
    """A question with the words of one language."""

    code: str
    kind: Answer
    is_required: bool
    label: str
    hint: str


def questions_of(event: Event, *, language: str, audience: str = "") -> list[AskedQuestion]:
    """What the event asks of an audience, or all it asks, with words in the language or else in German.

    A question nobody has worded is not asked.
    """
    questions = [one for one in event.questions.order_by("sort_order", "pk") if not audience or one.is_for(audience)]
    if not questions:
        return []
    texts = {}
    for text in pages.QuestionText.objects.filter(
        locale__language_code__in={language, settings.LANGUAGE_CODE}, question__in=questions, page__live=True
    ).select_related("locale"):
        if text.question_id not in texts or text.locale.language_code == language:
            texts[text.question_id] = text
    return [
        AskedQuestion(one.code, Answer(one.kind), one.is_required, texts[one.pk].label, texts[one.pk].hint)
        for one in questions
        if one.pk in texts
    ]


def questions_to(registration: Registration, *, language: str) -> list[AskedQuestion]:
    """What the event asks of this person."""
    return questions_of(registration.event, language=language, audience=registration.audience)


def owes_answers(registration: Registration, questions: Iterable[AskedQuestion]) -> bool:
    """Whether one of the questions must be answered and is not."""
    return any(one.is_required and not registration.answers.get(one.code) for one in questions)


def position(registration: Registration) -> int | None:
    """Place in the waiting list, beginning with 1; None for everybody else."""
    if not registration.is_waiting:
        return None
    ahead = Registration.objects.waiting().filter(event_id=registration.event_id, number__lt=registration.number)
    return ahead.count() + 1


@dataclass(frozen=True)
class SeenGuest:
    """What guests learn of one another, where both the event and the guest allow it."""

    name: str
    organisation: str


def guests_seen_by(registration: Registration) -> list[SeenGuest]:
    """Who else comes and agreed to be shown, by name; nobody unless this place is confirmed and the event allows it.

    For the page behind the guest's own link only.
    """
    event = registration.event
    if not (event.shows_guests and registration.is_confirmed and event.cancelled_at is None):
        return []
    others = event.registrations.confirmed().exclude(pk=registration.pk)
    seen = [SeenGuest(other.name, other.organisation) for other in others if other.is_shown_to_guests]
    return sorted(seen, key=lambda guest: (guest.name.casefold(), guest.organisation.casefold()))


NO_WORKSHOP = {"workshop": "", "wished_for_workshop": False}


def workshop_of(registration: Registration, *, language: str) -> dict:
    """``workshop``: the title of the one somebody has a seat in, or nothing; ``wished_for_workshop``: whether asked."""
    choices = list(registration.choices.order_by("rank"))
    seated = next((choice.session_id for choice in choices if choice.seated), None)
    workshops = sessions_of(registration.event, language=language) if seated else []
    titles = {workshop.pk: workshop.title for workshop in workshops}
    return {"workshop": titles.get(seated, ""), "wished_for_workshop": bool(choices)}


def organisations_to_suggest() -> list[str]:
    """Names from the directory for whoever types theirs; none where there are too many for a list."""
    names = sorted({name for _pk, name in organisation_choices()[: MOST_SUGGESTED + 1]}, key=str.casefold)
    return names if len(names) <= MOST_SUGGESTED else []


def regions_of_origin() -> list[tuple[str, str]]:
    """Code and name of where guests come from, as far as they are asked."""
    return [*government_regions(), ("outside", _("Outside Bavaria"))]


def online_link_of(registration: Registration) -> str:
    """The link to the meeting for somebody with a confirmed place, from then until the event is over or called off.

    Not for those who chose a seat on site.
    """
    event = registration.event
    if not registration.is_confirmed or (event.counts_online_apart and not registration.is_online):
        return ""
    return "" if event.phase() in (Phase.CANCELLED, Phase.PAST) else event.online_link


def other_dates(event: Event, *, language: str) -> list[ListedEvent]:
    """Events of the same series for which people can register now, the next one first."""
    if not event.series:
        return []
    series = Event.objects.filter(series=event.series, cancelled_at=None).exclude(pk=event.pk)
    listed = with_words(list(series.upcoming()), language=language)
    return [other for other in listed if other.event.takes_registrations()]


def group_by_subject(subject: str | None) -> Group | None:
    """The group a link's subject (``group:12``) names."""
    kind, _colon, pk = (subject or "").partition(":")
    if kind != "group" or not pk.isdecimal():
        return None
    return Group.objects.filter(pk=pk).select_related("event").first()


def registration_of_link(subject: str | None) -> Registration | None:
    """The registration a link's subject names, whatever its state."""
    return _named_by(subject)


def places_of(group: Group) -> list[Registration]:
    """The places of a group in their order, each with its place in the waiting list."""
    places = list(group.registrations.order_by("number"))
    if any(place.is_waiting for place in places):
        line = list(group.event.registrations.waiting().values_list("number", flat=True))
        for place in places:
            place.place_in_line = line.index(place.number) + 1 if place.is_waiting else None
    return places


def told_by(registration: Registration) -> dict:
    """What somebody told, as the form to change it takes it."""
    names = ("salutation", "name", "email", "organisation", "function", "audience", "region", "photo")
    wishes = [str(pk) for pk in registration.choices.order_by("rank").values_list("session_id", flat=True)]
    needs = Needs.objects.filter(registration=registration).first()
    return {
        **{name: getattr(registration, name) for name in names},
        "attendance": "online" if registration.is_online else "on-site",
        "first_choice": wishes[0] if wishes else "",
        "second_choice": wishes[1] if len(wishes) > 1 else "",
        "needs": needs.codes if needs else [],
        "remark": needs.remark if needs else "",
    }


def registration_by_subject(subject: str | None) -> Registration | None:
    """The registration a link's subject (``registration:12``) names, if it still exists and is not cancelled."""
    registration = _named_by(subject)
    return None if registration is None or registration.is_cancelled else registration


def cancelled_by_subject(subject: str | None) -> Registration | None:
    """The cancelled registration a link's subject names."""
    registration = _named_by(subject)
    return registration if registration and registration.is_cancelled else None


def _named_by(subject: str | None) -> Registration | None:
    kind, _colon, pk = (subject or "").partition(":")
    if kind != "registration" or not pk.isdecimal():
        return None
    return Registration.objects.filter(pk=pk).select_related("event", "group").first()


def overdue_for_deletion(*, before: datetime) -> QuerySet[Registration]:
    """Registrations of events that ended before the moment."""
    return Registration.objects.filter(event__ends_at__lt=before)


def index_path(*, language: str) -> str:
    """The address of the list of events, without the host."""
    with translation.override(language):
        return reverse("wagtail_serve", args=("veranstaltungen/",))


def list_address(chosen: EventFilter, *, language: str) -> str:
    """The address of the list as it is narrowed, without the host."""
    path = index_path(language=language)
    return path if chosen.is_empty else f"{path}?{chosen.address()}"


def embed_address(chosen: EventFilter, *, language: str) -> str:
    """The address of the list for other sites as it is narrowed, with the host."""
    with translation.override(language):
        path = absolute(reverse("events:embed"))
    return path if chosen.is_empty else f"{path}?{chosen.address()}"


def index_title(*, language: str) -> str:
    """What the list of events is called."""
    index = pages.EventIndexPage.objects.live().filter(locale__language_code=language)
    title = kept("content", ("list of events", language), lambda: index.values_list("title", flat=True).first())
    return title or _("Events")


def trail(*, language: str) -> list[tuple[str, str]]:
    """Address and title of the pages above an event: the start page and the list of events."""
    with translation.override(language):
        return [
            start_of_trail(language=language),
            (index_path(language=language), index_title(language=language)),
        ]


def start_of_trail(*, language: str) -> tuple[str, str]:
    return f"/{language}/", _("Start page")


def event_path(event: Event, *, language: str) -> str:
    """The address of the event's page, without the host."""
    with translation.override(language):
        return reverse("wagtail_serve", args=(f"veranstaltungen/{event.slug}/",))


def absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"

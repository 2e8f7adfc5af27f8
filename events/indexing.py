"""How an event becomes findable: one document for each language that has words of its own. No person is ever in it."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.conf import settings
from django.utils import timezone, translation
from django.utils.html import strip_tags

from events.models import Event, EventPage
from portal.untranslated import with_words_language
from search import registry

KIND = "event"


BATCH = 500


def pages_of(events: Iterable[Event]) -> dict[int, list[EventPage]]:
    """The public pages with words of their own, by event; those that stand in for a missing translation have none."""
    pages = EventPage.objects.live().public().filter(event__in=list(events), alias_of=None).order_by("pk")
    found: dict[int, list[EventPage]] = {}
    for page in with_words_language(pages.select_related("locale").prefetch_related("workshops")):
        if not page.is_fallback:
            found.setdefault(page.event_id, []).append(page)
    return found


def documents_of(event: Event, pages: list[EventPage]) -> Iterator[registry.SearchDocument]:
    own = {page.locale.language_code for page in pages}
    others = tuple(code for code, _name in settings.LANGUAGES if code not in own)
    for page in pages:
        language = page.locale.language_code
        workshops = [word for text in page.workshops.all() for word in (text.title, text.text)]
        rich = " ".join((page.description, page.materials, page.directions, page.access_notes))
        with translation.override(language):
            words = [event.get_kind_display(), *event.topic_names, event.venue_name, event.venue_place, event.host]
        yield registry.SearchDocument(
            kind=KIND,
            object_id=str(event.pk),
            language=language,
            serves=(language, *others) if language == settings.LANGUAGE_CODE else (language,),
            title=page.title,
            summary=page.summary,
            body=" ".join((strip_tags(rich.replace("<", " <")), *workshops)),
            keywords=" ".join(words),
            path=f"veranstaltungen/{event.slug}/",
            facets={
                "event_kind": (event.kind,),
                "mode": (event.mode,),
                "year": (str(timezone.localtime(event.starts_at).year),),
            },
            lat=event.district.lat if event.district else None,
            lon=event.district.lon if event.district else None,
            districts=(event.district_id,) if event.district_id else (),
        )


def documents() -> Iterator[registry.SearchDocument]:
    events = Event.objects.select_related("district").order_by("pk").iterator(chunk_size=BATCH)
    while batch := list(islice(events, BATCH)):
        pages = pages_of(batch)
        for event in batch:
            yield from documents_of(event, pages.get(event.pk, []))


def write(events: list[Event]) -> None:
    """Write the entries of new events, in the transaction that creates them."""
    pages = pages_of(events)
    registry.put(document for event in events for document in documents_of(event, pages.get(event.pk, [])))


def index(event: Event) -> None:
    """Bring the entries of an event up to date, in the transaction of the change."""
    registry.put_only(KIND, [event.pk], documents_of(event, pages_of([event]).get(event.pk, [])))


def forget(event: Event) -> None:
    registry.remove(KIND, str(event.pk))


registry.register(KIND, documents)

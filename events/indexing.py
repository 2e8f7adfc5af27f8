"""How an event becomes findable: one document for each language that has words of its own. No person is ever in it."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils import timezone
from django.utils.html import strip_tags

from events.models import Event, EventPage
from search import registry

KIND = "event"


def pages_of(event: Event) -> list[EventPage]:
    """The public pages with words of their own; those that stand in for a missing translation have none."""
    pages = EventPage.objects.live().public().filter(event=event, alias_of=None)
    return [p for p in pages.select_related("locale").prefetch_related("workshops") if not p.is_fallback]


def documents_of(event: Event) -> Iterator[registry.SearchDocument]:
    pages = pages_of(event)
    own = {page.locale.language_code for page in pages}
    others = tuple(code for code, _name in settings.LANGUAGES if code not in own)
    for page in pages:
        language = page.locale.language_code
        workshops = [word for text in page.workshops.all() for word in (text.title, text.text)]
        rich = " ".join((page.description, page.directions, page.access_notes))
        yield registry.SearchDocument(
            kind=KIND,
            object_id=str(event.pk),
            language=language,
            serves=(language, *others) if language == settings.LANGUAGE_CODE else (language,),
            title=page.title,
            summary=page.summary,
            body=" ".join((strip_tags(rich.replace("<", " <")), *workshops)),
            keywords=" ".join((event.get_kind_display(), event.venue_name, event.venue_place, event.host)),
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
    for event in Event.objects.select_related("district").order_by("pk"):
        yield from documents_of(event)


def index(event: Event) -> None:
    """Bring the entries of an event up to date, in the transaction of the change."""
    wanted = list(documents_of(event))
    _remove_others(event, keep=[document.language for document in wanted])
    registry.put(wanted)


def _remove_others(event: Event, *, keep: Iterable[str]) -> None:
    for language in {code for code, _name in settings.LANGUAGES} - set(keep):
        registry.remove(KIND, str(event.pk), language)


def forget(event: Event) -> None:
    registry.remove(KIND, str(event.pk))


registry.register(KIND, documents)

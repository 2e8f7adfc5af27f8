"""Synthetic events, for measuring only: written in bulk, past everything that publishing a page sets off."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection, models, transaction
from django.db.models import sql
from django.utils import timezone
from wagtail.models import Locale, Page

from events import indexing
from events.models import Event, EventIndexPage, EventPage
from events.states import Kind
from portal.page_cache import changed
from portal.progress import progress

SLUG = "messung"
# A multiple of this many values stays below what SQLite takes in one statement.
BATCH = 500


def create_load(number: int, *, stream) -> None:
    """Add synthetic events, half of them past, each with a German page and its stand-in in every other language."""
    first = Event.objects.filter(slug__startswith=f"{SLUG}-").count()
    noon = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
    batches = [range(start, min(start + BATCH, first + number)) for start in range(first, first + number, BATCH)]
    for places in progress(batches, "events", stream=stream):
        with transaction.atomic():
            events = Event.objects.bulk_create([_event(place, noon) for place in places])
            _add_pages(events)
            indexing.write(events)
    changed("events")


def _event(place: int, noon: datetime) -> Event:
    starts_at = noon + timedelta(days=place + 1 if place % 2 else -place - 1)
    return Event(
        slug=f"{SLUG}-{place}",
        kind=Kind.INFO_SESSION,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        capacity=50,
        venue_place="Zirndorf",
    )


def _add_pages(events: list[Event]) -> None:
    german = EventIndexPage.objects.get(locale=Locale.get_default())
    originals = _add_children(german, events, originals=None)
    for index in german.get_translations().order_by("pk"):
        _add_children(index, events, originals=originals)


def _add_children(parent: Page, events: list[Event], *, originals: list[EventPage] | None) -> list[EventPage]:
    pages = [_page(parent, event) for event in events]
    last = parent.get_last_child()
    steps = _steps_after(parent, last.path if last else None)
    for page, path in zip(pages, steps, strict=False):
        page.path = path
    if originals:
        for page, original in zip(pages, originals, strict=True):
            page.alias_of, page.translation_key = original.page_ptr, original.translation_key
    bases = [
        Page(**{field.attname: getattr(page, field.attname) for field in Page._meta.concrete_fields}) for page in pages
    ]
    for page, base in zip(pages, Page.objects.bulk_create(bases), strict=True):
        page.page_ptr = base
    _insert(EventPage, pages)
    Page.objects.filter(pk=parent.pk).update(numchild=models.F("numchild") + len(pages))
    return pages


def _page(parent: Page, event: Event) -> EventPage:
    title = f"Messung {event.slug.removeprefix(f'{SLUG}-')}"
    now = timezone.now()
    return EventPage(
        event=event,
        title=title,
        draft_title=title,
        slug=event.slug,
        summary="Künstlicher Eintrag.",
        locale_id=parent.locale_id,
        depth=parent.depth + 1,
        url_path=f"{parent.url_path}{event.slug}/",
        first_published_at=now,
        last_published_at=now,
    )


def _steps_after(parent: Page, last: str | None) -> Iterator[str]:
    """The places in the tree behind the last child, one after the other."""
    step = Page._str2int(last[-Page.steplen :]) if last else 0
    while True:
        step += 1
        yield Page._get_path(parent.path, parent.depth + 1, step)


def _insert(model: type[models.Model], rows: list[models.Model]) -> None:
    """Insert the rows of this table alone: bulk_create refuses models whose parents have tables of their own."""
    fields = model._meta.local_concrete_fields
    query = sql.InsertQuery(model)
    query.insert_values(fields, rows, raw=True)
    query.get_compiler(connection=connection).execute_sql()

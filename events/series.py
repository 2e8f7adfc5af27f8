"""An event once more on other dates: facts, workshops and pages, without anything of the people who registered.

What staff enter is copied, and every date among it moves by as many days as the event does, at the same German time
on the clock, also across a switch of it. What the portal counts or decides itself begins anew. The pages become
drafts: who plans dates need not be allowed to publish, and nobody should get mail about a date before somebody has
read its page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.strings import StringValue
from wagtail_localize.synctree import create_aliases_for_new_page

from events import services
from events.models import Event, EventPage
from portal.errors import DomainError
from portal.models import User
from portal.page_translation import translate_page

BERLIN = ZoneInfo("Europe/Berlin")
# The portal's own, although staff can see it.
NEVER_COPIED = {"slug"}
# Staff set it by dragging.
ALWAYS_COPIED = {"sort_order"}


@dataclass(frozen=True)
class Copies:
    """The new dates, and those that were there already."""

    new: list[Event]
    known: list[Event]


def day_of(event: Event) -> date:
    return timezone.localtime(event.starts_at, BERLIN).date()


def _first_slug(event: Event) -> str:
    """What the addresses of all dates begin with: the address of the first one."""
    return event.slug.removesuffix(f"-{day_of(event):%Y-%m-%d}")


def slug_for(event: Event, day: date) -> str:
    longest = Event._meta.get_field("slug").max_length - len("-2027-03-28")
    return f"{_first_slug(event)[:longest]}-{day:%Y-%m-%d}"


def _date_on(event: Event, day: date) -> Event | None:
    """The event's date on this day, if there is one: a copy, or the one the others were copied from."""
    dates = Event.objects.filter(slug__in=(slug_for(event, day), _first_slug(event)))
    return next((one for one in dates if day_of(one) == day or one.slug == slug_for(event, day)), None)


@transaction.atomic
def copy(*, event_id: int, days: Iterable[date], by: User | None = None) -> Copies:
    """Copy the event to each of the days. A day it has a date on already is left alone: a second call adds nothing."""
    event = services.hold(event_id=event_id)
    copies = Copies([], [])
    for day in sorted(set(days)):
        if day == day_of(event):
            raise DomainError(_("The event itself takes place on this day."), code="own-day")
        known = _date_on(event, day)
        if known:
            copies.known.append(known)
        else:
            copies.new.append(_copy_to(event, day, by))
    return copies


def _copy_to(event: Event, day: date, by: User | None) -> Event:
    shift = (day - day_of(event)).days
    new = Event(**_facts(event, shift), slug=slug_for(event, day))
    new.full_clean()
    new.save()
    children: dict[models.Model, models.Model] = {}
    for relation in get_all_child_relations(Event):
        for child in getattr(event, relation.get_accessor_name()).all():
            facts = _facts(child, shift) | {relation.field.name: new}
            children[child] = type(child).objects.create(**facts)
    for page in _originals(event):
        _copy_page(page, new, children, by)
    return new


def _facts(row: models.Model, shift: int) -> dict[str, object]:
    """What staff entered, with every moment moved. Counters, ids and marks of the portal are no editable fields."""
    facts = {}
    for field in row._meta.local_concrete_fields:
        is_fact = field.editable and not field.primary_key and not field.unique and field.name not in NEVER_COPIED
        if is_fact or field.name in ALWAYS_COPIED:
            value = getattr(row, field.name)
            facts[field.name] = moved(value, shift) if isinstance(value, datetime) else value
    return facts


def moved(moment: datetime, days: int) -> datetime:
    """The same time on the German clock some days later; an hour the clock leaves out becomes the next one."""
    wall = timezone.localtime(moment, BERLIN).replace(tzinfo=None, fold=0) + timedelta(days=days)
    return wall.replace(tzinfo=BERLIN).astimezone(ZoneInfo("UTC"))


def _originals(event: Event) -> list[EventPage]:
    """The pages somebody wrote; translations hang on them, and aliases are made by the portal."""
    pages = event.pages.filter(alias_of=None).order_by("pk")
    return [page for page in pages if not _jobs_of(page).filter(target_locale=page.locale).exists()]


def _jobs_of(page: Page) -> models.QuerySet[Translation]:
    return Translation.objects.filter(source__object_id=page.translation_key)


def _copy_page(page: EventPage, event: Event, children: dict, by: User | None) -> None:
    """A draft with the words of the page, and a draft of each of its translations, open in the translation editor."""

    def hang_on_new_facts(_page, _copy, _relation, text):
        for name in ("session", "question"):
            if hasattr(text, name):
                setattr(text, name, children.get(getattr(text, name), getattr(text, name)))

    draft = page.copy(
        update_attrs={"event": event, "slug": event.slug},
        copy_revisions=False,
        keep_live=False,
        user=by,
        process_child_object=hang_on_new_facts,
    )
    create_aliases_for_new_page(draft)
    for job in _jobs_of(page).select_related("source", "target_locale"):
        translate_page(draft, job.target_locale.language_code, _translated_words(job), publish=False)


def _translated_words(job: Translation) -> dict[str, str]:
    """Each string of the page with its translation, as the translation editor shows them."""
    rows = StringTranslation.objects.filter(
        locale=job.target_locale, context__object_id=job.source.object_id, has_error=False
    )
    words = {}
    for original, translated in rows.values_list("translation_of__data", "data"):
        words[original] = translated if "<" in original else StringValue(translated).render_text()
    return words

"""Demo events: a networking day with three workshops, an exchange whose guests staff choose, info sessions to come and
past ones, in three languages.

Facts and words lie in ``data/demo_events.json``. Dates but the oldest are counted from the day the demo is created and
stay as they are from then on.
"""

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from events.demo_guests import create_guests
from events.models import (
    Event,
    EventIndexPage,
    EventPage,
    EventTarget,
    Question,
    QuestionText,
    Quota,
    Session,
    WorkshopText,
)
from portal.page_translation import translate_page
from programmes.selectors import districts

CONTENT = Path(__file__).parent / "data" / "demo_events.json"
BERLIN = ZoneInfo("Europe/Berlin")
GERMAN = "de"
RICH_FIELDS = ("description", "directions", "access_notes")
PLAIN_FACTS = ("slug", "kind", "mode", "topics", "languages", "capacity", "host", "venue_name", "venue_place")
OPTIONAL_FACTS = (
    "online_link", "contact_email", "series", "online_capacity", "per_organisation", "offer_hours", "asks_photo",
    "shows_guests", "access",
)  # fmt: skip


def create_demo() -> None:
    """Create the events and their pages where they are missing; change nothing that is there."""
    content = json.loads(CONTENT.read_text(encoding="utf-8"))
    index = _index_page(content["index"])
    for entry in content["events"]:
        _event_page(index, entry)
    create_guests()
    if not EventTarget.objects.exists():
        EventTarget.objects.bulk_create(EventTarget(kind=kind, number=n) for kind, n in content["targets"].items())


@transaction.atomic
def _index_page(words: dict) -> EventIndexPage:
    index = EventIndexPage.objects.filter(locale__language_code=GERMAN).first()
    if index is None:
        german = words[GERMAN]
        index = EventIndexPage(
            title=german["title"],
            slug="veranstaltungen",
            summary=german["summary"],
            show_in_menus=True,
            intro=_paragraphs(german["intro"]),
            history=_paragraphs(german["history"]),
        )
        _publish(Site.objects.get(is_default_site=True).root_page, index)
    for language in _other_languages(words):
        translate_page(index, language, _strings(words[GERMAN], words[language]))
    return index


@transaction.atomic
def _event_page(index: EventIndexPage, entry: dict) -> None:
    event = Event.objects.filter(slug=entry["slug"]).first() or _event(entry)
    page = EventPage.objects.filter(event=event, locale__language_code=GERMAN).first()
    words = entry["words"]
    if page is None:
        german = words[GERMAN]
        page = EventPage(event=event, title=german["title"], slug=event.slug, summary=german["summary"])
        for field in RICH_FIELDS:
            setattr(page, field, _paragraphs(german[field]))
        page.workshops = [
            WorkshopText(
                session=session, title=german["workshops"][session.code][0], text=german["workshops"][session.code][1]
            )
            for session in event.sessions.order_by("sort_order")
        ]
        page.question_texts = [
            QuestionText(
                question=question,
                label=german["questions"][question.code][0],
                hint=german["questions"][question.code][1],
            )
            for question in event.questions.order_by("sort_order")
        ]
        _publish(index, page)
    for language in _other_languages(words):
        translate_page(page, language, _strings(words[GERMAN], words[language]))


def _event(entry: dict) -> Event:
    starts_at, ends_at = _times(entry)
    known = dict(districts())
    event = Event.objects.create(
        starts_at=starts_at,
        ends_at=ends_at,
        all_day="day" in entry,
        registration_closes_at=_closing(entry, starts_at),
        district_id=entry["district"] if entry["district"] in known else None,
        **{name: entry[name] for name in PLAIN_FACTS},
        **{name: entry[name] for name in OPTIONAL_FACTS if name in entry},
    )
    for quota in entry.get("quotas", ()):
        Quota.objects.create(event=event, **quota)
    for order, question in enumerate(entry.get("questions", ())):
        Question.objects.create(event=event, sort_order=order, **question)
    for order, session in enumerate(entry["sessions"]):
        day = timezone.localtime(starts_at, BERLIN).date()
        Session.objects.create(
            event=event,
            sort_order=order,
            code=session["code"],
            room=session["room"],
            capacity=session["capacity"],
            starts_at=_at(day, session["from"]),
            ends_at=_at(day, session["until"]),
        )
    return event


def _times(entry: dict) -> tuple[datetime, datetime]:
    if "day" in entry:
        day = date.fromisoformat(entry["day"])
        return _at(day, "00:00"), _at(day, "23:59")
    day = timezone.localdate() + timedelta(days=entry["in_days"])
    day += timedelta(days=(entry["weekday"] - day.weekday()) % 7)
    return _at(day, entry["from"]), _at(day, entry["until"])


def _closing(entry: dict, starts_at: datetime) -> datetime | None:
    if "closes_days_before" not in entry:
        return None
    day = timezone.localtime(starts_at, BERLIN).date() - timedelta(days=entry["closes_days_before"])
    return _at(day, "18:00")


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=BERLIN)


def _publish(parent, page) -> None:
    parent.add_child(instance=page)
    page.save_revision().publish()


def _paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def _other_languages(words: dict) -> list[str]:
    enabled = {code for code, _name in settings.LANGUAGES}
    return [language for language in words if language != GERMAN and language in enabled]


def _strings(german: dict, other: dict) -> dict[str, str]:
    """Each German string with its translation, as the translation editor pairs them."""
    pairs: dict[str, str] = {}
    for name, value in german.items():
        if isinstance(value, str):
            pairs[value] = other[name]
        elif isinstance(value, list):
            pairs.update(zip(value, other[name], strict=True))
        else:
            for code, texts in value.items():
                pairs.update(zip(texts, other[name][code], strict=True))
    return pairs

"""The pages of an event: which there are in which language, and the first draft."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.operations import translate_object
from wagtail_localize.synctree import create_aliases_for_new_page

from events import services
from events.models import Event, EventIndexPage, EventPage, QuestionText, WorkshopText
from portal.errors import DomainError
from portal.models import User

GERMAN = settings.LANGUAGE_CODE


@dataclass(frozen=True)
class Version:
    """A language of the event's page; ``page`` is None, or shows the German words, until somebody translates it."""

    language: str
    name: str
    page: EventPage | None

    @property
    def is_written(self) -> bool:
        return self.page is not None and self.page.alias_of_id is None

    @property
    def is_public(self) -> bool:
        return self.is_written and self.page.live and self.page.content_language == self.language

    @property
    def has_changes(self) -> bool:
        """Whether it is public, but not with the newest words."""
        return self.is_public and self.page.has_unpublished_changes


def versions(event: Event) -> list[Version]:
    """Every language of the portal, German first."""
    pages = {page.locale.language_code: page for page in event.pages.select_related("locale")}
    return [Version(code, name, pages.get(code)) for code, name in settings.LANGUAGES]


def german_index() -> EventIndexPage | None:
    return EventIndexPage.objects.filter(locale__language_code=GERMAN).first()


@transaction.atomic
def begin_page(*, event_id: int, by: User | None = None) -> EventPage:
    """The German page of the event: the one there is, or a draft with a row for each workshop and each question.

    Its first words are kind, place and codes, to be written over.
    """
    event = services.hold(event_id=event_id)
    page = event.pages.filter(locale__language_code=GERMAN).first()
    if page:
        return page
    index = german_index()
    if index is None:
        raise DomainError(_("There is no list of events to put the page into. Ask an editor for one."), code="no-index")
    with translation.override(GERMAN):
        title = f"{event.get_kind_display()} {event.venue_place}".strip()
    page = EventPage(event=event, title=title, slug=event.slug, owner=by, live=False, has_unpublished_changes=True)
    page.workshops = [
        WorkshopText(session=session, title=_words_of(session.code))
        for session in event.sessions.order_by("sort_order")
    ]
    page.question_texts = [
        QuestionText(question=question, label=_words_of(question.code))
        for question in event.questions.order_by("sort_order", "pk")
    ]
    index.add_child(instance=page)
    page.save_revision(user=by)
    create_aliases_for_new_page(page)
    return page


@transaction.atomic
def begin_translation(*, event_id: int, language: str, by: User) -> EventPage:
    """The page of the event in another language: the one there is, or a draft in the translation editor."""
    event = services.hold(event_id=event_id)
    pages = {page.locale.language_code: page for page in event.pages.select_related("locale")}
    german, page = pages.get(GERMAN), pages.get(language)
    if page and page.alias_of_id is None:
        return page
    is_known = language in dict(settings.LANGUAGES)
    locale = Locale.objects.filter(language_code=language).first() if is_known else None
    if german is None or locale is None or not german.permissions_for_user(by).can_edit():
        raise DomainError(_("There is no page that could be translated into this language."), code="no-page")
    translate_object(german, [locale], user=by)
    return german.get_translation(locale)


def _words_of(code: str) -> str:
    words = code.replace("-", " ")
    return words[:1].upper() + words[1:]

"""What a printed hand-out asks the directory: centres and programmes by their slugs, and what one may choose from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Revision

from programmes.directory import DirectoryQuery, search_directory
from programmes.models.centres import Centre
from programmes.models.pages import DirectoryPage, ProgrammePage
from programmes.models.programmes import Programme
from programmes.models.shared_offers import SharedOfferText
from programmes.network import offers_of
from programmes.place_answers import Answer as PlaceAnswer
from programmes.timesheet import HoursShown, hours_shown


@dataclass(frozen=True)
class PrintedProgramme:
    """A programme with the words of the page a reader of one language gets."""

    programme: Programme
    page: ProgrammePage
    is_ended: bool

    @property
    def slug(self) -> str:
        return self.programme.slug


@dataclass(frozen=True)
class FoundCentres:
    """``centres``: the best of what was found; ``total``: how many there are in the directory."""

    place: PlaceAnswer
    centres: list[Centre]
    total: int


def centres_by_slug(slugs: Iterable[str]) -> dict[str, Centre]:
    return {centre.slug: centre for centre in Centre.objects.public().with_words().filter(slug__in=list(slugs))}


def hours_of(centre: Centre, *, now: datetime) -> HoursShown:
    """Reads the rows that ``centres_by_slug`` brought along."""
    return hours_shown(centre, now=now)


def network_offers(centre: Centre, *, language: str) -> list[SharedOfferText]:
    """Reads the rows that ``centres_by_slug`` brought along."""
    return offers_of(centre, language)


def programmes_by_slug(slugs: Iterable[str], *, language: str) -> dict[str, PrintedProgramme]:
    return {
        printed.slug: printed for printed in _programmes(Q(programme__slug__in=list(slugs)), language=language).values()
    }


def running_programmes(*, language: str) -> list[PrintedProgramme]:
    """What one can put on a hand-out: programmes that have not ended, by title."""
    printed = _programmes(Q(), language=language).values()
    return sorted((one for one in printed if not one.is_ended), key=lambda one: one.page.title.casefold())


def _programmes(condition: Q, *, language: str) -> dict[int, PrintedProgramme]:
    """Of each programme the page in the language, else the German one. What language its words are in is asked for all
    pages in the same query."""
    own_words = Revision.page_revisions.filter(
        pk=OuterRef("live_revision_id"), object_id=Cast(OuterRef("pk"), CharField())
    )
    pages = (
        ProgrammePage.objects.live()
        .public()
        .filter(condition, locale__language_code__in={language, settings.LANGUAGE_CODE})
        .select_related("programme", "locale", "alias_of__locale")
        .prefetch_related("programme__documents")
        .annotate(has_own_words=Exists(own_words))
    )
    today = timezone.localdate()
    found: dict[int, PrintedProgramme] = {}
    for page in pages:
        code = page.locale.language_code
        if not page.alias_of_id and (page.has_own_words or code == settings.LANGUAGE_CODE):
            page.content_language = code
        if page.programme_id not in found or code == language:
            found[page.programme_id] = PrintedProgramme(page.programme, page, page.programme.is_ended(today))
    return found


def find_centres(*, place: str, text: str, language: str) -> FoundCentres:
    """The first page of what the directory finds for a place, words, or both."""
    answer = search_directory(DirectoryQuery(text=text, place=place), language=language)
    return FoundCentres(answer.place, [entry.centre for entry in answer.entries], answer.total)


def directory_url(*, language: str) -> str:
    """The address of the directory in the language, else in German; empty while there is none."""
    pages = DirectoryPage.objects.live().filter(locale__language_code__in={language, settings.LANGUAGE_CODE})
    by_language = {page.locale.language_code: page for page in pages.select_related("locale")}
    page = by_language.get(language) or by_language.get(settings.LANGUAGE_CODE)
    return (page.get_url() or "") if page else ""

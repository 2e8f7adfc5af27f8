"""The pages of the directory as answers for machines need them: where they are, and the words about programmes.

Apart from ``selectors``, which the pages themselves ask.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Revision

from programmes.indexing import public_path
from programmes.models.pages import DirectoryPage, ProgrammeIndexPage, ProgrammePage
from programmes.models.programmes import Programme


def directory_address(language: str) -> str:
    """The absolute address entries of centres stand below, for readers of a language."""
    return f"{settings.BASE_URL}/{language}/{_path_of(DirectoryPage, 'beratungsstellen/')}"


def programmes_address(language: str) -> str:
    """The absolute address the pages of programmes stand below, for readers of a language."""
    return f"{settings.BASE_URL}/{language}/{_path_of(ProgrammeIndexPage, 'programme/')}"


def _path_of(model: type[DirectoryPage | ProgrammeIndexPage], otherwise: str) -> str:
    page = model.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE).only("url_path").first()
    return public_path(page) if page else otherwise


def public_programmes() -> QuerySet[Programme]:
    """The programmes somebody wrote a page about that everybody may read."""
    pages = ProgrammePage.objects.live().public().filter(alias_of=None, programme=OuterRef("pk"))
    return Programme.objects.filter(Exists(pages)).prefetch_related("countries")


def words_of_programmes(programmes: Iterable[Programme], *, language: str) -> dict[int, ProgrammePage]:
    """The page of each programme with words in the language, else the German one, in a fixed number of queries."""
    own_words = Revision.page_revisions.filter(
        pk=OuterRef("live_revision_id"), object_id=Cast(OuterRef("pk"), CharField())
    )
    pages = ProgrammePage.objects.live().public().filter(alias_of=None, programme__in=programmes)
    pages = pages.filter(locale__language_code__in={language, settings.LANGUAGE_CODE}).select_related("locale")
    found: dict[int, ProgrammePage] = {}
    for page in pages.annotate(has_own_words=Exists(own_words)):
        code = page.locale.language_code
        if code != settings.LANGUAGE_CODE and not page.has_own_words:
            continue
        page.content_language = code
        if page.programme_id not in found or code == language:
            found[page.programme_id] = page
    return found

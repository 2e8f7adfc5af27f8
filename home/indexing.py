"""How a content page becomes findable: one document for each language that has words of its own.

Only live pages that everybody may see; a page not translated yet is found through its original.
"""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import copy_for_translation_done, page_published, page_unpublished, post_page_move

from home.models import HomePage, IndexPage, JourneyPage, StandardPage
from portal.models import BasePage
from search import registry

KIND = "page"
MODELS = (HomePage, IndexPage, JourneyPage, StandardPage)
STREAMS = ("entrances", "body", "stages", "closing")
TEXTS = ("lead", "easy_language_text", "sign_language_text")


def documents_of(translation_key) -> Iterator[registry.SearchDocument]:
    """The documents of a page in all its languages; the original also answers where only its fallback can be read."""
    pages = {page.locale.language_code: page for page in _public_pages(translation_key)}
    own = {language: page for language, page in pages.items() if not page.is_fallback}
    for language, page in own.items():
        others = set(pages) - set(own) if language == settings.LANGUAGE_CODE else set()
        yield registry.SearchDocument(
            kind=KIND,
            object_id=str(translation_key),
            language=language,
            serves=tuple(sorted({language, *others})),
            title=page.title,
            summary=page.search_description or page.summary,
            body=_body(page),
            path=page.get_url().removeprefix(f"/{language}/"),
        )


def documents() -> Iterator[registry.SearchDocument]:
    for model in MODELS:
        for key in model.objects.order_by("translation_key").values_list("translation_key", flat=True).distinct():
            yield from documents_of(key)


def index(translation_keys: Iterable) -> None:
    """Bring the entries of these pages up to date, in the transaction of the change."""
    for key in translation_keys:
        registry.put_only(KIND, [key], documents_of(key))


def _public_pages(translation_key) -> Iterator[BasePage]:
    kinds = set(Page.objects.filter(translation_key=translation_key).values_list("content_type_id", flat=True))
    for model in MODELS:
        if ContentType.objects.get_for_model(model).pk not in kinds:
            continue
        pages = model.objects.live().public().filter(translation_key=translation_key)
        # A page outside every site has no address.
        yield from (page for page in pages.select_related("locale", "alias_of__locale") if page.get_url())


def _body(page: BasePage) -> str:
    parts = [getattr(page, name) for name in TEXTS if hasattr(page, name)]
    for name in STREAMS:
        if hasattr(page, name):
            stream = getattr(page, name)
            parts += stream.stream_block.get_searchable_content(stream)
    return "\n".join(part for part in parts if part)


def on_page_change(sender, instance, **kwargs):
    """A page was published, unpublished or deleted; its translations may answer for it now, or no more."""
    if not isinstance(instance, MODELS):
        return
    wanted = {document.key: document for document in documents_of(instance.translation_key)}
    stored = registry.stored(wanted)
    if any(stored[key].document.path != wanted[key].path for key in wanted if key in stored):
        # Wagtail tells of a new address after the commit; the entries below move in the transaction itself.
        on_branch_change(sender, instance)
    else:
        registry.put_only(KIND, [instance.translation_key], wanted.values())


def on_branch_change(sender, instance, **kwargs):
    """The place or the privacy of a page changed, and with it that of everything below."""
    page = instance.page if isinstance(instance, PageViewRestriction) else instance
    below = Page.objects.filter(path__startswith=page.path)
    index(below.order_by("path").values_list("translation_key", flat=True).distinct())


def on_copy_for_translation(sender, source_obj, target_obj, **kwargs):
    """A language got its copy of a page: the original can be read there from now on."""
    on_page_change(sender, target_obj)


def on_site_change(sender, instance, **kwargs):
    """With another root page other pages have an address."""
    Site.clear_site_root_paths_cache()
    on_branch_change(sender, instance.root_page)


for signal in (page_published, page_unpublished):
    signal.connect(on_page_change, dispatch_uid="home-indexing-change")
copy_for_translation_done.connect(on_copy_for_translation, dispatch_uid="home-indexing-copy")
post_page_move.connect(on_branch_change, dispatch_uid="home-indexing-branch")
post_save.connect(on_site_change, sender=Site, dispatch_uid="home-indexing-site")
for model in MODELS:
    post_delete.connect(on_page_change, sender=model, dispatch_uid=f"home-indexing-{model.__name__}")
for signal in (post_save, post_delete):
    signal.connect(on_branch_change, sender=PageViewRestriction, dispatch_uid="home-indexing-privacy")

registry.register(KIND, documents)

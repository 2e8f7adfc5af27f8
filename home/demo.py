"""The content pages of the demo: German pages, their translations, and the easy-language start page.

The words lie in ``demo_content``: one file a page and language. The German file holds the page; the file of another
language gives each German string its translation.
"""

import json
from pathlib import Path

from django.db import transaction
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import LocaleSynchronization

from home.models import HomePage, JourneyPage, StandardPage
from portal.addresses import set_site_address
from portal.page_translation import sync_trees, translate_page

CONTENT = Path(__file__).parent / "demo_content"
GERMAN, EASY_GERMAN = "de", "de-simple"
FOLLOWING_LANGUAGES = ("en", "ar")
HOME = "start"
PAGES = (
    ("projekt", StandardPage),
    ("rueckkehr", JourneyPage),
    ("ehrenamt", StandardPage),
    ("beratung", StandardPage),
    ("impressum", StandardPage),
    ("datenschutz", StandardPage),
    ("barrierefreiheit", StandardPage),
)
STREAMS = ("entrances", "body", "stages", "closing")


def create_demo() -> None:
    """Create the content pages where the portal has no home page yet; change nothing that is there."""
    if not HomePage.objects.exists():
        _create()


@transaction.atomic
def _create() -> None:
    home = _replace_welcome_page()
    pages = {HOME: home}
    for slug, model in PAGES:
        pages[slug] = model(slug=slug, **_words(GERMAN, slug)["fields"])
        _add(home, pages[slug])
    numbers = {slug: page.pk for slug, page in pages.items()}
    for slug, page in pages.items():
        _fill(page, _words(GERMAN, slug), numbers)
    _create_easy_language_home(home)
    _follow_german()
    for language in FOLLOWING_LANGUAGES:
        for slug, page in pages.items():
            if _file(language, slug).exists():
                translate_page(page, language, json.loads(_file(language, slug).read_text(encoding="utf-8")))


def _follow_german() -> None:
    """First all aliases, in the order of the German pages; then each translation takes the place of its alias."""
    for language in FOLLOWING_LANGUAGES:
        locale, _created = Locale.objects.get_or_create(language_code=language)
        LocaleSynchronization.objects.get_or_create(locale=locale, defaults={"sync_from": _locale(GERMAN)})
    sync_trees()


def _replace_welcome_page() -> HomePage:
    """Put the German home page where a new site has Wagtail's welcome page."""
    set_site_address()
    site = Site.objects.get(is_default_site=True)
    welcome = site.root_page
    home = HomePage(slug="neustart", locale=_locale(GERMAN), **_words(GERMAN, HOME)["fields"])
    _add(Page.get_first_root_node(), home)
    site.root_page = home
    site.save()
    welcome.delete()
    home.slug = HOME
    _publish(home)
    return HomePage.objects.get(pk=home.pk)


def _create_easy_language_home(home: HomePage) -> None:
    words = _words(EASY_GERMAN, HOME)
    page = HomePage(
        slug=f"{HOME}-{EASY_GERMAN}",
        locale=_locale(EASY_GERMAN),
        translation_key=home.translation_key,
        **words["fields"],
    )
    _add(home.get_parent(), page)
    _fill(page, words, {})


def _fill(page: Page, words: dict, numbers: dict[str, int]) -> None:
    """Add the streams, whose links need all pages to exist."""
    for name, blocks in words["streams"].items():
        setattr(page, name, json.dumps([_with_page_number(block, numbers) for block in blocks]))
    _publish(page)


def _with_page_number(block: dict, numbers: dict[str, int]) -> dict:
    """The block with a ``page`` given by its address turned into the page's number."""
    value = block["value"]
    if isinstance(value, dict) and "page" in value:
        return {**block, "value": {**value, "page": numbers[value["page"]]}}
    return block


def _file(language: str, slug: str) -> Path:
    return CONTENT / language / f"{slug}.json"


def _words(language: str, slug: str) -> dict:
    content = json.loads(_file(language, slug).read_text(encoding="utf-8"))
    streams = {name: content.pop(name) for name in STREAMS if name in content}
    return {"fields": content, "streams": streams}


def _locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def _add(parent: Page, page: Page) -> None:
    parent.add_child(instance=page)
    _publish(page)


def _publish(page: Page) -> None:
    page.save_revision().publish()

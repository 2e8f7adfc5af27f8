"""The content pages of the demo: German pages, their translations, and the easy-language start page."""

import json
from types import ModuleType

from django.db import transaction
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import LocaleSynchronization

from home.demo_content import centres, easy_language, home_page, legal, project, thinking_of_return, volunteers
from home.models import HomePage, JourneyPage, StandardPage
from portal.page_translation import sync_trees, translate_page

FOLLOWING_LANGUAGES = ("en", "ar")
EASY_LANGUAGE = "de-simple"
PAGES: tuple[tuple[str, ModuleType], ...] = (
    ("projekt", project),
    ("rueckkehr", thinking_of_return),
    ("ehrenamt", volunteers),
    ("beratung", centres),
)
LEGAL_PAGES = (
    ("impressum", legal.IMPRINT),
    ("datenschutz", legal.PRIVACY),
    ("barrierefreiheit", legal.ACCESSIBILITY),
)


def create_demo() -> None:
    """Create the content pages where the portal has no home page yet; change nothing that is there."""
    if not HomePage.objects.exists():
        _create()


@transaction.atomic
def _create() -> None:
    german = Locale.objects.get_or_create(language_code="de")[0]
    for language in FOLLOWING_LANGUAGES:
        locale = Locale.objects.get_or_create(language_code=language)[0]
        LocaleSynchronization.objects.get_or_create(locale=locale, defaults={"sync_from": german})
    home = _replace_welcome_page(german)
    for slug, module in PAGES:
        _create_page(home, slug, module)
    for slug, content in LEGAL_PAGES:
        fields = {"title": content["title"], "summary": content["summary"]}
        _add(home, StandardPage(slug=slug, body=json.dumps(content["body"]), **fields))
    _complete(home)
    _create_easy_language_home(home)
    # First all aliases, in the order of the German pages; then each translation takes the place of its alias.
    sync_trees()
    for page, module in [(home, home_page), *((_child(home, slug), module) for slug, module in PAGES)]:
        for language, strings in module.w.translations.items():
            translate_page(page, language, strings)


def _replace_welcome_page(german: Locale) -> HomePage:
    """Put the German home page where a new site has Wagtail's welcome page."""
    root = Page.get_first_root_node()
    site = Site.objects.get(is_default_site=True)
    welcome = site.root_page
    home = HomePage(slug="neustart", locale=german, **home_page.FIELDS)
    _add(root, home)
    site.root_page = home
    site.save()
    welcome.delete()
    home.slug = "start"
    _publish(home)
    return home


def _create_page(home: HomePage, slug: str, module: ModuleType) -> None:
    if hasattr(module, "STAGES"):
        page = JourneyPage(slug=slug, stages=json.dumps(module.STAGES), **module.FIELDS)
    else:
        page = StandardPage(slug=slug, **module.FIELDS)
    _add(home, page)


def _complete(home: HomePage) -> None:
    """Fill the bodies, whose links need all pages to exist."""
    numbers = {page.slug: page.pk for page in home.get_children()}
    home.entrances = json.dumps(_with_page_numbers(home_page.ENTRANCES, numbers))
    home.body = json.dumps(_with_page_numbers(home_page.BODY, numbers))
    _publish(home)
    for slug, module in PAGES:
        page = _child(home, slug)
        page.body = json.dumps(_with_page_numbers(module.BODY, numbers))
        if hasattr(module, "CLOSING"):
            page.closing = json.dumps(_with_page_numbers(module.CLOSING, numbers))
        _publish(page)


def _create_easy_language_home(home: HomePage) -> None:
    locale = Locale.objects.get_or_create(language_code=EASY_LANGUAGE)[0]
    page = HomePage(slug="start-de-simple", locale=locale, translation_key=home.translation_key, **easy_language.FIELDS)
    page.body = json.dumps(easy_language.BODY)
    _add(home.get_parent(), page)


def _with_page_numbers(blocks: list[dict], numbers: dict[str, int]) -> list[dict]:
    """The blocks with each ``page`` given by its address turned into the page's number."""
    return [
        {**block, "value": {**block["value"], "page": numbers[block["value"]["page"]]}}
        if isinstance(block["value"], dict) and "page" in block["value"]
        else block
        for block in blocks
    ]


def _child(home: HomePage, slug: str) -> Page:
    return home.get_children().get(slug=slug).specific


def _add(parent: Page, page: Page) -> None:
    parent.add_child(instance=page)
    _publish(page)


def _publish(page: Page) -> None:
    page.save_revision().publish()

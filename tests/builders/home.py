"""A small tree of content pages: a German home page and the languages that follow it."""

import json

from wagtail.models import Locale, Page, Site
from wagtail_localize.models import LocaleSynchronization

from home.models import HomePage, StandardPage
from portal.page_translation import sync_trees


def make_locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def ensure_site() -> Site:
    """The root and the default site, also after a test that flushed them."""
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=make_locale("de"))
    start = root.get_children().first() or root.add_child(
        instance=Page(title="Start", slug="willkommen", locale=make_locale("de"))
    )
    site = Site.objects.filter(is_default_site=True).first()
    return site or Site.objects.create(hostname="testserver", root_page=start, is_default_site=True)


def make_home(*, following: tuple[str, ...] = (), **fields) -> HomePage:
    """The German home page as the root of the default site; the following languages get aliases by ``make_aliases``."""
    german = make_locale("de")
    root = Page.get_first_root_node()
    fields = {"title": "Start", "slug": "anfang", "lead": "Worum es geht.", "shows_events": False, **fields}
    home = root.add_child(instance=HomePage(locale=german, **fields))
    site = Site.objects.get(is_default_site=True)
    site.root_page = home
    site.save()
    for language in following:
        LocaleSynchronization.objects.get_or_create(locale=make_locale(language), sync_from=german)
    return HomePage.objects.get(pk=home.pk)


def make_page(parent: Page, model: type = StandardPage, *, live: bool = True, **fields) -> Page:
    """A page below another one; streams are given as plain lists of blocks."""
    fields = {"title": "Eine Seite", **fields}
    streams = {name: json.dumps(value) for name, value in fields.items() if isinstance(value, list)}
    page = parent.add_child(instance=model(live=False, locale=parent.locale, **{**fields, **streams}))
    revision = page.save_revision()
    if live:
        revision.publish()
    return model.objects.get(pk=page.pk)


def make_aliases() -> None:
    sync_trees()


def version_of(page: Page, language: str) -> Page:
    return page.get_translation(Locale.objects.get(language_code=language)).specific


def paragraph(html: str) -> dict:
    return {"type": "text", "value": html}

"""The way from the home page down to where the reader is."""

from typing import NamedTuple

from django.conf import settings
from django.utils.translation import get_language, gettext
from wagtail.models import Page


class Crumb(NamedTuple):
    """``language`` is set only where the title is not in the reader's."""

    url: str
    title: str
    language: str = ""


# Depth of the pages right below a home page.
BELOW_HOME = 3


def start() -> Crumb:
    """The home page, by its short name: its title is a sentence."""
    return Crumb(f"/{get_language()}/", gettext("Start page"))


def language_of_title(page: Page) -> str:
    """The language of a page's title where it is not the reader's: an alias still shows the original's words."""
    return settings.LANGUAGE_CODE if page.alias_of_id else ""


def trail_to(page: Page) -> list[Crumb]:
    """The home page, every page below it on the way, and the page itself."""
    above = page.get_ancestors().filter(depth__gte=BELOW_HOME) if page.depth > BELOW_HOME else ()
    way = (*above, page) if page.depth >= BELOW_HOME else ()
    return [start(), *(Crumb(one.url, one.title, language_of_title(one)) for one in way)]

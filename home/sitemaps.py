from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import Page, PageQuerySet, Site

import programmes.selectors
from portal.models.pages import alternates
from portal.untranslated import words_locale


class PublicPages(Sitemap):
    """Every page with words of its own, in the trees of all languages; each names its other languages."""

    limit = 500

    def __init__(self, request: HttpRequest):
        self.request = request

    def items(self) -> PageQuerySet:
        site = Site.find_for_request(self.request)
        pages = Page.objects.none()
        for home in site.root_page.get_translations(inclusive=True) if site else ():
            pages |= Page.objects.descendant_of(home, inclusive=True)
        return pages.live().public().filter(alias_of=None).order_by("path").defer_streamfields().specific()

    def get_urls(self, page=1, site=None, protocol=None) -> list[dict]:
        pages = self.paginator.page(page).object_list
        return [entry for item in pages for entry in item.get_sitemap_urls(self.request)]


class PublicCentres(Sitemap):
    """The entries of the directory. Each is named in the languages its words are in, so that no German text stands in
    for another language; without any words it is the same list of facts in all of them."""

    limit = 500

    def __init__(self, request: HttpRequest):
        self.request = request

    def items(self) -> QuerySet:
        return programmes.selectors.public_centres().prefetch_related("texts").order_by("pk")

    def directories(self) -> dict[str, str]:
        """Address of the directory in each language it has words in; easy language has no entries of its own."""
        site = Site.find_for_request(self.request)
        pages = programmes.selectors.directory_pages().select_related("locale", "alias_of__locale") if site else ()
        found = {}
        for page in pages:
            code = page.locale.language_code
            if code != "de-simple" and words_locale(page) == page.locale:
                found[code] = page.get_full_url(self.request)
        return found

    def get_urls(self, page=1, site=None, protocol=None) -> list[dict]:
        directories = self.directories()
        return [
            {"location": address, "lastmod": centre.changed_at, "alternates": alternates(addresses)}
            for centre in self.paginator.page(page).object_list
            for addresses in [self.addresses(centre, directories)]
            for address in addresses.values()
        ]

    def addresses(self, centre, directories: dict[str, str]) -> dict[str, str]:
        own = {text.language for text in centre.texts.all()}
        return {
            code: f"{directory}{centre.slug}/"
            for code, directory in directories.items()
            if not own or code in own or code == settings.LANGUAGE_CODE
        }

    def get_latest_lastmod(self):
        return self.items().order_by("-changed_at").values_list("changed_at", flat=True).first()

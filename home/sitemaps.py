from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest
from wagtail.models import Page, PageQuerySet, Site


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

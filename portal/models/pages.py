from django.conf import settings
from django.db import models
from django.shortcuts import redirect
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Locale, Page
from wagtail_localize.fields import SynchronizedField

from portal.directions import direction_of
from portal.stamped import kept
from portal.untranslated import refuse_untranslated, words_locale


def all_locales() -> dict[int, Locale]:
    """Read once and kept while no content changes: every page asks which language it is in."""
    return kept("content", "locales", Locale.objects.in_bulk)


def alternates(addresses: dict[str, str]) -> list[dict[str, str]]:
    """The languages of a page as a site map names them; who reads none of several gets the first one of the portal."""
    found = [{"location": address, "lang_code": code} for code, address in addresses.items()]
    if len(found) > 1 and settings.LANGUAGE_CODE in addresses:
        found.append({"location": addresses[settings.LANGUAGE_CODE], "lang_code": "x-default"})
    return found


class BasePage(Page):
    """What every public page shares: address kept across languages, summary, owner and date of the last review.

    An alias page (not translated yet) shows the German text inside its own language's frame, with a notice and the
    right ``lang`` and ``dir`` on the text.
    """

    summary = models.TextField(
        _("summary"), max_length=400, blank=True, help_text=_("Two sentences for lists and search results.")
    )
    checked_on = models.DateField(_("last checked on"), null=True, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    settings_panels = [*Page.settings_panels, FieldPanel("checked_on")]
    override_translatable_fields = [SynchronizedField("slug")]

    # Which counters of change the cached page hangs on (portal.page_cache).
    cache_scopes = ("content",)

    class Meta:
        abstract = True

    @cached_property
    def content_language(self) -> str:
        """The language the words are in: that of the original while this page is not translated."""
        return words_locale(self).language_code

    @property
    def is_fallback(self) -> bool:
        return self.content_language != self.locale.language_code

    @property
    def content_direction(self) -> str:
        return direction_of(self.content_language)

    def publish(self, revision, *args, **kwargs):
        refuse_untranslated(self)
        super().publish(revision, *args, **kwargs)

    def serve(self, request, *args, **kwargs):
        self.locale = all_locales()[self.locale_id]
        if translation.get_language() != self.locale.language_code and not getattr(request, "is_preview", False):
            return redirect(self.get_url(request))
        request.portal_page = self
        response = super().serve(request, *args, **kwargs)
        response.cache_scopes = self.cache_scopes
        return response

    def get_sitemap_urls(self, request=None):
        if self.is_fallback:
            return []
        # Easy German is no language of its own to a search engine: its page stands alone.
        easy = "de-simple"
        is_easy = self.locale.language_code == easy
        versions = (
            [] if is_easy else [p for p in self.get_translations(inclusive=True).live() if words_locale(p) == p.locale]
        )
        return [
            {
                "location": self.get_full_url(request),
                "lastmod": self.last_published_at or self.latest_revision_created_at,
                "alternates": alternates(
                    {
                        page.locale.language_code: page.get_full_url(request)
                        for page in versions
                        if page.locale.language_code != easy
                    }
                ),
            }
        ]

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        follow = import_module("portal.page_cache").follow
        # They register themselves: checks, work by the clock, what changes of synonyms set off.
        for name in ("checks", "due", "insight.services", "synonyms"):
            import_module(f"search.{name}")
        if settings.ELASTICSEARCH_URL:
            # Now rather than while the first visitor waits: its client takes a second to load.
            import_module("search.engines.elasticsearch")
        follow(self.get_model("Promotion"), "content")

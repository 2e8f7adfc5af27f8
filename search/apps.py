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
        import_module("search.checks")
        if settings.ELASTICSEARCH_URL:
            # Now rather than while the first visitor waits: its client takes a second to load.
            import_module("search.engines.elasticsearch")
        import_module("search.due")
        from search import synonyms  # noqa: F401 -- hears of changes

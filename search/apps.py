from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from portal.page_cache import follow
        from search.insight import services  # noqa: F401 -- clock work registers itself

        follow(self.get_model("Promotion"), "content")

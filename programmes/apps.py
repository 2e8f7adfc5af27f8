from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# What the public pages of the directory show.
FACTS = (
    "Organisation",
    "Centre",
    "CentreText",
    "OpeningHours",
    "CentreLanguage",
    "Territory",
    "Programme",
    "ProgrammeCountry",
)


class ProgrammesConfig(AppConfig):
    name = "programmes"
    label = "programmes"
    verbose_name = _("Directory")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from portal.page_cache import follow
        from programmes import indexing, search_page  # noqa: F401 -- register themselves

        for name in FACTS:
            follow(self.get_model(name), "directory")

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# What the public pages of the directory show.
FACTS = (
    "Organisation",
    "Centre",
    "CentreText",
    "OpeningHours",
    "HoursException",
    "Closure",
    "ProgrammeException",
    "CentreLanguage",
    "Territory",
    "SharedOffer",
    "SharedOfferText",
    "CentreSharedOffer",
    "Programme",
    "ProgrammeCountry",
    "ProgrammeAmount",
    "ProgrammeDocument",
    "ProgrammeDeadline",
    "ProgrammeCombination",
    "ProgrammeCentre",
    "ProgrammeRule",
)
# What of the upkeep the public pages show: labels and dates.
UPKEEP = ("Upkeep", "GroupConfirmation")


class ProgrammesConfig(AppConfig):
    name = "programmes"
    label = "programmes"
    verbose_name = _("Directory")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from portal.page_cache import follow
        from programmes import indexing, search_page  # noqa: F401 -- register themselves
        from programmes.upkeep import due, receivers  # noqa: F401 -- the clock work registers itself

        for name in (*FACTS, *UPKEEP):
            follow(self.get_model(name), "directory")
        receivers.connect()

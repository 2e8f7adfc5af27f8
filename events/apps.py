from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    label = "events"
    verbose_name = _("Events")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from events import reminders, search_page, services, signals  # noqa: F401 -- register themselves
        from events.attendance import deletions  # noqa: F401 -- the clock work of the day and what it says beforehand
        from events.watches import services as watches  # noqa: F401 -- its clock work

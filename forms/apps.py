from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormsConfig(AppConfig):
    name = "forms"
    label = "forms"
    verbose_name = _("Forms and referrals")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        import_module("forms.receivers")
        import_module("forms.cases.receivers")
        import_module("forms.due")

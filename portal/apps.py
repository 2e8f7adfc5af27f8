from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    label = "portal"
    verbose_name = _("Portal")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from portal import due, privacy, public_content  # noqa: F401 -- each registers itself
        from portal.crypto import parse_rings

        parse_rings(settings.PORTAL_DATA_KEYS)  # a portal that cannot read its data does not start

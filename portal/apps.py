from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.users import apps as wagtail_users


class PortalConfig(AppConfig):
    name = "portal"
    label = "portal"
    verbose_name = _("Portal")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from portal import due, privacy, public_content  # noqa: F401 -- each registers itself
        from portal.crypto import parse_rings
        from portal.map_tiles import configured

        parse_rings(settings.PORTAL_DATA_KEYS)  # a portal that cannot read its data does not start
        configured()  # nor one whose tile server is misspelt


class AccountsConfig(wagtail_users.WagtailUsersAppConfig):
    """Wagtail's users with the limits of ``portal.account_admin``."""

    default = False
    user_viewset = "portal.account_admin.AccountViewSet"

"""The entry of the upkeep in the menu of the CMS, for those who may open it."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from programmes.upkeep.staff_views import PERMISSION


class UpkeepMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(PERMISSION)


def upkeep_menu_item() -> MenuItem:
    return UpkeepMenuItem(
        _("Upkeep of the directory"), reverse_lazy("upkeep_staff:tasks"), name="upkeep", icon_name="history", order=310
    )

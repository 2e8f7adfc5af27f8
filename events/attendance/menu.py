"""The entries of the reports menu, for those who may open them."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from events.permissions import user_can_see_figures


class FiguresMenuItem(MenuItem):
    def is_shown(self, request):
        return user_can_see_figures(request.user)


def figures_menu_item() -> MenuItem:
    return FiguresMenuItem(
        _("Figures of the events"), reverse_lazy("event_staff:project_figures"), icon_name="calendar-alt", order=900
    )


def deletions_menu_item() -> MenuItem:
    return FiguresMenuItem(
        _("Deletion dates of events"), reverse_lazy("event_staff:deletions"), icon_name="bin", order=910
    )

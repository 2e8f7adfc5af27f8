from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from forms.cases import urls
from forms.cases.permissions import user_can_enter_inbox


class InboxMenuItem(MenuItem):
    def is_shown(self, request):
        return user_can_enter_inbox(request.user)


@hooks.register("register_admin_urls")
def case_urls():
    return [path("cases/", include(urls))]


@hooks.register("register_admin_menu_item")
def case_menu_item():
    return InboxMenuItem(_("Referral cases"), reverse_lazy("cases:inbox"), name="cases", icon_name="tasks", order=150)

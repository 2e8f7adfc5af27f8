from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from portal.wagtail_hooks import PermittedMenuItem
from search import admin_urls, admin_views
from search.viewsets import SearchViewSetGroup


@hooks.register("register_admin_viewset")
def register_search():
    return SearchViewSetGroup()


@hooks.register("register_admin_urls")
def search_server_urls():
    return [path("operation/", include(admin_urls))]


@hooks.register("register_settings_menu_item")
def search_server_menu_item():
    return PermittedMenuItem(
        _("Search server"),
        reverse_lazy("search_admin:search_server"),
        icon_name="search",
        order=920,
        permission=admin_views.SEE_INDEX,
    )

from django.urls import include, path
from wagtail import hooks

from programmes.upkeep import staff_urls as upkeep_urls
from programmes.upkeep.menu import upkeep_menu_item
from programmes.viewsets import DirectoryViewSetGroup


@hooks.register("register_admin_viewset")
def register_directory():
    return DirectoryViewSetGroup()


@hooks.register("register_admin_urls")
def upkeep_pages():
    return [path("directory-upkeep/", include(upkeep_urls))]


hooks.register("register_admin_menu_item", upkeep_menu_item)

from django.urls import path

from search import admin_views

app_name = "search_admin"
urlpatterns = [path("search-server/", admin_views.search_server, name="search_server")]

from django.urls import path

from portal.api.routes import routes_of
from programmes.api import centres, districts, programmes, views

app_name = "directory_api"
urlpatterns = [
    *routes_of(centres, programmes, districts),
    path("konformitaet/", views.conformance, name="conformance"),
]

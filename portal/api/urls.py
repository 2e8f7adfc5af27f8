from django.urls import path

from portal.api import views

app_name = "api"
urlpatterns = [
    path("", views.about, name="about"),
    path("v1/openapi.json", views.document, name="openapi"),
]

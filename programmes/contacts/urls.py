from django.urls import path

from programmes.contacts import views

app_name = "contacts"
urlpatterns = [
    path("", views.all_contacts, name="all"),
    path("<slug:slug>/", views.centre, name="centre"),
]

from django.urls import path

from events.watches import views

app_name = "watches"
urlpatterns = [
    path("", views.ask, name="ask"),
    path("gesendet/", views.asked, name="asked"),
    path("bestaetigen/<str:secret>/", views.confirm, name="confirm"),
    path("beenden/<str:secret>/", views.stop, name="stop"),
]

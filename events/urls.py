from django.urls import path

from events import views

app_name = "events"
urlpatterns = [
    path("kalender.ics", views.calendar, name="calendar"),
    path("kalender.atom", views.feed, name="feed"),
    path("absage/<str:secret>/", views.cancel, name="cancel"),
    path("<slug:slug>/termin.ics", views.event_calendar, name="event_calendar"),
    path("<slug:slug>/anmeldung/", views.register, name="register"),
    path("<slug:slug>/anmeldung/<str:reference>/", views.receipt, name="receipt"),
]

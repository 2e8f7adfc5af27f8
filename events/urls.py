from django.urls import path

from events import group_views, place_views, views
from events.attendance import views as attendance_views

app_name = "events"
urlpatterns = [
    path("kalender.ics", views.calendar, name="calendar"),
    path("absage/<str:secret>/", views.cancel, name="cancel"),
    path("platz/<str:secret>/", place_views.place, name="place"),
    path("platz/<str:secret>/aendern/", place_views.change, name="change_place"),
    path("gruppe/<str:secret>/", group_views.places, name="group"),
    path("gruppe/<str:secret>/<str:reference>/", place_views.place, name="group_place"),
    path("gruppe/<str:secret>/<str:reference>/aendern/", place_views.change, name="group_change_place"),
    path("gruppe/<str:secret>/<str:reference>/absage/", place_views.cancel_in_group, name="group_cancel"),
    path("<slug:slug>/termin.ics", views.event_calendar, name="event_calendar"),
    path("<slug:slug>/rueckmeldung/", attendance_views.give_feedback, name="feedback"),
    path("<slug:slug>/rueckmeldung/danke/", attendance_views.feedback_given, name="feedback_given"),
    path("<slug:slug>/anmeldung/", views.register, name="register"),
    path("<slug:slug>/anmeldung/gruppe/", group_views.register, name="register_group"),
    path("<slug:slug>/anmeldung/gruppe/<str:reference>/", group_views.receipt, name="group_receipt"),
    path("<slug:slug>/anmeldung/<str:reference>/", views.receipt, name="receipt"),
]

from django.urls import path

from events import views, views_group, views_place
from events.attendance import views as attendance_views

app_name = "events"
urlpatterns = [
    path("kalender.ics", views.calendar, name="calendar"),
    path("kalender.atom", views.feed, name="feed"),
    path("einbetten/", views.embed, name="embed"),
    path("absage/<str:secret>/", views.cancel, name="cancel"),
    path("platz/<str:secret>/", views_place.place, name="place"),
    path("platz/<str:secret>/aendern/", views_place.change, name="change_place"),
    path("platz/<str:secret>/fragen/", views_place.answer_questions, name="place_questions"),
    path("gruppe/<str:secret>/", views_group.places, name="group"),
    path("gruppe/<str:secret>/<str:reference>/", views_place.place, name="group_place"),
    path("gruppe/<str:secret>/<str:reference>/aendern/", views_place.change, name="group_change_place"),
    path("gruppe/<str:secret>/<str:reference>/fragen/", views_place.answer_questions, name="group_place_questions"),
    path("gruppe/<str:secret>/<str:reference>/absage/", views_place.cancel_in_group, name="group_cancel"),
    path("<slug:slug>/termin.ics", views.event_calendar, name="event_calendar"),
    path("<slug:slug>/rueckmeldung/", attendance_views.give_feedback, name="feedback"),
    path("<slug:slug>/rueckmeldung/danke/", attendance_views.feedback_given, name="feedback_given"),
    path("<slug:slug>/anmeldung/", views.register, name="register"),
    path("<slug:slug>/anmeldung/gruppe/", views_group.register, name="register_group"),
    path("<slug:slug>/anmeldung/gruppe/<str:reference>/", views_group.receipt, name="group_receipt"),
    path("<slug:slug>/anmeldung/<str:reference>/", views.receipt, name="receipt"),
]

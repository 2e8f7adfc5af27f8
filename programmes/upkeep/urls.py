from django.urls import path

from programmes.upkeep import report_views, views

app_name = "upkeep"
urlpatterns = [
    path("eintrag/<str:secret>/", views.round_overview, name="round"),
    path("eintrag/<str:secret>/<slug:group>/", views.round_group, name="round_group"),
    path("hinweis/", report_views.missing, name="missing"),
    path("hinweis/zu/<slug:slug>/", report_views.change, name="report"),
    path("hinweis/stand/", report_views.look_up, name="look_up"),
    path("hinweis/stand/<slug:reference>/", report_views.receipt, name="receipt"),
]

from django.urls import path

from programmes.upkeep import staff_views

app_name = "upkeep_staff"
urlpatterns = [
    path("", staff_views.task_list, name="tasks"),
    path("reports/<str:reference>/", staff_views.task, name="task"),
    path("entries/", staff_views.entry_list, name="entries"),
    path("entries/<int:pk>/", staff_views.entry, name="entry"),
    path("entries/<int:pk>/<slug:act>/", staff_views.act, name="act"),
    path("restore/<int:revision>/", staff_views.restore, name="restore"),
]

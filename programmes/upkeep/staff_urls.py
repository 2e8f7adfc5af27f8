from django.urls import path

from programmes.upkeep import orphan_views, staff_views

app_name = "upkeep_staff"
urlpatterns = [
    path("", staff_views.task_list, name="tasks"),
    path("reports/<str:reference>/", staff_views.task, name="task"),
    path("entries/", staff_views.entry_list, name="entries"),
    path("entries/<int:pk>/", staff_views.entry, name="entry"),
    path("entries/<int:pk>/invite/", orphan_views.invite, name="invite"),
    path("entries/<int:pk>/members/<int:member>/withdraw/", orphan_views.withdraw, name="withdraw"),
    path("entries/<int:pk>/<slug:act>/", staff_views.act, name="act"),
    path("orphans/", orphan_views.centres, name="orphans"),
    path("orphans/organisations/", orphan_views.organisations, name="orphaned_organisations"),
    path("restore/<int:revision>/", staff_views.restore, name="restore"),
]

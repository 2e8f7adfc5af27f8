"""Addresses below /cms/event-staff/, in the name space of ``events.staff_urls``."""

from django.urls import path

from events.attendance import door_views, figure_views, paper_views
from portal.spreadsheets import CSV, XLSX


def tables(route: str, view, name: str) -> list:
    """The same table in both kinds of file."""
    return [path(f"{route}.{kind}", view.as_view(), {"format": kind}, name=f"{name}_{kind}") for kind in (CSV, XLSX)]


urlpatterns = [
    path("<int:pk>/attendance/", figure_views.AttendanceView.as_view(), name="attendance"),
    path("<int:pk>/feedback/", figure_views.FeedbackView.as_view(), name="feedback"),
    *tables("<int:pk>/figures", figure_views.EventFiguresTableView, "figures"),
    path("<int:pk>/check-in/", door_views.CheckInView.as_view(), name="check_in"),
    path("<int:pk>/check-in/marks/", door_views.MarksView.as_view(), name="marks"),
    path("<int:pk>/walk-ins/new/", door_views.WalkInView.as_view(), name="walk_in"),
    path("<int:pk>/walk-ins/<int:walk_in>/remove/", door_views.RemoveWalkInView.as_view(), name="remove_walk_in"),
    path(
        "<int:pk>/walk-ins/<int:walk_in>/certificate.pdf",
        paper_views.WalkInCertificateView.as_view(),
        name="walk_in_certificate",
    ),
    path("<int:pk>/badges.pdf", paper_views.BadgesView.as_view(), name="badges"),
    path("<int:pk>/visitors.pdf", paper_views.VisitorListView.as_view(), name="visitor_list"),
    *tables("<int:pk>/visitors", paper_views.VisitorTableView, "visitors"),
    path("<int:pk>/certificates.pdf", paper_views.CertificatesView.as_view(), name="certificates"),
    path("<int:pk>/certificates/<str:reference>.pdf", paper_views.CertificateView.as_view(), name="certificate"),
    path("<int:pk>/signed-lists/", paper_views.SignedListsView.as_view(), name="signed_lists"),
    path("<int:pk>/signed-lists/<int:scan>/", paper_views.SignedListFileView.as_view(), name="signed_list"),
    path(
        "<int:pk>/signed-lists/<int:scan>/delete/",
        paper_views.RemoveSignedListView.as_view(),
        name="remove_signed_list",
    ),
    path("figures/", figure_views.ProjectFiguresView.as_view(), name="project_figures"),
    *tables("figures", figure_views.ProjectFiguresTableView, "project_figures"),
    path("deletions/", figure_views.DeletionsView.as_view(), name="deletions"),
]

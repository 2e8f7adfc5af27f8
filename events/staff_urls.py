from django.urls import path

from events import series_views, staff_desk, staff_notes, staff_views, writing_views
from events.attendance import urls as attendance
from portal.spreadsheets import CSV, XLSX

app_name = "event_staff"
urlpatterns = [
    path("<int:pk>/registrations/", staff_views.RegistrationsView.as_view(), name="registrations"),
    path(
        "<int:pk>/registrations.csv",
        staff_views.RegistrationTableView.as_view(),
        {"format": CSV},
        name="registrations_csv",
    ),
    path(
        "<int:pk>/registrations.xlsx",
        staff_views.RegistrationTableView.as_view(),
        {"format": XLSX},
        name="registrations_xlsx",
    ),
    path("<int:pk>/signature-list.pdf", staff_views.SignatureListView.as_view(), name="signature_list"),
    path(
        "<int:pk>/registrations/<int:registration>/cancel/",
        staff_views.CancelRegistrationView.as_view(),
        name="cancel_registration",
    ),
    path(
        "<int:pk>/registrations/<int:registration>/decide/",
        staff_desk.DecideView.as_view(),
        name="decide_registration",
    ),
    path(
        "<int:pk>/registrations/<int:registration>/move-up/",
        staff_desk.MoveUpView.as_view(),
        name="move_up_registration",
    ),
    path("<int:pk>/registrations/<int:registration>/note/", staff_notes.NoteView.as_view(), name="note"),
    path("<int:pk>/message/", staff_desk.MessageView.as_view(), name="message"),
    path("<int:pk>/needs/", staff_desk.NeedsView.as_view(), name="needs"),
    path("<int:pk>/needs.xlsx", staff_desk.NeedsTableView.as_view(), {"format": XLSX}, name="needs_xlsx"),
    path("<int:pk>/pages/", writing_views.PagesView.as_view(), name="pages"),
    path("<int:pk>/copy/", series_views.CopyEventView.as_view(), name="copy"),
    path("<int:pk>/call-off/", staff_views.CallOffView.as_view(), name="call_off"),
    *attendance.urlpatterns,
]

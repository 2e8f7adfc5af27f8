"""What the log says of the day and after. No entry names a person."""

from django.utils.translation import gettext_lazy as _

# Action, label, message.
ENTRIES = (
    ("events.check_in_seen", _("Check-in seen"), _("Looked at the list at the door")),
    ("events.guest_seen", _("Guest looked up"), _("Looked up a guest at the door")),
    ("events.attendance_marked", _("Attendance marked"), _("Marked who came")),
    ("events.attendance_seen", _("Attendance seen"), _("Looked at who came")),
    ("events.walk_in_added", _("Guest noted"), _("Noted a guest without registration")),
    ("events.walk_in_removed", _("Guest removed"), _("Removed a guest without registration")),
    ("events.badges_made", _("Badges made"), _("Made the badges")),
    ("events.visitor_list_made", _("Visitor list made"), _("Made the list of visitors for the gate")),
    ("events.certificates_made", _("Certificates made"), _("Made certificates of attendance")),
    ("events.signed_list_kept", _("Signed list stored"), _("Stored a scan of the signed list")),
    ("events.signed_list_fetched", _("Signed list fetched"), _("Fetched a scan of the signed list")),
    ("events.feedback_seen", _("Feedback seen"), _("Looked at the feedback")),
    ("events.target_set", _("Target set"), _("Set how many events the project promised")),
    ("events.signed_list_removed", _("Signed list deleted"), _("Deleted a scan of the signed list")),
)


def register(actions) -> None:
    for action, label, message in ENTRIES:
        actions.register_action(action, label, message)

from django.urls import include, path
from wagtail import hooks

from events import series_views, staff_urls, viewsets, writing_views
from events.attendance import log_entries, menu


@hooks.register("register_admin_viewset")
def event_viewset():
    return viewsets.EventViewSet()


@hooks.register("register_admin_urls")
def staff_pages():
    return [path("event-staff/", include(staff_urls))]


@hooks.register("register_log_actions")
def log_actions(actions):
    actions.register_action("events.registrations_seen")(viewsets.RegistrationsSeenFormatter)
    actions.register_action("events.signature_list_made")(viewsets.SignatureListMadeFormatter)
    actions.register_action("events.registrations_exported")(viewsets.RegistrationsExportedFormatter)
    actions.register_action("events.registration_cancelled")(viewsets.RegistrationCancelledFormatter)
    actions.register_action("events.registration_decided")(viewsets.RegistrationDecidedFormatter)
    actions.register_action("events.registration_moved_up")(viewsets.RegistrationMovedUpFormatter)
    actions.register_action("events.guests_written_to")(viewsets.GuestsWrittenToFormatter)
    actions.register_action("events.needs_seen")(viewsets.NeedsSeenFormatter)
    actions.register_action("events.called_off")(viewsets.CalledOffFormatter)
    actions.register_action("events.copied")(series_views.CopiedFormatter)


hooks.register("after_publish_page", writing_views.lead_to_pages)
hooks.register("register_log_actions", log_entries.register)
hooks.register("register_reports_menu_item", menu.figures_menu_item)
hooks.register("register_reports_menu_item", menu.deletions_menu_item)

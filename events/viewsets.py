"""Facts of the events in the CMS."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.messages import button
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import LogFormatter

from events import services
from events.models import Event
from events.permissions import user_can_copy, user_can_see_registrations, user_can_write
from events.states import Kind
from portal.kept_rows import KeptRowDeleteView
from programmes.slugs import slug_for

# A change of one of these makes calendars that hold the event out of date.
CALENDAR_FACTS = {
    "starts_at",
    "ends_at",
    "all_day",
    "mode",
    "venue_name",
    "venue_street",
    "venue_postcode",
    "venue_place",
}


class EventForm(WagtailAdminModelForm):
    """Facts with their workshops. A workshop somebody has chosen cannot be taken away."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "Last part of the web address; it stays for good. Empty: kind, place and month."
            )

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.instance.pk and not cleaned.get("slug") and cleaned.get("starts_at"):
            cleaned["slug"] = self.new_slug(cleaned)
        return cleaned

    def new_slug(self, facts: dict) -> str:
        with translation.override(settings.LANGUAGE_CODE):
            kind = str(Kind(facts["kind"]).label) if facts.get("kind") else ""
        place = facts.get("venue_place") or getattr(facts.get("venue_centre"), "city", "")
        return slug_for(f"{kind} {place} {timezone.localtime(facts['starts_at']):%Y-%m}", Event)

    def is_valid(self) -> bool:
        valid = super().is_valid()
        formset = self.formsets.get("sessions")
        for form in getattr(formset, "deleted_forms", []) if formset and formset.is_valid() else []:
            if form.instance.pk and form.instance.choices.exists():
                self.add_error(None, self.chosen_already(form.instance.code))
                valid = False
        return valid

    def chosen_already(self, code: str) -> ValidationError:
        sentence = _("The workshop “%(code)s” has been chosen already and cannot be deleted.")
        return ValidationError(sentence, code="chosen", params={"code": code})


def begins(event: Event) -> str:
    """The day, and the time where it is known; Wagtail's column of dates knows only how long ago something was."""
    return date_format(
        timezone.localtime(event.starts_at), "SHORT_DATE_FORMAT" if event.all_day else "SHORT_DATETIME_FORMAT"
    )


class EventIndexView(IndexView):
    def get_list_more_buttons(self, instance: Event) -> list:
        buttons = super().get_list_more_buttons(instance)
        if user_can_see_registrations(self.request.user):
            url = reverse("event_staff:registrations", args=[instance.pk])
            buttons.append(MenuItem(_("Registrations"), url=url, icon_name="group", priority=5))
        if user_can_write(self.request.user):
            url = reverse("event_staff:pages", args=[instance.pk])
            buttons.append(MenuItem(_("Pages of the event"), url=url, icon_name="doc-empty-inverse", priority=4))
        if user_can_copy(self.request.user):
            url = reverse("event_staff:copy", args=[instance.pk])
            buttons.append(MenuItem(_("Copy to other dates"), url=url, icon_name="copy", priority=6))
        return buttons


class EventCreateView(CreateView):
    def get_success_url(self) -> str:
        """After the facts come the words."""
        return reverse("event_staff:pages", args=[self.object.pk])


class EventEditView(EditView):
    def get_success_buttons(self) -> list:
        pages = reverse("event_staff:pages", args=[self.object.pk])
        return [*super().get_success_buttons(), button(pages, _("Pages of the event"))]

    def post(self, request, *args, **kwargs):
        """The event is ours from the check of the new number of seats until they are given away."""
        with transaction.atomic():
            services.hold(event_id=self.get_object().pk)
            return super().post(request, *args, **kwargs)

    def save_instance(self) -> Event:
        event = super().save_instance()
        changed = set(self.form.changed_data)
        is_moved, has_other_link = bool(CALENDAR_FACTS & changed), "online_link" in changed
        services.follow_up_edit(event_id=event.pk, is_moved=is_moved, has_other_link=has_other_link)
        return event


class EventDeleteView(KeptRowDeleteView):
    """What people registered for or can read about is called off, not deleted."""

    kept_message = _("An event with a page or with registrations stays. Call it off instead.")


class EventViewSet(ModelViewSet):
    model = Event
    icon = "calendar-alt"
    menu_label = _("Events")
    menu_order = 160
    add_to_admin_menu = True
    url_prefix = "events"
    url_namespace = "events_event"
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = EventIndexView
    add_view_class = EventCreateView
    edit_view_class = EventEditView
    delete_view_class = EventDeleteView
    list_filter = ["kind", "mode"]
    list_display = [
        "__str__",
        Column("starts_at", label=_("Starts"), sort_key="starts_at", accessor=begins),
        Column("capacity", label=_("Seats"), sort_key="capacity"),
        Column("taken", label=_("Taken"), sort_key="taken"),
        Column("waiting", label=_("Waiting"), sort_key="waiting"),
    ]
    search_fields = ["slug", "venue_place", "venue_name", "host"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("kind"),
                    FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                    FieldPanel("all_day"),
                    FieldPanel("topics"),
                    FieldPanel("languages"),
                    FieldPanel("series"),
                    FieldPanel("slug"),
                ],
                heading=_("Date"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("mode"),
                    FieldPanel("venue_centre"),
                    FieldPanel("venue_name"),
                    FieldPanel("venue_street"),
                    FieldRowPanel([FieldPanel("venue_postcode"), FieldPanel("venue_place")]),
                    FieldPanel("district"),
                    FieldPanel("names_at_gate"),
                    FieldPanel("online_link"),
                    FieldPanel("host"),
                    FieldPanel("contact_email"),
                ],
                heading=_("Place and people"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("capacity"), FieldPanel("online_capacity")]),
                    FieldRowPanel([FieldPanel("registration_opens_at"), FieldPanel("registration_closes_at")]),
                    FieldRowPanel([FieldPanel("access"), FieldPanel("invitation_code")]),
                    FieldRowPanel([FieldPanel("group_size"), FieldPanel("per_organisation")]),
                    FieldPanel("confirm_address"),
                    FieldPanel("offer_hours"),
                    FieldPanel("asks_needs"),
                    FieldPanel("asks_photo"),
                    FieldPanel("shows_guests"),
                ],
                heading=_("Registration"),
            ),
            InlinePanel(
                "questions", label=_("question"), heading=_("Questions to some who register; worded on the page")
            ),
            InlinePanel("quotas", label=_("quota"), heading=_("Quotas: at most so many people who take part as …")),
            InlinePanel(
                "sessions",
                label=_("workshop"),
                heading=_("Workshops; worded on the page"),
                panels=[
                    FieldRowPanel([FieldPanel("code"), FieldPanel("capacity")]),
                    FieldPanel("room"),
                    FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                ],
            ),
        ],
        base_form_class=EventForm,
    )


class RegistrationsSeenFormatter(LogFormatter):
    label = _("Registrations seen")
    message = _("Looked at the list of registrations")


class SignatureListMadeFormatter(LogFormatter):
    label = _("Signature list made")
    message = _("Made the list of guests to sign")


class RegistrationsExportedFormatter(LogFormatter):
    label = _("Registrations exported")
    message = _("Took the registrations away as a table")


class RegistrationDecidedFormatter(LogFormatter):
    label = _("Request decided")
    message = _("Decided on a request")


class RegistrationMovedUpFormatter(LogFormatter):
    label = _("Placed out of turn")
    message = _("Gave somebody on the waiting list a place out of turn")


class GuestsWrittenToFormatter(LogFormatter):
    label = _("Guests written to")
    message = _("Wrote a mail to guests")

    def format_message(self, entry) -> str:
        return _("Wrote a mail to %(number)s guests") % {"number": entry.data.get("number", "")}


class NeedsSeenFormatter(LogFormatter):
    label = _("Needs seen")
    message = _("Looked at what guests need")


class RegistrationCancelledFormatter(LogFormatter):
    label = _("Registration cancelled")
    message = _("Cancelled a registration")

    def format_message(self, entry) -> str:
        return _("Cancelled the registration %(number)s") % {"number": entry.data.get("number", "")}


class CalledOffFormatter(LogFormatter):
    label = _("Event called off")
    message = _("Called off the event")

"""Staff's own views of registrations inside the shell of the CMS. Every look at a list is logged, without a name."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from events import exports, narrowing, services
from events.models import Event, Registration
from events.permissions import (
    user_can_call_off,
    user_can_cancel_registrations,
    user_can_see_needs,
    user_can_see_registrations,
)
from events.signature_list import SignatureList
from events.staff_inputs import RegistrationFilter
from events.states import MoveReason
from portal import pdf
from portal.errors import DomainError
from portal.spreadsheets import table_response


def filter_of(request: HttpRequest, event: Event) -> RegistrationFilter:
    """The filters as they were sent, or as the address holds them; an address never holds words to look for."""
    if request.method == "POST":
        return RegistrationFilter(request.POST, event=event)
    asked = request.GET.copy()
    asked.pop("query", None)
    return RegistrationFilter(asked, event=event)


@method_decorator(never_cache, name="dispatch")
class StaffView(WagtailAdminTemplateMixin, TemplateView):
    """A page about one event for those whom ``is_allowed`` lets in."""

    header_icon = "calendar-alt"
    is_allowed: Callable
    event: Event

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not type(self).is_allowed(request.user):
            raise PermissionDenied
        self.event = get_object_or_404(Event, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.event)

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("events_event:index"), "label": _("Events")},
            {"url": "", "label": self.page_title, "sublabel": str(self.event)},
        ]

    def get_context_data(self, **kwargs) -> dict:
        return {
            **super().get_context_data(**kwargs),
            "event": self.event,
            "registrations_url": reverse("event_staff:registrations", args=[self.event.pk]),
        }

    def back_to_list(self) -> HttpResponse:
        return redirect("event_staff:registrations", pk=self.event.pk)


class RegistrationsView(StaffView):
    """Who has a place, who waits, who cancelled."""

    page_title = gettext_lazy("Registrations")
    template_name = "events/staff/registrations.html"
    is_allowed = user_can_see_registrations

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Filters go into the address, words do not: these are looked for at once."""
        chosen = filter_of(request, self.event)
        if chosen.chosen().query:
            return self.get(request, *args, **kwargs)
        asked = {name: value for name in chosen.NAMES if (value := request.POST.get(name, "").strip())}
        address = reverse("event_staff:registrations", args=[self.event.pk])
        return redirect(f"{address}?{urlencode(asked)}" if asked else address)

    def get_context_data(self, **kwargs) -> dict:
        log(self.event, "events.registrations_seen", user=self.request.user)
        chosen = filter_of(self.request, self.event)
        page = narrowing.registrations_of(self.event, chosen.chosen(), number=self.request.GET.get("p"))
        return {
            **super().get_context_data(**kwargs),
            "registrations": page,
            "filter": chosen,
            "is_by_query": bool(chosen.chosen().query),
            "elided_page_range": page.paginator.get_elided_page_range(page.number),
            "may_cancel": user_can_cancel_registrations(self.request.user),
            "may_see_needs": user_can_see_needs(self.request.user) and self.event.asks_needs,
            "may_call_off": user_can_call_off(self.request.user) and not self.event.cancelled_at,
        }


class PdfFileView(StaffView):
    """A file to print. ``document`` makes it; ``action`` is what the log says, ``file_name`` how the file is called."""

    action: str
    file_name: str

    def document(self) -> bytes:
        raise NotImplementedError

    def back(self) -> HttpResponse:
        return self.back_to_list()

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            content = self.document()
        except pdf.PdfNotAvailable:
            messages.error(request, _("PDF files cannot be made here. Ask whoever runs the portal to install Pango."))
            return self.back()
        except pdf.PdfBusy:
            messages.error(request, _("Other documents are being made at the moment. Please try again."))
            return self.back()
        log(self.event, self.action, user=request.user)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{self.file_name}-{self.event.slug}.pdf"'
        return response


class SignatureListView(PdfFileView):
    """The list guests sign on the day, as a file to print."""

    page_title = gettext_lazy("Signature list")
    is_allowed = user_can_see_registrations
    action = "events.signature_list_made"
    file_name = "unterschriften"

    def document(self) -> bytes:
        return SignatureList(self.event).pdf()


class RegistrationTableView(StaffView):
    """Everything that is known of the guests the filters choose, as a file for a spreadsheet."""

    page_title = gettext_lazy("Registrations")
    is_allowed = user_can_see_registrations

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        language = get_language()
        chosen = filter_of(request, self.event).chosen()
        header = exports.header(self.event, language=language)
        rows = exports.rows(self.event, language=language, chosen=chosen)
        response = table_response(self.event.slug, kwargs["format"], header, rows)
        log(self.event, "events.registrations_exported", user=request.user)
        return response

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return self.get(request, *args, **kwargs)


class CancelRegistrationView(StaffView):
    """Asks before it acts; the person gets the mail that a cancelled place brings."""

    page_title = gettext_lazy("Cancel a registration")
    template_name = "events/staff/cancel.html"
    is_allowed = user_can_cancel_registrations

    def registration(self) -> Registration:
        return get_object_or_404(self.event.registrations, pk=self.kwargs["registration"])

    def get_context_data(self, **kwargs) -> dict:
        return {**super().get_context_data(**kwargs), "registration": self.registration()}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        registration = self.registration()
        try:
            services.cancel(registration_id=registration.pk, reason=MoveReason.BY_STAFF, by=request.user)
        except DomainError as refusal:
            messages.error(request, refusal.messages[0])
        else:
            log(self.event, "events.registration_cancelled", user=request.user, data={"number": registration.reference})
            messages.success(request, _("The registration is cancelled. The person is told by mail."))
        return self.back_to_list()


class CallOffView(StaffView):
    """Calls off the whole event."""

    page_title = gettext_lazy("Call off the event")
    template_name = "events/staff/call_off.html"
    is_allowed = user_can_call_off

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            services.call_off(event_id=self.event.pk)
        except DomainError as refusal:
            messages.error(request, refusal.messages[0])
        else:
            log(self.event, "events.called_off", user=request.user)
            messages.success(request, _("The event is called off. Everybody who had registered is told by mail."))
        return redirect("events_event:index")

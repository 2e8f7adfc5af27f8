"""Files of the day to print or to take along, and the scans that come back. Each is logged when it goes out."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import log

from events.attendance import services
from events.attendance.deletions import scan_deletion
from events.attendance.inputs import ScanForm
from events.attendance.paper import Badges, Certificates, VisitorList
from events.attendance.presence import named_by, with_presence
from events.models import SignedList
from events.permissions import user_can_check_in, user_can_see_registrations
from events.staff_views import PdfFileView, StaffView
from events.states import ScanType
from portal.spreadsheets import table_response


class BadgesView(PdfFileView):
    page_title = gettext_lazy("Badges")
    is_allowed = user_can_see_registrations
    action = "events.badges_made"
    file_name = "namensschilder"

    def document(self) -> bytes:
        return Badges(self.event).pdf()


class VisitorListView(PdfFileView):
    page_title = gettext_lazy("Visitor list")
    is_allowed = user_can_see_registrations
    action = "events.visitor_list_made"
    file_name = "besucherliste"

    def document(self) -> bytes:
        return VisitorList(self.event).pdf()


class VisitorTableView(StaffView):
    page_title = gettext_lazy("Visitor list")
    is_allowed = user_can_see_registrations

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        visitors = VisitorList(self.event)
        name = f"besucherliste-{self.event.slug}"
        response = table_response(name, kwargs["format"], visitors.header(), visitors.rows())
        log(self.event, "events.visitor_list_made", user=request.user)
        return response


class CertificatesView(PdfFileView):
    """The certificates of everybody who came, in one file."""

    page_title = gettext_lazy("Certificates of attendance")
    is_allowed = user_can_see_registrations
    action = "events.certificates_made"
    file_name = "teilnahmebescheinigungen"

    def certificates(self) -> Certificates:
        return Certificates(self.event, with_presence(self.event.registrations.all()), self.event.walk_ins.all())

    def document(self) -> bytes:
        return self.certificates().pdf()

    def back(self) -> HttpResponse:
        return redirect("event_staff:attendance", pk=self.event.pk)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.certificates().certificates:
            messages.error(request, _("Nobody is checked in yet. Certificates are for people who came."))
            return self.back()
        return super().get(request, *args, **kwargs)


class CertificateView(CertificatesView):
    """One certificate; who did not come has none."""

    file_name = "teilnahmebescheinigung"

    def certificates(self) -> Certificates:
        registration = named_by(self.event, self.kwargs["reference"])
        if registration is None or not registration.is_there:
            raise Http404
        return Certificates(self.event, [registration])


class WalkInCertificateView(CertificatesView):
    file_name = "teilnahmebescheinigung"

    def certificates(self) -> Certificates:
        return Certificates(self.event, [], [get_object_or_404(self.event.walk_ins, pk=self.kwargs["walk_in"])])


class SignedListsView(StaffView):
    """The scans of the list that was signed: what is there, and more of them."""

    page_title = gettext_lazy("Signed lists")
    template_name = "events/staff/signed_lists.html"
    is_allowed = user_can_check_in

    def get_context_data(self, **kwargs) -> dict:
        return {
            "form": ScanForm(),
            **super().get_context_data(**kwargs),
            "signed_lists": self.event.signed_lists.defer("content"),
            "kept_until": scan_deletion().after,
        }

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = ScanForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        new = services.keep_scans(event_id=self.event.pk, scans=form.cleaned_data["files"], by=request.user)
        log(self.event, "events.signed_list_kept", user=request.user, data={"count": new})
        messages.success(
            request,
            ngettext("%(number)d file is stored.", "%(number)d files are stored.", new) % {"number": new}
            if new
            else _("These files are stored already."),
        )
        return redirect("event_staff:signed_lists", pk=self.event.pk)


class SignedListFileView(StaffView):
    """A scan to save; it is never shown inside the portal."""

    page_title = gettext_lazy("Signed list")
    is_allowed = user_can_check_in

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        scan: SignedList = get_object_or_404(self.event.signed_lists, pk=kwargs["scan"])
        log(self.event, "events.signed_list_fetched", user=request.user, data={"file": scan.pk})
        response = HttpResponse(scan.content, content_type=scan.content_type)
        name = f"unterschrieben-{self.event.slug}-{scan.pk}.{ScanType(scan.content_type).label}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class RemoveSignedListView(StaffView):
    """Deletes a scan that was uploaded by mistake; asks first."""

    page_title = gettext_lazy("Delete a signed list")
    template_name = "events/staff/remove_signed_list.html"
    is_allowed = user_can_check_in

    def get_context_data(self, **kwargs) -> dict:
        scan = self.event.signed_lists.defer("content").filter(pk=self.kwargs["scan"]).first()
        return {**super().get_context_data(**kwargs), "scan": scan}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        services.remove_scan(event_id=self.event.pk, scan_id=kwargs["scan"])
        log(self.event, "events.signed_list_removed", user=request.user, data={"file": kwargs["scan"]})
        messages.success(request, _("The file is deleted."))
        return redirect("event_staff:signed_lists", pk=self.event.pk)

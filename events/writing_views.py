"""From the facts of an event to its pages: what is written in which language, and the button that begins."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages as cms_messages
from wagtail.models import Page

from events import writing
from events.models import EventPage
from events.permissions import user_can_write
from events.staff_views import StaffView
from portal.errors import DomainError


class PagesView(StaffView):
    """The languages of the event's page; a POST begins one of them and leads to its editor."""

    page_title = gettext_lazy("Pages of the event")
    template_name = "events/staff/pages.html"
    header_icon = "doc-empty-inverse"
    is_allowed = user_can_write

    def get_context_data(self, **kwargs) -> dict:
        versions = writing.versions(self.event)
        return {
            **super().get_context_data(**kwargs),
            "versions": versions,
            "german": versions[0],
            "may_translate": self.may_translate(),
        }

    def may_translate(self) -> bool:
        return self.request.user.has_perm("wagtail_localize.submit_translation")

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        language = request.POST.get("language", writing.GERMAN)
        if language != writing.GERMAN and not self.may_translate():
            raise PermissionDenied
        try:
            if language == writing.GERMAN:
                page = writing.begin_page(event_id=self.event.pk, by=request.user)
            else:
                page = writing.begin_translation(event_id=self.event.pk, language=language, by=request.user)
        except DomainError as refusal:
            messages.error(request, refusal.messages[0])
            return redirect("event_staff:pages", pk=self.event.pk)
        return redirect("wagtailadmin_pages:edit", page.pk)


def lead_to_pages(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Who has published the words about an event sees what is left to translate; what goes live later is not public."""
    if isinstance(page, EventPage) and page.live and user_can_write(request.user):
        cms_messages.success(
            request, _("The page is public."), buttons=[cms_messages.button(page.full_url, _("Look at it"))]
        )
        return redirect("event_staff:pages", pk=page.event_id)
    return None

"""What comes of an event: who was there, the figures of one and of all, and what is deleted when."""

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from events.attendance import deletions, feedback, figures, presence, services
from events.attendance.figures import Counted, Figures
from events.attendance.inputs import TargetForm
from events.permissions import (
    user_can_check_in,
    user_can_see_figures,
    user_can_see_registrations,
    user_can_set_targets,
)
from events.services import NEEDS_RETENTION, RETENTION
from events.staff_views import StaffView
from events.states import Dimension
from portal.spreadsheets import Cell, table_response


def header() -> list[str]:
    return [
        _("Counted by"),
        _("Value"),
        _("Registered"),
        _("Attended"),
        _("Did not come"),
        _("Without registration"),
        _("Present"),
    ]


def cells(figures_: Figures) -> list[Cell]:
    return [figures_.registered, figures_.attended, figures_.no_show, figures_.walk_ins, figures_.present]


def table_rows(found: Counted) -> Iterator[Sequence[Cell]]:
    """Totals first, then by audience and by region."""
    yield [_("All"), "", *cells(figures.total(found))]
    for dimension in Dimension:
        for line in figures.lines(found, dimension):
            yield [str(dimension.label), line.name, *cells(line.figures)]


def shown(found: Counted) -> dict:
    return {
        "total": figures.total(found),
        "tables": [(dimension.label, figures.lines(found, dimension)) for dimension in Dimension],
    }


class AttendanceView(StaffView):
    """One event, on the day and after: its papers, its figures, and who came, each with the certificate."""

    page_title = gettext_lazy("On the day and after")
    template_name = "events/staff/attendance.html"
    is_allowed = user_can_see_registrations

    def get_context_data(self, **kwargs) -> dict:
        log(self.event, "events.attendance_seen", user=self.request.user)
        return {
            **super().get_context_data(**kwargs),
            **shown(figures.counted([self.event])),
            "came": [guest for guest in presence.guests_of(self.event) if guest.is_there],
            "walk_ins": sorted(self.event.walk_ins.all(), key=lambda one: one.name.casefold()),
            "may_check_in": user_can_check_in(self.request.user),
        }


class FeedbackView(StaffView):
    """What guests thought of the event; nobody is named."""

    page_title = gettext_lazy("Feedback")
    template_name = "events/staff/feedback.html"
    is_allowed = user_can_see_registrations
    header_icon = "comment"

    def get_context_data(self, **kwargs) -> dict:
        log(self.event, "events.feedback_seen", user=self.request.user)
        return {
            **super().get_context_data(**kwargs),
            "results": feedback.results_of(self.event),
            "address": feedback.address_of(self.event, language=settings.LANGUAGE_CODE),
            "words_until": self.event.ends_at + feedback.WORDS_RETENTION,
        }


class EventFiguresTableView(StaffView):
    """The figures of one event for a spreadsheet: numbers only."""

    page_title = gettext_lazy("Figures")
    is_allowed = user_can_see_figures

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        rows = table_rows(figures.counted([self.event]))
        return table_response(f"zahlen-{self.event.slug}", kwargs["format"], header(), rows)


@method_decorator(never_cache, name="dispatch")
class AllEventsView(WagtailAdminTemplateMixin, TemplateView):
    """A page about all events for those whom ``is_allowed`` lets in."""

    header_icon = "calendar-alt"
    is_allowed = user_can_see_figures

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not type(self).is_allowed(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("events_event:index"), "label": _("Events")},
            {"url": "", "label": self.page_title},
        ]


class ProjectFiguresView(AllEventsView):
    """How many came to all events together, and what of the targets is reached."""

    page_title = gettext_lazy("Figures of the events")
    template_name = "events/staff/project_figures.html"

    def get_context_data(self, **kwargs) -> dict:
        held = figures.held_events()
        found = figures.counted(held)
        may_set_targets = user_can_set_targets(self.request.user)
        return {
            **super().get_context_data(**kwargs),
            **shown(found),
            "events": [(event, figures.total(found, event_id=event.pk)) for event in held],
            "progress": figures.progress(),
            "form": kwargs.get("form") or (TargetForm() if may_set_targets else None),
        }

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not user_can_set_targets(request.user):
            raise PermissionDenied
        form = TargetForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        for target in services.set_targets(numbers=form.cleaned_data):
            log(target, "events.target_set", user=request.user, data={"kind": target.kind, "number": target.number})
        messages.success(request, _("The targets are stored."))
        return redirect("event_staff:project_figures")


class ProjectFiguresTableView(AllEventsView):
    """Each event in a line, then everything together; numbers only."""

    page_title = gettext_lazy("Figures of the events")

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        held = figures.held_events()
        found = figures.counted(held)
        rows = [
            *(
                [
                    _("Event"),
                    f"{timezone.localdate(event.starts_at):%Y-%m-%d} {event.slug}",
                    *cells(figures.total(found, event_id=event.pk)),
                ]
                for event in held
            ),
            *table_rows(found),
        ]
        return table_response("veranstaltungen-zahlen", kwargs["format"], header(), rows)


class DeletionsView(AllEventsView):
    """Which people are deleted when: the same that ``manage.py retention --dry-run`` says."""

    page_title = gettext_lazy("Deletion dates")
    template_name = "events/staff/deletions.html"
    header_icon = "bin"

    def get_context_data(self, **kwargs) -> dict:
        return {
            **super().get_context_data(**kwargs),
            "deletions": deletions.event_deletions(),
            "scans": deletions.scan_deletion(),
            "days": RETENTION.days,
            "needs_days": NEEDS_RETENTION.days,
        }

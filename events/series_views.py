"""Copying an event to other dates in the CMS."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import LogFormatter, log

from events import series
from events.models import Event
from events.permissions import user_can_copy
from events.staff_views import StaffView

ROWS = 6


class DatesForm(forms.Form):
    """Some dates; the first one is asked for, the others may stay empty."""

    def __init__(self, data=None, *, event: Event):
        super().__init__(data)
        self.event = event
        for number in range(1, ROWS + 1):
            self.fields[f"date_{number}"] = forms.DateField(
                label=_("Date %(number)d") % {"number": number},
                required=number == 1,
                widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
                error_messages={
                    "required": _("Enter at least one date."),
                    "invalid": _("Enter a real date, such as 27.3.2027."),
                },
            )

    def clean(self):
        for name, day in list(self.cleaned_data.items()):
            if day and day < timezone.localdate():
                self.add_error(name, ValidationError(_("This day is over."), code="past"))
            elif day and day.year > timezone.localdate().year + 5:
                self.add_error(name, ValidationError(_("This day is more than five years away."), code="far"))
            elif day == series.day_of(self.event):
                self.add_error(name, ValidationError(_("The event itself takes place on this day."), code="own-day"))

    def days(self) -> list:
        return [day for day in self.cleaned_data.values() if day]


class CopyEventView(StaffView):
    """Asks for the dates; the same dates sent again add nothing."""

    page_title = gettext_lazy("Copy to other dates")
    template_name = "events/staff/copy.html"
    is_allowed = user_can_copy

    def get_context_data(self, **kwargs) -> dict:
        return {"form": DatesForm(event=self.event), **super().get_context_data(**kwargs)}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = DatesForm(request.POST, event=self.event)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            copies = series.copy(event_id=self.event.pk, days=form.days(), by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.render_to_response(self.get_context_data(form=form))
        self.report(copies)
        return redirect("events_event:index")

    def report(self, copies: series.Copies) -> None:
        new, known = len(copies.new), len(copies.known)
        if new:
            days = [series.day_of(event).isoformat() for event in copies.new]
            log(self.event, "events.copied", user=self.request.user, data={"days": days})
            sentence = ngettext(
                "%(number)d date added. Its pages are drafts: read and publish them.",
                "%(number)d dates added. Their pages are drafts: read and publish them.",
                new,
            )
            messages.success(self.request, sentence % {"number": new})
        if known:
            sentence = ngettext(
                "%(number)d date was there already and stays as it is.",
                "%(number)d dates were there already and stay as they are.",
                known,
            )
            messages.info(self.request, sentence % {"number": known})


class CopiedFormatter(LogFormatter):
    label = gettext_lazy("Event copied")
    message = gettext_lazy("Copied the event to other dates")

    def format_message(self, entry) -> str:
        return _("Copied the event to: %(days)s") % {"days": ", ".join(entry.data.get("days", []))}

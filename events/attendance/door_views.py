"""At the door: who is expected, who came, who came without having registered. Every look is logged, without a name."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from events.attendance import presence, services
from events.attendance.inputs import LONGEST_QUERY, WalkInForm, read_batch, single_mark
from events.permissions import user_can_check_in
from events.staff_views import StaffView
from portal.errors import DomainError


class DoorView(StaffView):
    """A page beside the list at the door."""

    is_allowed = user_can_check_in
    header_icon = "check"

    def get_context_data(self, **kwargs) -> dict:
        return {**super().get_context_data(**kwargs), "door_url": reverse("event_staff:check_in", args=[self.event.pk])}

    def back_to_door(self, anchor: str = "") -> HttpResponse:
        url = reverse("event_staff:check_in", args=[self.event.pk])
        return redirect(f"{url}#{anchor}" if anchor else url)


class CheckInView(DoorView):
    """The list at the door. A code on a badge opens it with ``?r=``, which asks about this one person.

    A name that is looked for comes by POST: it must not stand in an address.
    """

    page_title = gettext_lazy("Check-in")
    template_name = "events/staff/check_in.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        reference = request.GET.get("r", "")
        if reference:
            found = presence.named_by(self.event, reference)
            if found:
                log(self.event, "events.guest_seen", user=request.user, data={"number": found.reference})
                return self.render_to_response(self.get_context_data(asked=found, mark_uid=uuid.uuid4()))
            messages.error(request, _("Nobody at this event has this number."))
        return self.listed("")

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "find" in request.POST:
            return self.listed(request.POST.get("q", "")[:LONGEST_QUERY])
        try:
            mark = single_mark(request.POST)
        except ValueError:
            messages.error(request, _("That did not arrive whole. Please press the button again."))
            return self.back_to_door()
        if services.take_marks(event_id=self.event.pk, marks=[mark], by=request.user):
            messages.error(request, _("Nobody at this event has this number."))
            return self.back_to_door()
        log(self.event, "events.attendance_marked", user=request.user, data={"count": 1})
        sentence = _("%(number)s is checked in.") if mark.is_there else _("%(number)s is not checked in any more.")
        messages.success(request, sentence % {"number": mark.reference})
        return self.back_to_door(mark.reference)

    def listed(self, query: str) -> HttpResponse:
        log(self.event, "events.check_in_seen", user=self.request.user)
        everybody = presence.guests_of(self.event)
        found = presence.matching(everybody, query)
        return self.render_to_response(
            self.get_context_data(
                guests=[(guest, uuid.uuid4()) for guest in found],
                query=query,
                is_narrow=bool(query.strip()),
                walk_ins=self.event.walk_ins.order_by("-pk"),
            )
        )

    def get_context_data(self, **kwargs) -> dict:
        return {**super().get_context_data(**kwargs), "counts": presence.counts_of(self.event)}


class MarksView(DoorView):
    """Takes what a device kept while it had no connection. Sent twice, it is stored once."""

    page_title = gettext_lazy("Check-in")
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            batch = read_batch(request.body)
        except ValueError:
            return JsonResponse({"error": _("These marks cannot be read.")}, status=400)
        unknown = services.take_marks(event_id=self.event.pk, marks=batch.marks, by=request.user, sent_at=batch.sent_at)
        log(self.event, "events.attendance_marked", user=request.user, data={"count": len(batch.marks)})
        counts = presence.counts_of(self.event)
        return JsonResponse(
            {
                "stored": [str(mark.uid) for mark in batch.marks if mark.reference not in unknown],
                "refused": [str(mark.uid) for mark in batch.marks if mark.reference in unknown],
                "there": counts.there,
            }
        )


class WalkInView(DoorView):
    """Somebody came without having registered."""

    page_title = gettext_lazy("Guest without registration")
    template_name = "events/staff/walk_in.html"

    def get_context_data(self, **kwargs) -> dict:
        return {"form": WalkInForm(), **super().get_context_data(**kwargs)}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = WalkInForm(request.POST)
        if form.is_valid():
            try:
                services.add_walk_in(event_id=self.event.pk, by=request.user, **form.cleaned_data)
            except DomainError as refusal:
                form.add_error(None, refusal)
            else:
                log(self.event, "events.walk_in_added", user=request.user)
                messages.success(request, _("The guest is noted as present."))
                return self.back_to_door()
        return self.render_to_response(self.get_context_data(form=form))


class RemoveWalkInView(DoorView):
    """Takes back a guest who was noted by mistake; asks first."""

    page_title = gettext_lazy("Remove a guest without registration")
    template_name = "events/staff/remove_walk_in.html"

    def get_context_data(self, **kwargs) -> dict:
        walk_in = self.event.walk_ins.filter(pk=self.kwargs["walk_in"]).first()
        return {**super().get_context_data(**kwargs), "walk_in": walk_in}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        services.remove_walk_in(event_id=self.event.pk, walk_in_id=kwargs["walk_in"])
        log(self.event, "events.walk_in_removed", user=request.user)
        messages.success(request, _("The guest is removed."))
        return self.back_to_door()

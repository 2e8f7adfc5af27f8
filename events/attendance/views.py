"""Feedback on the public site: no log-in, no name, no trace of who asked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.attendance import feedback
from events.attendance.inputs import FeedbackForm
from events.views import listed_or_404, words_of_step
from portal.errors import DomainError


@never_cache
@require_http_methods(["GET", "POST"])
def give_feedback(request: HttpRequest, slug: str) -> HttpResponse:
    """A rating and some words; outside its time a page that says when."""
    listed = listed_or_404(slug)
    words = words_of_step(listed.event, listed.title, _("Feedback"))
    if not feedback.is_open(listed.event):
        return TemplateResponse(request, "events/feedback_closed.html", words)
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            feedback.give(event_id=listed.event.pk, uid=data["uid"], rating=int(data["rating"]), words=data["words"])
        except DomainError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("events:feedback_given", slug=slug)
    return TemplateResponse(request, "events/feedback.html", {**words, "form": form})


@never_cache
@require_safe
def feedback_given(request: HttpRequest, slug: str) -> HttpResponse:
    listed = listed_or_404(slug)
    words = words_of_step(listed.event, listed.title, _("Feedback"))
    return TemplateResponse(request, "events/feedback_given.html", words)

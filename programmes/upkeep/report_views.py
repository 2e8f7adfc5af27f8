"""Visitors tell what is not right or missing. Nobody is asked who they are; the answer stands under a number."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.breadcrumb import Crumb, start
from portal.connection_limits import WINDOW, is_too_much
from programmes import selectors as directory
from programmes.models.centres import Centre
from programmes.upkeep import selectors, tasks
from programmes.upkeep.inputs import MissingForm, ReferenceForm, ReportForm, too_many_sentence

MOST_REPORTS, MOST_LOOKS = 20, 120


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """A change of one entry."""
    centre = directory.centre_by_slug(slug)
    if centre is None:
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None)
    return _report(request, form, centre)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def missing(request: HttpRequest) -> HttpResponse:
    """An institution that is not in the directory."""
    form = MissingForm(request.POST if request.method == "POST" else None)
    return _report(request, form, None)


def _report(request: HttpRequest, form: ReportForm, centre: Centre | None) -> HttpResponse:
    status = 200
    if form.is_valid():
        if is_too_much(request, what="upkeep-report", most=MOST_REPORTS):
            form.add_error(None, too_many_sentence(WINDOW // 60))
            status = 429
        else:
            task = tasks.report(
                form_key=form.cleaned_data["form_key"],
                centre_id=centre.pk if centre else None,
                group=form.chosen_group,
                text=form.cleaned_data["text"],
                language=get_language(),
            )
            return redirect("upkeep:receipt", reference=task.reference)
    title = _("Report a change") if centre else _("Report a missing service")
    context = {"centre": centre, "form": form, "title": title, "trail": [start(), Crumb("", title)]}
    return TemplateResponse(request, "programmes/upkeep/report.html", context, status=status)


@never_cache
@require_safe
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of a report, by its number; shows nothing of what was written in it."""
    if is_too_much(request, what="upkeep-look", most=MOST_LOOKS):
        return _look_up(request, ReferenceForm(), sentence=too_many_sentence(WINDOW // 60), status=429)
    task = selectors.answered_report(reference)
    if task is None:
        raise Http404
    title = _("State of the report")
    context = {"task": task, "trail": [start(), Crumb("", title)], "title": title}
    return TemplateResponse(request, "programmes/upkeep/receipt.html", context)


@never_cache
@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    """Asks for the number of a report and leads to its state."""
    form = ReferenceForm(request.GET if "reference" in request.GET else None)
    if form.is_valid():
        if is_too_much(request, what="upkeep-look", most=MOST_LOOKS):
            return _look_up(request, form, sentence=too_many_sentence(WINDOW // 60), status=429)
        task = selectors.answered_report(form.cleaned_data["reference"])
        if task:
            return redirect(reverse("upkeep:receipt", args=[task.reference]))
        form.add_error("reference", _("There is no report with this number. Compare it with what you wrote down."))
    return _look_up(request, form)


def _look_up(request: HttpRequest, form: ReferenceForm, *, sentence: str = "", status: int = 200) -> HttpResponse:
    context = {"form": form, "sentence": sentence, "trail": [start(), Crumb("", _("State of the report"))]}
    return TemplateResponse(request, "programmes/upkeep/look_up.html", context, status=status)

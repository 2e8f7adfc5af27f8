"""Everything around the steps: beginning, checking, sending, leaving."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forms.access import draft_or_response, log_in_and_return, receipt_url
from forms.answers import Incomplete, first_gap, flow_of, sections_of_draft
from forms.codes import Audience
from forms.definition import read_version
from forms.models.drafts import Draft
from forms.models.submissions import Submission
from forms.ownership import begin_session
from forms.permissions import user_can_fill
from forms.selectors import current_version, start_page
from forms.services import discard, start_draft, submit
from forms.timing import departure_warning
from portal.origins import comes_from_elsewhere, is_from_own_page
from programmes.selectors import centres_of


# The start page is the same for everybody and served from the cache, so it can hold no token of a visitor. What a
# forged call could do is begin an empty form in the visitor's name; browsers say when a call comes from another site.
@csrf_exempt
@never_cache
@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    if comes_from_elsewhere(request):
        raise PermissionDenied
    version = current_version(slug)
    if version is None:
        raise Http404
    if version.audience == Audience.CENTRES and not request.user.is_authenticated:
        return log_in_and_return(start_page(version).get_url(request))
    if not user_can_fill(request.user, version.audience):
        raise PermissionDenied
    is_member = request.user.is_authenticated
    draft = start_draft(
        version=version,
        language=get_language(),
        owner=request.user if is_member else None,
        session_hash="" if is_member else begin_session(request),
        centre_id=_chosen_centre(centres_of(request.user), request.POST.get("centre", "")),
    )
    return redirect("forms:resume", slug=slug, draft=draft.public_id)


def _chosen_centre(centres: QuerySet, slug: str) -> int | None:
    """The centre somebody acts for: the one chosen, else the first of theirs."""
    ordered = centres.order_by("name")
    centre = ordered.filter(slug=slug).first() or ordered.first()
    return centre.pk if centre else None


@never_cache
@require_safe
def resume(request: HttpRequest, slug: str, draft: UUID) -> HttpResponse:
    """Where the draft was left."""
    found = draft_or_response(request, slug=slug, draft_id=draft)
    if not isinstance(found, Draft):
        return found
    gap = first_gap(flow_of(found))
    if gap is None:
        return redirect("forms:check", slug=slug, draft=draft)
    return redirect("forms:step", slug=slug, draft=draft, step=gap)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, slug: str, draft: UUID) -> HttpResponse:
    """Everything that will be sent; the POST sends it, and every repeat leads to the same receipt."""
    found = draft_or_response(request, slug=slug, draft_id=draft)
    if not isinstance(found, Draft):
        return found
    flow = flow_of(found)
    gap = first_gap(flow)
    if gap is None and request.method == "POST":
        try:
            submission = submit(draft_id=found.public_id, language=get_language())
        except Incomplete as incomplete:
            gap = incomplete.step
        else:
            if submission is None:
                raise Http404
            return redirect(receipt_url(submission))
    if gap is not None:
        return redirect("forms:step", slug=slug, draft=draft, step=gap)
    context = {
        "definition": flow.definition,
        "draft": found,
        "sections": sections_of_draft(flow),
        "last_step": flow.steps()[-1].key,
        "warnings": departure_warning(flow, today=timezone.localdate()),
    }
    return TemplateResponse(request, "forms/check.html", context)


@never_cache
@require_safe
def exit_page(request: HttpRequest, slug: str, draft: UUID) -> HttpResponse:
    """The form ends here for this answer; says what can be done instead."""
    found = draft_or_response(request, slug=slug, draft_id=draft)
    if not isinstance(found, Draft):
        return found
    flow = flow_of(found)
    gap = first_gap(flow)
    step = flow.definition.step(gap) if gap else None
    ending = flow.exit_of(step) if step else None
    if ending is None:
        return redirect("forms:resume", slug=slug, draft=draft)
    context = {"definition": flow.definition, "draft": found, "step": step, "exit": ending}
    return TemplateResponse(request, "forms/exit.html", context)


@never_cache
@require_safe
def saved(request: HttpRequest, slug: str, draft: UUID) -> HttpResponse:
    found = draft_or_response(request, slug=slug, draft_id=draft)
    if not isinstance(found, Draft):
        return found
    context = {"definition": read_version(found.version), "draft": found}
    return TemplateResponse(request, "forms/saved.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, slug: str, draft: UUID) -> HttpResponse:
    found = draft_or_response(request, slug=slug, draft_id=draft)
    if not isinstance(found, Draft):
        return found
    definition = read_version(found.version)
    if request.method == "POST":
        discard(draft_id=found.pk)
        return TemplateResponse(request, "forms/deleted.html", {"definition": definition})
    return TemplateResponse(request, "forms/delete.html", {"definition": definition, "draft": found})


@never_cache
@require_safe
def receipt(request: HttpRequest, slug: str, receipt: str) -> HttpResponse:
    """For whoever has the address: the reference and what happens next, nothing about a person."""
    submission = get_object_or_404(
        Submission.objects.select_related("version").defer("need", "identity", "special"),
        receipt_key=receipt,
        version__slug=slug,
    )
    context = {
        "definition": read_version(submission.version),
        "submission": submission,
        "is_member": centres_of(request.user).filter(pk=submission.centre_id).exists(),
    }
    return TemplateResponse(request, "forms/receipt.html", context)


@never_cache
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """A page that says nothing about this portal, and the request to the browser to forget it.

    The session ends here too, for browsers that ignore the request; a link on another site cannot end it.
    """
    if is_from_own_page(request):
        request.session.flush()
    response = TemplateResponse(request, "forms/leave.html", {"today": timezone.localdate()})
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response

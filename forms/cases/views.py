"""The staff inbox, in the frame of the CMS but with views and a scope of its own.

A case outside the reader's scope is answered exactly like one that does not exist.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from forms.cases import permissions, selectors, services
from forms.cases.inputs import AssignForm, InboxFilter, MoveForm
from forms.models.cases import Case, Envelope

PER_PAGE = 20
LOOKS_SHOWN = 20


def _case_or_404(request: HttpRequest, reference: str) -> Case:
    if not permissions.user_can_enter_inbox(request.user):
        raise PermissionDenied
    scope = selectors.cases_for(request.user).select_related("assigned_to", "centre")
    case = scope.filter(reference=reference).first()
    if case is None:
        raise Http404
    return case


@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    if not permissions.user_can_enter_inbox(request.user):
        raise PermissionDenied
    chosen = InboxFilter(request.GET if request.GET else {"state": "open"})
    chosen.is_valid()
    wanted = chosen.cleaned_data
    cases = selectors.inbox(
        user=request.user,
        state=wanted.get("state", ""),
        whose=wanted.get("whose", ""),
        older_than_days=wanted.get("age"),
        reference=wanted.get("reference", ""),
    )
    paginator = Paginator(cases, PER_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    context = {
        "filter": chosen,
        "is_filtered": any(value for name, value in wanted.items() if (name, value) != ("state", "open")),
        "page_obj": page,
        "elided_page_range": paginator.get_elided_page_range(page.number),
        "breadcrumbs_items": [{"url": "", "label": _("Referral cases")}],
        "header_title": _("Referral cases"),
        "header_icon": "tasks",
    }
    return TemplateResponse(request, "forms/cases/inbox.html", context)


@never_cache
@require_safe
def case(request: HttpRequest, reference: str) -> HttpResponse:
    return _case_page(request, _case_or_404(request, reference))


@never_cache
@require_POST
def open_envelope(request: HttpRequest, reference: str, envelope: str) -> HttpResponse:
    """Show a closed envelope once, in the answer to this POST; the look is written down first."""
    case = _case_or_404(request, reference)
    if not permissions.user_can_open(request.user, case, envelope):
        raise PermissionDenied
    services.look(case=case, user=request.user, envelope=envelope)
    return _case_page(request, case, opened=envelope)


@never_cache
@require_POST
def move(request: HttpRequest, reference: str) -> HttpResponse:
    case = _case_or_404(request, reference)
    sides = permissions.sides_inside(request.user, case)
    if not sides:
        raise PermissionDenied
    form = MoveForm(request.POST, case=case, sides=sides)
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.move(
                case_id=case.pk,
                to=data["to"],
                actor=request.user,
                seen_version=data["version"],
                reason=data.get("reason", ""),
                text=data.get("text", ""),
            )
        except ValidationError as refusal:
            if refusal.code == "outdated":
                return _outdated_page(request, reference, refusal, typed=data.get("text", ""))
            form.add_error(refusal.code if refusal.code in form.fields else None, refusal)
        else:
            messages.success(request, _("The case was moved on."))
            return redirect("cases:case", reference=reference)
    return _case_page(request, case, move_form=form)


@never_cache
@require_POST
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    case = _case_or_404(request, reference)
    if not permissions.user_can_assign(request.user):
        raise PermissionDenied
    form = AssignForm(request.POST, case=case)
    if form.is_valid():
        try:
            services.assign(
                case_id=case.pk,
                assignee=form.cleaned_data["assignee"],
                actor=request.user,
                seen_version=form.cleaned_data["version"],
            )
        except ValidationError as refusal:
            if refusal.code == "outdated":
                return _outdated_page(request, reference, refusal)
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The assignment was saved."))
            return redirect("cases:case", reference=reference)
    return _case_page(request, case, assign_form=form)


def _outdated_page(request: HttpRequest, reference: str, refusal: ValidationError, *, typed: str = "") -> HttpResponse:
    """The case as it is now, what happened meanwhile, and the text that was typed."""
    messages.error(request, refusal.message)
    case = _case_or_404(request, reference)
    sides = permissions.sides_inside(request.user, case)
    return _case_page(request, case, move_form=MoveForm(case=case, sides=sides, initial={"text": typed}))


def _case_page(
    request: HttpRequest,
    case: Case,
    *,
    opened: str = "",
    move_form: MoveForm | None = None,
    assign_form: AssignForm | None = None,
) -> HttpResponse:
    user = request.user
    may_read = permissions.user_can_read(user, case)
    services.look(case=case, user=user, envelope=Envelope.NEED if may_read else Envelope.EVIDENCE)
    sides = permissions.sides_inside(user, case)
    closed = [
        {"code": envelope.value, "label": envelope.label}
        for envelope in (Envelope.IDENTITY, Envelope.SPECIAL)
        if envelope != opened
        and permissions.user_can_open(user, case, envelope)
        and selectors.has_answers(case, envelope)
    ]
    move_form = move_form or MoveForm(case=case, sides=sides)
    context = {
        "case": case,
        "may_read": may_read,
        "need": selectors.answers_in(case, Envelope.NEED) if may_read else [],
        "opened": {"label": Envelope(opened).label, "sections": selectors.answers_in(case, opened)} if opened else None,
        "closed_envelopes": closed,
        "moves": selectors.moves_of(case) if may_read else selectors.moves_of(case).defer("text"),
        "assignments": selectors.assignments_of(case),
        "looks": selectors.looks_at(case)[:LOOKS_SHOWN],
        "looks_total": selectors.looks_at(case).count(),
        "move_form": move_form if move_form.fields["to"].widget.choices else None,
        "assign_form": (assign_form or AssignForm(case=case)) if permissions.user_can_assign(user) else None,
        "breadcrumbs_items": [
            {"url": reverse("cases:inbox"), "label": _("Referral cases")},
            {"url": "", "label": case.reference},
        ],
        "header_title": case.reference,
        "header_icon": "tasks",
    }
    return TemplateResponse(request, "forms/cases/case.html", context)

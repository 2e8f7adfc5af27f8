"""The upkeep of the directory inside the CMS: one list of everything to answer, and the history of every entry."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programmes.models.centres import Centre
from programmes.models.upkeep import CentreRevision, Upkeep, UpkeepTask
from programmes.upkeep import facts, members, orphans, proposals, revisions, selectors, services, tasks
from programmes.upkeep.staff_inputs import AnswerForm, ContactForm, DecisionForm, EntryFilter, TaskFilter
from programmes.upkeep.states import IN_A_ROUND, TASK_MOVES, FieldGroup, LadderState, Side, TaskKind, TaskState

PER_PAGE = 30
PERMISSION = "programmes.change_centre"

editors_only = permission_required(PERMISSION, raise_exception=True)


def frame(*crumbs: dict, title: str, icon: str = "tasks") -> dict:
    top = {"url": reverse("upkeep_staff:tasks"), "label": _("Upkeep of the directory")}
    return {"breadcrumbs_items": [top, *crumbs], "header_title": title, "header_icon": icon}


def paged(request: HttpRequest, rows) -> dict:
    paginator = Paginator(rows, PER_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    return {"page_obj": page, "elided_page_range": paginator.get_elided_page_range(page.number)}


@never_cache
@require_safe
@editors_only
def task_list(request: HttpRequest) -> HttpResponse:
    chosen = TaskFilter(request.GET if request.GET else {"state": "open"})
    chosen.is_valid()
    wanted = chosen.cleaned_data
    rows = selectors.task_list(
        kind=wanted.get("kind", ""), state=wanted.get("state", ""), text=wanted.get("text", "").replace("\x00", "")
    )
    context = {
        **frame(title=_("Upkeep of the directory")),
        **paged(request, rows),
        "filter": chosen,
        "counts": selectors.open_task_counts(),
        "orphans": list(selectors.organisations_without_entry()[:20]),
    }
    return TemplateResponse(request, "programmes/upkeep/staff/tasks.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def task(request: HttpRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(UpkeepTask.objects.select_related("centre", "programme"), reference=reference)
    if found.kind == TaskKind.PROPOSAL and found.is_open:
        return _decide(request, found)
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        state=found.state,
        targets=TASK_MOVES[TaskState(found.state)],
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            tasks.move(
                task_id=found.pk,
                to=data["to"],
                user=request.user,
                answer=data["answer"],
                note=data["note"],
                seen_state=data["seen_state"],
            )
        except ValidationError as refusal:
            form.add_error("answer" if refusal.code == "answer" else None, refusal)
        else:
            messages.success(request, _("The answer is stored."))
            return redirect("upkeep_staff:task", reference=reference)
    return _task_page(request, found, form=form)


def _decide(request: HttpRequest, found: UpkeepTask) -> HttpResponse:
    """A proposal is decided field by field: what is ticked is taken over."""
    now, proposal = facts.snapshot(found.centre_id), found.proposal
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        keys=list(proposal.changes),
        seen=proposals.fingerprint_of(proposal, now),
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            if "decline" in request.POST:
                proposals.decline(task_id=found.pk, user=request.user, reason=data["reason"])
            else:
                proposals.decide(
                    task_id=found.pk,
                    accepted=data["accepted"],
                    user=request.user,
                    reason=data["reason"],
                    seen=data["seen"],
                )
        except ValidationError as refusal:
            if refusal.code == "outdated":  # show what is there now, and forget what was decided on the old
                messages.error(request, refusal.messages[0])
                return redirect("upkeep_staff:task", reference=found.reference)
            form.add_error("reason" if refusal.code == "reason" else None, refusal)
        else:
            messages.success(request, _("The decision is stored, and the centre is told by mail."))
            return redirect("upkeep_staff:task", reference=found.reference)
    chosen = set(form.data.getlist("accepted")) if form.is_bound else None
    return _task_page(request, found, form=form, now=now, chosen=chosen)


def _task_page(
    request: HttpRequest, found: UpkeepTask, *, form, now: facts.Facts | None = None, chosen: set[str] | None = None
) -> HttpResponse:
    rows = []
    if found.kind == TaskKind.PROPOSAL:
        now = now if now is not None else facts.snapshot(found.centre_id)
        rows = [
            (row, row.is_ticked if chosen is None else row.key in chosen, row.key in found.proposal.accepted)
            for row in proposals.diff(found.proposal, now)
        ]
    context = {
        **frame({"url": "", "label": found.reference}, title=found.get_kind_display()),
        "task": found,
        "form": form,
        "rows": rows,
        "is_stale": any(row.is_stale for row, _is_ticked, _is_taken in rows),
        "moves": found.moves.select_related("user"),
    }
    return TemplateResponse(request, "programmes/upkeep/staff/task.html", context)


@never_cache
@require_safe
@editors_only
def entry_list(request: HttpRequest) -> HttpResponse:
    chosen = EntryFilter(request.GET)
    chosen.is_valid()
    wanted = chosen.cleaned_data
    rows = selectors.entry_list(state=wanted.get("state", ""), text=wanted.get("text", "").replace("\x00", ""))
    page = paged(request, rows)
    context = {
        **frame({"url": "", "label": _("Entries")}, title=_("State of all entries"), icon="list-ul"),
        **page,
        "rows": [_listed(centre) for centre in page["page_obj"]],
        "filter": chosen,
    }
    return TemplateResponse(request, "programmes/upkeep/staff/entries.html", context)


def _listed(centre: Centre) -> tuple[Centre, Upkeep, str]:
    upkeep = selectors.upkeep_or_new(centre)
    return centre, upkeep, selectors.state_words(upkeep)


def centre_or_404(pk: int) -> Centre:
    return get_object_or_404(Centre.objects.select_related("upkeep", "organisation"), pk=pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about the upkeep of one entry; a POST sets how often and where the centre is asked."""
    centre = centre_or_404(pk)
    upkeep = selectors.upkeep_or_new(centre)
    form = ContactForm(request.POST if request.method == "POST" else None, instance=upkeep)
    if form.is_valid():
        data = form.cleaned_data
        services.set_contact(
            centre_id=pk, rhythm=data["rhythm"], email=data["email"], language=data["language"], user=request.user
        )
        messages.success(request, _("Rhythm and address are stored."))
        return redirect("upkeep_staff:entry", pk=pk)
    upkeep = selectors.upkeep_or_new(centre_or_404(pk)) if form.is_bound else upkeep  # without what was typed
    first_day = services.may_be_hidden_from(upkeep)
    context = {
        **frame(
            {"url": reverse("upkeep_staff:entries"), "label": _("Entries")},
            {"url": "", "label": centre.name},
            title=centre.name,
            icon="history",
        ),
        "centre": centre,
        "upkeep": upkeep,
        "state": selectors.state_words(upkeep),
        "stand": selectors.stand_of(centre),
        "form": form,
        "can_undo": upkeep.state in IN_A_ROUND,
        "can_bounce": upkeep.state in IN_A_ROUND and not upkeep.mail_failed,
        "is_sunk": upkeep.state == LadderState.SUNK,
        "hide_from": first_day,
        "history": selectors.history_of(centre),
        "steps": selectors.steps_of(centre),
        "members": [(member, members.is_open_invitation(member)) for member in centre.members.order_by("pk")],
        "may_invite": not orphans.active_members(pk).exists(),
        "tasks": list(centre.upkeep_tasks.order_by("-created_at", "-pk")[:20]),
    }
    return TemplateResponse(request, "programmes/upkeep/staff/entry.html", context)


def _confirm(*, centre_id: int, user) -> None:
    """Staff asked on the telephone, and everything is right."""
    services.confirm(centre_id=centre_id, groups=FieldGroup.values, side=Side.STAFF, user=user)


ACTS: dict[str, tuple[Callable, str]] = {
    "ask": (services.ask, gettext_lazy("The centre is asked by mail.")),
    "undo": (services.undo, gettext_lazy("The last step is taken back.")),
    "hide": (services.hide, gettext_lazy("The entry is hidden. You can show it again at any time.")),
    "bounced": (services.mark_bounced, gettext_lazy("Noted. The ladder stands still until there is another address.")),
    "confirm": (_confirm, gettext_lazy("The entry is confirmed.")),
}


@never_cache
@require_POST
@editors_only
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """One of the buttons of an entry."""
    if act not in ACTS:
        raise Http404
    centre_or_404(pk)
    service, sentence = ACTS[act]
    try:
        service(centre_id=pk, user=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, sentence)
    return redirect("upkeep_staff:entry", pk=pk)


@never_cache
@require_POST
@editors_only
def restore(request: HttpRequest, revision: int) -> HttpResponse:
    """Give an entry the facts it had before."""
    found = get_object_or_404(CentreRevision, pk=revision)
    try:
        revisions.restore(revision_id=found.pk, user=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("The entry is as it was. You can take this back in the history too."))
    return redirect("upkeep_staff:entry", pk=found.centre_id)

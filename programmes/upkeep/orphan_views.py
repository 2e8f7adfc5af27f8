"""Centres and organisations nobody stands behind, the invitation of the first person and its way back; for editors."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programmes.upkeep import members, orphans
from programmes.upkeep.staff_inputs import InvitationForm, OrphanFilter
from programmes.upkeep.staff_views import centre_or_404, editors_only, frame, paged

# Refusals that are about the address stand beside it.
OF_THE_ADDRESS = ("staff", "switched_off", "invalid")


@never_cache
@require_safe
@editors_only
def centres(request: HttpRequest) -> HttpResponse:
    chosen = OrphanFilter(request.GET)
    chosen.is_valid()
    wanted = chosen.cleaned_data
    page = paged(
        request,
        orphans.orphaned_centres(
            mail_works=wanted.get("mail") == "works", text=wanted.get("text", "").replace("\x00", "")
        ),
    )
    title = _("Centres without anybody")
    context = {
        **frame({"url": "", "label": title}, title=title, icon="warning"),
        **page,
        "rows": [orphans.reach_of(centre) for centre in page["page_obj"]],
        "filter": chosen,
        "organisations": orphans.orphaned_organisations().count(),
    }
    return TemplateResponse(request, "programmes/upkeep/staff/orphans.html", context)


@never_cache
@require_safe
@editors_only
def organisations(request: HttpRequest) -> HttpResponse:
    title = _("Organisations without a public entry")
    top = {"url": reverse("upkeep_staff:orphans"), "label": _("Centres without anybody")}
    context = {
        **frame(top, {"url": "", "label": title}, title=title, icon="group"),
        **paged(request, orphans.orphaned_organisations()),
    }
    return TemplateResponse(request, "programmes/upkeep/staff/orphaned_organisations.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """The first person of a centre. The person is named on this page alone, in no address and no message."""
    centre = centre_or_404(pk)
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            is_new = members.add_member(centre_id=pk, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("email" if refusal.code in OF_THE_ADDRESS else None, refusal)
        else:
            if is_new:
                messages.success(request, _("The invitation is on its way."))
            else:
                messages.info(request, _("This address acts for the centre already. Nothing was changed or sent."))
            return redirect("upkeep_staff:entry", pk=pk)
    title = _("Invite the first person")
    context = {
        **frame(
            {"url": reverse("upkeep_staff:entry", args=[pk]), "label": centre.name},
            {"url": "", "label": title},
            title=title,
            icon="user",
        ),
        "centre": centre,
        "form": form,
    }
    return TemplateResponse(request, "programmes/upkeep/staff/invite.html", context)


@never_cache
@require_POST
@editors_only
def withdraw(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Take back an invitation nobody has followed."""
    centre_or_404(pk)
    try:
        is_done = members.withdraw(centre_id=pk, user_id=member, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        if is_done:
            messages.success(request, _("The invitation is taken back."))
        else:
            messages.info(request, _("This invitation was taken back already."))
    return redirect("upkeep_staff:entry", pk=pk)

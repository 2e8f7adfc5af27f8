"""A centre and its own entry: by the link of a mail, without log-in, or as a member in the area of the centres.

Both ways show the same pages. A link that does not work is always answered alike, whatever is wrong with it; an entry
of another centre is answered like one that does not exist.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.breadcrumb import Crumb, start
from portal.connection_limits import limits_guesses
from programmes import selectors as directory
from programmes.models.centres import Centre
from programmes.upkeep import facts, proposals, selectors, services
from programmes.upkeep.inputs import GROUP_FORMS
from programmes.upkeep.states import FieldGroup, Side

members_only = login_required(login_url="partners:log_in")


@dataclass(frozen=True)
class Way:
    """How the centre came here: what the addresses are, and whether it can still answer."""

    overview: str
    group: Callable[[str], str]
    trail: tuple[Crumb, ...]
    is_open: bool = True
    is_member: bool = False


# --- by the link of a mail -------------------------------------------------------------------------------------------


def _by_link(secret: str) -> tuple[Centre, Way] | None:
    found = selectors.round_of(secret)
    if found is None:
        return None
    centre, is_open = found
    way = Way(
        overview=reverse("upkeep:round", args=[secret]),
        group=lambda group: reverse("upkeep:round_group", args=[secret, group]),
        trail=(start(), Crumb("", _("Is the entry still right?"))),
        is_open=is_open,
    )
    return centre, way


def _no_link(request: HttpRequest) -> HttpResponse:
    context = {"trail": (start(), Crumb("", _("This link does not work")))}
    return TemplateResponse(request, "programmes/upkeep/no_link.html", context, status=404)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limits_guesses
def round_overview(request: HttpRequest, secret: str) -> HttpResponse:
    found = _by_link(secret)
    return _overview(request, *found) if found else _no_link(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limits_guesses
def round_group(request: HttpRequest, secret: str, group: str) -> HttpResponse:
    found = _by_link(secret)
    return _group(request, *found, group) if found and group in FieldGroup.values else _no_link(request)


# --- as a member -----------------------------------------------------------------------------------------------------


def _of_member(request: HttpRequest, public_id: UUID) -> tuple[Centre, Way]:
    own = directory.centres_of(request.user).select_related("upkeep", "organisation")
    if not own.exists():
        raise PermissionDenied
    centre = own.filter(public_id=public_id).first()
    if centre is None:
        raise Http404
    area = Crumb(reverse("partners:home"), _("Area of the counselling centres"))
    way = Way(
        overview=reverse("upkeep_member:entry", args=[public_id]),
        group=lambda group: reverse("upkeep_member:group", args=[public_id, group]),
        trail=(start(), area, Crumb("", _("Our entry"))),
        is_member=True,
    )
    return centre, way


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def member_overview(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _overview(request, *_of_member(request, public_id))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def member_group(request: HttpRequest, public_id: UUID, group: str) -> HttpResponse:
    centre, way = _of_member(request, public_id)
    if group not in FieldGroup.values:
        raise Http404
    return _group(request, centre, way, group)


# --- the pages of both -----------------------------------------------------------------------------------------------


def _overview(request: HttpRequest, centre: Centre, way: Way) -> HttpResponse:
    """All facts by group; a POST says of one group, or of all that are still open, that they are right."""
    if request.method == "POST":
        if way.is_open:
            _confirm(request, centre)
        return redirect(way.overview)
    groups = selectors.groups_of(centre)
    context = {
        "centre": centre,
        "way": way,
        "groups": [(group, way.group(group.code)) for group in groups],
        "answered": sum(group.is_answered for group in groups),
        "completeness": selectors.completeness_of(centre),
        "proposals": proposals.proposals_of(centre) if way.is_member else [],
        "trail": way.trail,
    }
    return TemplateResponse(request, "programmes/upkeep/overview.html", context)


def _confirm(request: HttpRequest, centre: Centre) -> None:
    chosen = request.POST.get("group", "")
    if chosen == "all":
        # What a change was reported for is not right, and stays with staff.
        reported = {group.code for group in selectors.groups_of(centre) if group.is_reported}
        chosen_groups = [code for code in FieldGroup.values if code not in reported]
    else:
        chosen_groups = [chosen] if chosen in FieldGroup.values else []
    if chosen_groups:
        services.confirm(centre_id=centre.pk, groups=chosen_groups, side=Side.CENTRE)
        messages.success(request, _("Thank you. Your confirmation is stored."))


def _group(request: HttpRequest, centre: Centre, way: Way, group: str) -> HttpResponse:
    """The form for a change of one group; it becomes a proposal, not a change."""
    if not way.is_open:
        return redirect(way.overview)
    now = facts.snapshot(centre.pk)
    form = GROUP_FORMS[group](request.POST if request.method == "POST" else None, centre=centre, now=now)
    if form.is_valid():
        try:
            proposals.propose(
                form_key=form.cleaned_data["form_key"],
                centre_id=centre.pk,
                group=group,
                changes=form.changes(),
                note=form.cleaned_data["note"],
                language=get_language(),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Thank you. The project checks your change and then takes it over."))
            return redirect(way.overview)
    context = {
        "centre": centre,
        "way": way,
        "form": form,
        "title": FieldGroup(group).label,
        "locked": [facts.label(key) for key in form.now if key in form.locked],
        "trail": (*way.trail[:-1], Crumb(way.overview, way.trail[-1].title), Crumb("", str(FieldGroup(group).label))),
    }
    return TemplateResponse(request, "programmes/upkeep/group.html", context)

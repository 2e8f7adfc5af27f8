"""Contacts of centres for people who are logged in. The pages for everybody never hold them, so no cache can."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.breadcrumb import Crumb, start
from portal.models import User
from portal.roles import ACCESS
from programmes.contacts import selectors
from programmes.contacts.permissions import may_see_contacts
from search.models import Kind
from search.selectors import addresses

PER_PAGE = 25

log_in_first = login_required(login_url="partners:log_in")


@never_cache
@require_safe
@log_in_first
def all_contacts(request: HttpRequest) -> HttpResponse:
    _refuse_strangers(request)
    page = Paginator(selectors.centres_with_hidden_contacts(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "trail": [*_way_here(request.user), Crumb("", _("Contacts for professionals"))]}
    return TemplateResponse(request, "programmes/contacts/all.html", context)


@never_cache
@require_safe
@log_in_first
def centre(request: HttpRequest, slug: str) -> HttpResponse:
    """All contacts of one centre; the page about it for everybody leads here."""
    _refuse_strangers(request)
    found = selectors.public_centre(slug)
    if found is None:
        raise Http404
    overview = Crumb(reverse("contacts:all"), _("Contacts for professionals"))
    public_pages = addresses(kind=Kind.CENTRE, ids=[found.pk], reader=get_language())
    context = {
        "centre": found,
        "public_page": public_pages.get(str(found.pk), ""),
        "trail": [*_way_here(request.user), overview, Crumb("", found.name, "de")],
    }
    return TemplateResponse(request, "programmes/contacts/centre.html", context)


def _refuse_strangers(request: HttpRequest) -> None:
    if not may_see_contacts(request):
        raise PermissionDenied


def _way_here(user: User) -> list[Crumb]:
    """The area of the centres is closed to staff, so their way does not lead over it."""
    area = Crumb(reverse("partners:home"), _("Area of the counselling centres"))
    return [start()] if user.has_perm(ACCESS) else [start(), area]

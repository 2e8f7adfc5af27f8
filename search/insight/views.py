"""The counter that pages of results call, and the report of what it counted."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portal.origins import is_from_own_page
from search.insight.services import is_too_much, record_choice, record_search
from search.insight.slips import read_slip


@csrf_exempt  # no cookie is read and nothing of a visitor is changed; the origin is checked instead
@require_POST
@never_cache
def count(request: HttpRequest) -> HttpResponse:
    """Count a search that was shown, or with ``rank`` the choice of one of its results."""
    if not is_from_own_page(request):
        return HttpResponse(status=403)
    slip = read_slip(request.POST.get("slip", ""))
    rank = request.POST.get("rank", "")
    if slip is None or not (rank == "" or (rank.isascii() and rank.isdigit() and len(rank) <= 4)):
        return HttpResponse(status=400)
    if is_too_much():
        return HttpResponse(status=429)
    if rank:
        record_choice(slip, rank=int(rank))
    else:
        record_search(slip)
    return HttpResponse(status=204)

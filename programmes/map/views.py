from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from programmes.directory import DirectoryQuery
from programmes.map.points import points_of


@require_safe
def points(request: HttpRequest) -> JsonResponse:
    """The points of the list at the same parameters."""
    response = JsonResponse(points_of(DirectoryQuery.from_address(request.GET), language=get_language()))
    response.cache_scopes = ("content", "directory")
    return response

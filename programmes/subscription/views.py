from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from programmes.directory import DirectoryQuery
from programmes.subscription.feed import feed_of


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """The list at the same parameters, newest first, for a feed reader. Nobody learns who reads it."""
    feed = feed_of(DirectoryQuery.from_address(request.GET), language=get_language())
    if feed is None:
        raise Http404
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response.cache_scopes = ("content", "directory")
    return response

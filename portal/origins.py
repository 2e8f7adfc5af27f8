"""Where a call comes from, for pages that hold no token of a visitor."""

from django.conf import settings
from django.http import HttpRequest


def comes_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser says that a page of another site made this call. One too old to say so is believed."""
    is_foreign_site = request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin"
    return is_foreign_site or ("Origin" in request.headers and request.headers["Origin"] not in _own(request))


def is_from_own_page(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site made this call; pages cannot make it lie."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return request.headers.get("Origin") in _own(request)


def _own(request: HttpRequest) -> set[str]:
    return {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}

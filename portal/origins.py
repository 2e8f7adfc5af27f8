"""Where a call comes from, for pages that hold no token of a visitor."""

from django.conf import settings
from django.http import HttpRequest


def comes_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser says that a page of another site made this call. One too old to say so is believed."""
    own = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    is_foreign_site = request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin"
    return is_foreign_site or ("Origin" in request.headers and request.headers["Origin"] not in own)

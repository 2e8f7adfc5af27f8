"""How often one connection may do something. Nothing but a keyed hash of its address is kept, for fifteen minutes.

Many people of one house share a connection, so a limit stops programs, not neighbours.
"""

from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

WINDOW = 15 * 60  # seconds
MISS, MOST_MISSES, MISSES_WINDOW = "missed-link", 20, 60


def _key(request: HttpRequest, what: str) -> str:
    address = get_adapter(request).get_client_ip(request)
    return f"tries-{what}-" + salted_hmac("portal.connection_limits", str(address)).hexdigest()


def was_too_much(request: HttpRequest, *, what: str, most: int) -> bool:
    """Whether this connection has used its tries up; counts nothing."""
    return cache.get(_key(request, what), 0) >= most


def is_too_much(request: HttpRequest, *, what: str, most: int, more: int = 1, window: int = WINDOW) -> bool:
    """Count so many more tries of this connection. Without a shared cache each process counts for itself."""
    key = _key(request, what)
    cache.add(key, 0, window)
    try:
        return cache.incr(key, more) > most
    except ValueError:  # it ran out between the two
        return False


def too_many_sentence() -> str:
    """For a form that is shown again with what was typed."""
    minutes = WINDOW // 60
    return ngettext(
        "Very many requests came from your connection. Try again in %(minutes)d minute; what you typed is still here.",
        "Very many requests came from your connection. Try again in %(minutes)d minutes; what you typed is still here.",
        minutes,
    ) % {"minutes": minutes}


def limits_guesses(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a page behind a mailed link: after twenty links that lead nowhere a connection waits, a minute at most.

    Then it waits with every link: were a true one opened, guessing would go on all the same. Why a link leads nowhere
    is no matter, for the count would tell one that has run out from one that never was.
    """

    @wraps(view)
    def limited(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if was_too_much(request, what=MISS, most=MOST_MISSES):
            return TemplateResponse(request, "portal/too_many_links.html", status=429)
        response = view(request, *args, **kwargs)
        if response.status_code == 404:
            is_too_much(request, what=MISS, most=MOST_MISSES, window=MISSES_WINDOW)
        return response

    return limited

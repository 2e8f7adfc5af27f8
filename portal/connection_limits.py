"""How often one connection may do something. Nothing but a keyed hash of its address is kept, for fifteen minutes.

Many people of one house share a connection, so a limit stops programs, not neighbours.
"""

import logging
from collections.abc import Callable
from functools import wraps
from ipaddress import IPv6Address, ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

logger = logging.getLogger("portal.connection_limits")

WINDOW = 15 * 60  # seconds
IPV6_NETWORK = 64  # bits
MISS, MOST_MISSES, MISSES_WINDOW = "missed-link", 20, 60


def connection_of(request: HttpRequest) -> str:
    """The address a request comes from; of IPv6 the network: a house has as many addresses in it as it likes."""
    told = get_adapter(request).get_client_ip(request)
    try:
        address = ip_address(told)
    except ValueError:  # whatever a proxy wrote there
        return told
    return str(ip_network((address, IPV6_NETWORK), strict=False) if isinstance(address, IPv6Address) else address)


def _key(request: HttpRequest, what: str) -> str:
    return f"tries-{what}-" + salted_hmac("portal.connection_limits", connection_of(request)).hexdigest()


def was_too_much(request: HttpRequest, *, what: str, most: int) -> bool:
    """Whether this connection has used its tries up; counts nothing. Nobody has while the cache is away."""
    try:
        return cache.get(_key(request, what), 0) >= most
    except Exception as error:  # noqa: BLE001 -- each cache has errors of its own
        return _not_counted(error)


def is_too_much(request: HttpRequest, *, what: str, most: int, more: int = 1, window: int = WINDOW) -> bool:
    """Count so many more tries of this connection. Without a shared cache each process counts for itself."""
    key = _key(request, what)
    try:
        cache.add(key, 0, window)
        return cache.incr(key, more) > most
    except ValueError:  # it ran out between the two
        return False
    except Exception as error:  # noqa: BLE001 -- as above
        return _not_counted(error)


def give_back(request: HttpRequest, *, what: str, tries: int) -> None:
    """Take back tries that were counted beforehand and came to nothing."""
    is_too_much(request, what=what, most=0, more=-tries)


def _not_counted(error: Exception) -> bool:
    logger.warning("tries not counted: %s", type(error).__name__)
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

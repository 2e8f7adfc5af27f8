"""How often one connection may do something. Nothing but a keyed hash of its address is kept, for fifteen minutes.

Many people of one house share a connection, so a limit stops programs, not neighbours.
"""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

WINDOW = 15 * 60  # seconds


def _key(request: HttpRequest, what: str) -> str:
    address = get_adapter(request).get_client_ip(request)
    return f"tries-{what}-" + salted_hmac("portal.connection_limits", str(address)).hexdigest()


def was_too_much(request: HttpRequest, *, what: str, most: int) -> bool:
    """Whether this connection has used its tries up; counts nothing."""
    return cache.get(_key(request, what), 0) >= most


def is_too_much(request: HttpRequest, *, what: str, most: int) -> bool:
    """Count one more try of this connection. Without a shared cache each process counts for itself."""
    key = _key(request, what)
    cache.add(key, 0, WINDOW)
    try:
        return cache.incr(key) > most
    except ValueError:  # it ran out between the two
        return False

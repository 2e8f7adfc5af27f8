"""How often one connection may do something. Nothing but a keyed hash of its address is kept, for fifteen minutes.

Many people of one house share a connection, so a limit stops programs, not neighbours.
"""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

WINDOW = 15 * 60  # seconds


def is_too_much(request: HttpRequest, *, what: str, most: int) -> bool:
    """Count one more try of this connection. Without a shared cache each process counts for itself."""
    address = get_adapter(request).get_client_ip(request)
    key = f"tries-{what}-" + salted_hmac("portal.connection_limits", str(address)).hexdigest()
    cache.add(key, 0, WINDOW)
    try:
        return cache.incr(key) > most
    except ValueError:  # it ran out between the two
        return False

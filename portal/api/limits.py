"""How often one address may ask in a minute. Nothing but a keyed hash of the address is kept, for two minutes."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from portal.connection_limits import connection_of

WINDOW = 60  # seconds


@dataclass(frozen=True)
class Allowance:
    limit: int
    used: int
    resets_in: int

    @property
    def is_exceeded(self) -> bool:
        return self.used > self.limit

    @property
    def headers(self) -> dict[str, str]:
        headers = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(self.limit - self.used, 0)),
            "RateLimit-Reset": str(self.resets_in),
        }
        return headers | ({"Retry-After": str(self.resets_in)} if self.is_exceeded else {})


def take(request: HttpRequest) -> Allowance:
    """Count this request; with a cache of its own in each process, each process counts for itself."""
    now = time.time()
    window = int(now // WINDOW)
    visitor = salted_hmac("portal.api.limits", connection_of(request)).hexdigest()[:32]
    name = f"api-{window}-{visitor}"
    if cache.add(name, 1, 2 * WINDOW):
        used = 1
    else:
        try:
            used = cache.incr(name)
        except ValueError:  # it ran out in between
            used = 1
    return Allowance(settings.API_REQUESTS_PER_MINUTE, used, int((window + 1) * WINDOW - now) + 1)

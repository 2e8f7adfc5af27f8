"""Where the pictures of maps come from: nowhere, unless the operator names a tile server."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PLACEHOLDERS = ("{z}", "{x}", "{y}")
# "{r}" asks for sharper pictures on sharper screens; "{s}" would mean several hosts, and exactly one is let in.
KNOWN_PLACEHOLDERS = {*PLACEHOLDERS, "{r}"}
LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
AUTHORITY = re.compile(r"([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(:[0-9]{1,5})?")
DEEPEST_ZOOM = 22


@dataclass(frozen=True)
class Tiles:
    """``origin`` is what the content security policy lets pictures come from; ``host`` is what a visitor is told."""

    url: str
    origin: str
    host: str
    attribution: str
    max_zoom: int


def configured() -> Tiles | None:
    """The tile server of the settings; a portal whose server is misspelt does not start."""
    url = settings.TILE_URL
    if not url:
        return None
    origin = _origin(url)
    if not settings.TILE_ATTRIBUTION:
        raise ImproperlyConfigured("PORTAL_TILE_ATTRIBUTION is missing: the words the makers of the map ask for.")
    if not 1 <= settings.TILE_MAX_ZOOM <= DEEPEST_ZOOM:
        raise ImproperlyConfigured(f"PORTAL_TILE_MAX_ZOOM must be between 1 and {DEEPEST_ZOOM}.")
    host = origin.split("://", 1)[1]
    return Tiles(url, origin, host, settings.TILE_ATTRIBUTION, settings.TILE_MAX_ZOOM)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    authority = parts.netloc.lower()
    if not AUTHORITY.fullmatch(authority):
        raise ImproperlyConfigured("PORTAL_TILE_URL must name one host, without user, password or placeholder.")
    is_here = authority.rsplit(":", 1)[0] in LOOPBACK or authority in LOOPBACK
    if parts.scheme != "https" and not (parts.scheme == "http" and is_here):
        raise ImproperlyConfigured("PORTAL_TILE_URL must begin with https:// (http only for this very machine).")
    found = re.findall(r"{[^}]*}", url)
    if set(found) - KNOWN_PLACEHOLDERS or any(found.count(name) != 1 for name in PLACEHOLDERS):
        raise ImproperlyConfigured("PORTAL_TILE_URL must hold {z}, {x} and {y} once each, and no placeholder but {r}.")
    return f"{parts.scheme}://{authority}"

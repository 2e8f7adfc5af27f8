"""Is the search server named in a way that can work?"""

import re
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, register

PREFIX = re.compile(r"[a-z0-9][a-z0-9_.-]{0,60}")


@register()
def search_server(app_configs, **kwargs) -> list[Error]:
    """The values are not repeated: they may hold a password."""
    if not settings.ELASTICSEARCH_URL:
        return []
    faults = []
    for address in settings.ELASTICSEARCH_URL.split(","):
        if not _is_address(address.strip()):
            faults.append(
                "ELASTICSEARCH_URL must be addresses such as https://user:password@host:9200, commas between them."
            )
            break
    if not PREFIX.fullmatch(settings.ELASTICSEARCH_INDEX):
        faults.append(
            "ELASTICSEARCH_INDEX must be small letters, digits and hyphens, and begin with a letter or digit."
        )
    if settings.ELASTICSEARCH_CA_CERTS and not Path(settings.ELASTICSEARCH_CA_CERTS).is_file():
        faults.append("ELASTICSEARCH_CA_CERTS must name a file of certificates.")
    if not 0 < settings.ELASTICSEARCH_TIMEOUT <= 10:
        faults.append("ELASTICSEARCH_TIMEOUT must be more than 0 and at most 10 seconds.")
    return [Error(fault, id=f"search.E00{number}") for number, fault in enumerate(faults, start=1)]


def _is_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and bool(parts.port)
    except ValueError:
        return False

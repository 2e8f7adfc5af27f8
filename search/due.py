"""What the worker does for the search server: within a second what is due, every minute what is over."""

import logging
import time

from django.conf import settings
from django.utils.module_loading import import_string

from portal.clock import due, soon
from search.engines.contract import EngineFault
from search.models import DueEntry, IndexState, SearchIndex

logger = logging.getLogger("portal.search")

# A server that is away is tried again after this long, whatever is due meanwhile.
PAUSE = 30.0  # seconds
_next_try = 0.0


@soon("search server")
def push_due() -> int:
    """Carry what is due to the search server. Its absence holds up nothing else and is tried again."""
    global _next_try
    if not settings.ELASTICSEARCH_URL or time.monotonic() < _next_try or not DueEntry.objects.exists():
        return 0
    try:
        return import_string("search.projection.push.sync")().pushed
    except EngineFault as fault:
        _next_try = time.monotonic() + PAUSE
        logger.warning("search server not up to date: %s", fault)
        return 0


@due("old search indexes")
def delete_retired() -> int:
    """Delete indexes that were replaced or given up."""
    if not settings.ELASTICSEARCH_URL or not SearchIndex.objects.exclude(state=IndexState.LIVE).exists():
        return 0
    try:
        return import_string("search.projection.refill.delete_retired")()
    except EngineFault as fault:
        logger.warning("old search indexes not deleted: %s", fault)
        return 0

"""Anonymous public pages from memory, correct to the last change.

A page is stored with the counters (``PublicStamp``) it hangs on. Every change of public content moves a counter in its
own transaction (``changed("content")``), so a stored page stops being served at the commit that made it old, in every
process and on every node. Only GET without any cookie but the language choice is served or stored, and only answers
that set no cookie and carry ``cache_scopes`` (views opt in; a personal page never does).
"""

import hashlib
import logging

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.db.models import F
from django.db.models.signals import post_delete, post_save
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from portal.models.stamps import PublicStamp
from portal.stamped import Counters, one_request

logger = logging.getLogger("portal.page_cache")

SCOPES = ("content", "directory", "events", "places")
MAX_QUERY = 300
UNCACHED = (settings.STATIC_URL, settings.MEDIA_URL, "/cms/", "/konto/", "/bereich/")


def changed(*scopes: str) -> None:
    """Say, inside the transaction of the change, that public content of these scopes changed."""
    for scope in sorted(scopes):
        if scope not in SCOPES:
            raise ValueError(f"unknown scope {scope!r}")
        if not PublicStamp.objects.filter(scope=scope).update(count=F("count") + 1):
            with transaction.atomic():
                PublicStamp.objects.get_or_create(scope=scope)
                PublicStamp.objects.filter(scope=scope).update(count=F("count") + 1)


def follow(model: type, scope: str) -> None:
    """Count every save and delete of a model as a change of the scope (bulk writes call ``changed`` themselves)."""

    def on_change(sender, **kwargs):
        changed(scope)

    for signal in (post_save, post_delete):
        signal.connect(on_change, sender=model, weak=False, dispatch_uid=f"page-cache-{model.__name__}-{scope}")


def _key(request) -> str | None:
    """The place of the answer in the cache, or None where the request may not be answered from it."""
    if len(request.META.get("QUERY_STRING", "")) > MAX_QUERY:
        return None
    if set(request.COOKIES) - {settings.LANGUAGE_COOKIE_NAME} or "HTTP_AUTHORIZATION" in request.META:
        return None
    if request.path_info == "/" or request.path_info.startswith(UNCACHED):  # "/" depends on the language cookie
        return None
    place = f"{request.method} {request.scheme}://{request.META.get('HTTP_HOST', '')}{request.get_full_path()}"
    return "page-" + hashlib.sha256(place.encode()).hexdigest()


def recall(key: str) -> dict | None:
    """The stored page; none while the cache is away: a page without it is slower, not missing."""
    try:
        return caches["pages"].get(key)
    except Exception as error:  # noqa: BLE001 -- each cache has errors of its own
        logger.warning("page cache not available: %s", type(error).__name__)
        return None


def keep(key: str, stored: dict) -> None:
    try:
        caches["pages"].set(key, stored, settings.PUBLIC_PAGE_SECONDS)
    except Exception as error:  # noqa: BLE001 -- as above
        logger.warning("page cache not available: %s", type(error).__name__)


class PublicPageCacheMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD"):
            return self.finish(self.get_response(request))
        with one_request() as counters:
            return self.answer_to(request, counters)

    def answer_to(self, request, counters: Counters) -> HttpResponse:
        key = _key(request)
        if key is None:
            return self.finish(self.get_response(request))
        stored = recall(key)
        before = counters.counts
        if stored and all(before.get(scope, 0) == count for scope, count in stored["stamps"].items()):
            return self.answer(request, stored)
        response = self.get_response(request)
        scopes = getattr(response, "cache_scopes", None)
        if not scopes or response.status_code != 200 or response.streaming or response.cookies:
            return self.finish(response)
        stored = self.build(response, {scope: before.get(scope, 0) for scope in scopes})
        keep(key, stored)
        return self.answer(request, stored)

    def build(self, response, counts: dict[str, int]) -> dict:
        """The whole answer as it goes out, and the counters it hangs on."""
        etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
        own = {"Cache-Control": "public, max-age=0, must-revalidate", "ETag": etag, "Vary": "Cookie"}
        return {"stamps": counts, "content": response.content, "etag": etag, "headers": {**response.headers, **own}}

    def answer(self, request, stored) -> HttpResponse:
        whole = HttpResponse(stored["content"], headers=stored["headers"])
        if "HTTP_IF_NONE_MATCH" not in request.META:
            return whole
        response = get_conditional_response(request, etag=stored["etag"], response=whole)
        for name in set(stored["headers"]) - {"Content-Length", "Content-Type"}:
            response.headers.setdefault(name, stored["headers"][name])
        return response

    def finish(self, response):
        """An answer nobody declared public is nobody's to keep."""
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response

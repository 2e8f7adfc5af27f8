"""Anonymous public pages from memory, correct to the last change.

A page is stored with the counters (``PublicStamp``) it hangs on. Every change of public content moves a counter in its
own transaction (``changed("content")``), so a stored page stops being served at the commit that made it old, in every
process and on every node. Only GET without any cookie but the language choice is served or stored, and only answers
that set no cookie and carry ``cache_scopes`` (views opt in; a personal page never does).

How many seats are left may be shown a moment late (``LATE``): else each of a hundred registrations in a second would
have every page of events built anew. A page with a form is stored without what is this visitor's own (``shell``).
"""

import hashlib
import logging
import re
import secrets
import time
from collections.abc import Callable, Collection, Mapping

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.db.models import F
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from portal.models.stamps import PublicStamp
from portal.stamped import Counters, one_request

logger = logging.getLogger("portal.page_cache")

SCOPES = ("content", "directory", "events", "places", "seats")
# Seconds for which a page may be served although a counter has moved.
LATE = {"seats": settings.PUBLIC_SEATS_SECONDS}
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


def _key(request, *, harmless: Collection[str] = (settings.LANGUAGE_COOKIE_NAME,)) -> str | None:
    """The place of the answer in the cache, or None where the request may not be answered from it."""
    if len(request.META.get("QUERY_STRING", "")) > MAX_QUERY:
        return None
    if set(request.COOKIES) - set(harmless) or "HTTP_AUTHORIZATION" in request.META:
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


def _stored(scopes: Collection[str], counts: Mapping[str, int], **facts) -> dict:
    """What is kept, with the counters it hangs on as they stood before it was built."""
    return {"stamps": {scope: counts.get(scope, 0) for scope in scopes}, "built": time.time(), **facts}


def _is_true(stored: dict, counts: Mapping[str, int]) -> bool:
    age = time.time() - stored.get("built", 0)  # a release before this one did not say
    return all(
        counts.get(scope, 0) == count or 0 <= age < LATE.get(scope, 0) for scope, count in stored["stamps"].items()
    )


def shell(
    request: HttpRequest,
    build: Callable[[dict[str, str]], TemplateResponse],
    *,
    scopes: Collection[str],
    facts: Collection[object],
    own: Mapping[str, Callable[[], str]],
) -> HttpResponse:
    """A page that is alike for all but a few words, such as the token of a form, without building it for each visitor.

    ``build(marks)`` answers the page with the marks, by name, in the place of those words; ``own`` makes the words of
    this visitor, by the same names. It hangs on ``scopes`` and on ``facts``. Whoever is logged in gets a new page.
    """
    with one_request() as counters:
        key = _key(request, harmless=(settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME))
        key = key and f"{key}-{hashlib.sha256(repr(tuple(facts)).encode()).hexdigest()[:16]}"
        stored = recall(key) if key else None
        if not (stored and _is_true(stored, counters.counts)):
            marks = {name: f"mark-{secrets.token_hex(16)}" for name in own}
            content = build(marks).render().content.decode()
            names = {mark: name for name, mark in marks.items()}
            parts = re.split("(" + "|".join(marks.values()) + ")", content)
            stored = _stored(scopes, counters.counts, parts=[(names.get(part), part) for part in parts])
            if key:
                keep(key, stored)
    words = {name: make() for name, make in own.items()}
    return HttpResponse("".join(words[name] if name else part for name, part in stored["parts"]))


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
        if stored and _is_true(stored, before):
            return self.answer(request, stored)
        response = self.get_response(request)
        scopes = getattr(response, "cache_scopes", None)
        if not scopes or response.status_code != 200 or response.streaming or response.cookies:
            return self.finish(response)
        stored = self.build(response, scopes, before)
        keep(key, stored)
        return self.answer(request, stored)

    def build(self, response, scopes: Collection[str], counts: Mapping[str, int]) -> dict:
        """The whole answer as it goes out."""
        etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
        own = {"Cache-Control": "public, max-age=0, must-revalidate", "ETag": etag, "Vary": "Cookie"}
        headers = {**response.headers, **own}
        return _stored(scopes, counts, content=response.content, etag=etag, headers=headers)

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

"""From an operation to an address: language, limit, ETag, headers for other sites, and errors in one sentence."""

import hashlib
import json
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from portal.api import limits
from portal.api.operations import LANGUAGE, Operation

METHODS = "GET, HEAD, OPTIONS"
# Other sites may read what everybody may read; nothing here depends on who asks.
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


class Problem(Exception):
    """The request has no answer; carries the sentence that says why."""

    def __init__(self, status: int, title: str, detail: str):
        super().__init__(detail)
        self.status, self.title, self.detail = status, title, detail


def missing(detail: str) -> Problem:
    return Problem(404, _("Not found"), detail)


def absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def answer_language(request: HttpRequest) -> str:
    """The language asked for in the address, else the best of those the client reads, else that of the portal."""
    known = dict(settings.LANGUAGES)
    asked = request.GET.get(LANGUAGE.name, "")
    if asked in known:
        return asked
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500]):
        if code in known or code.split("-")[0] in known:
            return code if code in known else code.split("-")[0]
    return settings.LANGUAGE_CODE


def json_response(content: object, *, status: int = 200, type: str = "application/json") -> HttpResponse:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text.encode("utf-8", "replace"), status=status, content_type=type)


def problem_response(problem: Problem) -> HttpResponse:
    content = {"type": "about:blank", "title": problem.title, "status": problem.status, "detail": problem.detail}
    response = json_response(content, status=problem.status, type="application/problem+json")
    response["Cache-Control"] = "no-store"
    return response


def endpoint(operation: Operation) -> Callable[..., HttpResponse]:
    """The view of an operation. It only reads, sets no cookie and asks for none."""

    def answer(request: HttpRequest, **parts: str) -> dict:
        return operation.shape.build(operation.answer(request, **parts))

    return machine_view(answer)


def machine_view(answer: Callable[..., object]) -> Callable[..., HttpResponse]:
    @csrf_exempt
    def view(request: HttpRequest, **parts: str) -> HttpResponse:
        language = answer_language(request)
        with translation.override(language):
            response = _respond(request, answer, parts)
        response["Content-Language"] = language
        response["Vary"] = "Accept-Language"
        for name, value in OPEN.items():
            response[name] = value
        return response

    return view


def _respond(request: HttpRequest, answer: Callable[..., object], parts: dict[str, str]) -> HttpResponse:
    if request.method == "OPTIONS":
        headers = {"Allow": METHODS, "Access-Control-Allow-Methods": METHODS, "Access-Control-Max-Age": "86400"}
        return HttpResponse(status=204, headers={**headers, "Access-Control-Allow-Headers": "If-None-Match"})
    if request.method not in ("GET", "HEAD"):
        response = problem_response(Problem(405, _("Not allowed"), _("Data can only be read here.")))
        response["Allow"] = METHODS
        return response
    allowance = limits.take(request)
    if allowance.is_exceeded:
        sentence = _("Too many requests. Ask again in %(seconds)d seconds.") % {"seconds": allowance.resets_in}
        response = problem_response(Problem(429, _("Too many requests"), sentence))
    else:
        response = _content(request, answer, parts)
    for name, value in allowance.headers.items():
        response[name] = value
    return response


def _content(request: HttpRequest, answer: Callable[..., object], parts: dict[str, str]) -> HttpResponse:
    try:
        response = json_response(answer(request, **parts))
    except Problem as problem:
        return problem_response(problem)
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=60"
    if "If-None-Match" in request.headers:
        return get_conditional_response(request, etag=etag, response=response)
    return response


def paged(request: HttpRequest, page: Page, items: list, *, ignored: list[dict[str, str]], **extra: object) -> dict:
    """What the shape of a list (``page_of``) is built from."""
    pages = page.paginator.num_pages
    return {
        "count": page.paginator.count,
        "page": page.number,
        "pages": pages,
        "links": {
            "self": _address(request, page.number),
            "first": _address(request, 1),
            "previous": _address(request, page.number - 1) if page.has_previous() else None,
            "next": _address(request, page.number + 1) if page.has_next() else None,
            "last": _address(request, pages),
        },
        "ignored": ignored,
        "items": items,
        **extra,
    }


def _address(request: HttpRequest, number: int) -> str:
    """The same question, another page; what was ignored stays away."""
    pairs = [(name, value[:200]) for name, values in request.GET.lists() for value in values if name != "page"]
    return absolute(f"{request.path}?{urlencode([*pairs, ('page', number)], errors='replace')}")

from dataclasses import dataclass
from urllib.parse import urlencode

from babel import Locale
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language, get_language_info, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.breadcrumb import Crumb, start
from portal.context import autonym
from portal.page_cache import SCOPES
from portal.plain_text import clean
from search.analysis import base_language
from search.models import Kind
from search.next_steps import next_steps
from search.reading import LONGEST_QUERY, is_blank
from search.selectors import Hit, Query, Result, directory_path, find

PER_PAGE = 20
# More than anybody types; what is longer is not sent back either.
LONGEST_ECHO = 1_000
PLURALS = {
    Kind.CENTRE: _("Counselling centres"),
    Kind.PROGRAMME: _("Programmes"),
    Kind.EVENT: _("Events"),
    Kind.PAGE: _("Pages"),
}


@dataclass(frozen=True)
class KindLink:
    """A choice of what to look through, with what would be found there."""

    label: str
    count: int
    address: str
    is_current: bool


@dataclass(frozen=True)
class ShownHit:
    """A hit with what the page says of it; ``language_name`` only when its words are not in the reader's language."""

    hit: Hit
    kind: str
    language_name: str
    direction: str


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """One search over everything public."""
    typed = " ".join(clean(request.GET.get("q", "")).split())
    kind = request.GET.get("kind", "")
    query = Query(
        text=typed,
        language=get_language(),
        kinds=(kind,) if kind in Kind.values else (),
        page=_number(request.GET.get("page", "")),
        per_page=PER_PAGE,
        exact=request.GET.get("exact") == "1",
    )
    is_asked = not is_blank(typed)
    result = find(query) if is_asked else None
    context = {
        "typed": typed[:LONGEST_ECHO],
        "is_asked": is_asked,
        "result": result,
        "longest": LONGEST_QUERY,
        "directory_path": directory_path(query.language),
        "trail": [start(), Crumb("", pgettext("heading", "Search"))],
    }
    if result:
        context |= _answered(query, result, typed)
    response = TemplateResponse(request, "search/results.html", context)
    response.cache_scopes = SCOPES
    return response


def _answered(query: Query, result: Result, typed: str) -> dict:
    chosen = query.kinds[0] if query.kinds else ""
    page = Paginator(range(result.total), PER_PAGE).get_page(result.page)
    return {
        "hits": [_shown(hit, query.language) for hit in result.hits],
        "next_steps": next_steps(hit.kind for hit in result.hits),
        "kinds": _kind_links(query, result, typed),
        "chosen_kind": chosen,
        "page_obj": page,
        "parameters": _parameters(typed, kind=chosen, exact=query.exact),
        "all_kinds": "?" + _parameters(typed, exact=query.exact),
        "exactly": "?" + _parameters(typed, kind=chosen, exact=True),
        "suggested": "?" + _parameters(result.suggestion, kind=chosen) if result.suggestion else "",
    }


def _kind_links(query: Query, result: Result, typed: str) -> list[KindLink]:
    counts = result.facet_counts.get("kind", {})
    return [
        KindLink(
            label=label,
            count=counts.get(kind.value, 0),
            address="?" + _parameters(typed, kind=kind.value, exact=query.exact),
            is_current=kind.value in query.kinds,
        )
        for kind, label in PLURALS.items()
        if counts.get(kind.value) or kind.value in query.kinds
    ]


def _shown(hit: Hit, reader: str) -> ShownHit:
    is_foreign = base_language(hit.language) != base_language(reader)
    return ShownHit(
        hit=hit,
        kind=Kind(hit.kind).label if hit.kind in Kind.values else "",
        language_name=_language_name(hit.language, reader) if is_foreign else "",
        direction="rtl" if get_language_info(hit.language)["bidi"] else "ltr",
    )


def _language_name(language: str, reader: str) -> str:
    """The name of a language in the reader's own."""
    names = Locale.parse(base_language(reader)).languages
    return names.get(language) or autonym(language)


def _parameters(text: str, *, kind: str = "", exact: bool = False) -> str:
    """The address of a search, without its page."""
    parameters = {"q": text[:LONGEST_ECHO], "kind": kind, "exact": "1" if exact else ""}
    return urlencode({name: value for name, value in parameters.items() if value})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1

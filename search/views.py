from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.views.decorators.http import require_safe

from portal.breadcrumb import Crumb, start
from portal.page_cache import SCOPES
from portal.plain_text import clean
from search import page
from search.next_steps import next_steps
from search.promotions import recommended
from search.reading import LONGEST_QUERY
from search.selectors import directory_path
from search.suggestions import LONGEST, suggest


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """One search over everything public."""
    asked = page.Asked.from_address(request.GET, reader=get_language())
    context = {
        "asked": asked,
        "typed": asked.echo,
        "longest": LONGEST_QUERY,
        "directory_path": directory_path(asked.reader),
        "trail": [start(), Crumb("", pgettext("heading", "Search"))],
        "suggest_url": reverse("search:suggestions"),
        "count_url": reverse("search:count"),
        "slip": "",
        "recommended": [],
    }
    if asked.is_asked:
        answer = page.answer(asked)
        context |= {"answer": answer, "result": answer.result, "slip": answer.slip}
        context["next_steps"] = next_steps(hit.kind for hit in answer.result.hits)
        if asked.page == 1 and not asked.kind:
            texts = [asked.text, answer.result.suggestion] if answer.result.corrected else [asked.text]
            context["recommended"] = recommended(texts, reader=asked.reader)
    response = TemplateResponse(request, "search/results.html", context)
    response.cache_scopes = SCOPES
    return response


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Ways on from what was typed so far, for the script of the search fields (its head describes the answer)."""
    typed = clean(request.GET.get("q", "")[: 2 * LONGEST])
    found = suggest(typed, reader=get_language())
    status = ngettext("%(number)d suggestion", "%(number)d suggestions", len(found)) % {"number": len(found)}
    rows = [{"text": each.text, "url": each.url or None, "kind": each.kind} for each in found]
    response = JsonResponse({"suggestions": rows, "status": status}, json_dumps_params={"ensure_ascii": False})
    response["X-Robots-Tag"] = "noindex"
    response.cache_scopes = SCOPES
    return response

"""The page on what the public entries lack."""

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from portal.api.reading import activate_asked, reading_languages
from programmes import conformance as check


@require_safe
def conformance(request: HttpRequest) -> TemplateResponse:
    language = activate_asked(request)
    context = {
        "page_obj": check.records(request.GET.get("page")),
        "languages": reading_languages(),
        "query": f"lang={language}" if language else "",
    }
    return TemplateResponse(request, "programmes/conformance.html", context)

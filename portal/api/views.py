"""The page about the interfaces, their description, and what answers at addresses that do not exist."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.api.answers import machine_view, missing
from portal.api.document import openapi
from portal.api.operations import operations
from portal.api.reading import activate_asked, reading_languages


def _document(request: HttpRequest) -> dict:
    return openapi(translation.get_language())


def _nothing(request: HttpRequest, rest: str) -> dict:
    raise missing(_("There is nothing at this address. /api/v1/openapi.json lists what there is."))


document = machine_view(_document)
nothing = machine_view(_nothing)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """For people: what machines can read here."""
    activate_asked(request)
    lists = [operation for operation in operations() if not operation.has_parts]
    context = {
        "groups": [
            (tag, [operation for operation in lists if operation.tag == tag])
            for tag in sorted({operation.tag for operation in lists}, reverse=True)
        ],
        "limit": settings.API_REQUESTS_PER_MINUTE,
        "languages": reading_languages(),
        "conformance": reverse("directory_api:conformance"),
    }
    return TemplateResponse(request, "portal/api/about.html", context)

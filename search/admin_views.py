"""Is the search server up to date? Read from the database alone: a server that hangs must not hang this page."""

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search import selectors

SEE_INDEX = "search.view_searchindex"


@never_cache
@require_safe
@permission_required(SEE_INDEX, raise_exception=True)
def search_server(request: HttpRequest) -> HttpResponse:
    title = _("Search server")
    context = {
        "breadcrumbs_items": [{"url": "", "label": title}],
        "header_title": title,
        "header_icon": "search",
        "is_set_up": bool(settings.ELASTICSEARCH_URL),
        "lag": selectors.index_lag(),
        "indexes": selectors.search_indexes(),
    }
    return TemplateResponse(request, "search/admin/search_server.html", context)

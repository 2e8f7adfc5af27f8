"""The directory and the programmes as pages: an address in, one question, a page out."""

from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone, translation

from portal.breadcrumb import Crumb, trail_to
from programmes import selectors
from programmes.counting import search_slip
from programmes.directory import RADII, SORTS, DirectoryQuery, search_directory
from programmes.programme_list import ProgrammeFilter, list_programmes


def directory(request: HttpRequest, page) -> TemplateResponse:
    query = DirectoryQuery.from_address(request.GET)
    answer = search_directory(query, language=translation.get_language())
    context = {
        **page.get_context(request),
        "trail": trail_to(page),
        "query": query,
        "answer": answer,
        "radii": RADII,
        "sorts": SORTS,
        "wider": query.without_filters().address(),
        "has_filters": bool(query.radius or any(query.chosen.values())),
        "sites": selectors.anker_sites(answer.place.place.regions) if answer.is_by_region else [],
        "slip": search_slip(answer, language=translation.get_language()),
    }
    return TemplateResponse(request, "programmes/directory.html", context)


def centre(request: HttpRequest, page, slug: str) -> TemplateResponse:
    found = selectors.centre_by_slug(slug)
    if found is None:
        raise Http404
    context = {
        **page.get_context(request),
        "trail": [*trail_to(page), Crumb("", found.name, "de")],
        "centre": found,
        "text": found.text(translation.get_language()),
    }
    return TemplateResponse(request, "programmes/centre.html", context)


def programme_index(request: HttpRequest, page) -> dict:
    chosen = ProgrammeFilter.from_address(request.GET)
    return {
        "trail": trail_to(page),
        "chosen": chosen,
        "programmes": list_programmes(page, chosen, today=timezone.localdate()),
    }


def programme(page) -> dict:
    return {
        "trail": trail_to(page),
        "programme": page.programme,
        "countries": sorted(page.programme.countries.all(), key=str),
        "is_ended": page.programme.is_ended(),
    }

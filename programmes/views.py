"""The directory and the programmes as pages: an address in, one question, a page out."""

from dataclasses import replace

from django.http import Http404, HttpRequest, JsonResponse
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal.breadcrumb import Crumb, trail_to
from portal.structured import breadcrumb
from programmes import selectors, structured
from programmes.counting import search_slip
from programmes.directory import RADII, SORTS, DirectoryQuery, search_directory
from programmes.facilities import NO_FACILITIES, facilities_of
from programmes.map.points import offer_map
from programmes.network import offers_of
from programmes.place_suggestions import suggest_places
from programmes.programme_facts import programme_facts
from programmes.programme_list import ProgrammeFilter, list_programmes
from programmes.subscription.feed import feed_path
from programmes.timesheet import hours_shown


def directory(request: HttpRequest, page) -> TemplateResponse:
    query = DirectoryQuery.from_address(request.GET)
    answer = search_directory(query, language=translation.get_language())
    facilities = facilities_of(answer.place.place) if answer.is_by_region else NO_FACILITIES
    context = {
        **page.get_context(request),
        "trail": trail_to(page),
        "query": query,
        "answer": answer,
        "radii": RADII,
        "sorts": SORTS,
        "wider": query.without_filters().address(),
        "has_filters": bool(query.radius or any(query.chosen.values())),
        "facets": {
            "main": [facet for facet in answer.facets if facet.is_main],
            "rest": [facet for facet in answer.facets if not facet.is_main],
            "is_rest_open": any(facet.is_open and not facet.is_main for facet in answer.facets),
        },
        "facilities": facilities,
        "in_facility": replace(query, lives_in_facility=True, page=1).address(),
        "suggestions_address": page.get_url(request) + page.reverse_subpage("places"),
        "slip": search_slip(answer, language=translation.get_language()),
        "feed": feed_path(query) if query.place == "" or answer.place.place else "",
    }
    context["map"] = offer = offer_map(query, answer)
    response = TemplateResponse(request, "programmes/directory.html", context)
    response.map_tiles = offer.tiles if offer else None
    return response


def centre(request: HttpRequest, page, slug: str) -> TemplateResponse:
    found = selectors.centre_by_slug(slug)
    if found is None:
        raise Http404
    now = timezone.now()
    context = {
        **page.get_context(request),
        "trail": [*trail_to(page), Crumb("", found.name, "de")],
        "centre": found,
        "text": found.text(translation.get_language()),
        "directions": found.directions(translation.get_language()),
        "offers": offers_of(found, translation.get_language()),
        "hours": hours_shown(found, now=now),
        "programmes": selectors.programmes_with_pages(found, today=timezone.localdate(now)),
    }
    url = request.build_absolute_uri(request.path)
    context["structured"] = [
        *structured.centre_things(found, context["text"], url),
        breadcrumb(context["trail"], request.path),
    ]
    return TemplateResponse(request, "programmes/centre.html", context)


@require_safe
def place_suggestions(request: HttpRequest) -> JsonResponse:
    """Places for what has been typed so far. The same for everybody, and nothing about it is stored here."""
    texts = suggest_places(request.GET.get("q", ""))
    answer = {
        "suggestions": [{"text": text, "url": None, "kind": ""} for text in texts],
        "status": ngettext("%(number)d suggestion", "%(number)d suggestions", len(texts)) % {"number": len(texts)},
    }
    return JsonResponse(answer, headers={"Cache-Control": "public, max-age=3600"})


def programme_index(request: HttpRequest, page) -> dict:
    chosen = ProgrammeFilter.from_address(request.GET)
    return {
        "trail": trail_to(page),
        "chosen": chosen,
        "programmes": list_programmes(page, chosen, today=timezone.localdate()),
    }


def programme(request: HttpRequest, page) -> dict:
    trail, url = trail_to(page), page.get_full_url(request)
    return {
        "trail": trail,
        "structured": [*structured.programme_things(page.programme, page, url), breadcrumb(trail, url)],
        "programme": page.programme,
        "countries": sorted(page.programme.countries.all(), key=str),
        "is_ended": page.programme.is_ended(),
        "facts": programme_facts(page, today=timezone.localdate()),
    }

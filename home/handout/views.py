"""Pick entries, see them as a sheet to print, get the sheet as PDF. Three addresses that hold all that is known."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.selectors import upcoming
from home.handout.selection import MOST_ENTRIES, Selection, typed
from home.handout.sheet import Sheet, read_sheet
from portal import pdf
from portal.breadcrumb import Crumb, start
from portal.context import autonym, identity_facts
from portal.page_cache import SCOPES
from programmes.handout.selectors import FoundCentres, find_centres, running_programmes

MOST_EVENTS = 30


@require_safe
def pick(request: HttpRequest) -> HttpResponse:
    """Search, choose, and the way to the sheet, in one form that changes nothing but the address."""
    language = get_language()
    selection = Selection.from_address(request.GET, language=language)
    place, text = typed(request.GET.get("place", "")), typed(request.GET.get("q", ""))
    sheet = read_sheet(selection)
    found = None
    if place or text:
        found = find_centres(place=place, text=text, language=language)
    new_centres = _new_centres(selection, found)
    context = {
        "selection": selection,
        "sheet": sheet,
        "place": place,
        "text": text,
        "found": found,
        "new_centres": new_centres,
        "are_ticked": any(is_ticked for _centre, is_ticked in new_centres),
        "nothing_chosen": request.GET.get("nothing") == "1" and not sheet.entries,
        "choices": _place_choices(selection, found, text),
        "programmes": [one for one in running_programmes(language=language) if one.slug not in selection.programmes],
        "events": [
            one for one in upcoming(limit=MOST_EVENTS, language=language) if one.event.slug not in selection.events
        ],
        "languages": [(code, autonym(code)) for code, _name in settings.LANGUAGES],
        "most": MOST_ENTRIES,
        "pdf_is_available": pdf.is_available(),
        "trail": [start(), Crumb("", _("Hand-out"))],
    }
    response = TemplateResponse(request, "home/handout/pick.html", context)
    response.cache_scopes = SCOPES
    return response


def _new_centres(selection: Selection, found: FoundCentres | None) -> list[tuple[object, bool]]:
    """Centres found and not chosen, each with whether it is ticked.

    Those of a place are ticked for whoever has chosen none yet, as many as there is room for.
    """
    if found is None:
        return []
    new = [centre for centre in found.centres if centre.slug not in selection.centres]
    room = selection.room if found.place.place is not None and not selection.centres else 0
    return [(centre, number < room) for number, centre in enumerate(new)]


def _place_choices(selection: Selection, found: FoundCentres | None, text: str) -> list[tuple[str, str]]:
    """Address and label of each place that may have been meant."""
    if found is None:
        return []
    own = urlencode({"q": text}) + "&" if text else ""
    return [
        (f"?{own}{urlencode({'place': choice.value})}&{selection.address()}", choice.label)
        for choice in found.place.choices
    ]


@require_safe
def print_page(request: HttpRequest) -> HttpResponse:
    """The sheet inside the reader's frame, which stays off the paper."""
    selection = Selection.from_address(request.GET, language=get_language())
    sheet = read_sheet(selection)
    if not sheet.entries:
        return _back_to_picking(request, selection)
    context = {
        "sheet": sheet,
        "printed": rendered(sheet),
        "change": f"{reverse('handout:pick')}?{selection.address()}",
        "pdf": f"{reverse('handout:pdf')}?{selection.address()}" if pdf.is_available() else "",
        "language_name": autonym(sheet.language),
        "most": MOST_ENTRIES,
        "trail": [start(), Crumb(reverse("handout:pick"), _("Hand-out")), Crumb("", _("Print page"))],
    }
    response = TemplateResponse(request, "home/handout/print_page.html", context)
    response.cache_scopes = SCOPES
    return response


@require_safe
def pdf_file(request: HttpRequest) -> HttpResponse:
    """The sheet as a tagged PDF; where none can be made, a page that says so and leads to the print page."""
    selection = Selection.from_address(request.GET, language=get_language())
    sheet = read_sheet(selection)
    if not sheet.entries:
        return _back_to_picking(request, selection)
    document = rendered(sheet, template="home/handout/document.html")
    try:
        content = pdf.render(document)
    except pdf.PdfNotAvailable:
        return _no_pdf(request, selection, is_busy=False)
    except pdf.PdfBusy:
        return _no_pdf(request, selection, is_busy=True)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="merkblatt-{sheet.language}.pdf"'
    response.cache_scopes = SCOPES
    return response


def rendered(sheet: Sheet, *, template: str = "home/handout/sheet.html") -> str:
    """The sheet with every label, date and name in its own language."""
    with translation.override(sheet.language):
        context = {"sheet": sheet, "identity": identity_facts(sheet.language), "today": timezone.localdate()}
        return render_to_string(template, context)


def _back_to_picking(request: HttpRequest, selection: Selection) -> HttpResponse:
    """Nothing to print: the page to choose says so, with the search as it was."""
    asked = {name: typed(request.GET.get(name, "")) for name in ("place", "q")}
    parameters = urlencode({**{name: text for name, text in asked.items() if text}, "nothing": "1"})
    return redirect(f"{reverse('handout:pick')}?{parameters}&{selection.address()}")


def _no_pdf(request: HttpRequest, selection: Selection, *, is_busy: bool) -> HttpResponse:
    context = {
        "is_busy": is_busy,
        "print_page": f"{reverse('handout:print_page')}?{selection.address()}",
        "trail": [start(), Crumb(reverse("handout:pick"), _("Hand-out"))],
    }
    response = TemplateResponse(request, "home/handout/no_pdf.html", context, status=503)
    if is_busy:
        response["Retry-After"] = "30"
    return response

"""The fit check: questions by GET, the result in the answer to the POST. Nothing is stored, no cookie is set."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.breadcrumb import Crumb, start
from portal.origins import comes_from_elsewhere
from programmes.fit import selectors
from programmes.fit.codes import Verdict
from programmes.fit.forms import FitForm, PlaceForm


# Nothing is changed by the call, so there is nothing to forge; without a token the check works without any cookie.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    asked = selectors.asked(today=today)
    if request.method != "POST":
        return _questions(request, FitForm(asked=asked))
    if comes_from_elsewhere(request):
        raise PermissionDenied
    if "change" in request.POST:
        return _questions(request, FitForm(initial=_typed(request.POST), asked=asked))
    form = FitForm(request.POST, asked=asked)
    if not form.is_valid():
        return _questions(request, form)
    language = get_language()
    result = selectors.check(answers=form.answers(), language=language, today=today)
    place_form = PlaceForm(request.POST if "place" in request.POST else None)
    near = None
    if place_form.is_bound and place_form.is_valid() and place_form.cleaned_data["place"]:
        near = selectors.near_centres(place=place_form.cleaned_data["place"], language=language)
    context = {
        "trail": _trail(),
        "form": form,
        "result": result,
        "groups": [(verdict, verdict.label, result.of(verdict)) for verdict in Verdict],
        "place_form": place_form,
        "near": near,
        "near_ids": {entry.centre.pk for entry in near.entries} if near else set(),
    }
    return TemplateResponse(request, "programmes/fit/result.html", context)


def _questions(request: HttpRequest, form: FitForm) -> TemplateResponse:
    return TemplateResponse(request, "programmes/fit/questions.html", {"trail": _trail(), "form": form})


def _typed(data: QueryDict) -> dict[str, str | list[str]]:
    return {name: data.getlist(name) if name == "situation" else data[name] for name in data}


def _trail() -> list[Crumb]:
    return [start(), Crumb("", _("Which programme fits?"))]

"""The districts of Bavaria for machines: the keys that areas of centres and events refer to."""

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.api.answers import missing, paged
from portal.api.operations import LANGUAGE, PAGE, Operation, Parameter, ignored, register
from portal.api.shapes import CODED, Coded, Field, Shape, attribute, page_of
from programmes.codes import DistrictType
from programmes.models.places import District

PER_PAGE = 100
REGION = Shape(
    "Region",
    "A Regierungsbezirk.",
    (Field("key", "string", attribute("pk")), Field("name", "string", attribute("name"))),
)
DISTRICT = Shape(
    "District",
    "A district of Bavaria under its official key.",
    (
        Field("key", "string", attribute("pk")),
        Field("name", "string", attribute("name")),
        Field("kind", CODED, lambda district: Coded.of(DistrictType(district.type))),
        Field("region", REGION, attribute("region")),
        Field("nuts3", "string", attribute("nuts3")),
        Field("latitude", "number", attribute("lat")),
        Field("longitude", "number", attribute("lon")),
    ),
)


def districts(request: HttpRequest) -> dict:
    region = request.GET.get("region", "")
    found = District.objects.select_related("region").order_by("pk")
    understood: set[tuple[str, str]] = set()
    if region.isascii() and region.isdigit() and len(region) == 3:
        found = found.filter(region_id=region)
        understood.add(("region", region))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    if request.GET.get("page") == str(page.number):
        understood.add(("page", str(page.number)))
    return paged(request, page, list(page.object_list), ignored=ignored(request, understood))


def district(request: HttpRequest, key: str) -> District:
    found = District.objects.select_related("region").filter(pk=key[:5]).first() if len(key) == 5 else None
    if found is None:
        raise missing(_("There is no district with this key."))
    return found


register(
    Operation(
        "/v1/districts",
        "listDistricts",
        gettext_lazy("Districts of Bavaria with their official keys"),
        page_of(DISTRICT),
        districts,
        (Parameter("region", "Key of a Regierungsbezirk, three digits."), PAGE, LANGUAGE),
    )
)
register(
    Operation(
        "/v1/districts/{key}",
        "getDistrict",
        gettext_lazy("One district"),
        DISTRICT,
        district,
        (Parameter("key", "The official key, five digits.", is_path=True), LANGUAGE),
    )
)

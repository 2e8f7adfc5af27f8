"""The HSDS feed: lists with the page header of its API reference, and single objects with all that hangs on them."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.api.answers import absolute, missing
from portal.api.operations import PAGE, Operation, Parameter, register
from portal.api.shapes import Foreign
from portal.context import identity_facts
from programmes.hsds import feed, selectors
from programmes.hsds.standard import PAGE as PAGE_FIELDS
from programmes.hsds.standard import VERSION, children, json_schema, schema_name

PER_PAGE, MOST_PER_PAGE, LAST_PAGE = 20, 100, 100_000
TAG = "hsds"


def _shape(entity: str, seen: tuple[str, ...] = ()) -> Foreign:
    """The entity with those it is made of; one that is made of itself is entered once."""
    made_of = [_shape(child, (*seen, entity)) for child in sorted(children(entity)) if child not in (*seen, entity)]
    return Foreign(
        schema_name(entity), f"HSDS {VERSION}: {entity.replace('_', ' ')}", json_schema(entity), tuple(made_of)
    )


def _list_shape(entity: str) -> Foreign:
    item = _shape(entity)
    kinds = {"contents": {"type": "array", "items": item.reference()}}
    kinds |= {name: {"type": "boolean"} for name in ("first_page", "last_page", "empty")}
    body = {
        "type": "object",
        "properties": {name: kinds.get(name, {"type": "integer"}) for name in PAGE_FIELDS},
        "required": list(PAGE_FIELDS),
        "additionalProperties": False,
    }
    return Foreign(f"{item.name}Page", f"One page of a list of HSDS {entity}", body, (item,))


ABOUT = Foreign(
    "HsdsAbout",
    "Which version of HSDS this is, and where it is described.",
    {
        "type": "object",
        "properties": {
            "version": {"type": "string"},
            "profile": {"type": "string", "format": "uri"},
            "openapi_url": {"type": "string", "format": "uri"},
            "description": {"type": "string"},
            "publisher": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]},
        },
        "required": ["version", "profile", "openapi_url"],
        "additionalProperties": False,
    },
)


def _about(request: HttpRequest) -> dict:
    identity = identity_facts(feed.GERMAN)
    about = {
        "version": VERSION,
        "profile": absolute(reverse("api:about") + "#hsds"),
        "openapi_url": absolute(reverse("api:openapi")),
        "description": _("Counselling centres and programmes of return and reintegration."),
    }
    publisher = identity.operator or identity.name
    return {**about, "publisher": {"name": publisher}} if publisher else about


def _number(request: HttpRequest, name: str, otherwise: int, most: int) -> int:
    text = request.GET.get(name, "")
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 9 and int(text) else otherwise


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text[:40].replace(" ", "+"))
        day = None if moment else parse_date(text[:10])
    except ValueError:
        return None
    moment = moment or (datetime(day.year, day.month, day.day) if day else None)
    try:
        return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment
    except (OverflowError, ValueError):
        return None


def _page(request: HttpRequest, ask: Callable[[int, int], tuple[list[dict], int]]) -> dict:
    size = _number(request, "per_page", PER_PAGE, MOST_PER_PAGE)
    number = _number(request, "page", 1, LAST_PAGE)
    contents, total = ask((number - 1) * size, number * size)
    pages = max(1, -(-total // size))
    if request.GET.get("full") != "true":
        contents = [feed.without_children(thing) for thing in contents]
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": contents,
    }


def _organizations(request: HttpRequest) -> dict:
    return _page(request, selectors.organizations_page)


def _services(request: HttpRequest) -> dict:
    organization, after = request.GET.get("organization_id", "")[:60], _moment(request.GET.get("modified_after", ""))

    def ask(start: int, stop: int) -> tuple[list[dict], int]:
        return selectors.services_page(start, stop, organization_id=organization, modified_after=after)

    return _page(request, ask)


def _locations(request: HttpRequest) -> dict:
    return _page(request, selectors.locations_page)


def _service_at_locations(request: HttpRequest) -> dict:
    return _page(request, selectors.service_at_locations_page)


def _single(find: Callable[[str], dict | None]) -> Callable[..., dict]:
    def answer(request: HttpRequest, id: str) -> dict:
        found = find(id)
        if found is None:
            raise missing(_("There is nothing with this id."))
        return found

    return answer


FULL = Parameter("full", "Objects in the list with all that hangs on them.", codes=("true", "false"))
PER = Parameter("per_page", f"Objects on a page, at most {MOST_PER_PAGE}.", "integer", minimum=1)
ID = Parameter("id", "Id of the object, as it stands in the list.", is_path=True)
FILTERS = (
    Parameter("organization_id", "Only services of this organisation."),
    Parameter("modified_after", "Only services changed since this day or moment (ISO 8601)."),
)

register(Operation("/hsds/", "aboutHsds", gettext_lazy("About the HSDS feed"), ABOUT, _about, tag=TAG))


def _enter(
    path: str, entity: str, ask: Callable, find: Callable[[str], dict | None], summary: Promise, *more: Parameter
) -> None:
    name = "".join(word.title() for word in path.split("_"))
    register(
        Operation(f"/hsds/{path}", f"listHsds{name}", summary, _list_shape(entity), ask, (PAGE, PER, FULL, *more), TAG)
    )
    one = gettext_lazy("One object of this list with all that hangs on it")
    register(Operation(f"/hsds/{path}/{{id}}", f"getHsds{name}", one, _shape(entity), _single(find), (ID,), TAG))


_enter("organizations", "organization", _organizations, selectors.organization, gettext_lazy("Organisations"))
_enter("services", "service", _services, selectors.service, gettext_lazy("Counselling and programmes"), *FILTERS)
_enter("locations", "location", _locations, selectors.location, gettext_lazy("Places where there is counselling"))
_enter(
    "service_at_locations",
    "service_at_location",
    _service_at_locations,
    selectors.service_at_location,
    gettext_lazy("Counselling at a place"),
)

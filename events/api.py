"""Events for machines. What somebody registered, and the link for online guests, is not in it."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import selectors
from events.filters import EventFilter
from events.languages import HeldIn
from events.states import Kind, Mode, Topic
from portal.api.answers import absolute, missing, paged
from portal.api.operations import LANGUAGE, PAGE, Operation, Parameter, ignored, register
from portal.api.shapes import CODED, Coded, Field, Shape, page_of

PER_PAGE = 20
WHEN = ("upcoming", "past", "all")

VENUE = Shape(
    "Venue",
    "Where an event takes place.",
    tuple(
        Field(name, "string", lambda event, source=source: getattr(event, source))
        for name, source in (
            ("name", "venue_name"),
            ("street", "venue_street"),
            ("postcode", "venue_postcode"),
            ("town", "venue_place"),
        )
    ),
)
APART = "Only where seats on site and online are counted apart."


def _if_apart(name: str) -> Callable[[selectors.ListedEvent], int | None]:
    return lambda listed: getattr(listed.event, name) if listed.event.counts_online_apart else None


EVENT = Shape(
    "Event",
    "An event with the words of the reader's language, else the German ones.",
    (
        Field("id", "string", lambda listed: str(listed.event.uid), format="uuid"),
        Field("slug", "string", lambda listed: listed.event.slug),
        Field("title", "string", lambda listed: listed.title),
        Field("summary", "string", lambda listed: listed.summary),
        Field("language", "string", lambda listed: listed.language, "Language of title and summary."),
        Field("url", "string", lambda listed: absolute(listed.url), "The event as a page.", format="uri"),
        Field("kind", CODED, lambda listed: Coded.of(Kind(listed.event.kind))),
        Field("mode", CODED, lambda listed: Coded.of(Mode(listed.event.mode))),
        Field("phase", CODED, lambda listed: Coded.of(listed.phase)),
        Field("starts_at", "string", lambda l_: timezone.localtime(l_.event.starts_at).isoformat(), format="date-time"),
        Field("ends_at", "string", lambda l_: timezone.localtime(l_.event.ends_at).isoformat(), format="date-time"),
        Field("is_all_day", "boolean", lambda listed: listed.event.all_day),
        Field("is_cancelled", "boolean", lambda listed: bool(listed.event.cancelled_at)),
        Field("host", "string", lambda listed: listed.event.host or None, may_be_null=True),
        Field("venue", VENUE, lambda l_: l_.event if l_.event.is_on_site else None, may_be_null=True),
        Field("district", "string", lambda listed: listed.event.district_id, "Official key.", may_be_null=True),
        Field("region", "string", lambda l_: l_.event.region_key or None, "Regierungsbezirk.", may_be_null=True),
        Field("topics", CODED, lambda l_: [Coded.of(one) for one in l_.event.known_topics], is_list=True),
        Field("held_in", "string", lambda l_: l_.event.languages, "Languages people speak there.", is_list=True),
        Field("contact_email", "string", lambda l_: l_.event.contact_email or None, format="email", may_be_null=True),
        Field("seats", "integer", lambda listed: listed.event.capacity),
        Field("seats_left", "integer", lambda listed: listed.event.seats_left),
        Field("online_seats", "integer", _if_apart("online_capacity"), APART, may_be_null=True),
        Field("online_seats_left", "integer", _if_apart("online_seats_left"), APART, may_be_null=True),
        Field("changed_at", "string", lambda listed: listed.event.updated_at.isoformat(), format="date-time"),
    ),
)


def events(request: HttpRequest) -> dict:
    values = {name: request.GET.get(name, "") for name in ("when", "mode")}
    known = {"when": WHEN, "mode": Mode.values}
    own = {name: value for name, value in values.items() if value in known[name]}
    chosen = EventFilter.from_address(request.GET).without("mode")
    found = selectors.public_events(
        language=translation.get_language(),
        when=own.get("when", "upcoming"),
        chosen=chosen,
        mode=own.get("mode", ""),
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    understood = {*own.items(), *chosen.chosen.items()}
    if request.GET.get("page") == str(page.number):
        understood.add(("page", str(page.number)))
    items = selectors.with_words(list(page.object_list), language=translation.get_language())
    return paged(request, page, items, ignored=ignored(request, understood))


def event(request: HttpRequest, slug: str) -> selectors.ListedEvent:
    found = selectors.public_event(slug=slug, language=translation.get_language())
    if found is None:
        raise missing(_("There is no event with this name in its address."))
    return found


register(
    Operation(
        "/v1/events",
        "listEvents",
        gettext_lazy("Events, the next one first"),
        page_of(EVENT),
        events,
        (
            Parameter("when", "Which events; those still to come if nothing is asked.", codes=WHEN),
            Parameter("kind", "Kind of event.", codes=tuple(Kind.values)),
            Parameter("region", "Key of a Regierungsbezirk, three digits."),
            Parameter("topic", "What the event is about.", codes=tuple(Topic.values)),
            Parameter("language", "Language people speak there.", codes=tuple(HeldIn.values)),
            Parameter("mode", "How it takes place.", codes=tuple(Mode.values)),
            PAGE,
            LANGUAGE,
        ),
    )
)
register(
    Operation(
        "/v1/events/{slug}",
        "getEvent",
        gettext_lazy("One event"),
        EVENT,
        event,
        (Parameter("slug", "Last part of the event's address.", is_path=True), LANGUAGE),
    )
)

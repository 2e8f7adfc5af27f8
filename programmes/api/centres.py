"""Centres for machines: the directory's own question, and one entry."""

from dataclasses import dataclass
from datetime import date, time
from urllib.parse import parse_qsl

from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.api.answers import missing, paged
from portal.api.operations import LANGUAGE, PAGE, Operation, Parameter, ignored, register
from portal.api.shapes import CODED, Coded, Field, Shape, attribute, key, page_of
from programmes import selectors, words
from programmes.codes import (
    AccessFeature,
    Audience,
    ClosureReason,
    Contact,
    CounsellorGender,
    Mode,
    OfferedBy,
    Role,
    TerritoryLevel,
    WaitingTime,
    YesNoUnknown,
)
from programmes.directory import RADII, SORTS, DirectoryQuery, Entry, search_directory
from programmes.facets import KNOWN, PARAMETERS
from programmes.languages import language_name
from programmes.models.centres import Centre, CentreText, Territory
from programmes.models.hours import Closure, HoursException
from programmes.models.shared_offers import SharedOfferText
from programmes.network import offers_of
from programmes.timesheet import Waiting, other_days, pause_of, waiting_of


@dataclass(frozen=True)
class Described:
    """A centre as an answer shows it: with its address on the site, and its distance where a place was asked for."""

    centre: Centre
    url: str
    distance_km: int | None = None

    @property
    def waiting(self) -> Waiting | None:
        return waiting_of(self.centre, today=timezone.localdate())

    @property
    def no_new_people_until(self) -> date | None:
        return pause_of(self.centre, today=timezone.localdate())

    @property
    def other_hours(self) -> list[HoursException | Closure]:
        return other_days(self.centre, today=timezone.localdate())

    @property
    def text(self) -> CentreText | None:
        return self.centre.text(translation.get_language())

    @property
    def offers(self) -> list[SharedOfferText]:
        return offers_of(self.centre, translation.get_language())


def _area(area: Territory) -> dict:
    return {
        "level": Coded.of(TerritoryLevel(area.level)),
        "key": area.region_id or area.district_id,
        "name": str(area.region or area.district or area.get_level_display()),
        "is_confirmed": area.confidence == "verified",
    }


def _hours(centre: Centre) -> list[dict]:
    return [
        {
            "weekday": None if row.weekday is None else row.weekday + 1,
            "opens": _clock(row.opens),
            "closes": _clock(row.closes),
            "by_appointment": row.by_appointment,
        }
        for row in centre.opening_hours.all()
    ]


def _clock(at: time | None) -> str | None:
    return f"{at:%H:%M}" if at else None


ORGANISATION = Shape(
    "Organisation",
    "Who runs a centre.",
    (
        Field("name", "string", attribute("name")),
        Field("website", "string", lambda o: o.website or None, format="uri", may_be_null=True),
    ),
)
ADDRESS = Shape(
    "Address",
    "Empty parts are not known yet.",
    (
        Field("street", "string", attribute("street")),
        Field("postcode", "string", attribute("postcode")),
        Field("town", "string", attribute("city")),
        Field("country", "string", lambda centre: "DE"),
        Field("status", "string", attribute("address_status"), "How well the address is known."),
    ),
)
POSITION = Shape(
    "Position",
    "The middle of the postcode or town (WGS 84), not the door.",
    (
        Field("latitude", "number", attribute("lat")),
        Field("longitude", "number", attribute("lon")),
    ),
)
SPOKEN = Shape(
    "Spoken",
    "A language counselling is given in.",
    (
        Field("code", "string", attribute("language")),
        Field("name", "string", lambda row: language_name(row.language)),
        Field("offered_by", "string", attribute("offered_by"), codes=tuple(OfferedBy.values)),
        Field("weekdays", "integer", lambda row: [day + 1 for day in row.weekdays], "Empty: on any day.", is_list=True),
        Field("lead_days", "integer", attribute("lead_days"), "How long an interpreter takes.", may_be_null=True),
    ),
)
OTHER_HOURS = Shape(
    "OtherHours",
    "Days that are not as every week; without times the centre is closed, without a last day until nobody knows when.",
    (
        Field("first_day", "string", lambda row: row.first_day.isoformat(), format="date"),
        Field(
            "last_day", "string", lambda row: row.last_day and row.last_day.isoformat(), format="date", may_be_null=True
        ),
        Field("opens", "string", lambda row: _clock(getattr(row, "opens", None)), may_be_null=True),
        Field("closes", "string", lambda row: _clock(getattr(row, "closes", None)), may_be_null=True),
        Field("reason", CODED, lambda row: Coded.of(ClosureReason(row.reason))),
    ),
)
HOURS = Shape(
    "OpeningHours",
    "A weekday (1 is Monday) with a time in Germany, or the statement that one comes by appointment.",
    (
        Field("weekday", "integer", key("weekday"), may_be_null=True),
        Field("opens", "string", key("opens"), may_be_null=True),
        Field("closes", "string", key("closes"), may_be_null=True),
        Field("by_appointment", "boolean", key("by_appointment")),
    ),
)
AREA = Shape(
    "Area",
    "An area whose people a centre counsels; its key is the official key of the region or district.",
    (
        Field("level", CODED, key("level")),
        Field("key", "string", key("key"), may_be_null=True),
        Field("name", "string", key("name")),
        Field("is_confirmed", "boolean", key("is_confirmed")),
    ),
)
WORDS = Shape(
    "Words",
    "What is said about an entry, and the language it is said in.",
    (
        Field("language", "string", attribute("language")),
        Field("summary", "string", attribute("summary")),
        Field("notes", "string", attribute("notes")),
        Field("directions", "string", attribute("directions"), "How to get there."),
    ),
)
OFFER = Shape(
    "Offer",
    "What the organisation offers at several of its centres and words once for them.",
    (
        Field("language", "string", attribute("language")),
        Field("title", "string", attribute("title")),
        Field("text", "string", attribute("text")),
    ),
)
ANSWERS = tuple(YesNoUnknown.values)
CENTRE = Shape(
    "Centre",
    "An institution of the directory. Contacts are those of the office; no person is named.",
    (
        Field("id", "string", lambda d: str(d.centre.public_id), format="uuid"),
        Field("slug", "string", lambda d: d.centre.slug),
        Field("name", "string", lambda d: d.centre.name),
        Field("url", "string", attribute("url"), "The entry as a page.", format="uri"),
        Field("organisation", ORGANISATION, lambda d: d.centre.organisation),
        Field("provider", CODED, lambda d: Coded(d.centre.provider_type, str(d.centre.get_provider_type_display()))),
        Field("role", CODED, lambda d: Coded.of(Role(d.centre.role))),
        Field("address", ADDRESS, attribute("centre")),
        Field("position", POSITION, lambda d: None if d.centre.lat is None else d.centre, may_be_null=True),
        Field("distance_km", "integer", attribute("distance_km"), "From the place asked for.", may_be_null=True),
        Field("telephone", "string", lambda d: d.centre.public_telephone or None, may_be_null=True),
        Field("email", "string", lambda d: d.centre.public_email or None, format="email", may_be_null=True),
        Field(
            "restricted_contacts",
            "string",
            lambda d: d.centre.restricted_contacts,
            "Contacts left out here: people who are logged in find them on the site.",
            codes=tuple(Contact.values),
            is_list=True,
        ),
        Field("website", "string", lambda d: d.centre.website or None, format="uri", may_be_null=True),
        Field("languages", SPOKEN, lambda d: d.centre.languages.all(), is_list=True),
        Field("modes", CODED, lambda d: [Coded.of(Mode(code)) for code in d.centre.modes], is_list=True),
        Field("audiences", CODED, lambda d: [Coded.of(Audience(c)) for c in d.centre.audiences], is_list=True),
        Field(
            "access",
            CODED,
            lambda d: [Coded.of(AccessFeature(code)) for code in d.centre.access_codes],
            "What there certainly is.",
            is_list=True,
        ),
        Field(
            "counsellor_on_request",
            CODED,
            lambda d: [Coded.of(CounsellorGender(code)) for code in d.centre.gender_codes],
            is_list=True,
        ),
        Field("step_free", "string", lambda d: d.centre.step_free, codes=ANSWERS),
        Field("anonymous_first_talk", "string", lambda d: d.centre.anonymous_first_talk, codes=ANSWERS),
        Field(
            "waiting_time",
            "string",
            lambda d: d.waiting.code if d.waiting else WaitingTime.UNKNOWN.value,
            "How long most people wait for a first appointment. What was told long ago is unknown today.",
            codes=tuple(WaitingTime.values),
        ),
        Field(
            "waiting_time_on",
            "string",
            lambda d: d.waiting and d.waiting.as_of.isoformat(),
            "The day the waiting time was told on.",
            format="date",
            may_be_null=True,
        ),
        Field(
            "no_new_people_until",
            "string",
            lambda d: d.no_new_people_until and d.no_new_people_until.isoformat(),
            "The last day on which nobody new is taken.",
            format="date",
            may_be_null=True,
        ),
        Field("opening_hours", HOURS, lambda d: _hours(d.centre), is_list=True),
        Field("other_hours", OTHER_HOURS, attribute("other_hours"), is_list=True),
        Field("areas", AREA, lambda d: [_area(area) for area in d.centre.territories.all()], is_list=True),
        Field("words", WORDS, attribute("text"), may_be_null=True),
        Field("offers", OFFER, attribute("offers"), is_list=True),
        Field("is_confirmed", "boolean", lambda d: d.centre.facts_confirmed, "Did the centre confirm its facts?"),
        Field(
            "confirmed_on",
            "string",
            lambda d: d.centre.confirmed_on and d.centre.confirmed_on.isoformat(),
            format="date",
            may_be_null=True,
        ),
        Field("changed_at", "string", lambda d: d.centre.changed_at.isoformat(), format="date-time"),
    ),
)
CHOICE = Shape(
    "PlaceChoice",
    "One of several places meant; the value, given as place, leads to it.",
    (Field("value", "string", attribute("value")), Field("label", "string", attribute("label"))),
)
PLACE = Shape(
    "Place",
    "How the place asked for was understood.",
    (
        Field("outcome", "string", lambda a: str(a.outcome.value)),
        Field("label", "string", lambda a: a.place.label if a.place else None, may_be_null=True),
        Field("districts", "string", lambda a: a.place.districts if a.place else (), is_list=True),
        Field("is_corrected", "boolean", attribute("is_corrected"), "It was misspelt; only this one is much like it."),
        Field("choices", CHOICE, attribute("choices"), is_list=True),
    ),
)
OPTION = Shape(
    "Option",
    "A value of a facet and how many entries have it, other filters applied.",
    (
        Field("code", "string", attribute("code")),
        Field("label", "string", attribute("label")),
        Field("count", "integer", attribute("count")),
        Field("is_chosen", "boolean", attribute("is_chosen")),
    ),
)
FACET = Shape(
    "Facet",
    "A parameter of the list with its values.",
    (
        Field("name", "string", attribute("name")),
        Field("label", "string", lambda facet: str(facet.label)),
        Field("options", OPTION, lambda facet: (*facet.options, *facet.more), is_list=True),
    ),
)
CENTRES = page_of(
    CENTRE,
    Field("place", PLACE, key("place")),
    Field("suggestion", "string", key("suggestion"), "Another spelling of the words searched for."),
    Field("facets", FACET, key("facets"), is_list=True),
    Field("specialists", CENTRE, key("specialists"), "Work in all of Germany for certain groups.", is_list=True),
)


def _described(entry: Entry, directory: str) -> Described:
    return Described(entry.centre, f"{directory}{entry.centre.slug}/", entry.distance)


def centres(request: HttpRequest) -> dict:
    language = translation.get_language()
    query = DirectoryQuery.from_address(request.GET)
    answer = search_directory(query, language=language, with_words=True)
    directory = words.directory_address(language)
    understood = set(parse_qsl(query.address())) | _free(request, query)
    return paged(
        request,
        answer.page,
        [_described(entry, directory) for entry in answer.entries],
        ignored=ignored(request, understood),
        place=answer.place,
        suggestion=answer.suggestion,
        facets=answer.facets,
        specialists=[_described(entry, directory) for entry in answer.specialists],
    )


def _free(request: HttpRequest, query: DirectoryQuery) -> set[tuple[str, str]]:
    """Free texts and the number of the page are understood in more spellings than one."""
    has_effect = {"q": bool(query.text), "place": bool(query.place)}
    found = {(name, request.GET.get(name, "")) for name, has in has_effect.items() if has}
    number = request.GET.get("page", "")
    return found | ({("page", number)} if str(query.page) == number else set())


def centre(request: HttpRequest, id: str) -> Described:
    found = selectors.centre_by_slug(id) or selectors.centre_by_public_id(id)
    if found is None:
        raise missing(_("There is no centre with this id."))
    return Described(found, f"{words.directory_address(translation.get_language())}{found.slug}/")


def facet_parameters() -> tuple[Parameter, ...]:
    """The facets of the directory, whatever they are."""
    return tuple(
        # Which programmes there are is known to the database only.
        Parameter(name, f"Facet of the directory: {name}.", codes=KNOWN.get(name, ()), is_repeated=True)
        for name in PARAMETERS
    )


register(
    Operation(
        "/v1/centres",
        "listCentres",
        gettext_lazy("Counselling centres, with the search and the filters of the directory"),
        CENTRES,
        centres,
        (
            Parameter("q", "Words to search for."),
            Parameter("place", "Postcode, place or district in Bavaria: lists who counsels people from there."),
            Parameter("radius", "Kilometres around the place.", "integer", codes=RADII),
            Parameter("anker", "Do they live in a reception facility? Puts who counsels there first.", codes=("yes",)),
            *facet_parameters(),
            Parameter("sort", "Order of the list.", codes=SORTS),
            PAGE,
            LANGUAGE,
        ),
    )
)
register(
    Operation(
        "/v1/centres/{id}",
        "getCentre",
        gettext_lazy("One counselling centre"),
        CENTRE,
        centre,
        (Parameter("id", "The public id or the slug of the centre.", is_path=True), LANGUAGE),
    )
)

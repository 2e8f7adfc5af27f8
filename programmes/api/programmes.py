"""Programmes for machines."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, QuerySet, When
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.api.answers import missing, paged
from portal.api.operations import LANGUAGE, PAGE, Operation, Parameter, ignored, register
from portal.api.shapes import CODED, Coded, Field, Shape, attribute, page_of
from programmes import words
from programmes.codes import ApplyVia, Audience, CountryRule, ProgrammeLevel
from programmes.languages import COUNTRY_CODES
from programmes.models.pages import ProgrammePage
from programmes.models.programmes import Programme
from programmes.programme_list import STATES, ProgrammeFilter
from search.selectors import MOST_PER_PAGE, Query, find

PER_PAGE = 20


@dataclass(frozen=True)
class Described:
    programme: Programme
    page: ProgrammePage
    url: str
    today: date

    @property
    def language(self) -> str:
        return self.page.locale.language_code


def _prose(html: str) -> str:
    return " ".join(strip_tags(html.replace("<", " <")).split())


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


COUNTRY = Shape(
    "Country",
    "A country of return a programme covers.",
    (
        Field("code", "string", attribute("country")),
        Field("name", "string", str),
        Field("note", "string", attribute("note")),
    ),
)
PROGRAMME_WORDS = Shape(
    "ProgrammeWords",
    "What a programme offers, and the language that is said in.",
    (
        Field("language", "string", attribute("language")),
        Field("title", "string", lambda d: d.page.title),
        Field("summary", "string", lambda d: d.page.summary),
        Field("benefits", "string", lambda d: _prose(d.page.benefits)),
        Field("eligibility", "string", lambda d: _prose(d.page.eligibility)),
        Field("application", "string", lambda d: _prose(d.page.application)),
        Field("remarks", "string", lambda d: _prose(d.page.remarks)),
    ),
)
PROGRAMME = Shape(
    "Programme",
    "A programme of return or reintegration.",
    (
        Field("slug", "string", lambda d: d.programme.slug),
        Field("name", "string", lambda d: d.programme.name),
        Field("url", "string", attribute("url"), "The programme as a page.", format="uri"),
        Field("provider", "string", lambda d: d.programme.provider),
        Field("level", CODED, lambda d: Coded.of(ProgrammeLevel(d.programme.level))),
        Field("status", CODED, lambda d: Coded(d.programme.status, str(d.programme.get_status_display()))),
        Field("is_ended", "boolean", lambda d: d.programme.is_ended(d.today)),
        Field("valid_from", "string", lambda d: _day(d.programme.valid_from), format="date", may_be_null=True),
        Field("valid_until", "string", lambda d: _day(d.programme.valid_to), format="date", may_be_null=True),
        Field("as_of", "string", lambda d: d.programme.stand, "A year, a month, a day, or empty: state of knowledge."),
        Field("audiences", CODED, lambda d: [Coded.of(Audience(c)) for c in d.programme.audiences], is_list=True),
        Field("country_rule", CODED, lambda d: Coded.of(CountryRule(d.programme.country_rule))),
        Field("countries", COUNTRY, lambda d: d.programme.countries.all(), is_list=True),
        Field("apply_via", CODED, lambda d: Coded.of(ApplyVia(d.programme.apply_via))),
        Field("words", PROGRAMME_WORDS, lambda d: d),
        Field("changed_at", "string", lambda d: d.programme.changed_at.isoformat(), format="date-time"),
    ),
)


@dataclass(frozen=True)
class ProgrammeQuery:
    """What was asked; values that are not known have no effect."""

    text: str
    chosen: ProgrammeFilter
    country: str
    audience: str

    @classmethod
    def from_request(cls, request: HttpRequest) -> "ProgrammeQuery":
        country, audience = request.GET.get("country", "").upper(), request.GET.get("audience", "")
        return cls(
            text=" ".join(request.GET.get("q", "").replace("\x00", " ").split())[:200],
            chosen=ProgrammeFilter.from_address(request.GET),
            country=country if country in COUNTRY_CODES else "",
            audience=audience if audience in Audience.values else "",
        )

    def understood(self, request: HttpRequest) -> set[tuple[str, str]]:
        found = {
            "q": self.text,
            "level": self.chosen.level,
            "state": self.chosen.state,
            "country": self.country,
            "audience": self.audience,
        }
        return {(name, request.GET.get(name, "")) for name, value in found.items() if value}


def _found(query: ProgrammeQuery, *, language: str, today: date) -> QuerySet[Programme]:
    programmes = words.public_programmes()
    if query.chosen.level:
        programmes = programmes.filter(level=query.chosen.level)
    if query.chosen.state:
        ended = Programme.objects.ended(today=today).values("pk")
        programmes = (
            programmes.filter(pk__in=ended) if query.chosen.state == "ended" else programmes.exclude(pk__in=ended)
        )
    if not (query.text or query.country or query.audience):
        return programmes.order_by("name", "pk")
    facets = {name: (code,) for name, code in (("country", query.country), ("audience", query.audience)) if code}
    hits = find(
        Query(text=query.text, language=language, kinds=("programme",), facets=facets, per_page=MOST_PER_PAGE)
    ).hits
    places = {int(hit.object_id): place for place, hit in enumerate(hits)}
    programmes = programmes.filter(pk__in=places)
    if not places:
        return programmes.order_by("pk")
    order = Case(*(When(pk=pk, then=place) for pk, place in places.items()), output_field=IntegerField())
    return programmes.order_by(order)


def _described(programmes: list[Programme]) -> list[Described]:
    language, today = translation.get_language(), timezone.localdate()
    pages = words.words_of_programmes(programmes, language=language)
    start = words.programmes_address(language)
    # A programme whose page went away in this moment is left out.
    return [
        Described(programme, pages[programme.pk], f"{start}{programme.slug}/", today)
        for programme in programmes
        if programme.pk in pages
    ]


def programmes(request: HttpRequest) -> dict:
    query = ProgrammeQuery.from_request(request)
    found = _found(query, language=translation.get_language(), today=timezone.localdate())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    understood = query.understood(request)
    if request.GET.get("page") == str(page.number):
        understood.add(("page", str(page.number)))
    return paged(request, page, _described(list(page.object_list)), ignored=ignored(request, understood))


def programme(request: HttpRequest, slug: str) -> Described:
    found = _described(list(words.public_programmes().filter(slug=slug)))
    if not found:
        raise missing(_("There is no programme with this name in its address."))
    return found[0]


register(
    Operation(
        "/v1/programmes",
        "listProgrammes",
        gettext_lazy("Programmes of return and reintegration"),
        page_of(PROGRAMME),
        programmes,
        (
            Parameter("q", "Words to search for."),
            Parameter("level", "Who pays.", codes=tuple(ProgrammeLevel.values)),
            Parameter("state", "Whether the programme still runs.", codes=STATES),
            Parameter("country", "Country of return, two letters."),
            Parameter("audience", "Group of people.", codes=tuple(Audience.values)),
            PAGE,
            LANGUAGE,
        ),
    )
)
register(
    Operation(
        "/v1/programmes/{slug}",
        "getProgramme",
        gettext_lazy("One programme"),
        PROGRAMME,
        programme,
        (Parameter("slug", "Last part of the programme's address.", is_path=True), LANGUAGE),
    )
)

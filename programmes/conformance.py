"""What the public entries lack, record by record: for the editors to mend, for everybody to see."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext_lazy as _

from programmes import structured
from programmes.codes import AddressStatus, ProgrammeStatus, Role
from programmes.hsds import feed
from programmes.hsds import selectors as hsds
from programmes.hsds.standard import faults as hsds_faults
from programmes.models.centres import Centre, validate_telephone
from programmes.models.programmes import Programme

PER_PAGE = 25
GAPS = {
    "street": _("The street is missing."),
    "town": _("Postcode or town is missing."),
    "address": _("The address is not confirmed."),
    "facts": _("The centre has not confirmed its details."),
    "languages": _("No counselling language is known."),
    "hours": _("No opening hours are known."),
    "contact": _("Neither telephone nor email is known."),
    "website": _("The website is missing."),
    "words": _("There are no German words about it."),
    "areas": _("No area it counsels for is known."),
    "telephone": _("The telephone number cannot be dialled."),
    "sources": _("No source is named."),
    "status": _("It is not confirmed whether the programme still runs."),
    "validity": _("Its dates are not known."),
    "page": _("There is no German page about it."),
}


@dataclass(frozen=True)
class Fault:
    """Where an output is not as its standard wants it."""

    standard: str
    place: str
    problem: str


@dataclass(frozen=True)
class Record:
    name: str
    kind: str
    url: str
    gaps: list[str]
    faults: list[Fault]

    @property
    def is_complete(self) -> bool:
        return not self.gaps and not self.faults


def records(number: str | None) -> Page:
    """A page of the public centres and programmes in the order of the feed, each with what it lacks.

    ``number`` is the number of the page as the address holds it.
    """
    chain = hsds.Chain([hsds.centres(), hsds.programmes()])
    page = Paginator(range(sum(chain.counts())), PER_PAGE).get_page(number)
    first = (page.number - 1) * PER_PAGE
    (centres, programmes), _total = chain.page(first, first + PER_PAGE)
    around = hsds.sources(centres, programmes)
    page.object_list = [
        *(_centre_record(centre, around) for centre in centres),
        *(_programme_record(programme, around) for programme in programmes),
    ]
    return page


def _centre_record(centre: Centre, around: feed.Sources) -> Record:
    url = f"{around.directory}{centre.slug}/"
    things = structured.centre_things(centre, centre.text(feed.GERMAN), url)
    checked = [
        ("service", feed.centre_service(centre, around)),
        ("location", feed.location(centre, around)),
    ]
    return Record(
        name=centre.name,
        kind="centre",
        url=url,
        gaps=[str(GAPS[gap]) for gap in centre_gaps(centre)],
        faults=_faults(checked, things),
    )


def centre_gaps(centre: Centre) -> Iterator[str]:
    if not centre.street:
        yield "street"
    if not (centre.postcode and centre.city):
        yield "town"
    if centre.address_status != AddressStatus.VERIFIED and not centre.facts_confirmed:
        yield "address"
    if not centre.facts_confirmed:
        yield "facts"
    if not centre.languages.all():
        yield "languages"
    if not centre.opening_hours.all():
        yield "hours"
    if not (centre.telephone or centre.email):
        yield "contact"
    if not centre.website:
        yield "website"
    if not any(text.language == feed.GERMAN for text in centre.texts.all()):
        yield "words"
    if centre.role == Role.RETURN_COUNSELLING and not centre.territories.all():
        yield "areas"
    if centre.telephone and not _can_be_dialled(centre.telephone):
        yield "telephone"
    if not centre.source_list:
        yield "sources"


def _can_be_dialled(number: str) -> bool:
    try:
        validate_telephone(number)
    except ValidationError:
        return False
    return True


def _programme_record(programme: Programme, around: feed.Sources) -> Record:
    url = f"{around.programmes}{programme.slug}/"
    pages = {page.locale.language_code: page for page in around.pages.get(programme.pk, ())}
    words = pages.get(feed.GERMAN)
    things = structured.programme_things(programme, words, url) if words else []
    return Record(
        name=programme.name,
        kind="programme",
        url=url,
        gaps=[str(GAPS[gap]) for gap in programme_gaps(programme, has_words=bool(words))],
        faults=_faults([("service", feed.programme_service(programme, around, {}))], things),
    )


def programme_gaps(programme: Programme, *, has_words: bool) -> Iterator[str]:
    if programme.status == ProgrammeStatus.UNCLEAR:
        yield "status"
    if not (programme.valid_from or programme.valid_to):
        yield "validity"
    if not has_words:
        yield "page"
    if not programme.source_list:
        yield "sources"


def _faults(checked: list[tuple[str, dict]], things: list[dict]) -> list[Fault]:
    found = {
        Fault("HSDS", place, problem) for entity, thing in checked for place, problem in hsds_faults(entity, thing)
    }
    found |= {Fault("schema.org", place, problem) for place, problem in structured.faults(things)}
    return sorted(found, key=lambda fault: (fault.standard, fault.place))

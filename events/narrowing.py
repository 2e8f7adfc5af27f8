"""Which registrations of an event staff have before them: the same filters narrow list, table and mail."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef

from events.attendance.presence import has_words, words_of
from events.models import Event, Registration, SessionChoice
from events.models.registrations import RegistrationQuerySet

ON_SITE, ONLINE = "on-site", "online"
PER_PAGE = 50
MOST_FOUND = 200


@dataclass(frozen=True)
class Narrowing:
    """Empty narrows nothing. ``organisation`` is a fingerprint; ``query`` is looked for in what is encrypted."""

    state: str = ""
    audience: str = ""
    region: str = ""
    attendance: str = ""
    workshop: str = ""
    organisation: str = ""
    query: str = field(default="", repr=False)

    def rows(self, registrations: RegistrationQuerySet) -> RegistrationQuerySet:
        """By everything the database can read."""
        columns = {"state": self.state, "audience": self.audience, "region": self.region}
        columns["organisation_fingerprint"] = self.organisation
        found = registrations.filter(**{name: value for name, value in columns.items() if value})
        if self.attendance:
            found = found.filter(is_online=self.attendance == ONLINE)
        if self.workshop:
            seat = SessionChoice.objects.filter(registration=OuterRef("pk"), session_id=self.workshop, seated=True)
            found = found.filter(Exists(seat))
        return found

    def keeps(self, registration: Registration) -> bool:
        """Whether every word occurs in name, organisation or number."""
        return not self.query.strip() or has_words(words_of(registration), self.query)

    def of(self, registrations: RegistrationQuerySet) -> Iterable[Registration]:
        return (registration for registration in self.rows(registrations) if self.keeps(registration))


EVERYBODY = Narrowing()


def registrations_of(event: Event, chosen: Narrowing, *, number: str | None) -> Page:
    """A page of the registrations of an event in the order they came in, each with its place in the waiting list.

    ``number`` is the number of the page as the address holds it. What somebody looked for by words is one page: the
    words stand in no address that could lead to another.
    """
    registrations = event.registrations.select_related("group").order_by("number")
    found = list(chosen.of(registrations)) if chosen.query else chosen.rows(registrations)
    page = Paginator(found, MOST_FOUND if chosen.query else PER_PAGE).get_page(number)
    page.object_list = list(page.object_list)
    places = places_in_line(event)
    for registration in page.object_list:
        registration.place_in_line = places.get(registration.number)
    return page


def places_in_line(event: Event) -> dict[int, int]:
    """The place in the waiting list by the number of the registration."""
    numbers = event.registrations.waiting().values_list("number", flat=True)
    return {number: place for place, number in enumerate(numbers, 1)}


def organisations_of(event: Event) -> list[tuple[str, str]]:
    """Fingerprint and name of every organisation that registered people, by name."""
    names = {}
    for registration in event.registrations.exclude(organisation_fingerprint="").order_by("number"):
        names.setdefault(registration.organisation_fingerprint, registration.organisation)
    return sorted(names.items(), key=lambda one: one[1].casefold())

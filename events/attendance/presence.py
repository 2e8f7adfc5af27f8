"""Who is there: the newest mark at the door decides, by the time of the device that made it."""

from dataclasses import dataclass

from django.db.models import BooleanField, Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from events.models import CheckIn, Event, Registration, WalkIn
from portal.plain_text import clean, latin_digits
from programmes.places import fold


@dataclass(frozen=True)
class DoorCounts:
    """``there``: guests with a registration who came; ``walk_ins`` came without."""

    expected: int
    there: int
    walk_ins: int


@dataclass(frozen=True)
class Guest:
    """Somebody the list at the door shows. ``words``: what a search looks through."""

    registration: Registration
    is_there: bool
    words: str


def with_presence(registrations: QuerySet[Registration]) -> QuerySet[Registration]:
    """Each with ``is_there``. Of two marks of one moment the one with the higher number counts, on every node."""
    newest = CheckIn.objects.filter(registration=OuterRef("pk")).order_by("-marked_at", "-uid").values("is_there")[:1]
    return registrations.annotate(
        is_there=Coalesce(Subquery(newest), Value(False), output_field=BooleanField()),
    )


def expected_or_there(registrations: QuerySet[Registration]) -> QuerySet[Registration]:
    """Who has a place, and who came all the same."""
    expected = Q(pk__in=Registration.objects.holding_a_seat().order_by().values("pk"))
    return with_presence(registrations).filter(expected | Q(is_there=True))


def guests_of(event: Event) -> list[Guest]:
    """Everybody with a place or at the place, by name. Names are encrypted: they are sorted here."""
    guests = [Guest(one, one.is_there, words_of(one)) for one in expected_or_there(event.registrations.all())]
    return sorted(guests, key=lambda guest: (guest.registration.name.casefold(), guest.registration.number))


def matching(guests: list[Guest], query: str) -> list[Guest]:
    """Those in whose name, organisation and reference every word of the query occurs."""
    return [guest for guest in guests if has_words(guest.words, query)]


def words_of(registration: Registration) -> str:
    """What a search for somebody looks through: name, organisation, and the number with and without hyphens."""
    reference = registration.reference
    return fold(f"{registration.name} {registration.organisation} {reference} {compact(reference)}")


def has_words(words: str, query: str) -> bool:
    return all(word in words for word in fold(clean(query)).split())


def compact(reference: str) -> str:
    return reference.replace("-", "")


def named_by(event: Event, reference: str) -> Registration | None:
    """The registration of the event a code or somebody's typing names; capitals and hyphens do not matter."""
    wanted = compact(latin_digits(reference)).replace(" ", "").upper()
    if len(wanted) != 11 or not wanted.isascii() or not wanted.isalnum():
        return None
    spelt = f"{wanted[0]}-{wanted[1:6]}-{wanted[6:]}"
    return with_presence(event.registrations.filter(reference=spelt)).first()


def counts_of(event: Event) -> DoorCounts:
    rows = with_presence(event.registrations.order_by())
    holding = Q(pk__in=event.registrations.holding_a_seat().order_by().values("pk"))
    found = rows.aggregate(expected=Count("pk", filter=holding), there=Count("pk", filter=Q(is_there=True)))
    return DoorCounts(**found, walk_ins=WalkIn.objects.filter(event=event).count())

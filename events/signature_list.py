"""The list guests sign on the day: evidence for those who audit the funding, on paper with the emblem of the Union."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from events import selectors
from events.models import Event
from portal import pdf
from portal.context import identity_facts

# Lines for guests who come without having registered, so that nobody writes on the back.
FEWEST_EMPTY, EMPTY_SHARE = 10, 10
LANGUAGE = settings.LANGUAGE_CODE  # of the office and of those who audit


@dataclass(frozen=True)
class SignatureList:
    event: Event

    @cached_property
    def guests(self) -> list[tuple[int, str, str]]:
        """Number, name and organisation of everybody with a place, by name; who waits or cancelled is not on it."""
        people = [(guest.name, guest.organisation) for guest in self.event.registrations.holding_a_seat()]
        people.sort(key=lambda person: (person[0].casefold(), person[1].casefold()))
        return [(number, *person) for number, person in enumerate(people, 1)]

    @property
    def empty_lines(self) -> range:
        """The numbers of the lines without a name: ten, or a tenth of the guests if that is more."""
        number = max(FEWEST_EMPTY, -(-len(self.guests) // EMPTY_SHARE))
        return range(len(self.guests) + 1, len(self.guests) + 1 + number)

    @cached_property
    def title(self) -> str:
        return selectors.title_of(self.event, language=LANGUAGE)

    def html(self) -> str:
        with translation.override(LANGUAGE):
            context = {"sheet": self, "event": self.event, "identity": identity_facts(LANGUAGE), "language": LANGUAGE}
            return render_to_string("events/staff/signature_list.html", context)

    def pdf(self) -> bytes:
        """As tagged PDF; raises what ``portal.pdf.render`` raises where none can be made."""
        return pdf.render(self.html())

"""Papers of the day: badges, the list for the gate, certificates. All of them carry what the funding demands."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from events import selectors
from events.models import Event, Registration, WalkIn
from portal import pdf
from portal.context import IdentityFacts, identity_facts
from portal.plain_text import length
from portal.writing import direction_of

LANGUAGE = settings.LANGUAGE_CODE  # of the office, the gate and those who audit
BADGES_A_SHEET = 10
# Above so many characters a name is printed smaller; the longest the form takes still fits.
SIZES = ((90, "longest"), (44, "very-long"), (22, "long"))


def check_in_address(registration: Registration) -> str:
    """Where the code on a badge leads: to the question whether this registration has come. It names nobody."""
    path = reverse("event_staff:check_in", args=[registration.event_id])
    return selectors.absolute(f"{path}?r={registration.reference}")


def check_in_code(registration: Registration) -> str:
    """The code as a drawing for an ``img``."""
    drawing = segno.make(check_in_address(registration), error="m", micro=False)
    return drawing.svg_data_uri(border=3, dark="#000", light="#fff")


def with_a_place(event: Event) -> list[Registration]:
    """Who is expected at the place, by name; who takes part online needs neither badge nor gate."""
    people = list(event.registrations.holding_a_seat().filter(is_online=False))
    return sorted(people, key=lambda one: (one.name.casefold(), one.organisation.casefold(), one.number))


@dataclass(frozen=True)
class Badge:
    """``photo``: whether the person agreed to be photographed; silence is no consent."""

    name: str
    organisation: str
    reference: str
    code: str
    photo: bool

    @property
    def direction(self) -> str:
        return direction_of(self.name)

    @property
    def organisation_direction(self) -> str:
        return direction_of(self.organisation)

    @property
    def size(self) -> str:
        letters = length(self.name)
        return next((size for above, size in SIZES if letters > above), "short")


@dataclass(frozen=True)
class Badges:
    event: Event

    @cached_property
    def sheets(self) -> list[list[Badge | None]]:
        """Ten to a page; what is left of the last page is empty badges, for guests without registration."""
        badges: list[Badge | None] = [
            Badge(one.name, one.organisation, one.reference, check_in_code(one), one.may_be_photographed)
            for one in with_a_place(self.event)
        ]
        badges += [None] * (-len(badges) % BADGES_A_SHEET or (0 if badges else BADGES_A_SHEET))
        return [badges[first : first + BADGES_A_SHEET] for first in range(0, len(badges), BADGES_A_SHEET)]

    def html(self) -> str:
        return _rendered("events/staff/badges.html", self.event, sheets=self.sheets)

    def pdf(self) -> bytes:
        return pdf.render(self.html())


@dataclass(frozen=True)
class VisitorList:
    """Names and organisations for the gate of the venue, nothing else."""

    event: Event

    @staticmethod
    def header() -> list[str]:
        return [_("Name"), _("Organisation")]

    def rows(self) -> Iterator[Sequence[str]]:
        for one in with_a_place(self.event):
            yield one.name, one.organisation

    def html(self) -> str:
        return _rendered("events/staff/visitor_list.html", self.event, guests=list(self.rows()))

    def pdf(self) -> bytes:
        return pdf.render(self.html())


def _rendered(template: str, event: Event, **context) -> str:
    with translation.override(LANGUAGE):
        words = {
            "event": event,
            "title": selectors.title_of(event, language=LANGUAGE),
            "identity": identity_facts(LANGUAGE),
            "language": LANGUAGE,
        }
        return render_to_string(template, {**words, **context})


@dataclass(frozen=True)
class Wording:
    """The words of a certificate in one language."""

    language: str
    title: str
    hours: str
    identity: IdentityFacts

    @property
    def direction(self) -> str:
        return "rtl" if get_language_info(self.language)["bidi"] else "ltr"


@dataclass(frozen=True)
class Certificate:
    """For one person; the words in German stand beside those of another language."""

    name: str
    organisation: str
    wordings: list[Wording]

    @property
    def funding(self) -> IdentityFacts:
        """The statement beside the emblem: in the language of the person where the project has it, else in German."""
        return self.wordings[0].identity

    @property
    def name_direction(self) -> str:
        return direction_of(self.name)

    @property
    def organisation_direction(self) -> str:
        return direction_of(self.organisation)


class Certificates:
    """Certificates of attendance of one event, for people who came; nobody else can be put on one."""

    def __init__(self, event: Event, registrations: Iterable[Registration], walk_ins: Iterable[WalkIn] = ()):
        self.event = event
        self._wordings: dict[str, Wording] = {}
        people = [(one.name, one.organisation, one.language) for one in registrations if one.is_there]
        people += [(one.name, one.organisation, one.language) for one in walk_ins]
        people.sort(key=lambda person: (person[0].casefold(), person[1].casefold()))
        self.language = people[0][2] if len(people) == 1 else LANGUAGE
        self.certificates = [Certificate(name, place, self._wordings_in(lang)) for name, place, lang in people]

    def _wordings_in(self, language: str) -> list[Wording]:
        is_german = language.partition("-")[0] == LANGUAGE
        return [self._wording(code) for code in ([language] if is_german else [language, LANGUAGE])]

    def _wording(self, language: str) -> Wording:
        if language not in self._wordings:
            with translation.override(language):
                title = selectors.title_of(self.event, language=language)
                self._wordings[language] = Wording(language, title, hours_of(self.event), identity_facts(language))
        return self._wordings[language]

    def html(self) -> str:
        return _rendered(
            "events/staff/certificates.html",
            self.event,
            certificates=self.certificates,
            language=self.language,
            direction="rtl" if get_language_info(self.language)["bidi"] else "ltr",
        )

    def pdf(self) -> bytes:
        return pdf.render(self.html())


def hours_of(event: Event) -> str:
    """How long the event took, in words; nothing where the hours of its days are not known."""
    if event.all_day or event.is_several_days:
        return ""
    minutes = round((event.ends_at - event.starts_at).total_seconds() / 60)
    hours, rest = divmod(minutes, 60)
    parts = [ngettext("%(number)d hour", "%(number)d hours", hours) % {"number": hours}] if hours else []
    if rest:
        parts.append(ngettext("%(number)d minute", "%(number)d minutes", rest) % {"number": rest})
    return " ".join(parts)

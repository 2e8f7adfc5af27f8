"""A hand-out: the facts of what was chosen, with words in its language, and a code that leads back to the portal."""

from dataclasses import dataclass, field

import segno
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from events.selectors import events_by_slug
from home.handout.plain_blocks import Block, blocks_of, blocks_of_lines
from home.handout.selection import Selection
from portal.directions import direction_of
from programmes.handout.selectors import (
    HoursShown,
    centres_by_slug,
    directory_url,
    hours_of,
    network_offers,
    programmes_by_slug,
)


@dataclass(frozen=True)
class Code:
    """A QR code and the address in it; the drawing is part of the page, nothing is loaded for it."""

    address: str
    picture: str

    @classmethod
    def to(cls, path: str) -> "Code":
        address = settings.BASE_URL + path
        # White around and behind the code: scanners need it, on a dark page as well.
        drawing = segno.make(address, error="m", micro=False).svg_data_uri(border=3, dark="#000", light="#fff")
        return cls(address, drawing)

    @property
    def shown(self) -> str:
        """The address as people write it down."""
        return self.address.split("://", 1)[-1].rstrip("/")


@dataclass(frozen=True)
class Words:
    """Texts with the language they are in."""

    language: str
    summary: str = ""
    parts: dict[str, list[Block]] = field(default_factory=dict)

    @property
    def direction(self) -> str:
        return direction_of(self.language)


@dataclass(frozen=True)
class Entry:
    """``thing`` is a centre, a programme or an event; ``title`` is in the language of ``words``."""

    thing: object
    title: str
    words: Words
    code: Code | None
    is_over: bool = False

    @property
    def texts(self) -> list[Words]:
        return [self.words]


@dataclass(frozen=True)
class CentreEntry(Entry):
    """``hours``: those of the day the sheet is made, with the days to come that differ. ``directions`` (how to get
    there) and ``offers`` (what centres of its network offer alike) may be in German although the other words are not.
    """

    hours: HoursShown | None = None
    directions: Words | None = None
    offers: list[Words] = field(default_factory=list)

    @property
    def texts(self) -> list[Words]:
        return [self.words, *filter(None, [self.directions]), *self.offers]

    @property
    def unknown(self) -> list[str]:
        """What nobody has said about the centre yet, named in the language of whoever asks."""
        centre = self.thing
        missing = {
            _("Street and number"): not centre.street,
            _("Telephone"): not centre.telephone,
            _("How to get there"): not self.directions,
            _("Opening hours"): not self.hours.is_known,
            _("Languages"): not centre.languages.all(),
            _("Step-free access"): centre.step_free == "unknown",
        }
        return [label for label, is_missing in missing.items() if is_missing]


@dataclass(frozen=True)
class Sheet:
    """``missing``: how many of the entries asked for are not there, or not to be shown any more."""

    selection: Selection
    centres: list[Entry]
    programmes: list[Entry]
    events: list[Entry]

    @property
    def entries(self) -> list[Entry]:
        return [*self.centres, *self.programmes, *self.events]

    @property
    def missing(self) -> int:
        return self.selection.count - len(self.entries)

    @property
    def language(self) -> str:
        return self.selection.language

    @property
    def direction(self) -> str:
        return direction_of(self.language)

    @property
    def is_partly_german(self) -> bool:
        """Whether words in German stand on a sheet of another language."""
        if self.language.startswith(settings.LANGUAGE_CODE):
            return False
        texts = [words for entry in self.entries for words in entry.texts]
        written = [words for words in texts if words.summary or any(words.parts.values())]
        return any(words.language == settings.LANGUAGE_CODE for words in written)


def read_sheet(selection: Selection) -> Sheet:
    """What was chosen, in the order chosen; the number of statements does not depend on how much that is."""
    return Sheet(
        selection=selection,
        centres=_centres(selection),
        programmes=_programmes(selection),
        events=_events(selection),
    )


def _centres(selection: Selection) -> list[Entry]:
    if not selection.centres:
        return []
    found = centres_by_slug(selection.centres)
    directory = directory_url(language=selection.language)
    now = timezone.now()
    entries = []
    for centre in (found[slug] for slug in selection.centres if slug in found):
        text = centre.text(selection.language)
        words = Words(settings.LANGUAGE_CODE)
        if text:
            words = Words(text.language, text.summary, {"notes": blocks_of_lines(text.notes)})
        code = Code.to(f"{directory}{centre.slug}/") if directory else None
        route = centre.directions(selection.language)
        directions = Words(route.language, route.directions) if route else None
        offers = [
            Words(offer.language, offer.title, {"text": blocks_of_lines(offer.text)})
            for offer in network_offers(centre, language=selection.language)
        ]
        entries.append(
            CentreEntry(
                centre,
                centre.name,
                words,
                code,
                hours=hours_of(centre, now=now),
                directions=directions,
                offers=offers,
            )
        )
    return entries


def _programmes(selection: Selection) -> list[Entry]:
    if not selection.programmes:
        return []
    found = programmes_by_slug(selection.programmes, language=selection.language)
    entries = []
    for one in (found[slug] for slug in selection.programmes if slug in found):
        page = one.page
        parts = {name: blocks_of(getattr(page, name)) for name in ("benefits", "eligibility", "application")}
        words = Words(page.content_language, page.summary, parts)
        entries.append(Entry(one.programme, page.title, words, Code.to(page.get_url()), is_over=one.is_ended))
    return entries


def _events(selection: Selection) -> list[Entry]:
    if not selection.events:
        return []
    found = events_by_slug(slugs=selection.events, language=selection.language)
    entries = []
    for listed, page in (found[slug] for slug in selection.events if slug in found):
        parts = {"directions": blocks_of(page.directions), "access": blocks_of(page.access_notes)}
        words = Words(listed.language, listed.summary, parts)
        is_over = listed.phase in ("past", "cancelled")
        entries.append(Entry(listed.event, listed.title, words, Code.to(listed.url), is_over=is_over))
    return entries

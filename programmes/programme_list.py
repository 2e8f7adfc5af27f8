"""The programmes of an index page, filtered by level and by whether they run."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from portal.untranslated import with_words_language
from programmes.codes import ProgrammeLevel

STATES = ("running", "ended")


@dataclass(frozen=True)
class ProgrammeFilter:
    level: str = ""
    state: str = ""

    @classmethod
    def from_address(cls, data: QueryDict) -> "ProgrammeFilter":
        level, state = data.get("level", ""), data.get("state", "")
        return cls(level if level in ProgrammeLevel.values else "", state if state in STATES else "")


@dataclass(frozen=True)
class Listed:
    page: object
    is_ended: bool


@dataclass(frozen=True)
class ProgrammeList:
    entries: list[Listed]
    levels: list[tuple[str, str, int]]
    running: int
    ended: int


def list_programmes(page, chosen: ProgrammeFilter, *, today: date) -> ProgrammeList:
    """Programmes that run come first. Each count leaves its own filter out, so that it tells what a click shows."""
    children = page.programme_pages().select_related("programme", "locale", "alias_of__locale")
    children = with_words_language(children)
    everything = [Listed(child, child.programme.is_ended(today)) for child in children]
    of_level = [e for e in everything if chosen.level in ("", e.page.programme.level)]
    of_state = [e for e in everything if chosen.state in ("", STATES[e.is_ended])]
    entries = [e for e in of_level if e in of_state]
    return ProgrammeList(
        entries=sorted(entries, key=lambda e: (e.is_ended, e.page.title.casefold())),
        levels=[
            (code, label, sum(e.page.programme.level == code for e in of_state))
            for code, label in ProgrammeLevel.choices
        ],
        running=sum(not e.is_ended for e in of_level),
        ended=sum(e.is_ended for e in of_level),
    )

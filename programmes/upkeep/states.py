"""How an entry is kept true: the ladder of an entry nobody confirms, and the states of what staff have to answer.

What is not in ``MOVES`` or ``TASK_MOVES`` cannot happen. How many days lie between two rungs says ``UPKEEP_DAYS`` in
the settings. The clock never makes an entry vanish: the last rung is a person's decision.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FieldGroup(models.TextChoices):
    """What a centre confirms in one click."""

    CONTACT = "contact", _("Address and contact")
    HOURS = "hours", _("Opening hours")
    LANGUAGES = "languages", _("Languages")
    WAYS = "ways", _("Ways of counselling, audiences, access")
    AREA = "area", _("Area served")
    WORDS = "words", _("Words about the centre")


class LadderState(models.TextChoices):
    UNCONFIRMED = "unconfirmed", pgettext_lazy("state of an entry", "never confirmed")
    CONFIRMED = "confirmed", pgettext_lazy("state of an entry", "confirmed")
    ASKED = "asked", pgettext_lazy("state of an entry", "centre was asked")
    REMINDED = "reminded", pgettext_lazy("state of an entry", "centre was reminded")
    LABELLED = "labelled", pgettext_lazy("state of an entry", "labelled as not confirmed")
    SUNK = "sunk", pgettext_lazy("state of an entry", "lower in the list")
    HIDDEN = "hidden", pgettext_lazy("state of an entry", "hidden")


class Side(models.TextChoices):
    """Who did it, by role: whose name it was is nobody's business later on."""

    CLOCK = "clock", pgettext_lazy("who did it", "the clock")
    CENTRE = "centre", pgettext_lazy("who did it", "the centre")
    STAFF = "staff", pgettext_lazy("who did it", "the project")


@dataclass(frozen=True)
class Move:
    source: LadderState
    target: LadderState
    sides: tuple[Side, ...]


_S, _BY = LadderState, Side
_OPEN = (_S.ASKED, _S.REMINDED, _S.LABELLED, _S.SUNK, _S.HIDDEN)
# Up: what happens while nobody answers.
_UP = (
    Move(_S.UNCONFIRMED, _S.ASKED, (_BY.STAFF,)),
    Move(_S.CONFIRMED, _S.ASKED, (_BY.CLOCK, _BY.STAFF)),
    Move(_S.ASKED, _S.REMINDED, (_BY.CLOCK,)),
    Move(_S.REMINDED, _S.LABELLED, (_BY.CLOCK,)),
    Move(_S.LABELLED, _S.SUNK, (_BY.CLOCK,)),
    Move(_S.SUNK, _S.HIDDEN, (_BY.STAFF,)),
)
# Answers: from every rung straight back to the ground. An entry that never was confirmed does not climb past the
# reminder, and one whose centre reported changes to facts never confirmed before waits for staff as unconfirmed.
_ANSWERS = (
    Move(_S.UNCONFIRMED, _S.CONFIRMED, (_BY.CENTRE, _BY.STAFF)),
    *(Move(state, _S.CONFIRMED, (_BY.CENTRE, _BY.STAFF)) for state in _OPEN),
    *(Move(state, _S.UNCONFIRMED, (_BY.CENTRE, _BY.STAFF)) for state in _OPEN if state != _S.REMINDED),
    Move(_S.REMINDED, _S.UNCONFIRMED, (_BY.CLOCK, _BY.CENTRE, _BY.STAFF)),
    Move(_S.CONFIRMED, _S.UNCONFIRMED, (_BY.STAFF,)),
)
# Down by one rung: staff take a step back. From ASKED that is UNCONFIRMED or CONFIRMED, which stand above.
_UNDO = (
    Move(_S.REMINDED, _S.ASKED, (_BY.STAFF,)),
    Move(_S.LABELLED, _S.REMINDED, (_BY.STAFF,)),
    Move(_S.SUNK, _S.LABELLED, (_BY.STAFF,)),
    Move(_S.HIDDEN, _S.SUNK, (_BY.STAFF,)),
)
MOVES: dict[tuple[LadderState, LadderState], tuple[Side, ...]] = {
    (move.source, move.target): move.sides for move in (*_UP, *_ANSWERS, *_UNDO)
}
ONE_BACK = {move.source: move.target for move in _UNDO}
# What the clock does next, and the setting that says after how many days.
CLIMBS = {_S.ASKED: (_S.REMINDED, "reminder"), _S.REMINDED: (_S.LABELLED, "label"), _S.LABELLED: (_S.SUNK, "lower")}
IN_A_ROUND = frozenset(_OPEN)
LABELLED_STATES = frozenset({_S.LABELLED, _S.SUNK, _S.HIDDEN})
# By how much an entry that nobody confirms counts for less in the ranking.
SUNK_FACTOR = 0.4


def may_move(source: str, target: str, side: str) -> bool:
    return side in MOVES.get((LadderState(source), LadderState(target)), ())


def rank_factor(state: str) -> float:
    return SUNK_FACTOR if state in (_S.SUNK, _S.HIDDEN) else 1.0


class TaskKind(models.TextChoices):
    REPORT = "report", _("Change reported by a visitor")
    MISSING = "missing", _("Missing service reported by a visitor")
    PROPOSAL = "proposal", _("Change proposed by the centre")
    OVERDUE = "overdue", _("The centre does not answer")
    BOUNCED = "bounced", _("The mail does not arrive")
    NO_ADDRESS = "no_address", _("No address to ask")
    LINK = "link", _("The website does not answer")
    MAIL_DOMAIN = "domain", _("The domain of the mail address does not exist")
    PROGRAMME_LINK = "prog_link", _("Links of the programme do not answer")


# The clock opens these by itself, one of each kind and centre at a time, and closes them when their cause is gone.
BY_LADDER = (TaskKind.OVERDUE, TaskKind.BOUNCED, TaskKind.NO_ADDRESS)
OF_ENTRIES = (TaskKind.LINK, TaskKind.MAIL_DOMAIN)
BY_LINKS = (*OF_ENTRIES, TaskKind.PROGRAMME_LINK)
BY_CLOCK = (*BY_LADDER, *BY_LINKS)
BY_VISITORS = (TaskKind.REPORT, TaskKind.MISSING)


class TaskState(models.TextChoices):
    NEW = "new", pgettext_lazy("state of a report", "new")
    IN_WORK = "in_work", pgettext_lazy("state of a report", "being worked on")
    DONE = "done", pgettext_lazy("state of a report", "done")
    DECLINED = "declined", pgettext_lazy("state of a report", "declined")


OPEN_TASKS = (TaskState.NEW, TaskState.IN_WORK)
TASK_MOVES: dict[TaskState, tuple[TaskState, ...]] = {
    TaskState.NEW: (TaskState.IN_WORK, TaskState.DONE, TaskState.DECLINED),
    TaskState.IN_WORK: (TaskState.NEW, TaskState.DONE, TaskState.DECLINED),
    TaskState.DONE: (TaskState.IN_WORK,),
    TaskState.DECLINED: (TaskState.IN_WORK,),
}


class RevisionSource(models.TextChoices):
    FOUND = "found", pgettext_lazy("where a change came from", "as it was found")
    CMS = "cms", pgettext_lazy("where a change came from", "edited in the CMS")
    IMPORT = "import", pgettext_lazy("where a change came from", "import")
    PROPOSAL = "proposal", pgettext_lazy("where a change came from", "proposed by the centre")
    RESTORED = "restored", pgettext_lazy("where a change came from", "restored")
    OTHER = "other", pgettext_lazy("where a change came from", "other")

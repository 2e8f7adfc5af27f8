"""The states of a case and the one table of moves between them.

What is not in ``MOVES`` cannot happen. A move names the sides that may make it and, where it ends something, the
reasons to choose from; reasons are codes, so that they can be counted and hold nothing personal.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forms.codes import Purpose


class CaseState(models.TextChoices):
    SUBMITTED = "submitted", pgettext_lazy("state of a case", "submitted")
    IN_REVIEW = "in_review", pgettext_lazy("state of a case", "in review")
    QUERY = "query", pgettext_lazy("state of a case", "query to the centre")
    WAITLISTED = "waitlisted", pgettext_lazy("state of a case", "on the waiting list")
    ACCEPTED = "accepted", pgettext_lazy("state of a case", "accepted")
    TALK_ARRANGED = "talk_arranged", pgettext_lazy("state of a case", "first talk arranged")
    TALK_HELD = "talk_held", pgettext_lazy("state of a case", "first talk held")
    PLAN_AGREED = "plan_agreed", pgettext_lazy("state of a case", "plan agreed")
    TRAINING = "training", pgettext_lazy("state of a case", "training under way")
    COMPLETED = "completed", pgettext_lazy("state of a case", "training completed")
    DEPARTED = "departed", pgettext_lazy("state of a case", "departure confirmed")
    FOLLOW_UP = "follow_up", pgettext_lazy("state of a case", "follow-up")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a case", "withdrawn")
    DECLINED = "declined", pgettext_lazy("state of a case", "declined")
    STOPPED = "stopped", pgettext_lazy("state of a case", "stopped")
    CLOSED_WITHOUT_DEPARTURE = "closed_stayed", pgettext_lazy("state of a case", "closed without departure")
    CLOSED = "closed", pgettext_lazy("state of a case", "closed")


class OutsideState(models.TextChoices):
    """What a centre sees: fewer words than inside, and none about how the house works."""

    RECEIVED = "received", pgettext_lazy("state of a case for the centre", "received")
    IN_REVIEW = "in_review", pgettext_lazy("state of a case for the centre", "being checked")
    QUERY = "query", pgettext_lazy("state of a case for the centre", "we have a question")
    WAITLISTED = "waitlisted", pgettext_lazy("state of a case for the centre", "on the waiting list")
    ACCEPTED = "accepted", pgettext_lazy("state of a case for the centre", "accepted")
    TRAINING = "training", pgettext_lazy("state of a case for the centre", "coaching under way")
    COMPLETED = "completed", pgettext_lazy("state of a case for the centre", "coaching completed")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a case for the centre", "withdrawn")
    DECLINED = "declined", pgettext_lazy("state of a case for the centre", "declined")
    STOPPED = "stopped", pgettext_lazy("state of a case for the centre", "ended early")
    CLOSED = "closed", pgettext_lazy("state of a case for the centre", "closed")


class DeclineReason(models.TextChoices):
    NOT_THIRD_COUNTRY = "not_third_country", _("not a third-country national")
    OUTSIDE_BAVARIA = "outside_bavaria", _("lives outside Bavaria")
    NO_WISH_TO_RETURN = "no_wish_to_return", _("no wish to return")
    TOO_LITTLE_TIME = "too_little_time", _("too little time before departure")
    ALREADY_FUNDED = "already_funded", _("same training already funded")
    MINOR_WITHOUT_GUARDIAN = "minor_without_guardian", _("minor without guardian")
    DOCUMENTS_MISSING = "documents_missing", _("documents missing")
    TOPIC_NOT_FEASIBLE = "topic_not_feasible", _("topic not feasible")
    NO_CAPACITY = "no_capacity", _("no capacity")
    NOT_REACHED = "not_reached", _("person not reached")


class StopReason(models.TextChoices):
    DEPARTED_EARLIER = "departed_earlier", _("departed earlier")
    # Deportations and Dublin transfers are recorded under this name only.
    OTHER_DEPARTURE = "other_departure", _("other departure")
    WORK_OR_RESIDENCE = "work_or_residence", _("found work or received a residence title")
    PERSONAL_REASONS = "personal_reasons", _("personal reasons")
    NO_CONTACT = "no_contact", _("no contact")
    OTHER = "other", _("other")


REASONS: dict[str, str] = {**dict(DeclineReason.choices), **dict(StopReason.choices)}


class Side(models.TextChoices):
    """In which capacity somebody acts on a case."""

    STAFF = "staff", pgettext_lazy("side of a case", "case staff")
    COACH = "coach", pgettext_lazy("side of a case", "coach")
    CENTRE = "centre", pgettext_lazy("side of a case", "counselling centre")
    # Sends messages, moves nothing.
    VISITOR = "visitor", pgettext_lazy("side of a case", "visitor")


@dataclass(frozen=True)
class Move:
    """One allowed step: who may make it, and the reasons to choose from where one is required."""

    sides: tuple[Side, ...]
    reasons: type[models.TextChoices] | None = None


_STAFF = Move((Side.STAFF,))
_COACHING = Move((Side.STAFF, Side.COACH))
_DECLINE = Move((Side.STAFF,), DeclineReason)
_STOP = Move((Side.STAFF,), StopReason)
_STOP_COACHING = Move((Side.STAFF, Side.COACH), StopReason)
_WITHDRAW = Move((Side.CENTRE,))

_S = CaseState
MOVES: dict[tuple[str, str], Move] = {
    (_S.SUBMITTED, _S.IN_REVIEW): _STAFF,
    (_S.SUBMITTED, _S.WITHDRAWN): _WITHDRAW,
    (_S.IN_REVIEW, _S.QUERY): _STAFF,
    (_S.IN_REVIEW, _S.ACCEPTED): _STAFF,
    (_S.IN_REVIEW, _S.WAITLISTED): _STAFF,
    (_S.IN_REVIEW, _S.DECLINED): _DECLINE,
    (_S.IN_REVIEW, _S.WITHDRAWN): _WITHDRAW,
    (_S.QUERY, _S.IN_REVIEW): _STAFF,
    (_S.QUERY, _S.WITHDRAWN): _WITHDRAW,
    (_S.WAITLISTED, _S.IN_REVIEW): _STAFF,
    (_S.WAITLISTED, _S.ACCEPTED): _STAFF,
    (_S.WAITLISTED, _S.DECLINED): _DECLINE,
    (_S.WAITLISTED, _S.WITHDRAWN): _WITHDRAW,
    (_S.ACCEPTED, _S.TALK_ARRANGED): _STAFF,
    (_S.ACCEPTED, _S.STOPPED): _STOP,
    (_S.ACCEPTED, _S.WITHDRAWN): _WITHDRAW,
    (_S.TALK_ARRANGED, _S.TALK_HELD): _COACHING,
    (_S.TALK_ARRANGED, _S.STOPPED): _STOP_COACHING,
    (_S.TALK_ARRANGED, _S.WITHDRAWN): _WITHDRAW,
    (_S.TALK_HELD, _S.PLAN_AGREED): _COACHING,
    (_S.TALK_HELD, _S.STOPPED): _STOP_COACHING,
    (_S.PLAN_AGREED, _S.TRAINING): _COACHING,
    (_S.PLAN_AGREED, _S.STOPPED): _STOP_COACHING,
    (_S.TRAINING, _S.COMPLETED): _COACHING,
    (_S.TRAINING, _S.STOPPED): _STOP_COACHING,
    (_S.COMPLETED, _S.DEPARTED): _STAFF,
    (_S.COMPLETED, _S.CLOSED_WITHOUT_DEPARTURE): _STAFF,
    (_S.DEPARTED, _S.FOLLOW_UP): _STAFF,
    (_S.DEPARTED, _S.CLOSED): _STAFF,
    (_S.FOLLOW_UP, _S.CLOSED): _STAFF,
    (_S.WITHDRAWN, _S.CLOSED): _STAFF,
    (_S.DECLINED, _S.CLOSED): _STAFF,
    (_S.STOPPED, _S.CLOSED): _STAFF,
}

# A message is read and answered, nothing more.
MESSAGE_MOVES: dict[tuple[str, str], Move] = {
    (_S.SUBMITTED, _S.IN_REVIEW): _STAFF,
    (_S.SUBMITTED, _S.CLOSED): _STAFF,
    (_S.IN_REVIEW, _S.CLOSED): _STAFF,
}

OUTSIDE: dict[str, OutsideState] = {
    _S.SUBMITTED: OutsideState.RECEIVED,
    _S.IN_REVIEW: OutsideState.IN_REVIEW,
    _S.QUERY: OutsideState.QUERY,
    _S.WAITLISTED: OutsideState.WAITLISTED,
    _S.ACCEPTED: OutsideState.ACCEPTED,
    _S.TALK_ARRANGED: OutsideState.ACCEPTED,
    _S.TALK_HELD: OutsideState.TRAINING,
    _S.PLAN_AGREED: OutsideState.TRAINING,
    _S.TRAINING: OutsideState.TRAINING,
    _S.COMPLETED: OutsideState.COMPLETED,
    _S.DEPARTED: OutsideState.COMPLETED,
    _S.FOLLOW_UP: OutsideState.COMPLETED,
    _S.WITHDRAWN: OutsideState.WITHDRAWN,
    _S.DECLINED: OutsideState.DECLINED,
    _S.STOPPED: OutsideState.STOPPED,
    _S.CLOSED_WITHOUT_DEPARTURE: OutsideState.CLOSED,
    _S.CLOSED: OutsideState.CLOSED,
}

FINAL = frozenset({_S.CLOSED, _S.CLOSED_WITHOUT_DEPARTURE})
# The work is over, only the file is still open.
ENDED = FINAL | {_S.WITHDRAWN, _S.DECLINED, _S.STOPPED}
OPEN = frozenset(_S) - ENDED
NEEDS_REASON = frozenset(target for (_source, target), move in MOVES.items() if move.reasons)


def moves_of(purpose: str) -> dict[tuple[str, str], Move]:
    """The table for what a form is for: a referral of a person, or a message to the project."""
    return MOVES if purpose == Purpose.REFERRAL else MESSAGE_MOVES


def next_states(state: str, sides: Collection[Side], purpose: str = Purpose.REFERRAL) -> list[CaseState]:
    """Where a case may go from here by the hand of these sides, in the order of the table."""
    return [
        CaseState(target)
        for (source, target), move in moves_of(purpose).items()
        if source == state and set(sides) & set(move.sides)
    ]

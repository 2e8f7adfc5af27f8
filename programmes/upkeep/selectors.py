"""What readers, centres and staff see of the upkeep. Nothing here writes."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from portal import tokens
from programmes.models.centres import Centre, Organisation
from programmes.models.upkeep import CentreRevision, GroupConfirmation, Upkeep, UpkeepStep, UpkeepTask
from programmes.upkeep import emails, facts, services
from programmes.upkeep.completeness import KNOWN, missing_keys
from programmes.upkeep.states import BY_LINKS, BY_VISITORS, FieldGroup, LadderState, TaskKind


@dataclass(frozen=True)
class Stand:
    """How sure a reader can be of an entry."""

    confirmed_on: date | None
    groups: list[tuple[str, date | None]]


def upkeep_or_new(centre: Centre) -> Upkeep:
    """The upkeep as it is stored, or as it would be."""
    return getattr(centre, "upkeep", None) or Upkeep(
        centre=centre, state=LadderState.CONFIRMED if centre.facts_confirmed else LadderState.UNCONFIRMED
    )


def stand_of(centre: Centre) -> Stand:
    dates = dict(GroupConfirmation.objects.filter(centre=centre).values_list("group", "confirmed_on"))
    return Stand(
        confirmed_on=centre.confirmed_on if centre.facts_confirmed else None,
        groups=[(str(group.label), dates.get(group)) for group in FieldGroup] if dates else [],
    )


def round_of(secret: str) -> tuple[Centre, bool] | None:
    """The centre a mailed link is for, and whether its round goes on; None for every link that does not work."""
    subject = tokens.subject_of(secret, purpose=emails.PURPOSE)
    is_open = subject is not None
    subject = subject or tokens.spent_subject_of(secret, purpose=emails.PURPOSE)
    if subject is None:
        return None
    _name, pk, _round = subject.split(":")
    centre = Centre.objects.select_related("upkeep", "organisation").filter(pk=pk).first()
    return (centre, is_open) if centre else None


# --- what a centre sees of its own entry -----------------------------------------------------------------------------


@dataclass(frozen=True)
class FactRow:
    label: str
    lines: list[str]


@dataclass(frozen=True)
class GroupView:
    """One group of facts with what has become of it."""

    code: str
    label: str
    rows: list[FactRow]
    confirmed_on: date | None
    is_confirmed: bool
    is_reported: bool

    @property
    def is_answered(self) -> bool:
        return self.is_confirmed or self.is_reported


def groups_of(centre: Centre) -> list[GroupView]:
    """All groups of facts; answered is what was answered in the present round, or today where none runs."""
    now = facts.snapshot(centre.pk)
    dates = dict(GroupConfirmation.objects.filter(centre=centre).values_list("group", "confirmed_on"))
    answers = services.answered_groups(upkeep_or_new(centre))
    return [
        GroupView(
            code=group.value,
            label=str(group.label),
            rows=[FactRow(facts.label(key), facts.lines(key, value)) for key, value in _shown(now, group, centre)],
            confirmed_on=dates.get(group),
            is_confirmed=answers.get(group) is True,
            is_reported=answers.get(group) is False,
        )
        for group in FieldGroup
    ]


def _shown(now: facts.Facts, group: FieldGroup, centre: Centre):
    """The facts of a group in its own order; the main ones say so when they are missing, others are left out."""
    own = facts.in_group(now, group)
    order = facts.GROUP_FIELDS.get(group, ())
    keys = [*order, *(key for key in own if key not in order)]
    return [(key, own.get(key)) for key in keys if (key in order and key not in facts.RARE) or own.get(key)]


@dataclass(frozen=True)
class Completeness:
    """How much of what readers ask for an entry tells."""

    known: int
    total: int
    missing: list[str]

    @property
    def percent(self) -> int:
        return self.known * 100 // self.total


def completeness_of(centre: Centre) -> Completeness:
    missing = [facts.label(key) for key in missing_keys(centre.pk)]
    return Completeness(known=len(KNOWN) - len(missing), total=len(KNOWN), missing=missing)


# --- what staff see --------------------------------------------------------------------------------------------------


def task_list(*, kind: str = "", state: str = "open", text: str = "") -> QuerySet[UpkeepTask]:
    """What waits longest first; ``text`` is a reference or a part of the name of the centre or programme."""
    rows = UpkeepTask.objects.select_related("centre", "programme")
    if state == "open":
        rows = rows.open()
    elif state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        wanted = text.strip()
        named = Q(centre__name__icontains=wanted) | Q(programme__name__icontains=wanted)
        rows = rows.filter(Q(reference=wanted.upper()) | named)
    return rows.order_by("created_at", "pk")


def open_task_counts() -> list[tuple[str, str, int]]:
    """Kind, its name and how many are open."""
    counts = dict(UpkeepTask.objects.open().values_list("kind").annotate(Count("pk")).order_by())
    looked_for = [kind for kind in TaskKind if settings.CHECK_LINKS or kind not in BY_LINKS or kind in counts]
    return [(kind.value, str(kind.label), counts.get(kind.value, 0)) for kind in looked_for]


def entry_list(*, state: str = "", text: str = "") -> QuerySet[Centre]:
    """All entries with their upkeep, the oldest confirmation first; those nobody ever confirmed come last."""
    rows = Centre.objects.select_related("upkeep")
    if state == LadderState.UNCONFIRMED:
        rows = rows.filter(upkeep__state=state) | rows.filter(upkeep=None, facts_confirmed=False)
    elif state:
        rows = rows.filter(upkeep__state=state)
    if text:
        rows = rows.filter(name__icontains=text.strip())
    return rows.order_by("-facts_confirmed", "confirmed_on", "name", "pk")


def organisations_without_entry() -> QuerySet[Organisation]:
    """Organisations no public entry names any more."""
    return Organisation.objects.exclude(centres__is_public=True)


@dataclass(frozen=True)
class Change:
    label: str
    old: list[str]
    new: list[str]


@dataclass(frozen=True)
class HistoryRow:
    """One earlier state: what it changed, and whether the entry is like that now."""

    revision: CentreRevision
    changes: list[Change]
    is_now: bool


def history_of(centre: Centre, *, limit: int = 20) -> list[HistoryRow]:
    """The latest changes, newest first, each compared with the one before it."""
    rows = list(CentreRevision.objects.filter(centre=centre).select_related("user")[: limit + 1])
    found = []
    for number, revision in enumerate(rows[:limit]):
        before = rows[number + 1].facts if number + 1 < len(rows) else None
        changed = facts.differences(before, revision.facts) if before is not None else {}
        changes = [
            Change(facts.label(key), facts.lines(key, change["old"]), facts.lines(key, change["new"]))
            for key, change in changed.items()
        ]
        found.append(HistoryRow(revision, changes, is_now=number == 0))
    return found


def steps_of(centre: Centre, *, limit: int = 30) -> list[UpkeepStep]:
    return list(UpkeepStep.objects.filter(centre=centre).select_related("user")[:limit])


def answered_report(reference: str) -> UpkeepTask | None:
    """A visitor's report by its reference; what was written in it is shown to nobody outside."""
    rows = UpkeepTask.objects.filter(kind__in=BY_VISITORS, reference=reference).select_related("centre")
    return rows.defer("text").first()


def state_words(upkeep: Upkeep) -> str:
    """Where an entry stands, for staff."""
    if upkeep.mail_failed:
        return _("%(state)s, mails do not arrive") % {"state": upkeep.get_state_display()}
    return str(upkeep.get_state_display())

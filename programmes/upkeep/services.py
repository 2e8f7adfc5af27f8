"""The rounds of confirmation and the ladder of an entry that nobody confirms.

Every step is one conditional UPDATE of the state it starts from, so of two workers, or of a worker and a centre, one
wins and the other does nothing; mail, log and index entry are written in the same transaction. Days are those of the
local calendar: a change of the clock neither repeats nor skips a step.
"""

import calendar
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import outbox, tokens
from portal.errors import DomainError
from portal.models import MailState, OutgoingMail, User
from portal.page_cache import changed
from programmes import indexing
from programmes.models.centres import Centre
from programmes.models.upkeep import GroupConfirmation, Upkeep, UpkeepStep, UpkeepTask
from programmes.upkeep import emails, tasks
from programmes.upkeep.states import (
    CLIMBS,
    IN_A_ROUND,
    ONE_BACK,
    FieldGroup,
    LadderState,
    Side,
    TaskKind,
    may_move,
)

ALL_GROUPS = tuple(FieldGroup)


def days(name: str) -> timedelta:
    return timedelta(days=settings.UPKEEP_DAYS[name])


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one: half a year after 31 August is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@transaction.atomic
def upkeep_of(centre_id: int) -> Upkeep:
    """The upkeep of a centre, made when it is asked for first, and locked for the rest of the transaction."""
    if not Upkeep.objects.filter(centre_id=centre_id).exists():
        Upkeep.objects.bulk_create([_new_upkeep(Centre.objects.get(pk=centre_id))], ignore_conflicts=True)
    return Upkeep.objects.select_for_update(of=("self",)).select_related("centre").get(centre_id=centre_id)


def _new_upkeep(centre: Centre) -> Upkeep:
    upkeep = Upkeep(centre=centre)
    if centre.facts_confirmed:
        upkeep.state = LadderState.CONFIRMED
        upkeep.due_on = months_later(centre.confirmed_on, upkeep.rhythm)
    return upkeep


def _move(
    upkeep: Upkeep,
    target: LadderState,
    *,
    side: Side,
    user: User | None = None,
    groups: Collection[str] = (),
    note: str = "",
    **facts,
) -> bool:
    """Take one step, if the entry still stands where we saw it; False means somebody else was faster."""
    source = LadderState(upkeep.state)
    if not may_move(source, target, side):
        raise DomainError(_("This step is not possible from the present state."), code="no_such_step")
    now = {"state": target, "state_on": timezone.localdate(), **facts}
    if not Upkeep.objects.filter(pk=upkeep.pk, state=source, round=upkeep.round).update(**now):
        return False
    for name, value in now.items():
        setattr(upkeep, name, value)
    _log(upkeep, source, target, side=side, user=user, groups=groups, note=note)
    is_shown = target != LadderState.HIDDEN
    if LadderState.HIDDEN in (source, target) and upkeep.centre.is_public != is_shown:
        upkeep.centre.is_public = is_shown
        upkeep.centre.save(update_fields=["is_public", "changed_at"])
    indexing.write_centres([upkeep.centre_id])
    changed("directory")
    return True


def _log(upkeep, source, target, *, side, user=None, groups=(), note="") -> None:
    UpkeepStep.objects.create(
        centre_id=upkeep.centre_id,
        source=source,
        target=target,
        side=side,
        user=user,
        groups=sorted(groups),
        note=note,
        at=timezone.now(),
    )


@transaction.atomic
def note(*, centre_id: int, side: Side, note: str, user: User | None = None) -> None:
    """Write into the log of the entry what is no step of the ladder."""
    upkeep = upkeep_of(centre_id)
    _log(upkeep, upkeep.state, upkeep.state, side=side, user=user, note=note)


# --- asking ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def ask(*, centre_id: int, side: Side = Side.STAFF, user: User | None = None) -> Upkeep:
    """Begin a round and write to the office; in a round that runs already the mail goes out once more."""
    upkeep = upkeep_of(centre_id)
    if not emails.address_of(upkeep):
        raise DomainError(_("There is no office address to write to. Enter one first."), code="no_address")
    if upkeep.state in IN_A_ROUND:
        Upkeep.objects.filter(pk=upkeep.pk).update(mail_failed=False)
        upkeep.mail_failed = False
        _log(upkeep, upkeep.state, upkeep.state, side=side, user=user, note=_("asked once more"))
        emails.queue_question(upkeep, template="reminder")
    else:
        begun = {"round": upkeep.round + 1, "round_on": timezone.localdate(), "mail_failed": False}
        if not _move(upkeep, LadderState.ASKED, side=side, user=user, **begun):
            return upkeep_of(centre_id)
        emails.queue_question(upkeep, template="question")
    tasks.close_of_clock(centre_id=centre_id, kinds=(TaskKind.BOUNCED, TaskKind.NO_ADDRESS))
    return upkeep


@transaction.atomic
def set_contact(*, centre_id: int, rhythm: int, email: str, language: str, user: User) -> Upkeep:
    """How often and under which office address the centre is asked.

    A new address gets another chance, and what went to the old one, mistyped perhaps, opens nothing any more.
    """
    upkeep = upkeep_of(centre_id)
    if email:
        validate_email(email)
    if email != upkeep.email:
        upkeep.mail_failed = False
        _withdraw_question(upkeep)
    if upkeep.state == LadderState.CONFIRMED and upkeep.due_on:
        upkeep.due_on = months_later(upkeep.due_on, rhythm - upkeep.rhythm)
    upkeep.rhythm, upkeep.email, upkeep.language = rhythm, email, language
    upkeep.full_clean()
    upkeep.save()
    _log(upkeep, upkeep.state, upkeep.state, side=Side.STAFF, user=user, note=_("rhythm or address changed"))
    return upkeep


def _withdraw_question(upkeep: Upkeep) -> None:
    tokens.withdraw(purpose=emails.PURPOSE, subject=upkeep.subject)
    outbox.withdraw(reference=upkeep.subject, to=emails.address_of(upkeep))


# --- answers ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def confirm(
    *,
    centre_id: int,
    groups: Collection[str],
    side: Side,
    user: User | None = None,
    on: date | None = None,
) -> Upkeep:
    """These groups of facts are right. Said twice on one day it is said once; a newer date is never made older."""
    unknown = set(groups) - set(FieldGroup.values)
    if unknown:
        raise DomainError(_("There is no such group of facts."), code="unknown_group")
    upkeep, day = upkeep_of(centre_id), on or timezone.localdate()
    known = dict(upkeep.centre.group_confirmations.values_list("group", "confirmed_on"))
    new = [group for group in FieldGroup.values if group in groups and known.get(group, date.min) < day]
    for group in new:
        GroupConfirmation.objects.update_or_create(
            centre_id=centre_id, group=group, defaults={"confirmed_on": day, "side": side}
        )
    if new:
        _write_dates(upkeep.centre)  # before anything else saves the centre: groups without its date are taken back
        if FieldGroup.HOURS in new:
            _date_waiting_time(upkeep.centre, day)
        _log(upkeep, upkeep.state, upkeep.state, side=side, user=user, groups=new)
        changed("directory")
    settle(upkeep, side=side, user=user)
    return upkeep


def _date_waiting_time(centre: Centre, day: date) -> None:
    """With the hours the waiting time is confirmed, too: it is true as of this day."""
    if centre.waiting_time_on and centre.waiting_time_on < day:
        centre.waiting_time_on = day
        centre.save(update_fields=["waiting_time_on", "changed_at"])


def _write_dates(centre: Centre) -> None:
    """Readers are told the date of the oldest group, and only when every group has one."""
    dates = dict(centre.group_confirmations.values_list("group", "confirmed_on"))
    is_complete = set(dates) >= set(FieldGroup.values)
    oldest = min(dates.values()) if is_complete else None
    if (centre.facts_confirmed, centre.confirmed_on) != (is_complete, oldest):
        centre.facts_confirmed, centre.confirmed_on = is_complete, oldest
        centre.save(update_fields=["facts_confirmed", "confirmed_on", "changed_at"])


@transaction.atomic
def settle(upkeep: Upkeep, *, side: Side, user: User | None = None) -> None:
    """End the round when every group has its answer: confirmed since it began, or a change reported."""
    centre, state = upkeep.centre, upkeep.state
    if state in IN_A_ROUND:
        if set(answered_groups(upkeep)) < set(FieldGroup.values):
            return
        due_on = months_later(timezone.localdate(), upkeep.rhythm)
        target = LadderState.CONFIRMED if centre.facts_confirmed else LadderState.UNCONFIRMED
        if _move(upkeep, target, side=side, user=user, due_on=due_on, mail_failed=False):
            tokens.revoke(purpose=emails.PURPOSE, subject=upkeep.subject)
            tasks.close_of_clock(centre_id=centre.pk)
    elif centre.facts_confirmed:
        due_on = months_later(centre.confirmed_on, upkeep.rhythm)
        if state == LadderState.UNCONFIRMED:
            _move(upkeep, LadderState.CONFIRMED, side=side, user=user, due_on=due_on)
            tasks.close_of_clock(centre_id=centre.pk)
        elif upkeep.due_on is None or upkeep.due_on < due_on:
            Upkeep.objects.filter(pk=upkeep.pk).update(due_on=due_on)
            upkeep.due_on = due_on


def answered_groups(upkeep: Upkeep) -> dict[str, bool]:
    """The groups answered in the present round: True where confirmed, False where a change was reported."""
    if upkeep.round_on is None:
        return {}
    reported = UpkeepTask.objects.filter(
        centre_id=upkeep.centre_id, kind=TaskKind.PROPOSAL, created_at__gte=start_of(upkeep.round_on)
    ).values_list("group", flat=True)
    confirmed = GroupConfirmation.objects.filter(centre_id=upkeep.centre_id, confirmed_on__gte=upkeep.round_on)
    return {**dict.fromkeys(reported, False), **dict.fromkeys(confirmed.values_list("group", flat=True), True)}


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


# --- what staff decide -----------------------------------------------------------------------------------------------


@transaction.atomic
def undo(*, centre_id: int, user: User) -> Upkeep:
    """Take the last rung back; the rung below counts its days anew from today."""
    upkeep = upkeep_of(centre_id)
    state, facts = LadderState(upkeep.state), {}
    if state == LadderState.ASKED:
        target = LadderState.CONFIRMED if upkeep.centre.facts_confirmed else LadderState.UNCONFIRMED
        facts["due_on"] = timezone.localdate() + days("reminder")
        _withdraw_question(upkeep)
    elif state in ONE_BACK:
        target = ONE_BACK[state]
    else:
        raise DomainError(_("There is no step to take back."), code="no_such_step")
    _move(upkeep, target, side=Side.STAFF, user=user, note=_("step taken back"), **facts)
    return upkeep


def may_be_hidden_from(upkeep: Upkeep) -> date | None:
    """The first day on which a person may hide the entry; None while it stands too low on the ladder."""
    return upkeep.state_on + days("hide") if upkeep.state == LadderState.SUNK else None


@transaction.atomic
def hide(*, centre_id: int, user: User) -> Upkeep:
    """Take the entry out of the public directory, after it was on the list of staff for long enough."""
    upkeep = upkeep_of(centre_id)
    first_day = may_be_hidden_from(upkeep)
    if first_day is None or timezone.localdate() < first_day:
        raise DomainError(_("The entry has not been on the list for long enough to be hidden."), code="too_early")
    _move(upkeep, LadderState.HIDDEN, side=Side.STAFF, user=user)
    return upkeep


@transaction.atomic
def mark_bounced(*, centre_id: int, side: Side = Side.STAFF, user: User | None = None) -> Upkeep:
    """The mail did not arrive: the ladder stands still until there is another address or another mail."""
    upkeep = upkeep_of(centre_id)
    if upkeep.state not in IN_A_ROUND:
        raise DomainError(_("No question to this centre is open."), code="no_such_step")
    if Upkeep.objects.filter(pk=upkeep.pk, mail_failed=False).update(mail_failed=True):
        upkeep.mail_failed = True
        _log(upkeep, upkeep.state, upkeep.state, side=side, user=user, note=_("mail did not arrive"))
        tasks.open_by_clock(centre_id=centre_id, kind=TaskKind.BOUNCED)
    return upkeep


@transaction.atomic
def follow_centre(centre: Centre) -> None:
    """An editor's hand comes first: who ticks "confirmed" or "shown" in the CMS has decided it."""
    upkeep = Upkeep.objects.filter(centre=centre).first()
    if upkeep is None and not centre.facts_confirmed:
        return
    if upkeep and upkeep.state == LadderState.HIDDEN and centre.is_public:
        upkeep.centre = centre
        _move(upkeep, LadderState.SUNK, side=Side.STAFF, note=_("shown again in the CMS"))
    dates = dict(centre.group_confirmations.values_list("group", "confirmed_on"))
    is_complete = set(dates) >= set(FieldGroup.values)
    if centre.facts_confirmed and not (is_complete and min(dates.values()) == centre.confirmed_on):
        for group in FieldGroup.values:
            GroupConfirmation.objects.update_or_create(
                centre=centre, group=group, defaults={"confirmed_on": centre.confirmed_on, "side": Side.STAFF}
            )
        upkeep = upkeep_of(centre.pk)
        _log(upkeep, upkeep.state, upkeep.state, side=Side.STAFF, groups=ALL_GROUPS, note=_("confirmed in the CMS"))
        settle(upkeep, side=Side.STAFF)
    elif is_complete and not centre.facts_confirmed:
        centre.group_confirmations.all().delete()
        if upkeep and upkeep.state == LadderState.CONFIRMED:
            _move(upkeep, LadderState.UNCONFIRMED, side=Side.STAFF, note=_("confirmation taken back"), due_on=None)


# --- the clock -------------------------------------------------------------------------------------------------------


def begin_due_rounds() -> int:
    """Ask every public centre whose rhythm is over. Returns how many were asked."""
    today, asked = timezone.localdate(), 0
    for pk in Centre.objects.filter(facts_confirmed=True, upkeep=None).values_list("pk", flat=True):
        upkeep_of(pk)
    waiting = Upkeep.objects.filter(state=LadderState.CONFIRMED, due_on__lte=today, centre__is_public=True)
    for pk in waiting.order_by("due_on", "pk").values_list("centre_id", flat=True):
        asked += _begin_round(pk, today)
    return asked


@transaction.atomic
def _begin_round(centre_id: int, today: date) -> bool:
    upkeep = upkeep_of(centre_id)
    if upkeep.state != LadderState.CONFIRMED or upkeep.due_on is None or upkeep.due_on > today:
        return False  # somebody was faster
    if not emails.address_of(upkeep):
        tasks.open_by_clock(centre_id=centre_id, kind=TaskKind.NO_ADDRESS)
        return False
    ask(centre_id=centre_id, side=Side.CLOCK)
    return True


def climb() -> int:
    """Take every entry that waited long enough one rung further, never two at once. Returns how many."""
    today, taken = timezone.localdate(), 0
    for source, (_target, name) in CLIMBS.items():
        waiting = Upkeep.objects.filter(
            state=source, state_on__lte=today - days(name), mail_failed=False, centre__is_public=True
        )
        # All are read before any is moved, and a rung starts with today's date: no entry takes two in one run.
        for pk in list(waiting.order_by("pk").values_list("centre_id", flat=True)):
            taken += _climb_one(pk, source, today)
    return taken


@transaction.atomic
def _climb_one(centre_id: int, source: LadderState, today: date) -> bool:
    upkeep = upkeep_of(centre_id)
    target, name = CLIMBS[source]
    if upkeep.state != source or upkeep.mail_failed or upkeep.state_on > today - days(name):
        return False  # somebody was faster
    if source == LadderState.REMINDED and not upkeep.centre.facts_confirmed:
        target = LadderState.UNCONFIRMED  # readers are warned of it as it is, and nothing was ever promised
    if not _move(upkeep, target, side=Side.CLOCK):
        return False
    if target == LadderState.REMINDED:
        emails.queue_question(upkeep, template="reminder")
    else:
        tasks.open_by_clock(centre_id=centre_id, kind=TaskKind.OVERDUE)
    return True


def find_failed_mails() -> int:
    """Questions whose mail was given up: the ladder stops and staff are told. Returns how many."""
    failed = OutgoingMail.objects.filter(state=MailState.FAILED, reference__startswith="upkeep:")
    subjects = set(failed.values_list("reference", flat=True))
    if not subjects:
        return 0
    open_rounds = Upkeep.objects.filter(state__in=IN_A_ROUND, mail_failed=False)
    count = 0
    for upkeep in open_rounds.filter(centre_id__in=[subject.split(":")[1] for subject in subjects]):
        last = OutgoingMail.objects.filter(reference=upkeep.subject).order_by("-created_at", "-pk").first()
        if last is not None and last.state == MailState.FAILED:
            mark_bounced(centre_id=upkeep.centre_id, side=Side.CLOCK)
            count += 1
    return count

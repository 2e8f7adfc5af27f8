"""What happens to a case: opened, moved, assigned, looked at, withdrawn. Each writes its log row in its transaction."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from forms.cases import emails, permissions, selectors
from forms.cases.states import FINAL, CaseState, Side, moves_of
from forms.models.cases import Case, CaseAssignment, CaseLook, CaseMove, Envelope
from forms.models.submissions import Submission
from portal.errors import DomainError
from portal.models import User

TEXT_LIMIT = 2000


@transaction.atomic
def open_case(*, submission: Submission) -> Case:
    """Put a new submission into the inbox and tell the case staff; a second call finds the first one's case."""
    now = timezone.now()
    case, is_new = Case.objects.get_or_create(
        submission=submission,
        defaults={
            "reference": submission.reference,
            "purpose": submission.version.purpose,
            "centre_id": submission.centre_id,
            "state_since": now,
            "created_at": now,
        },
    )
    if is_new:
        CaseMove.objects.create(
            case=case,
            target=CaseState.SUBMITTED,
            actor=submission.submitted_by,
            side=Side.CENTRE if submission.centre_id else Side.VISITOR,
            at=now,
        )
        emails.queue_opened(case)
    return case


@transaction.atomic
def move(*, case_id: int, to: str, actor: User, seen_version: int, reason: str = "", text: str = "") -> Case:
    """Move a case on by the hand of staff or coach; ``seen_version`` is what was on their screen.

    The state changes in one conditional UPDATE: of two people only one wins, and the other reads what happened.
    """
    case = Case.objects.get(pk=case_id)
    sides = permissions.sides_inside(actor, case)
    if not sides:
        raise PermissionDenied
    _refuse_outdated(case, seen_version)
    _carry_out(case, to=to, actor=actor, sides=sides, reason=reason, text=text)
    emails.queue_changed(case)
    return case


@transaction.atomic
def withdraw(*, case_id: int, actor: User, text: str = "") -> Case:
    """The centre takes its referral back; withdrawing twice is withdrawing once."""
    case = Case.objects.get(pk=case_id)
    if not permissions.user_is_of_centre(actor, case):
        raise PermissionDenied
    if case.state == CaseState.WITHDRAWN:
        return case
    _carry_out(case, to=CaseState.WITHDRAWN, actor=actor, sides=frozenset({Side.CENTRE}), reason="", text=text)
    emails.queue_withdrawn(case)
    return case


@transaction.atomic
def assign(*, case_id: int, assignee: User | None, actor: User, seen_version: int) -> Case:
    """Give a case to a member of the staff or a coach, or put it back (``None``)."""
    case = Case.objects.select_related("assigned_to").get(pk=case_id)
    if not permissions.user_can_assign(actor):
        raise PermissionDenied
    _refuse_outdated(case, seen_version)
    if assignee is not None and not selectors.assignable_users().filter(pk=assignee.pk).exists():
        raise DomainError(_("This person cannot be given a referral case."))
    if case.assigned_to == assignee:
        return case
    _change(case, assigned_to=assignee)
    CaseAssignment.objects.create(case=case, assignee=assignee, actor=actor)
    if assignee is not None and assignee != actor:
        emails.queue_assigned(case)
    return case


@transaction.atomic
def look(*, case: Case, user: User, envelope: str) -> CaseLook:
    """Write down that somebody is about to read an envelope of a case; refuses who may not."""
    may_read = {
        Envelope.EVIDENCE: permissions.user_can_see_every_case(user),
        Envelope.NEED: permissions.user_can_read(user, case) or permissions.user_is_of_centre(user, case),
    }.get(envelope, permissions.user_can_open(user, case, envelope))
    if not may_read:
        raise PermissionDenied
    return CaseLook.objects.create(case=case, user=user, envelope=envelope)


def _carry_out(case: Case, *, to: str, actor: User, sides: frozenset[Side], reason: str, text: str) -> None:
    source = CaseState(case.state)
    allowed = moves_of(case.purpose).get((source, to))
    side = next((side for side in allowed.sides if side in sides), None) if allowed else None
    if side is None:
        raise DomainError(
            _("A case that is “%(state)s” cannot be moved this way.") % {"state": source.label}, code="illegal"
        )
    if allowed.reasons and reason not in allowed.reasons.values:
        raise DomainError(_("Choose one of the reasons."), code="reason")
    if to == CaseState.QUERY and not text.strip():
        raise DomainError(_("Write what you need to know from the centre."), code="text")
    if len(text) > TEXT_LIMIT:
        raise DomainError(_("The text for the centre may have up to 2,000 characters."), code="text")
    now = timezone.now()
    _change(case, state=to, state_since=now, closed_at=now if to in FINAL else None)
    CaseMove.objects.create(
        case=case,
        source=source,
        target=to,
        actor=actor,
        side=side,
        at=now,
        reason=reason if allowed.reasons else "",
        text=text.strip(),
    )


def _change(case: Case, **values) -> None:
    """Write onto the row that was read, and onto no other."""
    untouched = Case.objects.filter(pk=case.pk, state=case.state, version=case.version)
    if not untouched.update(**values, version=F("version") + 1):
        raise _somebody_was_faster(case)
    for name, value in values.items():
        setattr(case, name, value)
    case.version += 1


def _refuse_outdated(case: Case, seen_version: int) -> None:
    if case.version != seen_version:
        raise _somebody_was_faster(case)


def _somebody_was_faster(case: Case) -> DomainError:
    """What happened to the case meanwhile, in one sentence."""
    change = selectors.last_change(case)
    facts = {
        "who": change.actor or _("Somebody"),
        "when": date_format(timezone.localtime(change.at), "DATETIME_FORMAT"),
    }
    if isinstance(change, CaseMove):
        sentence = _(
            "Nothing was changed: %(who)s moved this case to “%(state)s” on %(when)s. Look at it again, then decide."
        )
        facts["state"] = change.get_target_display()
    elif change.assignee:
        sentence = _(
            "Nothing was changed: %(who)s gave this case to %(assignee)s on %(when)s. Look at it again, then decide."
        )
        facts["assignee"] = change.assignee
    else:
        sentence = _("Nothing was changed: %(who)s put this case back on %(when)s. Look at it again, then decide.")
    return DomainError(sentence % facts, code="outdated")

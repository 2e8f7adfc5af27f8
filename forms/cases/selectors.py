"""Questions about cases. What a view shows starts at ``cases_for`` or ``cases_of_centres``: no other way leads in."""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from forms.answers import Section, sections_of_submission
from forms.cases import permissions
from forms.codes import EnvelopeName
from forms.models.cases import Case, CaseAssignment, CaseLook, CaseMove
from forms.models.submissions import Submission
from portal.models import User
from programmes import selectors as directory


def cases_for(user: User | AnonymousUser) -> QuerySet[Case]:
    """The cases that exist for this user inside the house."""
    if permissions.user_can_see_every_case(user):
        return Case.objects.all()
    if permissions.user_can_see_assigned_cases(user):
        return Case.objects.assigned_to(user)
    return Case.objects.none()


def cases_of_centres(user: User | AnonymousUser) -> QuerySet[Case]:
    """The cases that exist for this user outside: those of their own centres."""
    return Case.objects.of_centres(directory.centres_of(user)).select_related("centre").order_by("-created_at", "-pk")


def inbox(
    *, user: User, state: str = "", whose: str = "", older_than_days: int | None = None, reference: str = ""
) -> QuerySet[Case]:
    """The list of the inbox, what waits longest first.

    ``state`` is a state, "open" or "" for all; ``whose`` is "mine", "unassigned" or "".
    """
    cases = cases_for(user).select_related("assigned_to", "centre").order_by("state_since", "pk")
    if state == "open":
        cases = cases.open()
    elif state:
        cases = cases.filter(state=state)
    if whose == "mine":
        cases = cases.assigned_to(user)
    elif whose == "unassigned":
        cases = cases.unassigned()
    if older_than_days is not None:
        cases = cases.filter(state_since__lt=timezone.now() - timedelta(days=older_than_days))
    if reference:
        cases = cases.filter(reference__icontains=reference.strip())
    return cases


def _submission_with(case: Case, envelope: str) -> Submission:
    """The submission with one envelope; the others stay in the database, unread."""
    others = [name for name in EnvelopeName.values if name != envelope]
    return Submission.objects.select_related("version").defer(*others).get(pk=case.submission_id)


def answers_in(case: Case, envelope: str) -> list[Section]:
    """What an envelope says, beside the questions as they were asked and in the reader's language."""
    return sections_of_submission(_submission_with(case, envelope), envelopes=(envelope,))


def has_answers(case: Case, envelope: str) -> bool:
    return bool(getattr(_submission_with(case, envelope), envelope))


def last_change(case: Case) -> CaseMove | CaseAssignment:
    """The youngest entry of the log; a case always has one, that of its opening."""
    last_move = case.moves.select_related("actor").last()
    last_assignment = case.assignments.select_related("actor", "assignee").last()
    if last_assignment and last_assignment.at > last_move.at:
        return last_assignment
    return last_move


def moves_of(case: Case) -> QuerySet[CaseMove]:
    return case.moves.select_related("actor")


def assignments_of(case: Case) -> QuerySet[CaseAssignment]:
    return case.assignments.select_related("actor", "assignee")


def looks_at(case: Case) -> QuerySet[CaseLook]:
    return case.looks.select_related("user")


def holders_of(*names: str) -> QuerySet[User]:
    """Active people who were given one of these permissions; superusers do not count."""
    codenames = [name.partition(".")[2] for name in names]
    granted = Q(groups__permissions__content_type__app_label="forms", groups__permissions__codename__in=codenames) | Q(
        user_permissions__content_type__app_label="forms", user_permissions__codename__in=codenames
    )
    return User.objects.filter(granted, is_active=True, is_superuser=False).distinct().order_by("last_name", "email")


def case_staff() -> QuerySet[User]:
    return holders_of(permissions.MOVE_ALL)


def assignable_users() -> QuerySet[User]:
    return holders_of(permissions.MOVE_ALL, permissions.MOVE_ASSIGNED)


def centre_members(case: Case) -> QuerySet[User]:
    return case.centre.members.filter(is_active=True).order_by("pk") if case.centre_id else User.objects.none()

"""Who may see and do what with a case.

A superuser has no access: the technical account of a server is no reason to read what a person told a centre. Access is
always a role somebody was given.
"""

from django.contrib.auth.models import AnonymousUser

from forms.cases.states import CaseState, Side, next_states
from forms.models.cases import Case, Envelope
from portal.models import User
from programmes import selectors as directory

VIEW_ALL = "forms.view_case"
MOVE_ALL = "forms.move_case"
VIEW_IDENTITY = "forms.view_identity"
VIEW_SPECIAL = "forms.view_special"
VIEW_ASSIGNED = "forms.view_assigned_case"
MOVE_ASSIGNED = "forms.move_assigned_case"
VIEW_EVIDENCE = "forms.view_evidence"

ENVELOPE_PERMISSIONS = {Envelope.IDENTITY: VIEW_IDENTITY, Envelope.SPECIAL: VIEW_SPECIAL}


def _is_granted(user: User | AnonymousUser, permission: str) -> bool:
    return not user.is_superuser and user.has_perm(permission)


def user_can_enter_inbox(user: User | AnonymousUser) -> bool:
    return any(_is_granted(user, name) for name in (VIEW_ALL, VIEW_ASSIGNED, VIEW_EVIDENCE))


def user_can_see_every_case(user: User | AnonymousUser) -> bool:
    """Every case appears in the list; what is in it is another question."""
    return _is_granted(user, VIEW_ALL) or _is_granted(user, VIEW_EVIDENCE)


def user_can_see_assigned_cases(user: User | AnonymousUser) -> bool:
    return _is_granted(user, VIEW_ASSIGNED)


def user_can_read(user: User | AnonymousUser, case: Case) -> bool:
    """The need and the texts of the case; someone with the evidence permission alone reads neither."""
    if _is_granted(user, VIEW_ALL):
        return True
    return _is_granted(user, VIEW_ASSIGNED) and case.assigned_to_id == user.pk


def user_can_open(user: User | AnonymousUser, case: Case, envelope: str) -> bool:
    """A closed envelope of a case (identity, special categories) opens by its own permission only."""
    permission = ENVELOPE_PERMISSIONS.get(envelope)
    return permission is not None and user_can_read(user, case) and _is_granted(user, permission)


def user_can_assign(user: User | AnonymousUser) -> bool:
    return _is_granted(user, MOVE_ALL)


def sides_inside(user: User | AnonymousUser, case: Case) -> frozenset[Side]:
    """In which capacities the user works on the case in the CMS."""
    sides = set()
    if _is_granted(user, MOVE_ALL):
        sides.add(Side.STAFF)
    if _is_granted(user, MOVE_ASSIGNED) and case.assigned_to_id == user.pk:
        sides.add(Side.COACH)
    return frozenset(sides)


def user_is_of_centre(user: User | AnonymousUser, case: Case) -> bool:
    return case.centre_id is not None and any(centre.pk == case.centre_id for centre in directory.centres_of(user))


def user_can_withdraw(user: User | AnonymousUser, case: Case) -> bool:
    return CaseState.WITHDRAWN in next_states(case.state, {Side.CENTRE}, case.purpose) and user_is_of_centre(user, case)

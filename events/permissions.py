"""Who may see and change registrations. Editors of pages may not: their rights hang on the page tree."""

from portal.models import User


def user_can_see_registrations(user: User) -> bool:
    return user.has_perm("events.view_registration")


def user_can_cancel_registrations(user: User) -> bool:
    return user.has_perm("events.change_registration")


def user_can_check_in(user: User) -> bool:
    """Mark who came, note guests without registration, keep the signed list."""
    return user.has_perm("events.change_registration")


def user_can_see_needs(user: User) -> bool:
    return user.has_perm("events.view_needs")


def user_can_call_off(user: User) -> bool:
    return user.has_perm("events.change_event")


def user_can_copy(user: User) -> bool:
    return user.has_perm("events.add_event")


def user_can_write(user: User) -> bool:
    """See the pages of an event and begin them; what may be published hangs on the page tree."""
    return user.has_perm("events.change_event")


def user_can_see_figures(user: User) -> bool:
    return user.has_perm("events.view_registration")


def user_can_set_targets(user: User) -> bool:
    return user.has_perm("events.change_event")

"""Who may see the contacts a centre keeps from the public."""

from django.contrib.auth.models import AnonymousUser

from portal.models import User
from portal.roles import ACCESS
from programmes import selectors


def user_can_see_contacts(user: User | AnonymousUser) -> bool:
    """Members of any centre, and staff. An account that is neither any more has no business with them."""
    return user.has_perm(ACCESS) or selectors.centres_of(user).exists()

"""Who may see the contacts a centre keeps from the public."""

from django.http import HttpRequest

from portal.factors import passed_both
from portal.roles import ACCESS
from programmes import selectors


def may_see_contacts(request: HttpRequest) -> bool:
    """Members of any centre, and staff who logged in with both factors. Other accounts have no business with them."""
    is_staff = request.user.has_perm(ACCESS) and passed_both(request)
    return is_staff or selectors.centres_of(request.user).exists()

"""Who may fill in a form."""

from django.contrib.auth.models import AnonymousUser

from forms.codes import Audience
from portal.models import User
from programmes.selectors import centres_of


def user_can_fill(user: User | AnonymousUser, audience: str) -> bool:
    return audience == Audience.PUBLIC or centres_of(user).exists()

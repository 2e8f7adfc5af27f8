"""Who acts for a centre in ``/bereich/``: invited by staff, told by mail, written into the log without a name."""

from django.contrib.auth.models import Group
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import outbox
from portal.errors import DomainError
from portal.models import User
from portal.roles import ACCESS, CENTRE_MEMBER
from programmes.models.centres import Centre
from programmes.upkeep import emails, orphans, services
from programmes.upkeep.states import Side


@transaction.atomic
def add_member(
    *, centre_id: int, email: str, language: str, first_name: str = "", last_name: str = "", by: User | None = None
) -> bool:
    """Let somebody act for a centre, and tell them by mail how. False where they do already: then nothing happens.

    ``by`` is the editor who invites. Members see the referrals of their centre, so an editor brings in the first
    person only; further ones are added by whoever runs the portal (``manage.py add_member``).
    """
    validate_email(email)
    centre = Centre.objects.select_for_update(of=("self",)).get(pk=centre_id)
    user = _account(email, first_name=first_name, last_name=last_name)
    if not user.is_active:
        raise DomainError(
            gettext_lazy("The account of this address is switched off. An administrator can switch it on."),
            code="switched_off",
        )
    if user.has_perm(ACCESS):
        raise DomainError(
            gettext_lazy("This address belongs to staff of the project. Staff cannot act for a centre."), code="staff"
        )
    if centre.members.filter(pk=user.pk).exists():
        return False
    if by is not None and orphans.active_members(centre.pk).exists():
        raise DomainError(
            gettext_lazy(
                "Somebody acts for this centre and has logged in lately. "
                "Further people are added by whoever runs the portal."
            ),
            code="not_first",
        )
    user.groups.add(Group.objects.get(name=CENTRE_MEMBER))
    centre.members.add(user)
    services.note(centre_id=centre.pk, side=Side.STAFF, user=by, note=_("somebody was invited to act for the centre"))
    emails.queue_invitation(centre, to=user.email, language=language, inviter=by.get_full_name() if by else "")
    return True


def _account(email: str, *, first_name: str, last_name: str) -> User:
    """The account of the address, made where there is none. What it says of its owner is not overwritten."""
    known = User.objects.filter(email__iexact=email).first()
    if known:
        return known
    try:
        with transaction.atomic():
            return User.objects.create_user(email, first_name=first_name, last_name=last_name)
    except IntegrityError:  # invited to another centre in the same moment
        return User.objects.get(email__iexact=email)


@transaction.atomic
def withdraw(*, centre_id: int, user_id: int, by: User) -> bool:
    """Take back an invitation nobody has followed, such as one to a mistyped address. False where it is gone already.

    An account that was made for it alone and never used goes with it: it holds the name and address of somebody else.
    """
    centre = Centre.objects.select_for_update(of=("self",)).get(pk=centre_id)
    user = centre.members.select_for_update(of=("self",)).filter(pk=user_id).first()
    if user is None:
        return False
    if not is_open_invitation(user):
        raise DomainError(
            gettext_lazy("This person acts for the centre already. Whoever runs the portal can end it."), code="came"
        )
    outbox.withdraw(reference=emails.invitation_reference(centre), to=user.email)
    centre.members.remove(user)
    services.note(centre_id=centre.pk, side=Side.STAFF, user=by, note=_("an invitation was taken back"))
    if not user.centres.exists():
        _delete_unused(user)
    return True


def is_open_invitation(user: User) -> bool:
    """Nobody has logged in with the account yet, and nobody has switched it off."""
    return user.last_login is None and user.is_active


def _delete_unused(user: User) -> None:
    try:
        with transaction.atomic():
            user.delete()
    except ProtectedError:  # a record names the account
        user.groups.clear()


@transaction.atomic
def remove_member(*, centre_id: int, email: str) -> bool:
    """End it; the account stays. False where nobody of this address acts for the centre."""
    centre = Centre.objects.select_for_update(of=("self",)).get(pk=centre_id)
    user = centre.members.filter(email__iexact=email).first()
    if user is None:
        return False
    centre.members.remove(user)
    services.note(centre_id=centre.pk, side=Side.STAFF, note=_("somebody does not act for the centre any more"))
    return True

"""Who can be reached for an entry, and the entries nobody can be reached for. Nothing here writes."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.models import User
from programmes.models.centres import Centre, Organisation
from programmes.models.upkeep import Upkeep
from programmes.upkeep import emails, selectors, services

# Who has not logged in for so long is not there any more.
MONTHS_WITHOUT_LOG_IN = 12

NO_MAIL = Q(upkeep__mail_failed=True) | (Q(email="") & (Q(upkeep=None) | Q(upkeep__email="")))


def _limit() -> datetime:
    return services.start_of(services.months_later(timezone.localdate(), -MONTHS_WITHOUT_LOG_IN))


def active_members(centre_id: int | OuterRef) -> QuerySet[User]:
    """Who acts for the centre and really comes: an invitation nobody has followed yet does not count."""
    return User.objects.filter(centres=centre_id, is_active=True, last_login__gte=_limit())


def orphaned_centres(*, mail_works: bool = False, text: str = "") -> QuerySet[Centre]:
    """Public centres without an active member whose office cannot be written to either, or, if wanted, still can."""
    rows = Centre.objects.public().filter(~Exists(active_members(OuterRef("pk"))))
    rows = rows.filter(~NO_MAIL if mail_works else NO_MAIL)
    if text:
        rows = rows.filter(name__icontains=text.strip())
    return rows.select_related("upkeep", "organisation").prefetch_related("members").order_by("name", "pk")


def orphaned_organisations() -> QuerySet[Organisation]:
    """Organisations no public entry names, with how many hidden ones do."""
    return selectors.organisations_without_entry().annotate(hidden=Count("centres")).order_by("name", "pk")


@dataclass(frozen=True)
class Reach:
    """What is left of the people and the address of a centre."""

    centre: Centre
    members: int
    switched_off: int
    last_log_in: datetime | None
    mail: str


def reach_of(centre: Centre) -> Reach:
    """Reads ``members`` and ``upkeep`` as they were fetched."""
    members = list(centre.members.all())
    return Reach(
        centre=centre,
        members=len(members),
        switched_off=sum(1 for member in members if not member.is_active),
        last_log_in=max((member.last_login for member in members if member.last_login), default=None),
        mail=_mail_words(selectors.upkeep_or_new(centre)),
    )


def _mail_words(upkeep: Upkeep) -> str:
    if upkeep.mail_failed:
        return _("mails do not arrive")
    return _("can be written to") if emails.address_of(upkeep) else _("no address")

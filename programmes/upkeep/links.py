"""The daily look at the links of entries: does the website answer, does the domain of the office address exist?

Off unless an operator switches it on (``PORTAL_CHECK_LINKS``): the portal calls no other host by itself. Each link is
asked once a day. Who begins a look writes the day down first, so of two workers one asks; no transaction is open
while another host is waited for.
"""

import time

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import outside
from programmes.models.centres import Centre
from programmes.models.links import LinkCheck
from programmes.upkeep import tasks
from programmes.upkeep.states import OF_ENTRIES, TaskKind

# After so many days in a row without an answer editors are told.
FAILED_DAYS = 3
# A worker also sends mails: a run begins no further look after so many seconds.
SECONDS_A_RUN = 4.0
MOST_A_RUN = 50
FIELDS = {TaskKind.LINK: "website", TaskKind.MAIL_DOMAIN: "email"}


def check_due(*, guard: outside.Guard = outside.may_connect) -> int:
    """Look at links nobody has looked at today, those that waited longest first. Returns how many."""
    if not settings.CHECK_LINKS:
        return 0
    _forget_gone()
    until, looked = time.monotonic() + SECONDS_A_RUN, 0
    for kind in OF_ENTRIES:
        for centre in _waiting(kind):
            if time.monotonic() >= until:
                return looked
            looked += look(centre, kind, guard)
    return looked


def target_of(centre: Centre, kind: TaskKind) -> str:
    return centre.website if kind == TaskKind.LINK else centre.email.rpartition("@")[2].lower()


def _waiting(kind: TaskKind) -> list[Centre]:
    last = LinkCheck.objects.filter(centre=OuterRef("pk"), kind=kind).values("checked_on")
    rows = Centre.objects.public().exclude(**{FIELDS[kind]: ""}).annotate(looked_on=Subquery(last))
    rows = rows.filter(Q(looked_on=None) | Q(looked_on__lt=timezone.localdate()))
    return list(rows.order_by(F("looked_on").asc(nulls_first=True), "pk")[:MOST_A_RUN])


def _forget_gone() -> None:
    """What is no link of a public entry any more is no task either."""
    for kind in OF_ENTRIES:
        gone = Q(centre__is_public=False) | Q(**{f"centre__{FIELDS[kind]}": ""})
        for check in LinkCheck.objects.filter(gone, kind=kind):
            with transaction.atomic():
                check.delete()
                tasks.close_of_clock(centre_id=check.centre_id, kinds=[kind])


def look(centre: Centre, kind: TaskKind, guard: outside.Guard) -> bool:
    """Today's look at one link; False where another worker has begun it."""
    target = target_of(centre, kind)
    if not _take(centre, kind, target):
        return False
    try:
        problem = _problem(kind, target, guard)
    except outside.Unknown:
        return True  # nothing was learned today
    _write(centre, kind, target, problem)
    return True


@transaction.atomic
def _take(centre: Centre, kind: TaskKind, target: str) -> bool:
    """Today's look at this link is ours; a link that was changed begins anew."""
    LinkCheck.objects.bulk_create([LinkCheck(centre=centre, kind=kind, target=target)], ignore_conflicts=True)
    check = LinkCheck.objects.select_for_update().get(centre=centre, kind=kind)
    today = timezone.localdate()
    if check.checked_on is not None and check.checked_on >= today:
        return False
    if check.target != target:
        check.target, check.failed_days = target, 0
        tasks.close_of_clock(centre_id=centre.pk, kinds=[kind])
    check.checked_on = today
    check.save()
    return True


def _problem(kind: TaskKind, target: str, guard: outside.Guard) -> str:
    if kind == TaskKind.LINK:
        return problem_of(target, guard)
    try:
        outside.addresses_of(target)
    except outside.Unreachable as failure:
        return failure.code
    return ""


def problem_of(link: str, guard: outside.Guard) -> str:
    """Why a link is no use to a reader; empty where it answers. A site that turns programs away does answer."""
    try:
        status = outside.status_of(link, guard=guard)
    except outside.Unreachable as failure:
        return failure.code
    return str(status) if status in (404, 410) or status >= 500 else ""


@transaction.atomic
def _write(centre: Centre, kind: TaskKind, target: str, problem: str) -> None:
    check = LinkCheck.objects.select_for_update().filter(centre=centre, kind=kind, target=target).first()
    if check is None:  # changed or hidden meanwhile
        return
    check.failed_days = check.failed_days + 1 if problem else 0
    check.save()
    if not problem:
        tasks.close_of_clock(centre_id=centre.pk, kinds=[kind])
    elif check.failed_days == FAILED_DAYS:  # once: what editors answer to it holds until the link works again
        tasks.open_by_clock(centre_id=centre.pk, kind=kind, text=words_of(target, problem))


def words_of(target: str, problem: str) -> str:
    reasons = {
        "address": _("this is no address of a website"),
        "name": _("there is no host of this name"),
        "private": _("the address does not lie in the public internet"),
        "certificate": _("browsers warn of its certificate"),
        "time": _("no answer in time"),
        "connection": _("no connection"),
        "answer": _("what comes back is no web page"),
        "redirects": _("it leads on again and again"),
    }
    reason = reasons.get(problem) or _("it answers with the error %(status)s") % {"status": problem}
    return _("%(link)s: %(reason)s, on %(days)s days in a row") % {
        "link": target,
        "reason": reason,
        "days": FAILED_DAYS,
    }

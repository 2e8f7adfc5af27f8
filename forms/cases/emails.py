"""Mails about cases: a reference and a link, nothing else. What happened is read behind the log-in."""

from django.conf import settings
from django.urls import reverse

from forms.cases import selectors
from forms.models.cases import Case
from portal import outbox
from portal.models import User

STAFF_LANGUAGE = CENTRE_LANGUAGE = "de"


def queue_opened(case: Case) -> None:
    for user in selectors.case_staff():
        _queue(case, template="forms/emails/case_opened", to=user, address=_staff_address(case))


def queue_assigned(case: Case) -> None:
    _queue(case, template="forms/emails/case_assigned", to=case.assigned_to, address=_staff_address(case))


def queue_withdrawn(case: Case) -> None:
    """To whoever works on it, else to the case staff."""
    readers = [case.assigned_to] if case.assigned_to else selectors.case_staff()
    for user in readers:
        _queue(case, template="forms/emails/case_changed", to=user, address=_staff_address(case))


def queue_changed(case: Case) -> None:
    """To the members of the centre the case came from."""
    for user in selectors.centre_members(case):
        address = settings.BASE_URL + reverse("partners:case", args=[case.reference])
        _queue(case, template="forms/emails/case_changed", to=user, address=address, language=CENTRE_LANGUAGE)


def _staff_address(case: Case) -> str:
    return settings.BASE_URL + reverse("cases:case", args=[case.reference])


def _queue(case: Case, *, template: str, to: User, address: str, language: str = STAFF_LANGUAGE) -> None:
    outbox.queue(
        template=template,
        to=to.email,
        language=language,
        context={"reference": case.reference, "address": address},
        reference=f"case:{case.reference}",
    )

"""Mails to the office of a centre: in German, and once more in the centre's second language. No person is named.

The one mail to a person is the invitation to act for a centre; it names who invites, in its text alone.
"""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from portal import outbox, tokens
from portal.directions import direction_of
from programmes.models.centres import Centre
from programmes.models.upkeep import Upkeep, UpkeepTask

PURPOSE = "upkeep-round"
OUTCOME_REFERENCE = "upkeep-proposal"
INVITATION_REFERENCE = "centre-member"


def address_of(upkeep: Upkeep) -> str:
    return upkeep.email or upkeep.centre.email


def _languages(upkeep: Upkeep) -> list[str]:
    known = dict(settings.LANGUAGES)
    second = [upkeep.language] if upkeep.language in known and upkeep.language != settings.LANGUAGE_CODE else []
    return [settings.LANGUAGE_CODE, *second]


def _parts(upkeep: Upkeep, secret: str = "") -> list[dict]:
    parts = []
    for language in _languages(upkeep):
        with translation.override(language):
            path = reverse("upkeep:round", kwargs={"secret": secret}) if secret else ""
        parts.append(
            {
                "language": language,
                "direction": direction_of(language),
                "mark": "\u200f" if direction_of(language) == "rtl" else "",
                "url": settings.BASE_URL + path if path else "",
            }
        )
    return parts


def queue_question(upkeep: Upkeep, *, template: str) -> None:
    """``question`` or ``reminder``, with a link of its own; links of earlier mails of the round keep working."""
    lifetime = timedelta(days=settings.UPKEEP_DAYS["link"])
    secret = tokens.issue(purpose=PURPOSE, subject=upkeep.subject, lifetime=lifetime)
    outbox.queue(
        template=f"programmes/upkeep/emails/{template}",
        to=address_of(upkeep),
        language=settings.LANGUAGE_CODE,
        reference=upkeep.subject,
        context={
            "name": upkeep.centre.name,
            "parts": _parts(upkeep, secret),
            "confirmed_on": upkeep.centre.confirmed_on,
            "days": settings.UPKEEP_DAYS["link"],
        },
    )


def queue_outcome(task: UpkeepTask) -> None:
    """What became of a proposal; nothing where there is no address to tell it to."""
    upkeep = Upkeep.objects.select_related("centre").filter(centre_id=task.centre_id).first()
    if upkeep is None or not address_of(upkeep):
        return
    proposal = task.proposal
    outbox.queue(
        template="programmes/upkeep/emails/outcome",
        to=address_of(upkeep),
        language=settings.LANGUAGE_CODE,
        reference=f"{OUTCOME_REFERENCE}:{task.reference}",
        context={
            "name": upkeep.centre.name,
            "parts": _parts(upkeep),
            "is_declined": task.state == "declined",
            "is_partly": task.state != "declined" and len(proposal.accepted) < len(proposal.changes),
            "group": task.get_group_display(),
            "task": task,
            "reason": task.answer,
        },
    )


def invitation_reference(centre: Centre) -> str:
    return f"{INVITATION_REFERENCE}:{centre.pk}"


def queue_invitation(centre: Centre, *, to: str, language: str, inviter: str) -> None:
    """What it is to act for the centre, who invites, and how to log in. Without ``inviter`` the project invites."""
    outbox.queue(
        template="programmes/upkeep/emails/invitation",
        to=to,
        language=language,
        reference=invitation_reference(centre),
        context={"name": centre.name, "inviter": inviter, "url": settings.BASE_URL + reverse("partners:home")},
    )

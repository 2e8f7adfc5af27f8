"""What a centre sees of its own work."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language

from forms.cases.states import OutsideState, Side
from forms.codes import Audience, Purpose
from forms.models.cases import Case
from forms.models.pages import FormPage


@dataclass(frozen=True)
class OutsideStep:
    """One step of a case in the words for outsiders; says whether the centre or the project made it, not who."""

    state: OutsideState
    at: datetime
    by_centre: bool
    reason: str
    text: str


def referral_forms() -> list[FormPage]:
    """The start pages of the forms a centre refers people with, in the reader's language, else in German."""
    pages = FormPage.objects.live().filter(purpose=Purpose.REFERRAL, audience=Audience.CENTRES).order_by("path")
    return list(pages.filter(locale__language_code=get_language())) or list(
        pages.filter(locale__language_code=settings.LANGUAGE_CODE)
    )


def outside_history(case: Case) -> list[OutsideStep]:
    """The moves, with those left out that change nothing in the words for outsiders and say nothing to the centre."""
    steps: list[OutsideStep] = []
    for move in case.moves.all():
        if steps and steps[-1].state == move.outside_state and not move.text:
            continue
        steps.append(
            OutsideStep(
                state=move.outside_state,
                at=move.at,
                by_centre=move.side == Side.CENTRE,
                reason=move.get_reason_display(),
                text=move.text,
            )
        )
    return steps

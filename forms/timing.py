"""Whether there is enough time before a planned departure. A warning, never a refusal: people decide, not calendars."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forms.codes import Meaning
from forms.flow import Flow, input_name
from forms.inputs import PART, MonthOnlyField

# EURP wants to know of a departure four weeks ahead; REAG/GARP takes eight to twelve weeks.
EURP_WEEKS, REAG_GARP_WEEKS = 4, 12


def departure_warning(flow: Flow, *, today: date) -> list[str]:
    """Sentences about too little time until the month somebody wants to leave; empty where there is enough."""
    month = _month_typed(flow)
    if month is None:
        return []
    weeks = max((month - today).days // 7, 0)
    if weeks >= REAG_GARP_WEEKS:
        return []
    sentences = [
        ngettext(
            "Only about %(weeks)d week is left until the planned departure.",
            "Only about %(weeks)d weeks are left until the planned departure.",
            weeks,
        )
        % {"weeks": weeks}
        if weeks
        else _("The planned departure is less than a week away."),
        _("The training takes 20 to 25 lessons. You can send the referral; the project will call you soon."),
        _("An application for REAG/GARP takes eight to twelve weeks."),
    ]
    if weeks < EURP_WEEKS:
        sentences.append(_("EURP has to be registered four weeks before the departure."))
    return sentences


def _month_typed(flow: Flow) -> date | None:
    """The first day of the month in which somebody wants to leave, if it was typed readably."""
    field = flow.definition.meant(Meaning.DEPARTURE_MONTH)
    for step in flow.steps():
        if field in step.questions and flow.is_asked(field):
            name = input_name(step, field)
            typed = flow.raw.get(step.key, {})
            parts = [(typed.get(f"{name}{PART}{part}") or [""])[0] for part in ("month", "year")]
            return MonthOnlyField.month_of(parts)
    return None

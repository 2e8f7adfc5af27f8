"""What the venue has to prepare: needs as counts, for those who have a place; names nowhere."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.models import Event, Needs
from events.states import SEATED, Need
from portal.spreadsheets import Cell


@dataclass(frozen=True)
class Sheet:
    """``counts``: label and number of people; ``remarks``: number of a place and what was written beside."""

    people: int
    counts: list[tuple[str, int]]
    remarks: list[tuple[str, str]]


def sheet(event: Event) -> Sheet:
    """What those with a place told; whoever waits or cancelled is not counted."""
    seated = Needs.objects.filter(registration__event=event, registration__state__in=SEATED)
    counts: Counter[str] = Counter()
    remarks = []
    for needs in seated.select_related("registration").order_by("registration__number"):
        counts.update(needs.codes)
        if needs.remark:
            remarks.append((needs.registration.reference, needs.remark))
    return Sheet(
        people=event.registrations.holding_a_seat().count(),
        counts=[(str(need.label), counts[need.value]) for need in Need if counts[need.value]],
        remarks=remarks,
    )


def header() -> list[str]:
    return [_("What is needed"), _("Number"), _("Number of the registration")]


def rows(event: Event) -> Iterator[Sequence[Cell]]:
    found = sheet(event)
    for label, number in found.counts:
        yield [label, number, ""]
    for reference, remark in found.remarks:
        yield [remark, 1, reference]

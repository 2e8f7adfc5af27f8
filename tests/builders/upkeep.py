"""Entries in every state of their upkeep."""

from datetime import date, timedelta

from django.utils import timezone

from programmes.codes import Mode, YesNoUnknown
from programmes.indexing import written_together
from programmes.models.centres import Centre, CentreLanguage, OpeningHours
from programmes.models.upkeep import Upkeep
from programmes.upkeep import services
from programmes.upkeep.revisions import recorded
from programmes.upkeep.states import FieldGroup, LadderState, RevisionSource, Side
from tests.builders.programmes import make_centre

OFFICE = "buero@example.org"


def make_full_centre(name="ZRB Nordbayern", **facts) -> Centre:
    """A centre with something in every group of facts."""
    facts = {
        "street": "Hauptstraße 1",
        "postcode": "90513",
        "city": "Zirndorf",
        "telephone": "+49 911 1234",
        "email": OFFICE,
        "website": "https://example.org/",
        "modes": [Mode.IN_PERSON],
        "step_free": YesNoUnknown.YES,
        "summary": "Beratung für alle",
        **facts,
    }
    with recorded(RevisionSource.OTHER), written_together():
        centre = make_centre(name, **facts)
        CentreLanguage.objects.create(centre=centre, language="ar", offered_by="staff")
        OpeningHours.objects.create(centre=centre, weekday=0, opens="08:00", closes="12:00")
    return Centre.objects.get(pk=centre.pk)


def make_confirmed_centre(name="ZRB Nordbayern", *, on: date | None = None, **facts) -> Centre:
    centre = make_full_centre(name, **facts)
    day = on or timezone.localdate()
    services.confirm(centre_id=centre.pk, groups=FieldGroup.values, side=Side.CENTRE, on=day)
    return Centre.objects.get(pk=centre.pk)


def put_in_state(centre: Centre, state: LadderState, *, for_days: int = 0) -> Upkeep:
    """The state as if reached by the way that leads there."""
    upkeep = services.upkeep_of(centre.pk)
    day = timezone.localdate() - timedelta(days=for_days)
    in_round = state not in (LadderState.UNCONFIRMED, LadderState.CONFIRMED)
    upkeep.state, upkeep.state_on = state, day
    upkeep.round, upkeep.round_on = (1, day) if in_round else (0, None)
    upkeep.save()
    is_public = state != LadderState.HIDDEN
    if centre.is_public != is_public:
        centre.is_public = is_public
        centre.save()
    return Upkeep.objects.get(pk=upkeep.pk)

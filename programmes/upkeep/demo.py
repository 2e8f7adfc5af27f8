"""Something on the list of staff in the demo, marked as an example; no fact about a real institution is invented."""

from uuid import UUID

from programmes.models.centres import Centre
from programmes.upkeep import proposals, services, tasks
from programmes.upkeep.states import FieldGroup, Side

# Fixed, so that a second run finds what the first one made.
REPORT, MISSING, PROPOSAL = (UUID(f"00000000-0000-4000-8000-00000000000{number}") for number in (1, 2, 3))
INVENTED = "Musterberatungsstelle (Demo)"
MEMBERS_CENTRE = "zrb-nord"


def create_demo() -> None:
    """Two reports, a proposal in words, and the confirmation of the one invented centre, if it is there."""
    centre = Centre.objects.filter(source_id=MEMBERS_CENTRE).first()
    if centre:
        text = "Beispiel (Demo): Auf der Seite steht keine Öffnungszeit."
        tasks.report(form_key=REPORT, centre_id=centre.pk, group=FieldGroup.HOURS, text=text, language="de")
        note = "Beispiel (Demo): Bitte rufen Sie uns an, wir nennen Ihnen die Zeiten."
        proposals.propose(
            form_key=PROPOSAL, centre_id=centre.pk, group=FieldGroup.HOURS, changes={}, note=note, language="de"
        )
    text = "Beispiel (Demo): Es fehlt die Musterstelle in Musterstadt."
    tasks.report(form_key=MISSING, centre_id=None, group="", text=text, language="de")
    invented = Centre.objects.filter(name=INVENTED, facts_confirmed=False).first()
    if invented:
        services.confirm(centre_id=invented.pk, groups=FieldGroup.values, side=Side.CENTRE)

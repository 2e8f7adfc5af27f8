"""Facts of programmes beside their row: rules of the fit check, amounts and what else hangs on them."""

from programmes.models.amounts import ProgrammeAmount, ProgrammeCentre, ProgrammeDeadline, ProgrammeDocument
from programmes.models.programmes import Programme, ProgrammeCountry
from programmes.models.rules import ProgrammeRule


def make_rule(programme: Programme, kind: str, effect: str = "must", **values) -> ProgrammeRule:
    rule = ProgrammeRule(programme=programme, kind=kind, effect=effect, **values)
    rule.full_clean()
    rule.save()
    return rule


def make_amount(programme: Programme, kind: str = "start", **values) -> ProgrammeAmount:
    amount = ProgrammeAmount(programme=programme, kind=kind, **values)
    amount.full_clean()
    amount.save()
    return amount


def make_document(programme: Programme, kind: str = "passport", **values) -> ProgrammeDocument:
    return ProgrammeDocument.objects.create(programme=programme, kind=kind, **values)


def make_deadline(programme: Programme, kind: str = "before_departure", weeks: int = 4, **values) -> ProgrammeDeadline:
    return ProgrammeDeadline.objects.create(programme=programme, kind=kind, weeks=weeks, **values)


def make_application_centre(programme: Programme, centre) -> ProgrammeCentre:
    return ProgrammeCentre.objects.create(programme=programme, centre=centre)


def add_countries(programme: Programme, *codes: str, words: dict | None = None) -> None:
    for code in codes:
        ProgrammeCountry.objects.create(programme=programme, country=code, words=words or {})

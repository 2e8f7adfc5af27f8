"""What programmes pay and ask for, from a JSON file: lists of a programme replace its own, repeats change nothing."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from portal.errors import DomainError
from portal.page_cache import changed
from programmes.imports.table import Outcome, Report, RowRefused, sentence
from programmes.indexing import written_together
from programmes.models.amounts import (
    ProgrammeAmount,
    ProgrammeCentre,
    ProgrammeCombination,
    ProgrammeDeadline,
    ProgrammeDocument,
)
from programmes.models.centres import Centre
from programmes.models.programmes import Programme, ProgrammeCountry
from programmes.models.rules import ProgrammeRule

LISTS: dict[str, type[models.Model]] = {
    "amounts": ProgrammeAmount,
    "documents": ProgrammeDocument,
    "deadlines": ProgrammeDeadline,
    "combinations": ProgrammeCombination,
    "centres": ProgrammeCentre,
    "rules": ProgrammeRule,
}
NOT_COMPARED = {"id", "programme", "sort_order"}


def import_programme_facts(*, path: str | Path, dry_run: bool = False) -> Report:
    """Take over the file in one transaction; a programme whose facts are wrong is rejected whole, the others stay."""
    try:
        facts = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise DomainError(_("%(file)s cannot be read.") % {"file": Path(path).name}) from fault
    if not isinstance(facts, dict):
        raise DomainError(_("%(file)s cannot be read.") % {"file": Path(path).name})
    report = Report()
    with transaction.atomic():
        with written_together():
            for number, (source_id, lists) in enumerate(facts.items(), start=1):
                _take(number, source_id, lists, report)
        changed("directory")
        if dry_run:
            transaction.set_rollback(True)
    return report


def _take(number: int, source_id: str, lists: dict, report: Report) -> None:
    try:
        with transaction.atomic():
            programme = Programme.objects.filter(source_id=source_id).first()
            if programme is None:
                raise RowRefused(_("There is no programme “%(id)s”.") % {"id": source_id[:60]})
            unknown = set(lists) - set(LISTS) - {"countries"}
            if unknown:
                raise RowRefused(_("“%(name)s” is no list of facts.") % {"name": sorted(unknown)[0][:60]})
            touched = [_replace(programme, LISTS[name], rows) for name, rows in lists.items() if name in LISTS]
            touched.append(_describe_countries(programme, lists.get("countries", [])))
    except (ValidationError, TypeError) as refusal:
        reason = sentence(refusal) if isinstance(refusal, ValidationError) else str(refusal)
        report.add(number, source_id[:60], Outcome.REJECTED, reason)
        return
    report.add(number, source_id, Outcome.CHANGED if any(touched) else Outcome.UNCHANGED)


def _replace(programme: Programme, model: type[models.Model], rows: list[dict]) -> bool:
    wanted = [_built(programme, model, row, place) for place, row in enumerate(rows)]
    there = list(model.objects.filter(programme=programme).order_by("sort_order", "pk"))
    if [_content(row) for row in there] == [_content(row) for row in wanted]:
        return False
    for row in there:
        row.delete()
    for row in wanted:
        row.save()
    return True


def _built(programme: Programme, model: type[models.Model], row: dict, place: int) -> models.Model:
    values = dict(row)
    for name, target in (("other", Programme), ("centre", Centre)):
        if name in values:
            found = target.objects.filter(source_id=values[name]).first()
            if found is None:
                raise RowRefused(_("There is no entry “%(id)s”.") % {"id": str(values[name])[:60]})
            values[name] = found
    built = model(programme=programme, sort_order=place, **values)
    built.full_clean(validate_unique=False, validate_constraints=False)
    return built


def _content(row: models.Model) -> dict:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in NOT_COMPARED
    }


def _describe_countries(programme: Programme, groups: list[dict]) -> bool:
    """Words for countries; one the programme did not name yet comes into its list."""
    is_touched = False
    for group in groups:
        for code in group["codes"].split():
            row = programme.countries.filter(country=code).first() or ProgrammeCountry(
                programme=programme, country=code
            )
            if row.pk and row.words == group["words"]:
                continue
            row.words = group["words"]
            row.full_clean()
            row.save()
            is_touched = True
    return is_touched

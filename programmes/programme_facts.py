"""What the page of a programme shows beside its words: amounts by the day, papers, deadlines, where to apply."""

from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects

from programmes.models.amounts import ProgrammeAmount, ProgrammeDeadline, ProgrammeDocument
from programmes.models.centres import Centre
from programmes.models.programmes import Programme
from programmes.offers import only_centres
from search.selectors import directory_path


@dataclass(frozen=True)
class Combination:
    words: str
    name: str
    page: object | None


@dataclass(frozen=True)
class ProgrammeFacts:
    """``current``, ``coming`` and ``former`` amounts are never mixed."""

    current: list[ProgrammeAmount]
    coming: list[ProgrammeAmount]
    former: list[ProgrammeAmount]
    documents: list[ProgrammeDocument]
    deadlines: list[ProgrammeDeadline]
    centres: list[Centre]
    combinations: list[Combination]
    directory: str
    sources: list[str]

    @property
    def current_stand(self) -> ProgrammeAmount | None:
        return said_once(self.current)

    @property
    def coming_stand(self) -> ProgrammeAmount | None:
        return said_once(self.coming)

    @property
    def former_stand(self) -> ProgrammeAmount | None:
        return said_once(self.former)


def said_once(amounts: list[ProgrammeAmount]) -> ProgrammeAmount | None:
    """Any of several amounts that are all known equally well, so that it need not be said below each of them."""
    is_alike = len({(amount.stand, amount.checked_on) for amount in amounts}) == 1
    return amounts[0] if is_alike and len(amounts) > 1 else None


def programme_facts(page, *, today: date) -> ProgrammeFacts:
    programme: Programme = page.programme
    amounts = list(programme.amounts.all())
    if programme.is_ended(today):  # nothing is paid any more, whatever the rows say
        by_state = {"former": amounts}
    else:
        by_state = {}
        for amount in amounts:
            by_state.setdefault(amount.state(today=today), []).append(amount)
    documents, deadlines = list(programme.documents.all()), list(programme.deadlines.all())
    combinations = list(programme.combinations.select_related("other"))
    prefetch_related_objects([programme], "application_centres__centre", "centre_exceptions__centre")
    places = programme.application_centres.all()
    pages = {
        other.programme_id: other
        for other in type(page)
        .objects.live()
        .public()
        .filter(locale_id=page.locale_id, programme_id__in=[row.other_id for row in combinations])
    }
    # The sources of the single facts join those of the programme; each stands once, in its first place.
    named = [row.source for rows in (amounts, documents, deadlines, combinations, places) for row in rows if row.source]
    return ProgrammeFacts(
        current=by_state.get("current", []),
        coming=by_state.get("coming", []),
        former=by_state.get("former", []),
        documents=documents,
        deadlines=deadlines,
        centres=list(only_centres(programme)),
        combinations=[
            Combination(row.get_kind_display(), row.other.name, pages.get(row.other_id)) for row in combinations
        ],
        directory=directory_path(page.locale.language_code),
        sources=list(dict.fromkeys([*programme.source_list, *named])),
    )

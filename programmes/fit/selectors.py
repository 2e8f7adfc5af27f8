"""The fit check's questions and its answer. Nothing here writes; the answers are in the result and nowhere else."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from portal.untranslated import with_words_language
from programmes.codes import ProgrammeStatus, Role
from programmes.directory import DirectoryQuery, Entry, PlaceChoice, search_directory
from programmes.fit.codes import RuleKind, Verdict
from programmes.fit.rules import Answers, Reason, Terms, judge, questions_for
from programmes.models.centres import Centre
from programmes.models.pages import ProgrammePage
from programmes.models.programmes import Programme
from programmes.models.rules import ProgrammeRule
from programmes.offers import only_centres
from programmes.place_answers import Answer as PlaceAnswer
from programmes.place_answers import Outcome
from search.selectors import directory_path


@dataclass(frozen=True)
class Asked:
    """What the check asks today; ``by_region``: some rule needs the government region, not just "in Bavaria"."""

    questions: tuple[str, ...]
    by_region: bool


@dataclass(frozen=True)
class ShownReason:
    """A reason with the row its sentence and explanation come from; none for reasons that are no rule."""

    reason: Reason
    row: ProgrammeRule | None

    @property
    def verdict(self) -> str:
        return self.reason.verdict

    @property
    def cause(self) -> str:
        return self.reason.cause


@dataclass(frozen=True)
class ProgrammeFit:
    programme: Programme
    page: ProgrammePage
    verdict: str
    reasons: tuple[ShownReason, ...]
    # The only centres that take applications; empty: every counselling centre may.
    only_at: tuple[Centre, ...]

    @property
    def deciding(self) -> list[ShownReason]:
        """The reasons the verdict hangs on; none where everything fits."""
        return [reason for reason in self.reasons if reason.verdict == self.verdict != Verdict.FITS]

    @property
    def others(self) -> list[ShownReason]:
        return [reason for reason in self.reasons if reason not in self.deciding]

    @property
    def is_confirmed(self) -> bool:
        rows = [reason.row for reason in self.reasons if reason.row]
        return bool(rows) and all(row.checked_on for row in rows)


@dataclass(frozen=True)
class FitResult:
    """The programmes that have not ended: what fits first, then what is unclear. Counts can be added up elsewhere."""

    answers: Answers
    entries: tuple[ProgrammeFit, ...]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(entry.verdict for entry in self.entries)
        return {verdict: found[verdict] for verdict in Verdict.values}

    @property
    def is_confirmed_nowhere(self) -> bool:
        """True where one sentence says it for all programmes."""
        return not any(entry.is_confirmed for entry in self.entries)

    def of(self, verdict: str) -> list[ProgrammeFit]:
        return [entry for entry in self.entries if entry.verdict == verdict]


@dataclass(frozen=True)
class NearCentres:
    """The centres that counsel people of a place, or a question back when the place is not clear."""

    place: PlaceAnswer
    entries: tuple[Entry, ...]
    choices: tuple[PlaceChoice, ...]
    # The directory's page for the place; empty where the directory has no page for this reader.
    directory: str

    @property
    def is_found(self) -> bool:
        return self.place.outcome == Outcome.FOUND


def asked(*, today: date) -> Asked:
    terms = [terms_of(programme) for programme in _running(today)]
    by_region = any(rule.kind == RuleKind.IN_REGION for one in terms for rule in one.rules)
    return Asked(questions_for(terms), by_region)


def check(*, answers: Answers, language: str, today: date) -> FitResult:
    """Every programme that runs and has a public page, judged by these answers; the number of queries is fixed."""
    programmes = list(
        _running(today).prefetch_related(
            "documents", "deadlines", "application_centres__centre", "centre_exceptions__centre"
        )
    )
    pages = _pages(language)
    entries = [
        _fit(programme, pages[programme.pk], answers, today) for programme in programmes if programme.pk in pages
    ]
    order = {verdict: number for number, verdict in enumerate(Verdict.values)}
    return FitResult(answers, tuple(sorted(entries, key=lambda e: (order[e.verdict], e.page.title.casefold()))))


def near_centres(*, place: str, language: str) -> NearCentres:
    """Who counsels people of this place, nearest first."""
    query = DirectoryQuery(place=place)
    answer = search_directory(query, language=language)
    entries = [entry for entry in answer.entries if entry.centre.role == Role.RETURN_COUNSELLING]
    choices = tuple(PlaceChoice(choice.label, choice.value) for choice in answer.place.choices)
    path = directory_path(language)
    directory = f"{path}?{query.address()}" if path else ""
    return NearCentres(answer.place, tuple(entries), choices, directory)


def terms_of(programme: Programme) -> Terms:
    return Terms(
        rules=tuple(row.as_rule() for row in programme.rules.all()),
        countries=frozenset(row.country for row in programme.countries.all()),
        valid_from=programme.valid_from,
        valid_to=programme.valid_to,
        is_confirmed_running=programme.status == ProgrammeStatus.RUNNING,
    )


def _running(today: date):
    return Programme.objects.not_ended(today=today).prefetch_related("rules", "countries")


def _pages(language: str) -> dict[int, ProgrammePage]:
    """The public page of each programme in the reader's language, else the German one."""
    wanted = (settings.LANGUAGE_CODE, language)
    pages = ProgrammePage.objects.live().public().filter(locale__language_code__in=wanted)
    pages = with_words_language(pages.select_related("locale", "alias_of__locale"))
    return {page.programme_id: page for page in sorted(pages, key=lambda page: wanted.index(page.locale.language_code))}


def _fit(programme: Programme, page: ProgrammePage, answers: Answers, today: date) -> ProgrammeFit:
    judgement = judge(terms_of(programme), answers, today=today)
    rows = {row.pk: row for row in programme.rules.all()}
    return ProgrammeFit(
        programme=programme,
        page=page,
        verdict=judgement.verdict,
        reasons=tuple(
            ShownReason(reason, rows[reason.rule.key] if reason.rule else None) for reason in judgement.reasons
        ),
        only_at=only_centres(programme),
    )

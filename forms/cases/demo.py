"""A handful of referrals on their way, sent and moved through the services; obviously no real people."""

from dataclasses import dataclass

from django.utils import timezone

from forms.cases import services
from forms.cases.states import CaseState, DeclineReason, StopReason
from forms.models.submissions import Submission
from forms.models.versions import FormVersion
from forms.services import save_step, start_draft, submit
from portal.models import User
from programmes.selectors import centres_of

FIRST_CENTRE, SECOND_CENTRE = "beratungsstelle@demo.example", "zweite-stelle@demo.example"
STAFF, COACH = "fallarbeit@demo.example", "coach@demo.example"
LANGUAGE = "de"
TO_COACHING = (CaseState.IN_REVIEW, CaseState.ACCEPTED, CaseState.TALK_ARRANGED)


@dataclass(frozen=True)
class Sample:
    """One invented referral: who sends it, what differs from the others, and how far it got."""

    member: str
    year_of_birth: int
    country: str
    language: str
    district: str
    wish: str
    months_ahead: int
    path: tuple[CaseState, ...] = ()
    reason: str = ""
    text: str = ""
    to_coach: bool = False
    withdrawn: bool = False
    support: tuple[str, ...] = ()


SAMPLES = (
    Sample(FIRST_CENTRE, 1990, "GE", "ka", "09564", "Demo: möchte eine kleine Bäckerei eröffnen.", 4),
    Sample(FIRST_CENTRE, 1985, "TR", "tr", "09573", "Demo: möchte als Elektriker arbeiten.", 3, (CaseState.IN_REVIEW,)),
    Sample(
        SECOND_CENTRE, 1998, "IQ", "ckb", "09162", "Demo: möchte eine Schneiderei übernehmen.", 5,
        (CaseState.IN_REVIEW, CaseState.QUERY), text="Demo: In welchem Monat ist die Ausreise geplant?",
    ),
    Sample(
        FIRST_CENTRE, 1979, "AM", "hy", "09564", "Demo: möchte eine Imkerei aufbauen.", 6,
        (*TO_COACHING, CaseState.TALK_HELD, CaseState.PLAN_AGREED, CaseState.TRAINING), to_coach=True,
        support=("breaks", "simple_words"),
    ),
    Sample(
        SECOND_CENTRE, 1993, "NG", "en", "09761", "Demo: möchte Handys reparieren.", 2, TO_COACHING, to_coach=True,
    ),
    Sample(
        FIRST_CENTRE, 1971, "AL", "sq", "09572", "Demo: möchte auf dem Hof der Familie arbeiten.", 1,
        (CaseState.IN_REVIEW, CaseState.DECLINED), reason=DeclineReason.TOO_LITTLE_TIME,
        text="Demo: Bis zur Ausreise bleiben weniger als drei Wochen.",
    ),
    Sample(
        SECOND_CENTRE, 1988, "AZ", "az", "09663", "Demo: möchte einen Laden führen.", 4,
        (*TO_COACHING, CaseState.STOPPED), reason=StopReason.WORK_OR_RESIDENCE,
    ),
    Sample(FIRST_CENTRE, 1995, "MK", "mk", "09564", "Demo: möchte Köchin werden.", 5, withdrawn=True),
)  # fmt: skip


def create_cases(*, version: FormVersion) -> int:
    """Send and move the samples, once; returns how many were made. ``version`` is that of the demo referral."""
    people = {user.email: user for user in User.objects.filter(email__in=[FIRST_CENTRE, SECOND_CENTRE, STAFF, COACH])}
    if Submission.objects.filter(submitted_by__email__in=[FIRST_CENTRE, SECOND_CENTRE]).exists():
        return 0
    for sample in SAMPLES:
        submission = _send(sample, version, people[sample.member])
        _work(sample, submission, people)
    return len(SAMPLES)


def _send(sample: Sample, version: FormVersion, member: User) -> Submission:
    centre = centres_of(member).order_by("name").first()
    draft = start_draft(version=version, language=LANGUAGE, owner=member, centre_id=centre.pk if centre else None)
    for step, answers in _answers(sample).items():
        typed = {f"{step}-{name}": values for name, values in answers.items()}
        save_step(draft_id=draft.pk, step=step, data=typed, language=LANGUAGE)
    return submit(draft_id=draft.public_id, language=LANGUAGE)


def _answers(sample: Sample) -> dict[str, dict[str, list[str]]]:
    """What a counsellor would type, step by step."""
    today = timezone.localdate()
    month = today.month - 1 + sample.months_ahead
    support = {"support_agreed": ["yes"], "support": list(sample.support), "protection": ["no"]}
    return {
        "beratungsstelle": {"contact": ["Demo Beratung, 0911 000000"], "file_number": ["DEMO-1"]},
        "einwilligung": {
            "informed": ["on"],
            "information_language": ["own"],
            "consented_on__day": [str(today.day)],
            "consented_on__month": [str(today.month)],
            "consented_on__year": [str(today.year)],
            "consent": ["on"],
        },
        "voraussetzungen": {
            "lives_in_bavaria": ["yes"],
            "district": [sample.district],
            "third_country": ["yes"],
            "wants_to_return": ["yes"],
            "same_measure": ["no"],
            "status_group": ["tolerated"],
        },
        "person": {
            "year_of_birth": [str(sample.year_of_birth)],
            "gender": ["unknown"],
            "nationality": [sample.country],
            "destination_country": [sample.country],
            "is_minor": ["no"],
        },
        "verstaendigung": {
            "languages__0__language": [sample.language],
            "languages__0__level": ["native"],
            "languages__1__language": ["de"],
            "languages__1__level": ["basic"],
            "reading": ["some"],
            "interpreter": ["yes"],
        },
        "beruf": {
            "school": ["up_to_10"],
            "wish": [sample.wish],
            "kind_of_work": ["self_employed"],
            "digital_skills": ["phone"],
            "devices": ["phone"],
            "internet": ["yes"],
        },
        "organisation": {
            "departure_month__month": [str(month % 12 + 1)],
            "departure_month__year": [str(today.year + month // 12)],
            "applications": ["reag_garp"],
            "availability": ["mornings"],
            "child_care": ["no"],
            "can_travel": ["yes"],
        },
        "unterstuetzung": support if sample.support else {"support_agreed": ["no"]},
    }


def _work(sample: Sample, submission: Submission, people: dict[str, User]) -> None:
    case, staff = submission.case, people[STAFF]
    for place, state in enumerate(sample.path):
        is_last = place == len(sample.path) - 1
        case = services.move(
            case_id=case.pk,
            to=state,
            actor=staff,
            seen_version=case.version,
            reason=sample.reason if is_last else "",
            text=sample.text if is_last else "",
        )
    if sample.to_coach:
        services.assign(case_id=case.pk, assignee=people[COACH], actor=staff, seen_version=case.version)
    if sample.withdrawn:
        services.withdraw(case_id=case.pk, actor=people[sample.member])

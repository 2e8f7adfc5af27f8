"""The demo's forms: the referral to Reintegrationscoaching PLUS, a question to the project, and synthetic load."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Site

from forms.cases.demo import create_cases
from forms.cases.states import CaseState, Side
from forms.demo_content import question, referral
from forms.demo_content.blueprint import Blueprint
from forms.models.cases import Case, CaseMove
from forms.models.pages import FormIndexPage, FormPage
from forms.models.submissions import REFERENCE_ALPHABET, Submission
from forms.models.versions import FormVersion
from forms.selectors import current_version
from forms.services import receipt_key
from portal.page_translation import translate_page
from portal.progress import progress
from programmes.selectors import public_centres

INDEX = {
    "title": ("Formulare", "Forms", "النماذج"),
    "summary": (
        "Zuweisungen durch Beratungsstellen und Fragen an das Projekt.",
        "Referrals by counselling centres, and questions to the project.",
        "إحالات من مراكز الاستشارة وأسئلة إلى المشروع.",
    ),
}
LOAD_SPACE = UUID("6f9c1f1e-7a53-4f7e-9d0e-5a3f4d0c9b11")
BATCH = 500


def create_demo() -> None:
    """Create forms and cases where they are missing; change nothing that is there."""
    create_forms()
    create_cases(version=current_version(referral.SLUG))


def create_forms() -> None:
    home = Site.objects.get(is_default_site=True).root_page
    index = _index_page(home)
    for slug, make in ((referral.SLUG, referral.referral_form), (question.SLUG, question.question_form)):
        _form_page(index, slug, make)


def _index_page(home: Page) -> Page:
    index = FormIndexPage.objects.child_of(home).first()
    if index is None:
        facts = {name: words[0] for name, words in INDEX.items()}
        index = home.add_child(instance=FormIndexPage(slug="formulare", locale=home.locale, **facts))
        index.save_revision().publish()
    for language, place in (("en", 1), ("ar", 2)):
        translate_page(index, language, {words[0]: words[place] for words in INDEX.values()})
    return index


def _form_page(index: Page, slug: str, make: Callable[[], tuple[dict, Blueprint]]) -> None:
    facts, words = make()
    page = FormPage.objects.child_of(index).filter(slug=slug).first()
    if page is None:
        page = index.add_child(instance=FormPage(slug=slug, locale=index.locale, live=False, **facts))
        page.save_revision().publish()
    translate_page(page, "en", words.english)
    translate_page(page, "ar", words.arabic)


def create_load(number: int, *, stream=None) -> None:
    """Add synthetic referrals, each with its case; the same again when called again with a larger number."""
    version = current_version(referral.SLUG)
    if version is None:
        raise LookupError("The demo form is not online; run the demo without numbers first.")
    present = Submission.objects.filter(reference__startswith="LD-").count()
    batches = range(present, present + number, BATCH)
    for start in progress(batches, "referrals", stream=stream):
        _add_batch(version, range(start, min(start + BATCH, present + number)))


@transaction.atomic
def _add_batch(version: FormVersion, places: range) -> None:
    centres = list(public_centres().order_by("pk").values_list("pk", flat=True)) or [None]
    submissions = [_synthetic(version, place, centres[place % len(centres)]) for place in places]
    # In bulk and without mails, unlike a referral somebody sends.
    cases = Case.objects.bulk_create(
        Case(
            submission=submission,
            reference=submission.reference,
            purpose=version.purpose,
            centre_id=submission.centre_id,
            state_since=submission.submitted_at,
            created_at=submission.submitted_at,
        )
        for submission in Submission.objects.bulk_create(submissions)
    )
    CaseMove.objects.bulk_create(
        CaseMove(case=case, target=CaseState.SUBMITTED, side=Side.CENTRE, at=case.created_at) for case in cases
    )


def _synthetic(version: FormVersion, place: int, centre_id: int | None) -> Submission:
    """A referral without a person behind it; every field by rule from its number."""
    draft = uuid5(LOAD_SPACE, str(place))
    countries = ("TR", "IQ", "GE", "AM", "NG", "AZ", "AL", "MK")
    return Submission(
        reference=_reference(place),
        draft=draft,
        receipt_key=receipt_key(draft),
        version=version,
        centre_id=centre_id,
        language="de",
        submitted_at=timezone.now() - timedelta(hours=place % 8760),
        need={
            "contact": "Demo, 0911 000000",
            "consent": "yes",
            "lives_in_bavaria": "yes",
            "district": "09564",
            "status_group": ("procedure", "tolerated", "obliged", "permit")[place % 4],
            "year_of_birth": 1960 + place % 45,
            "gender": ("female", "male")[place % 2],
            "nationality": countries[place % len(countries)],
            "destination_country": countries[place % len(countries)],
            "languages": [{"language": "tr", "level": "native"}],
            "wish": f"Synthetic wish {place}",
        },
        identity={},
        special={"support": ["breaks"]} if place % 7 == 0 else {},
    )


def _reference(place: int) -> str:
    """Eight signs counted upwards, so that a number always has the same reference."""
    signs, rest = "", place
    for _position in range(8):
        rest, sign = divmod(rest, len(REFERENCE_ALPHABET))
        signs = REFERENCE_ALPHABET[sign] + signs
    return f"LD-{signs[:4]}-{signs[4:]}"

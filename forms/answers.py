"""Answers between envelopes and screens: taken apart by class, judged as a whole, printed in words."""

from dataclasses import dataclass
from datetime import date

from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from forms.codes import EnvelopeName, FieldKind, Level, Meaning
from forms.definition import Definition, Field, Step, Words, read_version
from forms.flow import Flow, Raw, input_name
from forms.inputs import PART
from forms.models.drafts import Draft
from forms.models.submissions import Submission
from forms.steps import StepForm, option_label
from forms.vocabulary import country_name, language_name
from portal.errors import DomainError
from programmes.selectors import districts

Envelopes = dict[str, dict]


class Incomplete(DomainError):
    """A draft that cannot be sent yet; ``step`` is the first that wants attention."""

    def __init__(self, step: str):
        super().__init__(_("Some answers are still missing."), code="incomplete")
        self.step = step


@dataclass(frozen=True)
class Row:
    """One question with its answer in words; ``values`` is empty where nothing was said."""

    key: str
    label: Words
    values: tuple[str, ...]
    is_long: bool


@dataclass(frozen=True)
class Section:
    key: str
    title: Words
    rows: tuple[Row, ...]


def by_envelope(definition: Definition, step: str, data: dict[str, list[str]]) -> Envelopes:
    """What was typed on a step, taken apart by the class of each field; input no field asked for is left out."""
    parts: Envelopes = {name: {} for name in EnvelopeName.values}
    known = definition.step(step)
    fields = {input_name(known, field): field for field in known.questions} if known else {}
    for name, values in data.items():
        field = fields.get(name.partition(PART)[0])
        if field is not None:
            parts[field.envelope][name] = [_storable(value) for value in values]
    return parts


def _storable(text: str) -> str:
    """Half characters, which some clients send, cannot be written."""
    return text.encode("utf-8", "replace").decode()


def raw_of(draft: Draft) -> Raw:
    """What was typed so far, the envelopes put together."""
    raw: Raw = {}
    for name in EnvelopeName.values:
        for step, inputs in (getattr(draft, name) or {}).items():
            raw.setdefault(step, {}).update(inputs)
    return raw


def flow_of(draft: Draft, language: str | None = None) -> Flow:
    return Flow(read_version(draft.version, language), raw_of(draft))


def step_form(flow: Flow, step: Step) -> StepForm:
    """The form of a step, filled in with what was typed."""
    return StepForm(data=MultiValueDict(flow.raw.get(step.key, {})), prefix=step.key, step=step, flow=flow)


def first_gap(flow: Flow, *, before: str | None = None) -> str | None:
    """The first step that is unanswered, faulty or ends the form; only those ahead of ``before`` if it is given."""
    for step in flow.steps():
        if step.key == before:
            return None
        if step.key not in flow.raw or not step_form(flow, step).is_valid() or flow.exit_of(step):
            return step.key
    return None


def collect(draft: Draft) -> Envelopes:
    """The answers of a complete draft as codes; raises Incomplete. What no longer applies is left behind."""
    flow = flow_of(draft)
    envelopes: Envelopes = {name: {} for name in EnvelopeName.values}
    for step in flow.steps():
        form = step_form(flow, step)
        if not form.is_valid() or flow.exit_of(step):
            raise Incomplete(step.key)
        for field in step.questions:
            if field.key in form.answers():
                envelopes[field.envelope][field.key] = form.answers()[field.key]
    return envelopes


def sections_of_draft(flow: Flow) -> list[Section]:
    """Everything that was asked and answered, step by step, for the check page."""
    sections = []
    for step in flow.steps():
        form = step_form(flow, step)
        answers = form.answers() if form.is_valid() else {}
        asked = [field for field in step.questions if field.key in form.fields and _applies(form, field)]
        sections.append(_section(step, asked, answers))
    return sections


def _applies(form: StepForm, field: Field) -> bool:
    return field.key not in form.conditional or form.flow.is_asked(field)


def sections_of_submission(
    submission: Submission, *, envelopes: tuple[str, ...], language: str | None = None
) -> list[Section]:
    """The answers of some envelopes beside the questions as they were asked; empty steps are left out."""
    definition = read_version(submission.version, language)
    answers = {name: getattr(submission, name) or {} for name in envelopes}
    sections = []
    for step in definition.steps:
        fields = [f for f in step.questions if f.envelope in envelopes and f.key in answers[f.envelope]]
        if fields:
            sections.append(_section(step, fields, {f.key: answers[f.envelope][f.key] for f in fields}))
    return sections


def _section(step: Step, fields: list[Field], answers: dict) -> Section:
    rows = tuple(
        Row(
            key=field.key,
            label=field.label,
            values=tuple(in_words(field, answers.get(field.key))),
            is_long=field.kind == FieldKind.LONG_TEXT,
        )
        for field in fields
    )
    return Section(step.key, step.title, rows)


def meant(submission: Submission, meaning: Meaning):
    """The answer with this meaning, as stored; None where the form has no such field, or nothing was said."""
    field = read_version(submission.version).meant(meaning)
    return (getattr(submission, field.envelope) or {}).get(field.key) if field else None


def in_words(field: Field, answer) -> list[str]:
    """A stored answer as the reader reads it: one text for each thing said."""
    if answer in (None, "", []):
        return []
    return _PRINTERS.get(field.kind, _as_text)(field, answer)


def _as_text(field: Field, answer) -> list[str]:
    return [str(answer)]


def _codes(field: Field, answer) -> list[str]:
    return [str(option_label(field, code)) for code in (answer if isinstance(answer, list) else [answer])]


def _day(field: Field, answer: str) -> list[str]:
    return [date_format(date.fromisoformat(answer), "DATE_FORMAT")]


def _month(field: Field, answer: str) -> list[str]:
    return [date_format(date.fromisoformat(f"{answer}-01"), "YEAR_MONTH_FORMAT")]


def _languages(field: Field, answer: list[dict]) -> list[str]:
    return [
        _("%(language)s: %(level)s") % {"language": language_name(row["language"]), "level": Level(row["level"]).label}
        for row in answer
    ]


def _district(field: Field, answer: str) -> list[str]:
    return [dict(districts()).get(answer, answer)]


_PRINTERS = {
    FieldKind.CHOICE: _codes,
    FieldKind.MULTIPLE: _codes,
    FieldKind.YES_NO: _codes,
    FieldKind.CONSENT: _codes,
    FieldKind.DATE: _day,
    FieldKind.MONTH: _month,
    FieldKind.COUNTRY: lambda field, answer: [country_name(answer)],
    FieldKind.LANGUAGES: _languages,
    FieldKind.DISTRICT: _district,
}

"""What people type, and what nobody should have to think of: kept, answered with a sentence, never a 500."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from forms.answers import flow_of, in_words
from forms.definition import read_version
from forms.flow import Flow
from forms.inputs import LanguageRowsField, MonthOnlyField, WholeNumberField
from forms.models import Draft
from forms.steps import StepForm
from forms.timing import departure_warning
from forms.vocabulary import country_choices, language_choices
from tests.builders.forms import begin, fill, make_form, referral_version
from tests.builders.programmes import make_district

pytestmark = pytest.mark.django_db
ODD = [
    "",
    " ",
    "x" * 10_000,
    "🤷🏽‍♀️" * 50,
    "\u202eabc\u202c",
    "<script>alert(1)</script>",
    "\"*'; DROP TABLE forms_draft; --",
    "\x00\x01\x7f",
    "می‌خواهم برگردم",
    "31.02.",
    "٣١",
    "\u0065\u0301" * 300,
    "= 1+1",
    "\r\nBcc: x@example.org",
    "\ud7ff\ufffe",
    "../../../etc/passwd",
    "%00%0a",
]


@pytest.fixture(autouse=True)
def tree(site_tree):
    make_district("09564", "Nürnberg")
    return site_tree


def referral_form(step: str, data: dict) -> StepForm:
    definition = read_version(referral_version(), "de")
    raw = {f"{step}-{name}": value if isinstance(value, list) else [value] for name, value in data.items()}
    flow = Flow(definition, {step: raw})
    return StepForm(data=MultiValueDict(raw), prefix=step, step=definition.step(step), flow=flow)


@pytest.mark.parametrize("text", ODD)
def test_odd_text_in_every_field_gives_a_page_and_is_kept(client, text):
    address = begin(client, make_form())

    assert fill(client, address, "eins", {"eins-kind": text}).status_code == 200
    fill(client, address, "eins")
    answer = fill(client, address, "zwei", {"zwei-need": text})
    shown = client.get(f"{address}zwei/")

    assert answer.status_code in (200, 302)
    assert shown.status_code == 200
    assert b"<script>alert" not in shown.content
    assert shown.context["wizard"]["form"]["need"].value() == text


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize(
    "step",
    ["beratungsstelle", "einwilligung", "voraussetzungen", "person", "verstaendigung", "beruf", "organisation"],
)
def test_odd_text_in_every_kind_of_field_is_judged_without_a_crash(step, text):
    definition = read_version(referral_version(), "de")
    names = {f"{step}-{field.key}" for field in definition.step(step).questions}
    parts = {f"{name}{part}" for name in names for part in ("", "__day", "__month", "__year")}
    parts |= {f"{name}__0__{part}" for name in names for part in ("language", "level")}
    data = MultiValueDict({name: [text] for name in parts})

    form = StepForm(data=data, prefix=step, step=definition.step(step), flow=Flow(definition, {}))

    form.is_valid()
    assert str(form)


def test_a_question_of_the_same_step_says_on_what_it_hangs_and_counts_only_there():
    without = referral_form("person", {"is_minor": "yes"})
    grown = referral_form("person", {"is_minor": "no", "guardian_consent": "on"})

    assert "guardian_consent" in without.errors
    assert "guardian_consent" not in grown.errors
    assert "guardian_consent" not in grown.cleaned_data
    assert "minderjährig" in without.fields["guardian_consent"].help_text


def test_the_form_stays_pseudonymous_and_never_asks_what_it_must_not():
    definition = read_version(referral_version(), "de")

    assert [step.key for step in definition.steps][-1] == "unterstuetzung"
    assert len(definition.steps) == 8
    assert not [field.key for field in definition.questions() if field.envelope == "identity"]


@time_machine.travel("2026-11-24", tick=False)
@pytest.mark.parametrize(
    ("parts", "stored"),
    [
        (["12", "2026"], "2026-12"),
        (["Dezember", "2026"], "2026-12"),
        (["ديسمبر", "٢٠٢٦"], "2026-12"),
        (["November", "2026"], "2026-11"),
        (["", ""], None),
    ],
)
def test_months_are_read_as_people_write_them(parts, stored):
    assert MonthOnlyField(required=False, label="", earliest=date(2026, 11, 1)).clean(parts) == stored


@pytest.mark.parametrize("parts", [["13", "2026"], ["x", "2026"], ["12", "26"], ["12", ""], ["10", "2026"]])
def test_months_that_cannot_be_are_refused(parts):
    with pytest.raises(ValidationError):
        MonthOnlyField(required=False, label="", earliest=date(2026, 11, 1)).clean(parts)


@pytest.mark.parametrize(("text", "number"), [("12", 12), ("١٢", 12), (" 1 2 ", 12), ("", None)])
def test_numbers_are_read_in_any_script(text, number):
    assert WholeNumberField(required=False, label="").clean(text) == number


@pytest.mark.parametrize("text", ["-1", "1,5", "zwölf", "11", "9" * 300])
def test_numbers_outside_the_limits_are_refused(text):
    with pytest.raises(ValidationError):
        WholeNumberField(required=False, label="", maximum=10).clean(text)


def test_languages_need_both_parts_and_count_once():
    field = LanguageRowsField(required=True, label="Sprachen")
    turkish = {"language": "tr", "level": "native"}

    assert field.clean([turkish, turkish]) == [turkish]
    for rows in (
        [],
        [{"language": "tr", "level": ""}],
        [{"language": "", "level": "good"}],
        [{"language": "xx", "level": "good"}],
    ):
        with pytest.raises(ValidationError):
            field.clean(rows)


def test_countries_and_languages_have_names_in_every_language_of_the_portal(settings):
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            choices = [*country_choices(), *language_choices()]
            assert [choice for choice in choices if choice[0] == choice[1]] == []


def test_an_answer_is_printed_in_the_readers_language():
    definition = read_version(referral_version(), "de")
    country = definition.question("nationality")

    with translation.override("de"):
        assert in_words(country, "TR") == ["Türkei"]
        assert in_words(definition.question("departure_month"), "2027-03") == ["März 2027"]
        assert in_words(definition.question("district"), "09564") == ["Nürnberg"]
    with translation.override("en"):
        assert in_words(country, "GE") == ["Georgia"]
    assert in_words(country, None) == []


@time_machine.travel("2026-11-24", tick=False)
@pytest.mark.parametrize(
    ("month", "year", "sentences"), [("12", "2026", 4), ("1", "2027", 3), ("6", "2027", 0), ("", "", 0)]
)
def test_little_time_before_the_departure_is_a_warning(month, year, sentences):
    form = referral_form("organisation", {"departure_month__month": month, "departure_month__year": year})

    assert len(departure_warning(form.flow, today=date(2026, 11, 24))) == sentences
    assert "departure_month" not in form.errors


def test_a_draft_is_read_back_as_it_was_typed(client):
    address = begin(client, make_form())
    fill(client, address, "eins")

    assert flow_of(Draft.objects.get()).raw == {"eins": {"eins-kind": ["b"]}}

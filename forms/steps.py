"""The form of one step, made from its definition."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from forms.codes import FieldKind, Meaning, YesNo
from forms.definition import Field, Step
from forms.flow import Flow, input_name
from forms.inputs import PART, ConsentField, DayField, LanguageRowsField, MonthOnlyField, WholeNumberField
from forms.vocabulary import country_choices
from portal.form_fields import PlainTextField, YearField
from portal.form_markup import HoneypotField, PortalForm, speak_plainly
from programmes.selectors import districts

OLDEST_AGE = 120
# No key of a question holds the double underscore.
TRAP = f"homepage{PART}trap"
EMPTY = (None, "", [])


class StepForm(PortalForm):
    """The questions of one step that apply.

    A question that hangs on an answer of the same step is always there (without script nobody can hide it) and says on
    what it hangs; it has to be answered only where that answer was given, and counts only there.
    """

    def __init__(self, *args, step: Step, flow: Flow, has_trap: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.step, self.flow = step, flow
        own = {field.key for field in step.questions}
        self.conditional: dict[str, Field] = {}
        for field in step.questions:
            if field.condition and field.condition.field in own:
                self.conditional[field.key] = field
            elif not flow.is_asked(field):
                continue
            made = self.fields[field.key] = _MAKERS[field.kind](field, self._common(field))
            speak_plainly(field.key, made)
        if has_trap:
            self.fields[TRAP] = HoneypotField()

    @property
    def is_trapped(self) -> bool:
        """Whether a box was filled in that people do not see."""
        return TRAP in self.fields and self.has_error(TRAP)

    @property
    def raw(self) -> dict[str, list[str]]:
        """What the browser sent for this step, and nothing else it sent."""
        names = {input_name(self.step, field) for field in self.step.questions}
        return {name: self.data.getlist(name) for name in self.data if name.partition(PART)[0] in names}

    def show_as_typed(self) -> None:
        """Fill in what was typed without judging it: nobody has pressed “Continue” yet."""
        self._errors = forms.utils.ErrorDict(renderer=self.renderer)
        self.cleaned_data = {}

    def clean(self):
        cleaned = super().clean()
        flow = self.flow.with_step(self.step.key, self.raw)
        for key, field in self.conditional.items():
            if not flow.is_asked(field):
                cleaned.pop(key, None)
                self._errors.pop(key, None)
            elif field.required and key not in self._errors and cleaned.get(key) in EMPTY:
                self.add_error(key, ValidationError(self.fields[key].error_messages["required"], code="required"))
        return cleaned

    def answers(self) -> dict:
        """The answers of a valid form by key; what was left empty is left out."""
        return {key: value for key, value in self.cleaned_data.items() if value not in EMPTY}

    def _common(self, field: Field) -> dict:
        hints = [field.hint] if field.hint else []
        if field.key in self.conditional:
            hints.append(self._condition_in_words(field))
        return {
            "label": field.label,
            "help_text": format_html_join(" ", "{}", ((hint,) for hint in hints)),
            "required": field.required and field.key not in self.conditional,
        }

    def _condition_in_words(self, field: Field) -> str:
        source = self.flow.definition.question(field.condition.field)
        return _("Only if the answer to “%(question)s” is “%(answer)s”.") % {
            "question": source.label.plain,
            "answer": str(option_label(source, field.condition.value)),
        }


def option_label(field: Field, code: str) -> str:
    """A code in words, for kinds whose options stand in the definition."""
    if field.kind == FieldKind.YES_NO:
        return YesNo(code).label if code in YesNo.values else code
    if field.kind == FieldKind.CONSENT:
        return _("Yes")
    return next((option.label for option in field.options if option.code == code), code)


def _text(field: Field, common: dict) -> forms.Field:
    # About somebody else, on a shared computer: the browser must neither offer nor keep it.
    attrs = {"autocomplete": "off", "spellcheck": "false"}
    if field.meaning == Meaning.EMAIL:
        attrs = {"autocomplete": "email", "type": "email", "dir": "ltr"}
        return forms.EmailField(max_length=254, widget=forms.EmailInput(attrs=attrs), **common)
    if field.meaning == Meaning.TELEPHONE:
        attrs = {"autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}
    return PlainTextField(max_length=field.settings["max_length"], widget=forms.TextInput(attrs=attrs), **common)


def _long_text(field: Field, common: dict) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": 5, "autocomplete": "off"})
    return PlainTextField(max_length=field.settings["max_length"], widget=widget, **common)


def _choice(field: Field, common: dict) -> forms.Field:
    if field.settings.get("as_list"):
        # An option element holds no markup.
        return _drop_down([(option.code, option.label.plain) for option in field.options], common)
    choices = [(option.code, option.label) for option in field.options]
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)


def _drop_down(choices: list[tuple[str, str]], common: dict) -> forms.Field:
    widget = forms.Select(attrs={"autocomplete": "off"})
    return forms.ChoiceField(choices=[("", _("Choose")), *choices], widget=widget, **common)


def _multiple(field: Field, common: dict) -> forms.Field:
    choices = [(option.code, option.label) for option in field.options]
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)


def _yes_no(field: Field, common: dict) -> forms.Field:
    choices = [c for c in YesNo.choices if field.settings.get("with_unknown") or c[0] != YesNo.UNKNOWN]
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)


def _year(field: Field, common: dict) -> forms.Field:
    if field.meaning != Meaning.YEAR_OF_BIRTH:
        return YearField(**common)
    this_year = timezone.localdate().year
    return YearField(earliest=this_year - OLDEST_AGE, latest=this_year, **common)


def _month(field: Field, common: dict) -> forms.Field:
    if field.meaning != Meaning.DEPARTURE_MONTH:
        return MonthOnlyField(**common)
    return MonthOnlyField(earliest=timezone.localdate().replace(day=1), **common)


def _number(field: Field, common: dict) -> forms.Field:
    limits = {"minimum": field.settings.get("minimum"), "maximum": field.settings.get("maximum")}
    return WholeNumberField(**limits, **common)


def _country(field: Field, common: dict) -> forms.Field:
    return _drop_down(country_choices(with_stateless=bool(field.settings.get("with_stateless"))), common)


_MAKERS = {
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _long_text,
    FieldKind.CHOICE: _choice,
    FieldKind.MULTIPLE: _multiple,
    FieldKind.YES_NO: _yes_no,
    FieldKind.DATE: lambda field, common: DayField(**common),
    FieldKind.MONTH: _month,
    FieldKind.YEAR: _year,
    FieldKind.NUMBER: _number,
    FieldKind.COUNTRY: _country,
    FieldKind.LANGUAGES: lambda field, common: LanguageRowsField(**common),
    FieldKind.DISTRICT: lambda field, common: _drop_down(districts(), common),
    FieldKind.CONSENT: lambda field, common: ConsentField(**common),
}

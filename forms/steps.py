"""The form of one step, made from its definition."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from forms.codes import FieldKind, Meaning, YesNo
from forms.definition import Field, Step, Words
from forms.flow import Flow, input_name
from forms.inputs import (
    DatePartsField,
    LanguageRowsField,
    MonthPartsField,
    PlainTextField,
    WholeNumberField,
    YearField,
    birth_years,
)
from forms.vocabulary import country_choices
from portal.form_markup import PortalForm
from programmes.selectors import districts

CONSENTED = YesNo.YES.value
EMPTY = (None, "", [])


def marked(words: Words, language: str) -> str | SafeString:
    """The words, marked with their language where it is not the reader's."""
    if not words or words.language == language:
        return str(words)
    direction = "rtl" if get_language_info(words.language)["bidi"] else "ltr"
    return format_html('<span lang="{}" dir="{}">{}</span>', words.language, direction, str(words))


class ConsentField(forms.BooleanField):
    def clean(self, value):
        return CONSENTED if super().clean(value) else None


class StepForm(PortalForm):
    """The questions of one step that apply.

    A question that hangs on an answer of the same step is always there (without script nobody can hide it) and says on
    what it hangs; it has to be answered only where that answer was given, and counts only there.
    """

    def __init__(self, *args, step: Step, flow: Flow, **kwargs):
        super().__init__(*args, **kwargs)
        self.step, self.flow = step, flow
        own = {field.key for field in step.questions}
        self.conditional: dict[str, Field] = {}
        for field in step.questions:
            if field.condition and field.condition.field in own:
                self.conditional[field.key] = field
            elif not flow.is_asked(field):
                continue
            self.fields[field.key] = self._form_field(field)

    @property
    def raw(self) -> dict[str, list[str]]:
        """What the browser sent for this step, and nothing else it sent."""
        names = {input_name(self.step, field) for field in self.step.questions}
        return {name: self.data.getlist(name) for name in self.data if name.partition("__")[0] in names}

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

    def _form_field(self, field: Field) -> forms.Field:
        return _MAKERS[field.kind](field, self._common(field))

    def _common(self, field: Field) -> dict:
        language = self.flow.definition.language
        hints = [marked(field.hint, language)] if field.hint else []
        if field.key in self.conditional:
            hints.append(self._condition_in_words(field))
        return {
            "label": marked(field.label, language),
            "help_text": format_html("{} {}", *hints) if len(hints) == 2 else (hints[0] if hints else ""),
            "required": field.required and field.key not in self.conditional,
            "error_messages": {"required": _required_message(field)},
        }

    def _condition_in_words(self, field: Field) -> str:
        source = self.flow.definition.question(field.condition.field)
        return _("Only if the answer to “%(question)s” is “%(answer)s”.") % {
            "question": source.label,
            "answer": option_label(source, field.condition.value),
        }


def option_label(field: Field, code: str) -> str:
    """A code in words, for kinds whose options stand in the definition."""
    if field.kind == FieldKind.YES_NO:
        return YesNo(code).label if code in YesNo.values else code
    if field.kind == FieldKind.CONSENT:
        return _("Yes")
    return next((option.label for option in field.options if option.code == code), code)


def _required_message(field: Field) -> str:
    label = str(field.label).rstrip("?.: ")
    if field.kind == FieldKind.CONSENT:
        return _("Without this the form cannot be sent: “%(label)s”.") % {"label": label}
    if field.kind in (FieldKind.CHOICE, FieldKind.YES_NO, FieldKind.COUNTRY, FieldKind.DISTRICT):
        return _("Choose one answer for “%(label)s”.") % {"label": label}
    if field.kind == FieldKind.MULTIPLE:
        return _("Choose at least one answer for “%(label)s”.") % {"label": label}
    if field.kind == FieldKind.LANGUAGES:
        return _("Choose at least one language and how well it is spoken.")
    return _("Write an answer for “%(label)s”.") % {"label": label}


def _text(field: Field, common: dict) -> forms.Field:
    # About somebody else, on a shared computer: the browser must neither offer nor keep it.
    attrs = {"autocomplete": "off", "spellcheck": "false"}
    made = PlainTextField(max_length=field.settings["max_length"], widget=forms.TextInput(attrs=attrs), **common)
    if field.meaning == Meaning.EMAIL:
        made.validators.append(EmailValidator(_("Write an email address with an @, for example name@example.org.")))
        attrs = {"autocomplete": "email", "inputmode": "email", "dir": "ltr"}
    elif field.meaning == Meaning.TELEPHONE:
        attrs = {"autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}
    made.widget.attrs.update(attrs)
    # The limit is told on sending; cutting off while somebody types or pastes loses words.
    made.widget.attrs.pop("maxlength", None)
    return made


def _long_text(field: Field, common: dict) -> forms.Field:
    made = PlainTextField(
        max_length=field.settings["max_length"],
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        **common,
    )
    made.widget.attrs.pop("maxlength", None)
    return made


def _options(field: Field) -> list[tuple[str, str]]:
    return [(option.code, option.label) for option in field.options]


def _choice(field: Field, common: dict) -> forms.Field:
    if field.settings.get("as_list"):
        return _drop_down(_options(field), common)
    return forms.ChoiceField(choices=_options(field), widget=forms.RadioSelect, **common)


def _drop_down(choices: list[tuple[str, str]], common: dict) -> forms.Field:
    attrs = {"autocomplete": "off"}
    return forms.ChoiceField(choices=[("", _("Choose")), *choices], widget=forms.Select(attrs=attrs), **common)


def _multiple(field: Field, common: dict) -> forms.Field:
    return forms.MultipleChoiceField(choices=_options(field), widget=forms.CheckboxSelectMultiple, **common)


def _yes_no(field: Field, common: dict) -> forms.Field:
    choices = [c for c in YesNo.choices if field.settings.get("with_unknown") or c[0] != YesNo.UNKNOWN]
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)


def _year(field: Field, common: dict) -> forms.Field:
    return YearField(**(birth_years() if field.meaning == Meaning.YEAR_OF_BIRTH else {}), **common)


def _month(field: Field, common: dict) -> forms.Field:
    return MonthPartsField(from_now_on=field.meaning == Meaning.DEPARTURE_MONTH, **common)


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
    FieldKind.DATE: lambda field, common: DatePartsField(**common),
    FieldKind.MONTH: _month,
    FieldKind.YEAR: _year,
    FieldKind.NUMBER: _number,
    FieldKind.COUNTRY: _country,
    FieldKind.LANGUAGES: lambda field, common: LanguageRowsField(**common),
    FieldKind.DISTRICT: lambda field, common: _drop_down(districts(), common),
    FieldKind.CONSENT: lambda field, common: ConsentField(**common),
}

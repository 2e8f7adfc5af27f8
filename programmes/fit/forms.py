"""The questions of the fit check. Each may be left out; what was answered becomes ``Answers`` and is kept nowhere."""

from collections.abc import Callable, Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.form_markup import DigitsField, PlainTextField, PortalForm
from programmes.fit.codes import (
    SENSITIVE_GROUPS,
    Departure,
    GovernmentRegion,
    Group,
    Question,
    Residence,
    StatusGroup,
)
from programmes.fit.rules import Answers
from programmes.fit.selectors import Asked
from programmes.languages import country_choices

UNKNOWN, NONE, YES, NO, OPEN, STATELESS = "unknown", "none", "yes", "no", "open", "stateless"
OLDEST = 120
NO_ANSWER = (UNKNOWN, _("I do not know, or no answer"))


def _radios(label: str, choices: list, why: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[*choices, NO_ANSWER], widget=forms.RadioSelect, required=False, help_text=why
    )


def _country(asked: Asked) -> forms.Field:
    return forms.ChoiceField(
        label=Question.COUNTRY.label,
        choices=lambda: [
            ("", NO_ANSWER[1]),
            (STATELESS, _("stateless, or not settled")),
            *country_choices(),
        ],
        required=False,
        help_text=_("Most programmes are for certain countries only."),
        widget=forms.Select(attrs={"autocomplete": "off"}),
    )


def _status(asked: Asked) -> forms.Field:
    return _radios(
        Question.STATUS.label, list(StatusGroup.choices), _("Programmes differ by residence status. Nobody learns it.")
    )


def _residence(asked: Asked) -> forms.Field:
    choices = list(Residence.choices)
    if asked.by_region:
        choices = [
            *GovernmentRegion.choices,
            (Residence.BAVARIA, _("In Bavaria, I do not know the region")),
            choices[1],
        ]
    return _radios(Question.RESIDENCE.label, choices, _("Some programmes are only for people who live in Bavaria."))


def _voluntary(asked: Asked) -> forms.Field:
    choices = [(YES, _("Yes")), (OPEN, _("I have not decided yet")), (NO, _("No"))]
    why = _("Some programmes are only for people who want to return. Your answer decides nothing.")
    return _radios(Question.VOLUNTARY.label, choices, why)


def _means(asked: Asked) -> forms.Field:
    why = _("Some programmes are only for people who cannot pay for it themselves.")
    return _radios(Question.MEANS.label, [(YES, _("Yes")), (NO, _("No"))], why)


def _situation(asked: Asked) -> forms.Field:
    return forms.MultipleChoiceField(
        label=Question.SITUATION.label,
        choices=[*Group.choices, (NONE, _("None of this")), NO_ANSWER],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("There are programmes for certain groups and plans. Tick only what you want to tell."),
    )


def _departure(asked: Asked) -> forms.Field:
    why = _("Some programmes need an application weeks ahead, or end on a certain day. Roughly is enough.")
    return _radios(Question.DEPARTURE.label, list(Departure.choices), why)


def _age(asked: Asked) -> forms.Field:
    return DigitsField(
        label=Question.AGE.label, required=False, help_text=_("In years. Some programmes have an age limit.")
    )


FIELDS: Mapping[str, Callable[[Asked], forms.Field]] = {
    Question.COUNTRY: _country,
    Question.STATUS: _status,
    Question.RESIDENCE: _residence,
    Question.VOLUNTARY: _voluntary,
    Question.MEANS: _means,
    Question.SITUATION: _situation,
    Question.DEPARTURE: _departure,
    Question.AGE: _age,
}
YES_OR_NO = {YES: True, NO: False}


class FitForm(PortalForm):
    prints_summary = False
    marks_optional = False

    def __init__(self, *args, asked: Asked, **kwargs):
        # Fields come before the base looks at them and gives them their sentences.
        self.base_fields = {question: FIELDS[question](asked) for question in asked.questions}
        super().__init__(*args, **kwargs)

    def clean_situation(self) -> list[str]:
        chosen = self.cleaned_data["situation"]
        if len(chosen) > 1 and (NONE in chosen or UNKNOWN in chosen):
            raise ValidationError(
                _("You ticked “None of this” or “no answer” together with something else. Take one of them away."),
                code="contradiction",
            )
        return chosen

    def clean_age(self) -> str:
        age = self.cleaned_data["age"]
        if age and int(age[:20]) > OLDEST:
            raise ValidationError(_("Write the age in years, at most %(oldest)d.") % {"oldest": OLDEST}, code="large")
        return age

    def answers(self) -> Answers:
        """What was said, as the rules read it; call it on a valid form."""
        told = {name: value for name, value in self.cleaned_data.items() if value and value != UNKNOWN}
        country, age = told.get(Question.COUNTRY), told.get(Question.AGE)
        return Answers(
            country=None if country == STATELESS else country,
            status=told.get(Question.STATUS),
            residence=told.get(Question.RESIDENCE),
            voluntary=YES_OR_NO.get(told.get(Question.VOLUNTARY)),
            has_means=YES_OR_NO.get(told.get(Question.MEANS)),
            groups=_groups(told.get(Question.SITUATION, [])),
            departure=told.get(Question.DEPARTURE),
            age=int(age) if age else None,
        )

    def told_again(self) -> list[tuple[str, str]]:
        """Name and value of everything answered, for the hidden fields of the next page."""
        pairs = []
        for name, value in self.cleaned_data.items():
            pairs += [(name, one) for one in (value if isinstance(value, list) else [value]) if one]
        return pairs

    def summary(self) -> list[tuple[str, list[str]]]:
        """Each question with the answer in words, for the page with the result."""
        rows = []
        for name, field in self.fields.items():
            value = self.cleaned_data[name]
            chosen = value if isinstance(value, list) else [value]
            labels = {str(code): str(label) for code, label in getattr(field, "choices", ())}
            words = [labels.get(one, one) for one in chosen if one]
            rows.append((str(field.label), words or [gettext("no answer")]))
        return rows


def _groups(chosen: list[str]) -> dict[str, bool]:
    """A ticked box is a yes. An empty one is a no where people say such things easily, otherwise it stays open."""
    if not chosen or UNKNOWN in chosen:
        return {}
    if NONE in chosen:
        return dict.fromkeys(Group.values, False)
    return {group: group in chosen for group in Group.values if group in chosen or group not in SENSITIVE_GROUPS}


class PlaceForm(PortalForm):
    place = PlainTextField(
        label=_("Postcode or town"),
        max_length=100,
        required=False,
        help_text=_("Only for this list. It is not stored."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    prints_summary = False
    marks_optional = False

"""What staff type and choose: filters of the lists, answers, decisions, how often a centre is asked."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programmes.models.upkeep import Upkeep
from programmes.upkeep.states import LadderState, TaskKind, TaskState

ANSWER_LIMIT = 1_000


class TaskFilter(forms.Form):
    """An unknown value in the address filters nothing out and is said so beside its field."""

    text = forms.CharField(label=_("Reference or centre"), max_length=100, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *TaskKind.choices])
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("open", _("All open")), ("", _("All")), *TaskState.choices]
    )


class EntryFilter(forms.Form):
    text = forms.CharField(label=_("Centre"), max_length=100, required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *LadderState.choices])


class OrphanFilter(forms.Form):
    text = forms.CharField(label=_("Centre"), max_length=100, required=False)
    mail = forms.ChoiceField(
        label=_("Office by mail"),
        required=False,
        choices=[
            ("", pgettext_lazy("office by mail", "not reachable")),
            ("works", pgettext_lazy("office by mail", "reachable")),
        ],
    )


class InvitationForm(forms.Form):
    """The first person of a centre. The account lasts until somebody ends it, so what is asked is the least."""

    first_name = forms.CharField(label=_("First name"), max_length=150, required=False)
    last_name = forms.CharField(
        label=_("Last name"), max_length=150, error_messages={"required": _("Write the name of the person.")}
    )
    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("The person's own address at the centre: codes to log in go there, so nobody else should read it."),
        error_messages={
            "required": _("Write the address the invitation goes to."),
            "invalid": _("Enter an email address in the form name@example.org."),
        },
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE
    )


class AnswerForm(forms.Form):
    """The next state, and the answer that the visitor or the centre reads."""

    to = forms.ChoiceField(
        label=_("Next state"), widget=forms.RadioSelect, error_messages={"required": _("Choose the next state.")}
    )
    answer = forms.CharField(
        label=_("Answer"),
        required=False,
        max_length=ANSWER_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Is shown to whoever has the number. No names and nothing about persons."),
    )
    note = forms.CharField(
        label=_("Note for the project"),
        required=False,
        max_length=ANSWER_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen_state = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, state: str, targets: tuple[TaskState, ...], **kwargs):
        super().__init__(*args, initial={"seen_state": state}, **kwargs)
        self.fields["to"].choices = [(target.value, target.label) for target in targets]


class DecisionForm(forms.Form):
    """Which proposed facts are taken over. What the centre is told stands in ``reason``."""

    accepted = forms.MultipleChoiceField(required=False)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=ANSWER_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Goes to the office of the centre by mail. No names and nothing about persons."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, keys: list[str], seen: str, **kwargs):
        super().__init__(*args, initial={"seen": seen}, **kwargs)
        self.fields["accepted"].choices = [(key, key) for key in keys]


class ContactForm(forms.ModelForm):
    class Meta:
        model = Upkeep
        fields = ("rhythm", "email", "language")

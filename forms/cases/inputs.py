"""What staff type and choose: the filter of the inbox, the next state, the assignment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from forms.cases import selectors
from forms.cases.services import TEXT_LIMIT
from forms.cases.states import REASONS, CaseState, Side, moves_of, next_states
from forms.models.cases import Case


class InboxFilter(forms.Form):
    """An unknown value in the address filters nothing out and is said so beside its field."""

    reference = forms.CharField(label=_("Reference"), max_length=40, required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("open", _("All open cases")), ("", _("All cases")), *CaseState.choices],
    )
    whose = forms.ChoiceField(
        label=_("Assigned"),
        required=False,
        choices=[("", _("All")), ("mine", _("To me")), ("unassigned", _("To nobody"))],
    )
    age = forms.TypedChoiceField(
        label=_("Waiting"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", _("Any time")),
            ("7", _("Longer than 7 days")),
            ("14", _("Longer than 14 days")),
            ("30", _("Longer than 30 days")),
        ],
    )


class _VersionForm(forms.Form):
    """A form about the case as it was on the screen."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": _("Look at the case again, then decide.")}
    )

    def __init__(self, *args, case: Case, initial: dict | None = None, **kwargs):
        super().__init__(*args, initial={**(initial or {}), "version": case.version}, **kwargs)


class MoveForm(_VersionForm):
    """Offers the moves that are possible now; whether one still is when it arrives, ``services.move`` decides."""

    to = forms.ChoiceField(
        label=_("Next state"),
        choices=CaseState.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the next state.")},
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        required=False,
        choices=list(REASONS.items()),
        help_text=_("Needed for declining and stopping; left out otherwise."),
    )
    text = forms.CharField(
        label=_("Text for the centre"),
        required=False,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "The centre reads this in its area. No names, and nothing about health, religion, politics or reasons of "
            "asylum."
        ),
    )

    def __init__(self, *args, case: Case, sides: frozenset[Side], **kwargs):
        super().__init__(*args, case=case, **kwargs)
        table = moves_of(case.purpose)
        targets = next_states(case.state, sides, case.purpose)
        self.fields["to"].widget.choices = [(target.value, target.label) for target in targets]
        groups = [
            (target.label, table[case.state, target].reasons.choices)
            for target in targets
            if table[case.state, target].reasons
        ]
        self.fields["reason"].widget.choices = [("", _("No reason")), *groups]
        if not groups:
            del self.fields["reason"]
        if case.is_message:
            del self.fields["text"]


class AssignForm(_VersionForm):
    assignee = forms.ModelChoiceField(label=_("Assigned to"), queryset=None, required=False, empty_label=_("Nobody"))

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, case=case, initial={"assignee": case.assigned_to_id}, **kwargs)
        self.fields["assignee"].queryset = selectors.assignable_users()

"""The form with which somebody waits for the next event."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.forms import MailField
from events.states import Kind
from events.watches.selectors import regions
from portal.form_markup import HoneypotField, PortalForm


class WatchForm(PortalForm):
    # The page prints it above its heading.
    prints_summary = False

    email = MailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("We first ask you by mail whether this is what you want."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "dir": "ltr"}),
        error_messages={
            "required": _("Enter an email address."),
            "invalid": _("Enter an email address in the form name@example.org."),
            "max_length": _("The email address may have 254 characters at most."),
        },
    )
    region = forms.ChoiceField(
        label=_("Administrative region (Regierungsbezirk)"),
        help_text=_("You also hear of events that take place only online."),
        error_messages={
            "required": _("Choose a region from the list."),
            "invalid_choice": _("Choose a region from the list."),
        },
    )
    kind = forms.ChoiceField(
        label=_("Kind of event"),
        required=False,
        choices=[("", pgettext_lazy("kind of event", "Every kind")), *Kind.choices],
        error_messages={"invalid_choice": _("Choose a kind of event from the list.")},
    )
    homepage = HoneypotField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", _("Please choose")), *regions()]

    def wish(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("email", "region", "kind")}


def initial(data: QueryDict) -> dict[str, str]:
    """What the page the reader comes from has chosen already; never an address of a person."""
    known = {"region": dict(regions()), "kind": Kind.values}
    return {name: data[name] for name, values in known.items() if data.get(name, "") in values}

"""What staff choose above the list of registrations. Names are no filter: they would stand in the address."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.states import Audience, RegistrationState

ALL = ("", pgettext_lazy("registrations", "all"))


class RegistrationFilter(forms.Form):
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ALL, *RegistrationState.choices])
    audience = forms.ChoiceField(label=_("Takes part as"), required=False, choices=[ALL, *Audience.choices])

    def chosen(self) -> dict[str, str]:
        """The filters that are set and known; anything else in the address filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_narrow(self) -> bool:
        return bool(self.chosen())

"""What staff choose above the list of registrations.

Words to look for come by POST only: names must not stand in an address. An organisation is named by its fingerprint.
"""

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from events import narrowing, selectors
from events.forms import LineField
from events.models import Event
from events.narrowing import Narrowing
from events.states import Audience, RegistrationState

ALL = ("", pgettext_lazy("registrations", "all"))
LONGEST_QUERY = 200


class RegistrationFilter(forms.Form):
    """Only what can tell the guests of the event apart is asked."""

    NAMES = ("state", "audience", "workshop", "attendance", "organisation", "region", "query")

    state = forms.ChoiceField(label=_("State"), required=False, choices=[ALL, *RegistrationState.choices])
    audience = forms.ChoiceField(label=_("Takes part as"), required=False, choices=[ALL, *Audience.choices])
    workshop = forms.ChoiceField(label=_("Has a seat in"), required=False)
    attendance = forms.ChoiceField(
        label=_("Takes part"),
        required=False,
        choices=[ALL, (narrowing.ON_SITE, _("on site")), (narrowing.ONLINE, _("online"))],
    )
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    region = forms.ChoiceField(label=_("Administrative region"), required=False)
    query = LineField(label=_("Name, organisation or number"), required=False, max_length=LONGEST_QUERY)

    def __init__(self, *args, event: Event, **kwargs):
        super().__init__(*args, **kwargs)
        workshops = selectors.sessions_of(event, language=get_language())
        choices = {
            "workshop": [(str(workshop.pk), workshop.title) for workshop in workshops],
            "organisation": narrowing.organisations_of(event),
            "region": selectors.regions_of_origin(),
        }
        for name, known in choices.items():
            self.fields[name].choices = [ALL, *known]
        if not event.counts_online_apart:
            del self.fields["attendance"]
        if not workshops:
            del self.fields["workshop"]

    def chosen(self) -> Narrowing:
        """The filters that are set and known; anything else in the address filters nothing."""
        self.is_valid()
        return Narrowing(**{name: value for name, value in self.cleaned_data.items() if name in self.NAMES and value})

    @property
    def is_narrow(self) -> bool:
        return self.chosen() != narrowing.EVERYBODY

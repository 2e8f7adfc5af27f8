from django import forms
from django.utils.translation import gettext_lazy as _

from forms.cases.services import TEXT_LIMIT
from portal.form_markup import PortalForm


class WithdrawForm(PortalForm):
    text = forms.CharField(
        label=_("A word to the project"),
        required=False,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("No names, and nothing about health, religion, politics or reasons of asylum."),
    )

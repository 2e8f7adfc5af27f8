"""Forms of the public site: the widgets' classes, hints and errors the way the design system and BITV want them."""

from django import forms


class PortalForm(forms.Form):
    """A form of the public site."""

    required_css_class = ""
    error_css_class = ""

"""Forms of the public site in the markup of the design system (KERN)."""

from django.forms.renderers import DjangoTemplates


class PortalRenderer(DjangoTemplates):
    """Django's renderer that also finds templates of installed apps and prints fields the way KERN wants them."""

    form_template_name = "portal/forms/form.html"
    field_template_name = "portal/forms/field.html"

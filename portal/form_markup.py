"""Forms of the public site: the design system's markup and an error sentence for each cause.

``PortalForm`` is the base of plain forms; a form that has a base of its own (a ModelForm, a form of a library) takes
``PortalFormMixin`` in front of it. The special fields live in ``portal.form_fields`` and are offered here too.
"""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.form_fields import (
    DatePartsField,
    DigitsField,
    HoneypotField,
    MonthField,
    PlainTextField,
    PostcodeField,
    YearField,
)
from portal.form_renderer import KERN

__all__ = [
    "DatePartsField",
    "DigitsField",
    "HoneypotField",
    "MonthField",
    "PlainTextField",
    "PortalForm",
    "PortalFormMixin",
    "PostcodeField",
    "YearField",
    "dress",
    "error_links",
]


class PortalFormMixin:
    """Markup, plain sentences and the error summary for any form class.

    ``prints_summary``: the form prints the summary of its errors itself (a page that prints it elsewhere says False).
    ``marks_optional``: fields that may stay empty say so (a search form, where all may, says False).
    """

    default_renderer = KERN
    prints_summary = True
    marks_optional = True

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            speak_plainly(name, field)


class PortalForm(PortalFormMixin, forms.Form):
    """A form of the public site."""


def dress(form: forms.BaseForm) -> forms.BaseForm:
    """Give a form of a library the markup of ours; call it before the form is printed, best before it is validated."""
    form.renderer = KERN
    form.prints_summary = True
    form.bound_field_class = KERN.bound_field_class
    form.label_suffix = ""
    form._bound_fields_cache.clear()
    for name, field in form.fields.items():
        speak_plainly(name, field)
    return form


def error_links(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Rows of the error summary: id of the first faulty control (empty for the form as a whole) and the sentence.

    A form made of several keeps the others as its ``parts``.
    """
    rows = [("", message) for message in form.non_field_errors()]
    for field in form.hidden_fields():
        rows += [("", message) for message in field.errors]
    rows += [(field.first_faulty_control, field.errors[0]) for field in form.visible_fields() if field.errors]
    for part in getattr(form, "parts", ()):
        rows += error_links(part)
    return rows


def speak_plainly(name: str, field: forms.Field) -> None:
    """Replace Django's stock sentences by ones that name the field and say what to do; a form's own sentences stay."""
    if field.label is None:
        field.label = capfirst(name.replace("_", " "))
    # The browser would cut a pasted text off without a word; our sentence tells by how much it is too long.
    field.widget.attrs.pop("maxlength", None)
    for code, sentence in sentences(field, str(field.label)).items():
        if code not in field.error_messages or is_stock(field, code):
            field.error_messages[code] = sentence


def is_stock(field: forms.Field, code: str) -> bool:
    """Whether the field's sentence for this cause is the one Django's own field class brings along."""
    owner = next((c for c in type(field).__mro__ if code in c.__dict__.get("default_error_messages", {})), None)
    return (
        owner is not None
        and owner.__module__.startswith("django.")
        and owner.default_error_messages[code] is field.error_messages[code]
    )


def sentences(field: forms.Field, label: str) -> dict[str, str]:
    """A sentence per cause; those of length and range are filled in by the validator, so the label's % is doubled."""
    quoted = {"label": label}
    escaped = {"label": label.replace("%", "%%")}
    words = {
        "required": required_sentence(field, quoted),
        "max_length": _("“%(label)s” is too long: %%(show_value)d characters. Up to %%(limit_value)d are possible.")
        % escaped,
        "min_length": _("“%(label)s” is too short. At least %%(limit_value)d characters are needed.") % escaped,
        "max_value": _("“%(label)s” must be %%(limit_value)s or less.") % escaped,
        "min_value": _("“%(label)s” must be %%(limit_value)s or more.") % escaped,
        "null_characters_not_allowed": _("“%(label)s” holds a character that cannot be stored. Type the text anew.")
        % quoted,
        "invalid_choice": _("Choose one of the answers offered for “%(label)s”.") % quoted,
        "invalid_list": _("Choose one of the answers offered for “%(label)s”.") % quoted,
        "invalid_pk_value": _("Choose one of the answers offered for “%(label)s”.") % quoted,
    }
    if isinstance(field, forms.EmailField):
        words["invalid"] = _("“%(label)s” needs the form name@example.org.") % quoted
    elif isinstance(field, forms.IntegerField):
        words["invalid"] = _("“%(label)s” must be a number in digits.") % quoted
    elif isinstance(field, forms.URLField):
        words["invalid"] = _("“%(label)s” needs the form https://example.org.") % quoted
    elif isinstance(field, forms.DateField | forms.DateTimeField):
        words["invalid"] = _("“%(label)s” must be a real date, such as 27.3.2027.") % quoted
    elif isinstance(field, forms.FileField):
        words["invalid"] = words["missing"] = _("“%(label)s” did not arrive. Choose the file once more.") % quoted
        words["empty"] = _("The file chosen for “%(label)s” is empty.") % quoted
        words["max_length"] = _("The name of the file for “%(label)s” is longer than %%(max)d characters.") % escaped
        words["invalid_image"] = _("The file chosen for “%(label)s” is not a picture, or it is damaged.") % quoted
    return words


def required_sentence(field: forms.Field, quoted: dict[str, str]) -> str:
    if isinstance(field, forms.BooleanField):
        return _("Tick “%(label)s” to go on.") % quoted
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return _("Choose an answer for “%(label)s”.") % quoted
    if isinstance(field, forms.FileField):
        return _("Choose a file for “%(label)s”.") % quoted
    return _("“%(label)s” is still missing.") % quoted

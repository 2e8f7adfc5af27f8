"""How forms become HTML: the house's renderer for everybody, the design system's (KERN) for the public site."""

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select, Textarea
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import Input

LEFT_TO_RIGHT_TYPES = {"email", "url", "tel", "number", "password"}


class PortalRenderer(DjangoTemplates):
    """Django's renderer; like it, finds widget templates of installed apps. The CMS keeps its own markup."""


class KernBoundField(BoundField):
    """A field that knows which markup of the design system it takes and which of its controls is at fault."""

    @property
    def kind(self) -> str:
        widget = self.field.widget
        if widget.is_hidden:
            return "hidden"
        if getattr(widget, "is_trap", False):
            return "trap"
        if hasattr(widget, "part_names"):
            return "parts"
        if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
            return "choices"
        if isinstance(widget, CheckboxInput):
            return "check"
        if isinstance(widget, Select):
            return "select"
        return "text"

    @property
    def is_radio(self) -> bool:
        return type(self.field.widget).__name__ != "CheckboxSelectMultiple" and isinstance(
            self.field.widget, RadioSelect
        )

    @property
    def is_marked_optional(self) -> bool:
        return not self.field.required and getattr(self.form, "marks_optional", True)

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}_helptext"

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}_error"

    @property
    def faulty_parts(self) -> list[str]:
        """Names of the parts (day, month, year) the first error is about; all when it does not say."""
        for error in self.form.errors.as_data().get(self.name, []):
            return list((error.params or {}).get("faulty_parts", self.field.widget.part_names))
        return []

    @property
    def first_faulty_control(self) -> str:
        """The id of the control a link of the error summary leads to."""
        widget = self.field.widget
        if self.kind == "parts":
            first = self.faulty_parts[0] if self.faulty_parts else widget.part_names[0]
            return f"{self.auto_id}_{widget.part_names.index(first)}"
        if self.kind == "choices":
            return f"{self.auto_id}_0"
        return self.auto_id

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if widget.is_hidden:
            return attrs
        if self.kind == "parts":
            widget.faulty_parts = self.faulty_parts
            attrs.pop("aria-invalid", None)
        elif self.kind == "choices":
            # The group says it (role=radiogroup); a single radio button has no such state.
            attrs.pop("aria-invalid", None)
            attrs["class"] = "kern-form-check__radio" if self.is_radio else "kern-form-check__checkbox"
        else:
            attrs.setdefault("aria-invalid", "false")
            if isinstance(widget, Textarea) and widget.attrs.get("rows") == "10":
                attrs["rows"] = "5"
            attrs["class"] = " ".join(filter(None, [self.control_class(widget), widget.attrs.get("class", "")]))
            if direction := self.control_direction(widget):
                attrs.setdefault("dir", widget.attrs.get("dir", direction))
        return attrs

    def control_class(self, widget) -> str:
        if isinstance(widget, CheckboxInput):
            name = "kern-form-check__checkbox"
        elif isinstance(widget, Select):
            name = "kern-form-input__select"
        else:
            name = "kern-form-input__input"
        return f"{name} {name}--error" if self.errors else name

    def control_direction(self, widget) -> str:
        """Addresses and numbers run left to right everywhere; text runs as its first letter does.

        An empty box with ``dir="auto"`` would run left to right in an Arabic page, so it gets none; while it is being
        filled in the style sheet does the same (``unicode-bidi: plaintext``).
        """
        kind = widget.attrs.get("type") or getattr(widget, "input_type", "")
        if kind in LEFT_TO_RIGHT_TYPES or widget.attrs.get("inputmode") in {
            "numeric",
            "decimal",
            "tel",
            "email",
            "url",
        }:
            return "ltr"
        is_written = isinstance(widget, Input | Textarea) and not isinstance(widget, CheckboxInput | FileInput)
        return "auto" if is_written and self.value() else ""


class KernRenderer(PortalRenderer):
    """Prints a form in the order people read: label, hint, error, control; the summary of errors ahead of all."""

    form_template_name = "portal/forms/form.html"
    field_template_name = "portal/forms/field.html"
    bound_field_class = KernBoundField
    # Django's template opens two more for every option.
    replaced = {"django/forms/widgets/select.html": "portal/forms/widgets/select.html"}

    def get_template(self, template_name):
        return super().get_template(self.replaced.get(template_name, template_name))


# One engine for all forms: a renderer builds its template engine on first use and keeps it.
KERN = KernRenderer()

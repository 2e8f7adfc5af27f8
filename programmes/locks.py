"""Fields a list owns: locked in the forms of the CMS, and refused when they come back changed all the same."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from programmes.models.centres import Centre
from programmes.models.programmes import Programme
from programmes.models.sources import SourceRecord


def locked_fields(entry: Centre | Programme) -> dict[str, str]:
    """Names of the fields (or of the rows below the entry) that a list owns, each with the title of the list."""
    if entry.pk is None:
        return {}
    kind = "centre" if isinstance(entry, Centre) else "programme"
    records = SourceRecord.objects.filter(**{kind: entry}).select_related("source")
    return {name: str(record.source) for record in records for name in sorted(record.owned)}


class LockedForm(WagtailAdminModelForm):
    """The form of an entry whose locked fields can be read but not changed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.locks = locked_fields(self.instance)
        for name, source in self.locks.items():
            hint = _("Locked: this comes from “%(source)s” and is overwritten by each import.") % {"source": source}
            if name in self.fields:
                self.fields[name].disabled = True
                self.fields[name].help_text = hint
            elif name in self.formsets:
                for form in self.formsets[name].forms:
                    for field in form.fields.values():
                        field.disabled = True
                        field.help_text = hint

    def is_valid(self) -> bool:
        valid = super().is_valid()
        for name, source in self.locks.items():
            if name in self.fields:
                is_changed = _comes_changed(self, name)
            else:
                is_changed = name in self.formsets and _rows_come_changed(self.formsets[name])
            if is_changed:
                self.add_error(name if name in self.fields else None, self.refusal(name, source))
                valid = False
        return valid

    def refusal(self, name: str, source: str) -> ValidationError:
        sentence = _("“%(field)s” comes from “%(source)s” and cannot be changed here.")
        label = self.fields[name].label if name in self.fields else self.formsets[name].model._meta.verbose_name_plural
        return ValidationError(sentence, code="locked", params={"field": label, "source": source})


def _comes_changed(form: forms.ModelForm, name: str) -> bool:
    """Was another value sent for a locked field? Browsers send nothing for it."""
    field, bound = form.fields[name], form[name]
    if not form.is_bound or field.widget.value_omitted_from_data(form.data, form.files, bound.html_name):
        return False
    sent = field.widget.value_from_datadict(form.data, form.files, bound.html_name)
    if sent in (None, "", []):  # boxes that are not ticked cannot be told from boxes that were not sent
        return isinstance(sent, str) and bound.html_name in form.data and bool(bound.initial)
    field.disabled = False
    try:
        return field.has_changed(bound.initial, sent)
    finally:
        field.disabled = True


def _rows_come_changed(formset: forms.BaseModelFormSet) -> bool:
    if not formset.is_bound:
        return False
    for form in formset.forms:
        names = [name for name in form.fields if name not in ("id", "ORDER", "DELETE")]
        is_deleted = bool(formset.data.get(form.add_prefix("DELETE")))
        if is_deleted or any(_comes_changed(form, name) for name in names):
            return True
    return False

"""What staff type on the day and after."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.attendance import scans
from events.attendance.services import Mark
from events.forms import LineField
from events.models import EventTarget
from events.states import Audience, Kind
from portal.errors import DomainError
from portal.form_markup import HoneypotField, PlainTextField, PortalForm

LONGEST_NAME = 200
LONGEST_QUERY = 200
MOST_MARKS = 1000
THERE, AWAY = "there", "away"


class WalkInForm(forms.Form):
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    name = LineField(label=gettext_lazy("First and last name"), max_length=LONGEST_NAME)
    organisation = LineField(label=gettext_lazy("Organisation"), max_length=LONGEST_NAME, required=False)
    audience = forms.ChoiceField(
        label=gettext_lazy("Takes part as"), choices=[("", gettext_lazy("Please choose")), *Audience.choices]
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the certificate"),
        choices=settings.LANGUAGES,
        initial=settings.LANGUAGE_CODE,
        help_text=gettext_lazy("The words in German stand beside those of another language."),
    )


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, each read and checked."""

    widget = FilesInput

    def clean(self, data, initial=None) -> list[scans.Scan]:
        files = data if isinstance(data, list | tuple) else [data]
        if not any(files):
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > scans.MOST_FILES:
            raise forms.ValidationError(
                _("Upload at most %(most)d files at a time.") % {"most": scans.MOST_FILES}, code="many"
            )
        found = []
        for number, file in enumerate(files, 1):
            super().clean(file, initial)
            try:
                found.append(scans.read_scan(file))
            except DomainError as fault:
                sentence = _("File %(number)d: %(fault)s") % {"number": number, "fault": fault.messages[0]}
                raise forms.ValidationError(sentence, code=fault.code) from fault
        return found


class ScanForm(forms.Form):
    files = FilesField(
        label=gettext_lazy("Files"),
        help_text=scans.WHAT_IT_MAY_BE,
        widget=FilesInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        allow_empty_file=True,  # what is wrong with it is said by the scan itself
        error_messages={"required": gettext_lazy("Choose at least one file.")},
    )


class TargetForm(forms.Form):
    """One number for each kind of event; empty: no target."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        targets = dict(EventTarget.objects.values_list("kind", "number"))
        for kind, name in Kind.choices:
            self.fields[kind] = forms.IntegerField(
                label=name, required=False, min_value=0, max_value=1000, initial=targets.get(kind)
            )


class FeedbackForm(PortalForm):
    """What somebody thought of the event; it asks for nothing about the person."""

    prints_summary = False

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    rating = forms.ChoiceField(
        label=gettext_lazy("How did you like the event?"),
        widget=forms.RadioSelect,
        choices=[
            ("5", gettext_lazy("5 – very much")),
            ("4", gettext_lazy("4 – well")),
            ("3", gettext_lazy("3 – so-so")),
            ("2", gettext_lazy("2 – little")),
            ("1", gettext_lazy("1 – not at all")),
        ],
    )
    words = PlainTextField(
        label=gettext_lazy("What was good, what should be better?"),
        help_text=gettext_lazy("Please name nobody, neither yourself nor others."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
        required=False,
    )
    homepage = HoneypotField()


@dataclass(frozen=True)
class Batch:
    """Marks a device kept while it had no connection."""

    marks: list[Mark]
    sent_at: datetime | None


def single_mark(data) -> Mark:
    """The mark of one button; ValueError where it is none."""
    if data.get("mark") not in (THERE, AWAY):
        raise ValueError("no mark")
    return Mark(uuid.UUID(data.get("uid", "")), _reference(data.get("reference")), data["mark"] == THERE)


def read_batch(body: bytes) -> Batch:
    """``{"sent_at": …, "marks": [{"id", "reference", "mark", "at"}]}``; ValueError where it is anything else."""
    told = json.loads(body)
    if not isinstance(told, dict) or not isinstance(told.get("marks"), list) or len(told["marks"]) > MOST_MARKS:
        raise ValueError("no list of marks")
    return Batch([_mark(one) for one in told["marks"]], _moment(told["sent_at"]) if told.get("sent_at") else None)


def _mark(told: object) -> Mark:
    if not isinstance(told, dict) or told.get("mark") not in (THERE, AWAY):
        raise ValueError("no mark")
    return Mark(
        uuid.UUID(str(told.get("id"))),
        _reference(told.get("reference")),
        told["mark"] == THERE,
        _moment(told.get("at")),
    )


def _reference(text: object) -> str:
    if not isinstance(text, str) or not 1 <= len(text) <= 20 or "\x00" in text or not text.isascii():
        raise ValueError("no reference")
    return text


def _moment(text: object) -> datetime:
    moment = parse_datetime(text) if isinstance(text, str) else None
    if moment is None or timezone.is_naive(moment) or not 1970 < moment.year < 9999:
        raise ValueError("no moment with its zone")
    return moment

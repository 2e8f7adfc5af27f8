"""The registration form of the public site, and the seal under which its answers travel from page to page."""

import json
import unicodedata
import uuid
from dataclasses import dataclass

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Event
from events.selectors import Workshop, regions_of_origin
from events.services import Person
from events.states import Audience, Salutation
from portal import plain_text
from portal.crypto import WrongKey, decrypt, encrypt
from portal.form_markup import HoneypotField, PlainTextField, PortalForm

FORM_SALT = "events.registration.form"
# Marks that come along when an address is copied; none of them belongs to a mail address.
INVISIBLE = dict.fromkeys([0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)])


def one_line(text: str) -> str:
    """Line breaks and tabs become spaces, other control characters go."""
    return " ".join("".join(c if unicodedata.category(c) != "Cc" else " " for c in text).split())


class LineField(PlainTextField):
    """One line of text in any script. What cannot be typed into one line is taken out rather than refused."""

    def to_python(self, value):
        return one_line(super().to_python(value) or "")


class MailField(forms.EmailField):
    """A mail address as it is copied: without the invisible marks and spaces that came along."""

    def to_python(self, value):
        return one_line(plain_text.clean(str(value or ""))).translate(INVISIBLE).replace(" ", "")

    def widget_attrs(self, widget):
        """No ``maxlength``: the browser would cut off what was pasted without a word."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class RegistrationForm(PortalForm):
    """What the project needs to know about somebody who comes (domain: name, office address, organisation, region)."""

    # The page prints it above its heading.
    prints_summary = False

    salutation = forms.ChoiceField(
        label=_("Salutation"),
        required=False,
        choices=[("", pgettext_lazy("salutation", "No answer")), *Salutation.choices],
        widget=forms.Select(attrs={"autocomplete": "honorific-prefix"}),
        error_messages={"invalid_choice": _("Choose a salutation from the list, or “No answer”.")},
    )
    name = LineField(
        label=_("First and last name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false", "dir": "auto"}),
        error_messages={"required": _("Enter your first and last name.")},
    )
    email = MailField(
        label=_("Office email address"),
        max_length=254,
        help_text=_("We send the confirmation and the link to cancel to this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "dir": "ltr"}),
        error_messages={
            "required": _("Enter an email address."),
            "invalid": _("Enter an email address in the form name@example.org."),
            "max_length": _("The email address may have 254 characters at most."),
        },
    )
    organisation = LineField(
        label=_("Organisation"),
        required=False,
        max_length=200,
        help_text=_("The office, centre or association you come for. Leave it empty if you come on your own."),
        widget=forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
    )
    function = LineField(
        label=_("Function"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title", "dir": "auto"}),
    )
    audience = forms.ChoiceField(
        label=_("You take part as"),
        choices=Audience,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what you take part as."),
            "invalid_choice": _("Choose what you take part as from the list."),
        },
    )
    region = forms.ChoiceField(
        label=_("Administrative region (Regierungsbezirk)"),
        required=False,
        help_text=_("We count from which regions people come."),
        error_messages={"invalid_choice": _("Choose a region from the list.")},
    )
    homepage = HoneypotField()
    form_id = forms.CharField(widget=forms.HiddenInput)
    # What the machinery needs and nobody answers.
    unanswered = ("homepage", "form_id")

    field_order = (
        "salutation",
        "name",
        "email",
        "organisation",
        "function",
        "audience",
        "region",
        "first_choice",
        "second_choice",
    )

    def __init__(self, data=None, *, event: Event, workshops: list[Workshop], **kwargs):
        super().__init__(data, **kwargs)
        self.event = event
        self.fields["region"].choices = [
            ("", _("No answer")),
            *regions_of_origin(),
        ]
        if workshops:
            self.offer_workshops(workshops)
            self.order_fields(self.field_order)

    def offer_workshops(self, workshops: list[Workshop]) -> None:
        choices = [("", _("No workshop")), *((str(workshop.pk), workshop.title) for workshop in workshops)]
        self.fields["first_choice"] = forms.ChoiceField(
            label=_("Workshop, first choice"),
            required=False,
            choices=choices,
            error_messages={"invalid_choice": _("Choose a workshop from the list.")},
        )
        self.fields["second_choice"] = forms.ChoiceField(
            label=_("Workshop, second choice"),
            required=False,
            choices=choices,
            help_text=_("You get it when the first one is full."),
            error_messages={"invalid_choice": _("Choose a workshop from the list.")},
        )

    def clean(self):
        cleaned = super().clean()
        first, second = cleaned.get("first_choice"), cleaned.get("second_choice")
        if second and not first and "first_choice" not in self.errors:
            self.add_error("first_choice", _("Choose a workshop as first choice, or leave both empty."))
        elif first and first == second:
            self.add_error("second_choice", _("Choose another workshop than the first, or “No workshop”."))
        return cleaned

    def clean_form_id(self) -> str:
        value = self.cleaned_data["form_id"]
        if read_form_id(value, event=self.event) is None:
            # Not typed by anybody: a new one is given out with the page that comes back.
            raise forms.ValidationError(_("The form was changed or is too old. Check your entries and go on."))
        return value


def new_form_id(event: Event) -> str:
    """What makes a form one of a kind: sent twice, it is the same registration."""
    return signing.dumps({"event": event.pk, "form": str(uuid.uuid4())}, salt=FORM_SALT)


def read_form_id(value: str, *, event: Event) -> uuid.UUID | None:
    try:
        content = signing.loads(value, salt=FORM_SALT)
    except signing.BadSignature:
        return None
    return uuid.UUID(content["form"]) if content["event"] == event.pk else None


@dataclass(frozen=True)
class Answers:
    """What was typed and found good, on its way from the form over the page to check it."""

    event_id: int
    values: dict[str, str]

    @classmethod
    def of(cls, form: RegistrationForm) -> "Answers":
        values = {name: str(value) for name, value in form.cleaned_data.items() if name != "homepage"}
        return cls(form.event.pk, values)

    def seal(self) -> str:
        """Unreadable on the page and in anybody's log; cannot be changed by hand."""
        return encrypt(json.dumps([self.event_id, self.values]), ring="operational").decode()

    @classmethod
    def open(cls, sealed: str, *, event: Event) -> "Answers | None":
        try:
            event_id, values = json.loads(decrypt(sealed.encode(), ring="operational"))
        except (WrongKey, ValueError, TypeError):
            return None
        return cls(event_id, values) if event_id == event.pk else None

    @property
    def person(self) -> Person:
        names = ("salutation", "name", "email", "organisation", "function", "audience", "region")
        return Person(**{name: self.values.get(name, "") for name in names})

    @property
    def session_ids(self) -> list[int]:
        wishes = (self.values.get("first_choice"), self.values.get("second_choice"))
        return [int(wish) for wish in wishes if wish]

"""The registration form of the public site, and the seal under which its answers travel from page to page."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from django import forms
from django.core import signing
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from events.models import Event
from events.selectors import AskedQuestion, Workshop, regions_of_origin
from events.services import Guest, is_invited
from events.states import Access, Answer, Audience, ListConsent, Need, PhotoConsent, Salutation
from portal.crypto import WrongKey, decrypt, encrypt
from portal.form_markup import HoneypotField, PlainTextField, PortalForm, speak_plainly
from portal.plain_text import one_line

FORM_SALT = "events.registration.form"
# The id of the list of names a browser suggests from.
ORGANISATIONS = "organisations"
# Marks that come along when an address is copied; none of them belongs to a mail address.
INVISIBLE = dict.fromkeys([0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)])


class LineField(PlainTextField):
    """One line of text in any script. What cannot be typed into one line is taken out rather than refused."""

    def to_python(self, value):
        return super().to_python(one_line(str(value or "")))


class MailField(forms.EmailField):
    """A mail address as it is copied: without the invisible marks and spaces that came along."""

    def to_python(self, value):
        return one_line(str(value or "")).translate(INVISIBLE).replace(" ", "")

    def widget_attrs(self, widget):
        """No ``maxlength``: the browser would cut off what was pasted without a word."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class CodeField(LineField):
    """The invitation code of an event."""

    def __init__(self, event: Event):
        self.event = event
        super().__init__(
            label=_("Invitation code"),
            max_length=100,
            help_text=_("It stands in the invitation you got."),
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
            error_messages={"required": _("Enter the code from your invitation.")},
        )

    def validate(self, value):
        super().validate(value)
        if not is_invited(self.event, value):
            raise forms.ValidationError(_("This code does not belong to this event. Look it up in the invitation."))


class OfficeForm(PortalForm):
    """What is asked once, however many people come: the organisation, what it takes part as, where it is."""

    # The page prints it above its heading.
    prints_summary = False

    organisation = LineField(
        label=_("Organisation"),
        required=False,
        max_length=200,
        help_text=_("The office, centre or association you come for. Leave it empty if you come on your own."),
        widget=forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
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
    # Under seal: answers to questions of a later page, given before somebody came back to this one.
    told = forms.CharField(widget=forms.HiddenInput, required=False)
    # What the machinery needs and nobody answers.
    unanswered = ("homepage", "form_id", "told")

    def __init__(self, data=None, *, event: Event, **kwargs):
        super().__init__(data, **kwargs)
        self.event = event
        self.fields["region"].choices = [("", _("No answer")), *regions_of_origin()]
        self.fields["organisation"].widget.attrs["list"] = ORGANISATIONS
        if event.access == Access.CODE:
            self.fields["code"] = CodeField(event)
            self.order_fields(["code"])

    def clean_form_id(self) -> str:
        value = self.cleaned_data["form_id"]
        if read_form_id(value, event=self.event) is None:
            # Not typed by anybody: a new one is given out with the page that comes back.
            raise forms.ValidationError(_("The form was changed on its way. Check your entries and go on."))
        return value


def _in_words(way: Promise, *, is_full: bool) -> Promise | str:
    return gettext("%(way)s (full, waiting list open)") % {"way": way} if is_full else way


class GuestFields:
    """What is asked of each person; a mixin of forms that are given the event and its workshops."""

    def add_guest_fields(self, event: Event, workshops: list[Workshop]) -> None:
        before = set(self.fields)
        self.offer_fields(event, workshops)
        for name in set(self.fields) - before:
            speak_plainly(name, self.fields[name])

    # Whoever comes new can wait for a place.
    says_what_is_full = True
    # Asked last and folded away: most people need nothing of it.
    needs_fields = ("needs", "remark")

    @property
    def asked(self) -> list:
        return [field for field in self.visible_fields() if field.name not in self.needs_fields]

    @property
    def asked_last(self) -> list:
        return [field for field in self.visible_fields() if field.name in self.needs_fields]

    @property
    def tells_needs(self) -> bool:
        """Whether something is told already, or wrong, so that it must be in sight."""
        return any(field.errors or field.value() for field in self.asked_last)

    def offer_fields(self, event: Event, workshops: list[Workshop]) -> None:
        if event.counts_online_apart:
            self.fields["attendance"] = forms.ChoiceField(
                label=_("You take part"),
                choices=[
                    ("on-site", _in_words(_("on site"), is_full=self.says_what_is_full and event.is_full_on_site)),
                    ("online", _in_words(_("online"), is_full=self.says_what_is_full and event.is_full_online)),
                ],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose whether you come or take part online.")},
            )
        if workshops:
            self.offer_workshops(workshops)
        if event.asks_needs:
            self.fields["needs"] = forms.MultipleChoiceField(
                label=_("What you need to take part"),
                required=False,
                choices=Need,
                widget=forms.CheckboxSelectMultiple,
                help_text=_(
                    "Only if you want to tell us. Only the team sees it; we delete it 14 days after the event."
                ),
            )
            self.fields["remark"] = LineField(
                label=_("Something else we should prepare"),
                required=False,
                max_length=300,
                widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
            )
        if event.asks_photo:
            self.fields["photo"] = forms.ChoiceField(
                label=_("May you be seen in photos of the event?"),
                required=False,
                choices=PhotoConsent,
                widget=forms.RadioSelect,
                help_text=_("You can take part either way. No answer means no."),
            )

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

    def check_workshops(self, cleaned: dict) -> None:
        first, second = cleaned.get("first_choice"), cleaned.get("second_choice")
        if second and not first and "first_choice" not in self.errors:
            self.add_error("first_choice", _("Choose a workshop as first choice, or leave both empty."))
        elif first and first == second:
            self.add_error("second_choice", _("Choose another workshop than the first, or “No workshop”."))


def name_field() -> LineField:
    return LineField(
        label=_("First and last name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false", "dir": "auto"}),
        error_messages={"required": _("Enter your first and last name.")},
    )


def mail_field(**options) -> MailField:
    return MailField(
        label=_("Office email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "dir": "ltr"}),
        error_messages={
            "required": _("Enter an email address."),
            "invalid": _("Enter an email address in the form name@example.org."),
            "max_length": _("The email address may have 254 characters at most."),
        },
        **options,
    )


def function_field() -> LineField:
    return LineField(
        label=_("Function"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title", "dir": "auto"}),
    )


def listed_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("May the other guests see that you come?"),
        required=False,
        choices=ListConsent,
        widget=forms.RadioSelect,
        help_text=_(
            "They would see your name and organisation, nothing else: only guests with a confirmed place, by the link "
            "in their mail. You can take it back there at any time, and take part either way. No answer means no."
        ),
    )


class RegistrationForm(GuestFields, OfficeForm):
    """What the project needs to know about somebody who comes (domain: name, office address, organisation, region)."""

    salutation = forms.ChoiceField(
        label=_("Salutation"),
        required=False,
        choices=[("", pgettext_lazy("salutation", "No answer")), *Salutation.choices],
        widget=forms.Select(attrs={"autocomplete": "honorific-prefix"}),
        error_messages={"invalid_choice": _("Choose a salutation from the list, or “No answer”.")},
    )
    name = name_field()
    email = mail_field(help_text=_("We send the confirmation and the link to change or cancel to this address."))
    function = function_field()

    field_order = ("code", "salutation", "name", "email", "organisation", "function", "audience", "region")

    def __init__(self, data=None, *, event: Event, workshops: list[Workshop], **kwargs):
        super().__init__(data, event=event, **kwargs)
        self.order_fields(self.field_order)
        self.add_guest_fields(event, workshops)
        if event.shows_guests:
            self.fields["listed"] = listed_field()
            speak_plainly("listed", self.fields["listed"])

    def clean(self):
        cleaned = super().clean()
        self.check_workshops(cleaned)
        return cleaned


class QuestionForm(PortalForm):
    """What this event asks of those who take part as something, on a page of its own."""

    prints_summary = False

    def __init__(self, data=None, *, questions: list[AskedQuestion], **kwargs):
        super().__init__(data, **kwargs)
        for question in questions:
            name = f"question-{question.code}"
            self.fields[name] = self.field_of(question)
            speak_plainly(name, self.fields[name])

    @staticmethod
    def field_of(question: AskedQuestion) -> forms.Field:
        common = {"label": question.label, "help_text": question.hint, "required": question.is_required}
        if question.kind == Answer.YES_NO:
            return forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect, **common)
        return LineField(max_length=500, widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}), **common)

    def answers(self) -> dict[str, str]:
        """By the codes of the questions; only what was answered."""
        cleaned = self.cleaned_data.items()
        return {name.removeprefix("question-"): value for name, value in cleaned if value}


class ChangeForm(RegistrationForm):
    """The same questions about a place somebody has.

    ``has_contact``: its mails can go to the contact of a group. ``shows_needs``: False for those whom it does not
    concern what the guest needs.
    """

    says_what_is_full = False

    def __init__(self, data=None, *, has_contact: bool, shows_needs: bool, **kwargs):
        super().__init__(data, **kwargs)
        # Who is shown to the other guests is said on the page of the place, by nobody but the guest.
        for name in ("code", "form_id", "homepage", "told", "listed", *(() if shows_needs else self.needs_fields)):
            self.fields.pop(name, None)
        if has_contact:
            self.fields["email"].required = False
            self.fields["email"].help_text = _("Without an address the mails go to the contact of the group.")


def typed_answers(answers: Mapping[str, str]) -> dict[str, str]:
    """Answers to questions, by their codes, as the form of questions takes them."""
    return {f"question-{code}": text for code, text in answers.items()}


def new_form_id(event: Event) -> str:
    """What makes a form one of a kind: sent twice, it is the same registration, however much later. It never ends."""
    return signing.dumps({"event": event.pk, "form": str(uuid.uuid4())}, salt=FORM_SALT)


def read_form_id(value: str, *, event: Event) -> uuid.UUID | None:
    try:
        content = signing.loads(value, salt=FORM_SALT)
    except signing.BadSignature:
        return None
    return uuid.UUID(content["form"]) if content["event"] == event.pk else None


def guest_of(values: dict) -> Guest:
    """What was typed and found good, as the services take it."""
    names = (
        "salutation",
        "name",
        "email",
        "organisation",
        "function",
        "audience",
        "region",
        "photo",
        "listed",
        "remark",
    )
    wishes = (values.get("first_choice"), values.get("second_choice"))
    return Guest(
        **{name: values.get(name, "") for name in names},
        is_online=values.get("attendance") == "online",
        session_ids=[int(wish) for wish in wishes if wish],
        needs=values.get("needs", ()),
        answers=values.get("answers", {}),
    )


def kept(form: forms.Form) -> dict[str, str | list[str]]:
    """The answers of a form that is valid, as JSON knows them."""
    return {name: value for name, value in form.cleaned_data.items() if name not in ("homepage", "told")}


@dataclass(frozen=True)
class Answers:
    """What was typed and found good, on its way from the form over the page to check it.

    ``guests`` are the people of a group, each with answers of their own.
    """

    event_id: int
    values: dict
    guests: list[dict] = field(default_factory=list)

    @property
    def to_questions(self) -> dict[str, str]:
        """What was answered on the page of questions, by their codes."""
        return self.values.get("answers", {})

    def with_questions(self, answers: dict[str, str]) -> "Answers":
        return Answers(self.event_id, {**self.values, "answers": answers}, self.guests)

    def as_typed(self) -> dict:
        """The values as the form takes them, people of a group under their prefixes."""
        typed = {name: value for name, value in self.values.items() if name != "answers"}
        for place, guest in enumerate(self.guests):
            typed |= {f"guest-{place}-{name}": value for name, value in guest.items()}
        return typed

    def seal(self) -> str:
        """Unreadable on the page and in anybody's log; cannot be changed by hand."""
        return encrypt(json.dumps([self.event_id, self.values, self.guests]), ring="special").decode()

    @classmethod
    def open(cls, sealed: str, *, event: Event) -> "Answers | None":
        try:
            event_id, values, guests = json.loads(decrypt(sealed.encode(), ring="special"))
        except (WrongKey, ValueError, TypeError):
            return None
        return cls(event_id, values, guests) if event_id == event.pk else None

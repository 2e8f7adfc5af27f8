"""The form with which one contact registers several people of an office."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.forms import GuestFields, OfficeForm, function_field, mail_field, name_field
from events.models import Event
from events.selectors import Workshop
from portal.form_markup import PortalForm

FEWEST = 2
# What everybody in the group shares with the others.
SHARED = ("organisation", "audience", "region")


class GuestForm(GuestFields, PortalForm):
    """One person of the group."""

    prints_summary = False

    name = name_field()
    email = mail_field(
        required=False,
        help_text=gettext_lazy("With an address this person gets all mails; without one they come to you."),
    )
    function = function_field()

    def __init__(self, data=None, *, event: Event, workshops: list[Workshop], number: int, **kwargs):
        super().__init__(data, **kwargs)
        for name in ("name", "email", "function"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        which = {"number": number}
        self.fields["name"].error_messages["required"] = (
            _("Person %(number)s: enter the first and last name, or take the person off the form.") % which
        )
        self.fields["email"].error_messages["invalid"] = (
            _("Person %(number)s: enter an email address in the form name@example.org, or none.") % which
        )
        self.add_guest_fields(event, workshops)

    def clean(self):
        cleaned = super().clean()
        self.check_workshops(cleaned)
        return cleaned


class GroupForm(OfficeForm):
    """The contact and the office; ``parts`` are the people, as many as the hidden field ``people`` says."""

    contact_name = name_field()
    contact_email = mail_field(help_text=gettext_lazy("We send the link to change or cancel the places here."))
    people = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_order = ("code", "contact_name", "contact_email", "organisation", "audience", "region")
    unanswered = (*OfficeForm.unanswered, "people")

    def __init__(self, data=None, *, event: Event, workshops: list[Workshop], guests=(), **kwargs):
        super().__init__(data, event=event, **kwargs)
        self.fields["contact_name"].label = _("Your first and last name")
        self.fields["contact_email"].label = _("Your office email address")
        self.order_fields(self.field_order)
        number = min(max(self.number_typed(data) if data else len(guests), FEWEST), event.group_size)
        self.initial["people"] = number
        self.parts = [
            GuestForm(
                data,
                event=event,
                workshops=workshops,
                number=place + 1,
                prefix=f"guest-{place}",
                initial=guests[place] if place < len(guests) else None,
            )
            for place in range(number)
        ]

    @staticmethod
    def number_typed(data) -> int:
        typed = str(data.get("people", ""))
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 3 else FEWEST

    def is_valid(self) -> bool:
        # Everybody is looked at, so that all errors are told at once.
        return all([super().is_valid(), *[part.is_valid() for part in self.parts]])

    @property
    def may_grow(self) -> bool:
        return len(self.parts) < self.event.group_size

    @property
    def may_shrink(self) -> bool:
        return len(self.parts) > FEWEST


def with_one_more(data):
    """The same typed answers, with an empty person at the end."""
    grown = data.copy()
    grown["people"] = str(GroupForm.number_typed(data) + 1)
    return grown


def without(data, place: int):
    """The same typed answers without one person; those behind move up."""
    number = GroupForm.number_typed(data)
    left = data.copy()
    for name in list(left):
        if name.startswith(f"guest-{place}-"):
            del left[name]
    for behind in range(place + 1, number):
        for name in list(left):
            if name.startswith(f"guest-{behind}-"):
                left.setlist(f"guest-{behind - 1}-{name.split('-', 2)[2]}", left.pop(name))
    left["people"] = str(max(number - 1, FEWEST))
    return left

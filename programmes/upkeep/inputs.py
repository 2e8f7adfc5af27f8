"""What a centre fills in to have its entry changed, one form for each group of facts, and what a visitor reports."""

import re
import uuid
from datetime import time
from itertools import pairwise

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from portal import plain_text
from portal.context import autonym
from portal.form_markup import HoneypotField, PlainTextField, PortalForm, PostcodeField, speak_plainly
from programmes.codes import (
    STATUS_AUDIENCES,
    AccessFeature,
    Audience,
    Contact,
    Mode,
    OfferedBy,
    WaitingTime,
    Weekday,
    YesNoUnknown,
)
from programmes.languages import language_choices, language_name
from programmes.models.centres import Centre, CentreLanguage, OpeningHours, validate_telephone
from programmes.models.shared_offers import SharedOffer
from programmes.network import offers_to_take, words_in
from programmes.upkeep import facts
from programmes.upkeep.states import FieldGroup

NOTE_LIMIT = 1_000
LONGEST_NOTES = 3_000
SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:Uhr|h)?\s*(?:-|–|—|bis|to)\s*(\d{1,2})(?:[:.](\d{2}))?\s*(?:Uhr|h)?")
NO_PERSONS = gettext_lazy("Write no names and nothing else about persons.")


class GroupForm(PortalForm):
    """Starts from the facts as they are; ``changes`` says what was made different."""

    prints_summary = False  # the pages print it ahead of their heading
    group: FieldGroup
    note_label = gettext_lazy("Anything else that is not right")
    note_required = False

    def __init__(self, *args, centre: Centre, now: facts.Facts, **kwargs):
        self.centre, self.now = centre, facts.in_group(now, self.group)
        self.locked = facts.locked_keys(centre)
        super().__init__(*args, **kwargs)
        self.build(now)
        self.add(
            "note",
            PlainTextField(
                label=self.note_label,
                required=self.note_required,
                max_length=NOTE_LIMIT,
                widget=forms.Textarea(attrs={"rows": 4}),
                help_text=NO_PERSONS,
            ),
        )
        self.fields["form_key"] = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, initial=facts.fingerprint(self.now))
        sentence = _("Open the form again and send it once more.")
        for name in ("form_key", "seen"):
            self.fields[name].error_messages |= {"required": sentence, "invalid": sentence}

    def build(self, now: facts.Facts) -> None:
        """Fields that hang on the entry."""

    def add(self, name: str, field: forms.Field) -> None:
        speak_plainly(name, field)
        self.fields[name] = field

    def wanted(self) -> facts.Facts:
        """The facts as the form says they should be."""
        return {key: self.cleaned_data[key] for key in facts.GROUP_FIELDS.get(self.group, ()) if key in self.fields}

    def clean(self):
        cleaned = super().clean()
        if not self.errors and cleaned["seen"] != facts.fingerprint(self.now):
            # What was typed stays; the facts the form compares with are now those of today.
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = facts.fingerprint(self.now)
            raise ValidationError(
                _("The entry was changed while you were writing. Check your details once more, then send them again."),
                code="outdated",
            )
        if not self.errors and not self.changes() and not cleaned["note"]:
            raise ValidationError(
                _("Nothing is different yet. Change something, or say in words what is wrong."), code="empty"
            )
        return cleaned

    def changes(self) -> dict[str, dict]:
        before = {key: self.now.get(key) for key in self.wanted()}
        return facts.differences(before, self.wanted())


class ContactForm(GroupForm):
    group = FieldGroup.CONTACT
    street = PlainTextField(label=gettext_lazy("Street and number"), required=False, max_length=120)
    postcode = PostcodeField(label=gettext_lazy("Postcode"), required=False)
    city = PlainTextField(label=gettext_lazy("Town"), required=False, max_length=100)
    telephone = PlainTextField(
        label=gettext_lazy("Telephone of the office"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
        validators=[validate_telephone],
    )
    email = forms.EmailField(
        label=gettext_lazy("Email of the office"), required=False, max_length=254, help_text=NO_PERSONS
    )
    restricted_contacts = forms.MultipleChoiceField(
        label=gettext_lazy("Only for people who are logged in"),
        required=False,
        choices=Contact.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "What you tick is not shown to the public: other centres and the project find it after logging in. It is "
            "meant for a direct line between professionals."
        ),
    )
    website = forms.URLField(label=gettext_lazy("Website"), required=False, max_length=300, assume_scheme="https")

    def __init__(self, *args, now: facts.Facts, **kwargs):
        initial = {name: now.get(name) for name in self.base_fields} | kwargs.pop("initial", {})
        super().__init__(*args, now=now, initial=initial, **kwargs)
        for key in self.locked & set(self.fields):
            del self.fields[key]

    def clean_telephone(self):
        return plain_text.latin_digits(self.cleaned_data["telephone"])


class HoursForm(GroupForm):
    group = FieldGroup.HOURS
    note_label = gettext_lazy("Exceptions, holidays and anything else")

    def build(self, now: facts.Facts) -> None:
        rows = now.get("opening_hours") or []
        for day in Weekday:
            spans = sorted(
                f"{row['opens'][:5]}-{row['closes'][:5]}" for row in rows if row["weekday"] == day and row["opens"]
            )
            hint = _("For example 8:00-12:00, 13:00-16:00. Leave a day empty when it is closed.") if not day else ""
            field = PlainTextField(
                label=day.label, required=False, max_length=100, initial=", ".join(spans), help_text=hint
            )
            self.add(f"day_{day.value}", field)
        general = any(row["by_appointment"] and row["weekday"] is None for row in rows)
        self.add("by_appointment", forms.BooleanField(label=_("By appointment"), required=False, initial=general))
        if "waiting_time" not in self.locked:
            waiting = forms.ChoiceField(
                label=facts.label("waiting_time"),
                choices=WaitingTime.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=now.get("waiting_time"),
            )
            self.add("waiting_time", waiting)

    def clean_waiting_time(self) -> str:
        return self.cleaned_data["waiting_time"] or self.now.get("waiting_time")

    def clean(self):
        self.spans = {day.value: self._spans_of(day) for day in Weekday}
        return super().clean()

    def _spans_of(self, day: Weekday) -> list[tuple[time, time]]:
        name = f"day_{day.value}"
        text = plain_text.latin_digits(self.cleaned_data.get(name) or "").strip()
        spans, rest = [], SPAN.sub("", text)
        if re.sub(r"[\s,;/+&]|und|and", "", rest):
            self.add_error(name, self._unreadable(day))
            return []
        for hour, minute, last_hour, last_minute in SPAN.findall(text):
            try:
                span = time(int(hour), int(minute or 0)), time(int(last_hour), int(last_minute or 0))
            except ValueError:
                self.add_error(name, self._unreadable(day))
                return []
            spans.append(span)
        spans.sort()
        ends = [opens >= closes for opens, closes in spans]
        overlaps = [before[1] > after[0] for before, after in pairwise(spans)]
        if any(ends) or any(overlaps):
            self.add_error(
                name, _("“%(day)s”: each time must end after it begins, and before the next one.") % {"day": day.label}
            )
            return []
        return spans

    def _unreadable(self, day: Weekday) -> str:
        return _("“%(day)s” cannot be read. Write the times like this: 8:00-12:00, 13:00-16:00.") % {"day": day.label}

    def wanted(self) -> facts.Facts:
        """Rows the form cannot show stay as they are; a time that stays keeps whatever else is known of it."""
        old = self.now.get("opening_hours") or []
        known = {(row["weekday"], row["opens"]): row for row in old if row["opens"]}
        rows = [row for row in old if not row["opens"] and row["weekday"] is not None]
        for day, spans in self.spans.items():
            for opens, closes in spans:
                row = OpeningHours(weekday=day, opens=opens, closes=closes)
                rows.append(
                    {**facts.plain_row(row), **known.get((day, opens.isoformat()), {}), "closes": closes.isoformat()}
                )
        if self.cleaned_data.get("by_appointment"):
            general = [row for row in old if not row["opens"] and row["weekday"] is None]
            rows += general or [facts.plain_row(OpeningHours(by_appointment=True))]
        return {"opening_hours": facts.in_order(rows), **super().wanted()}


class LanguagesForm(GroupForm):
    group = FieldGroup.LANGUAGES
    staff = forms.MultipleChoiceField(
        label=gettext_lazy("Spoken by the staff"), required=False, widget=forms.CheckboxSelectMultiple
    )
    interpreter = forms.MultipleChoiceField(
        label=gettext_lazy("With an interpreter"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, now: facts.Facts, **kwargs):
        rows = now.get("languages") or []
        initial = {
            "staff": [row["language"] for row in rows if row["offered_by"] == OfferedBy.STAFF],
            "interpreter": [row["language"] for row in rows if row["offered_by"] == OfferedBy.INTERPRETER],
        }
        super().__init__(*args, now=now, initial=initial | kwargs.pop("initial", {}), **kwargs)
        for name in ("staff", "interpreter"):
            self.fields[name].choices = language_choices()

    def clean(self):
        twice = set(self.cleaned_data.get("staff", ())) & set(self.cleaned_data.get("interpreter", ()))
        if twice:
            names = ", ".join(language_name(code) for code in sorted(twice))
            self.add_error(
                "interpreter",
                _("Choose each language only once: by the staff or with an interpreter (%(names)s).")
                % {"names": names},
            )
        return super().clean()

    def wanted(self) -> facts.Facts:
        known = {row["language"]: row for row in self.now.get("languages") or []}
        rows = []
        for offered_by in (OfferedBy.STAFF, OfferedBy.INTERPRETER):
            for code in self.cleaned_data.get(offered_by.value, ()):
                row = facts.plain_row(CentreLanguage(language=code))
                rows.append({**row, **known.get(code, {}), "offered_by": offered_by.value})
        return {"languages": facts.in_order(rows)}


class WaysForm(GroupForm):
    group = FieldGroup.WAYS
    modes = forms.MultipleChoiceField(
        label=gettext_lazy("Ways of counselling"),
        required=False,
        choices=Mode.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    audiences = forms.MultipleChoiceField(
        label=gettext_lazy("Special attention to"), required=False, widget=forms.CheckboxSelectMultiple
    )

    QUESTIONS = ("anonymous_first_talk", "woman_on_request", "man_on_request", *AccessFeature.values)

    def build(self, now: facts.Facts) -> None:
        for name in self.QUESTIONS:
            field = forms.ChoiceField(
                label=facts.label(name), choices=YesNoUnknown.choices, widget=forms.RadioSelect, required=False
            )
            self.add(name, field)

    def __init__(self, *args, now: facts.Facts, **kwargs):
        names = ("modes", "audiences", *self.QUESTIONS)
        initial = {name: now.get(name) for name in names} | kwargs.pop("initial", {})
        super().__init__(*args, now=now, initial=initial, **kwargs)
        no_offer = {Audience.FOUNDERS, Audience.COUNSELLORS, *STATUS_AUDIENCES} - set(now.get("audiences") or ())
        self.fields["audiences"].choices = [one for one in Audience.choices if one[0] not in no_offer]
        for key in self.locked & set(names):
            del self.fields[key]


class AreaForm(GroupForm):
    """Areas decide who finds the centre at all, so staff enter them; the centre says them in words."""

    group = FieldGroup.AREA
    note_label = gettext_lazy("Which districts or regions do you counsel people from?")
    note_required = True

    def wanted(self) -> facts.Facts:
        return {}


class Taken(TextChoices):
    """How a centre has an offer of its network."""

    NOT = "not", gettext_lazy("We do not have this offer")
    LINKED = "linked", gettext_lazy("Show it in the words of the network, also when they change")
    COPIED = "copied", gettext_lazy("Copy it once into our own words")


class WordsForm(GroupForm):
    group = FieldGroup.WORDS
    PARTS = ("summary", "notes", "directions")

    def build(self, now: facts.Facts) -> None:
        present = [key.removeprefix("texts.") for key in self.now if key.startswith("texts.")]
        self.languages = list(dict.fromkeys(["de", *sorted(present), get_language()]))
        for code in self.languages:
            text = self.now.get(f"texts.{code}") or {}
            named = {"language": autonym(code)}
            summary = PlainTextField(
                label=_("Summary (%(language)s)") % named,
                required=False,
                max_length=400,
                initial=text.get("summary", ""),
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )
            notes = PlainTextField(
                label=_("Good to know (%(language)s)") % named,
                required=False,
                max_length=LONGEST_NOTES,
                initial=text.get("notes", ""),
                widget=forms.Textarea(attrs={"rows": 5, "lang": code}),
            )
            directions = PlainTextField(
                label=_("How to get there (%(language)s)") % named,
                required=False,
                max_length=1_000,
                initial=text.get("directions", ""),
                help_text=_("Bus or train and its stop, the entrance, the rules at the gate; one step a line."),
                widget=forms.Textarea(attrs={"rows": 4, "lang": code}),
            )
            self.add(f"summary_{code}", summary)
            self.add(f"notes_{code}", notes)
            self.add(f"directions_{code}", directions)
        taken = {row["offer"] for row in self.now.get("shared_offers") or []}
        self.offers = {offer.pk: offer for offer in offers_to_take(self.centre.organisation_id)}
        for pk, offer in self.offers.items():
            choice = forms.ChoiceField(
                label=_("Offer of your network: %(name)s") % {"name": offer.name},
                choices=Taken.choices,
                initial=Taken.LINKED if pk in taken else Taken.NOT,
                required=False,
                widget=forms.RadioSelect,
                help_text=words_in(get_language(), offer.texts.all()),
            )
            self.add(f"offer_{pk}", choice)

    def clean(self):
        for pk, offer in self.offers.items():
            if self.cleaned_data.get(f"offer_{pk}") == Taken.COPIED:
                self._copy(offer)
        for code in self.languages:
            summary, *others = (self.cleaned_data.get(f"{part}_{code}") for part in self.PARTS)
            if any(others) and not summary:
                label = self.fields[f"summary_{code}"].label
                self.add_error(f"summary_{code}", _("“%(label)s” is still missing.") % {"label": label})
        return super().clean()

    def _copy(self, offer: SharedOffer) -> None:
        """Its words become the centre's own, in every language the centre says something in."""
        name, is_copied = f"offer_{offer.pk}", False
        for text in offer.texts.all():
            field = f"notes_{text.language}"
            if not self.cleaned_data.get(f"summary_{text.language}"):
                continue
            is_copied = True
            notes = "\n\n".join(filter(None, [self.cleaned_data.get(field), text.title, text.text]))
            if len(notes) > LONGEST_NOTES:
                label = self.fields[field].label
                self.add_error(name, _("With these words “%(label)s” becomes too long.") % {"label": label})
            self.cleaned_data[field] = notes
        if not is_copied:
            self.add_error(name, _("Write a summary first, in a language this offer has words in."))

    def _taken(self) -> list[dict]:
        """The offers that stay linked; what was not answered stays as it is."""
        before = {row["offer"] for row in self.now.get("shared_offers") or []}
        answers = {pk: self.cleaned_data.get(f"offer_{pk}") for pk in self.offers}
        linked = [pk for pk, answer in answers.items() if answer == Taken.LINKED or (not answer and pk in before)]
        return facts.in_order({"offer": pk} for pk in linked)

    def wanted(self) -> facts.Facts:
        wanted: facts.Facts = {"shared_offers": self._taken()} if self.offers else {}
        for code in self.languages:
            words = {part: self.cleaned_data.get(f"{part}_{code}") for part in self.PARTS}
            known = self.now.get(f"texts.{code}") or {}
            wanted[f"texts.{code}"] = {**known, **words} if any(words.values()) else None
        return wanted


GROUP_FORMS: dict[str, type[GroupForm]] = {
    form.group.value: form for form in (ContactForm, HoursForm, LanguagesForm, WaysForm, AreaForm, WordsForm)
}


class ReportForm(PortalForm):
    """What a visitor tells us; nothing is asked about the visitor."""

    prints_summary = False
    group = forms.ChoiceField(
        label=gettext_lazy("What is not right?"),
        choices=[*FieldGroup.choices, ("other", gettext_lazy("Something else"))],
        widget=forms.RadioSelect,
    )
    text = PlainTextField(
        label=gettext_lazy("What should it say?"),
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        help_text=gettext_lazy("Write no names and nothing else about persons, not even about yourself."),
    )
    website = HoneypotField()
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sentence = _("Open the form again and send it once more.")
        self.fields["form_key"].error_messages |= {"required": sentence, "invalid": sentence}

    @property
    def chosen_group(self) -> str:
        group = self.cleaned_data.get("group", "")
        return group if group in FieldGroup.values else ""


class MissingForm(ReportForm):
    group = None
    text = PlainTextField(
        label=gettext_lazy("Which service is missing?"),
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        help_text=gettext_lazy("Name of the institution, its town and website. Write nothing about persons."),
    )


class ReferenceForm(PortalForm):
    prints_summary = False
    reference = PlainTextField(
        label=gettext_lazy("Number of the report"),
        max_length=40,
        help_text=gettext_lazy("For example H-7K4M9-QXPW2"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )

    def clean_reference(self) -> str:
        """As it was read out or written down: small letters, spaces, other dashes."""
        letters = re.sub(r"[^0-9A-Z]", "", plain_text.latin_digits(self.cleaned_data["reference"]).upper())
        return f"H-{letters[1:6]}-{letters[6:11]}" if letters.startswith("H") else letters


def too_many_sentence(minutes: int) -> str:
    return ngettext(
        "Very many reports came from your connection. Try again in %(minutes)d minute; what you typed is still here.",
        "Very many reports came from your connection. Try again in %(minutes)d minutes; what you typed is still here.",
        minutes,
    ) % {"minutes": minutes}

"""Fields that accept what people really type: dates in three boxes, digits of any script, texts with odd characters."""

import calendar
import re
from datetime import date
from functools import cache

from babel import Locale
from babel.dates import format_date
from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from portal import plain_text

MONTH_LANGUAGES = (
    "de",
    "de_AT",
    "en",
    "ar",
    "ar_SY",
    "fa",
    "ckb",
    "tr",
    "ru",
    "uk",
    "fr",
    "es",
    "sq",
    "az",
    "ka",
    "hy",
)
WHOLE_DATE = re.compile(r"^\s*(\d{1,2})\s*[./\-\s]\s*(\d{1,2})\s*[./\-\s]\s*(\d{4})\s*$")
ISO_DATE = re.compile(r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$")


@cache
def month_names() -> dict[str, int]:
    """Names and short names of the months in the languages of the portal's readers, lower case."""
    names = {}
    for language in MONTH_LANGUAGES:
        months = Locale.parse(language).months
        for use in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[use][width].items():
                    names.setdefault(name.casefold().strip(". "), number)
    return names


class PlainTextField(forms.CharField):
    """Text as people write it: cleaned (``plain_text.clean``), its length counted as people count.

    The browser does not cut the text off; who wrote too much keeps it and reads by how much.
    """

    def __init__(self, *, max_length: int | None = None, **kwargs):
        super().__init__(**kwargs)
        self.max_length = max_length

    def to_python(self, value):
        return super().to_python(plain_text.clean(str(value)) if value not in self.empty_values else value)

    def validate(self, value):
        super().validate(value)
        over = plain_text.length(value) - (self.max_length or 0)
        if self.max_length and over > 0:
            raise ValidationError(
                ngettext(
                    "“%(label)s” is %(over)d character too long. Up to %(limit)d are possible.",
                    "“%(label)s” is %(over)d characters too long. Up to %(limit)d are possible.",
                    over,
                ),
                code="max_length",
                params={"label": self.label, "over": over, "limit": self.max_length},
            )


class DigitsField(PlainTextField):
    """Digits of any script, spaces and hyphens between them; the value is text of 0-9. ``digits``: how many exactly."""

    default_error_messages = {"not_digits": _("“%(label)s” consists of digits only, such as %(example)s.")}

    def __init__(self, *, digits: int | None = None, example: str = "12345", **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(**kwargs)
        self.digits = digits
        self.example = example

    def to_python(self, value):
        return re.sub(r"[\s\-\u200c-\u200f\u061c]", "", plain_text.latin_digits(super().to_python(value)))

    def validate(self, value):
        super().validate(value)
        if value in self.empty_values:
            return
        if not value.isdecimal():
            raise ValidationError(
                self.error_messages["not_digits"],
                code="not_digits",
                params={"label": self.label, "example": self.example},
            )
        if self.digits and len(value) != self.digits:
            raise ValidationError(
                ngettext(
                    "“%(label)s” has %(digits)d digits; there is %(found)d.",
                    "“%(label)s” has %(digits)d digits; there are %(found)d.",
                    len(value),
                ),
                code="digits",
                params={"label": self.label, "digits": self.digits, "found": len(value)},
            )


class PostcodeField(DigitsField):
    """A German postcode; five digits, as text."""

    def __init__(self, **kwargs):
        super().__init__(**{"digits": 5, "example": "90513", **kwargs})


class YearField(DigitsField):
    """A year as a number."""

    default_error_messages = {
        "earliest": _("“%(label)s”: the year must be %(limit)d or later."),
        "latest": _("“%(label)s”: the year must be %(limit)d or earlier."),
    }

    def __init__(self, *, earliest: int = 1900, latest: int = 2100, **kwargs):
        super().__init__(**{"digits": 4, "example": "1990", **kwargs})
        self.earliest = earliest
        self.latest = latest

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        year = int(text)
        for code, limit, is_broken in (
            ("earliest", self.earliest, year < self.earliest),
            ("latest", self.latest, year > self.latest),
        ):
            if is_broken:
                raise ValidationError(
                    self.error_messages[code], code=code, params={"label": self.label, "limit": limit}
                )
        return year

    def prepare_value(self, value):
        return value


class PartsWidget(forms.MultiWidget):
    """A few short text boxes, each with its own label, in one fieldset."""

    template_name = "portal/forms/widgets/parts.html"
    use_fieldset = True
    part_names: tuple[str, ...] = ()
    part_labels: dict[str, str] = {"day": _("Day"), "month": _("Month"), "year": _("Year")}

    def __init__(self, attrs=None):
        super().__init__({name: forms.TextInput(attrs=self.part_attrs(name)) for name in self.part_names}, attrs)
        self.faulty_parts = []

    def part_attrs(self, name: str) -> dict[str, str]:
        width = "4" if name == "year" else "2"
        attrs = {"class": f"kern-form-input__input kern-form-input__input--width-{width}"}
        # Months may be written as words, so their box opens the full keyboard.
        return attrs | ({} if name == "month" else {"dir": "ltr", "inputmode": "numeric"})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for part, widget in zip(self.part_names, context["widget"]["subwidgets"], strict=True):
            faulty = part in self.faulty_parts
            widget["part_label"] = self.part_labels[part]
            widget["attrs"]["aria-invalid"] = "true" if faulty else "false"
            if faulty:
                widget["attrs"]["class"] += " kern-form-input__input--error"
        return context

    def decompress(self, value):
        return [getattr(value, part) for part in self.part_names] if value else [None] * len(self.part_names)


class DatePartsWidget(PartsWidget):
    part_names = ("day", "month", "year")

    def value_from_datadict(self, data, files, name):
        """A whole date in the first box, as copied from a letter, is taken apart."""
        day, month, year = super().value_from_datadict(data, files, name)
        if day and not month and not year:
            text = plain_text.latin_digits(plain_text.clean(day))
            if found := WHOLE_DATE.match(text):
                day, month, year = found.groups()
            elif found := ISO_DATE.match(text):
                year, month, day = found.groups()
        return [day, month, year]


class MonthWidget(PartsWidget):
    part_names = ("month", "year")


class DatePartsField(forms.Field):
    """A date in three boxes; months also by name. The value is a ``date``; of several errors only the first is told."""

    widget = DatePartsWidget
    default_error_messages = {
        "incomplete": _("“%(label)s” is not complete: %(missing)s."),
        "day": _("“%(label)s”: the day must be a number from 1 to 31."),
        "month": _("“%(label)s”: the month must be a number from 1 to 12 or its name."),
        "year": _("“%(label)s”: the year must have four digits, such as 2027."),
        "no_such_day": _("“%(label)s”: %(month)s has only %(days)d days."),
        "earliest": _("“%(label)s” must be %(limit)s or later."),
        "latest": _("“%(label)s” must be %(limit)s or earlier."),
    }
    missing_words = {
        "day": _("the day is missing"),
        "month": _("the month is missing"),
        "year": _("the year is missing"),
    }

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs):
        super().__init__(**kwargs)
        self.earliest = earliest
        self.latest = latest

    def clean(self, value):
        names = self.widget.part_names
        texts = {
            name: plain_text.latin_digits(plain_text.clean(str(text or ""))).strip()
            for name, text in zip(names, value or [""] * len(names), strict=True)
        }
        if not any(texts.values()):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        missing = [name for name in names if not texts[name]]
        if missing:
            self.refuse("incomplete", missing, missing=", ".join(str(self.missing_words[name]) for name in missing))
        return self.within_limits(self.read(texts))

    def read(self, texts: dict[str, str]) -> date:
        day = self.number("day", texts.get("day", "1"), 1, 31)
        month = month_names().get(texts["month"].casefold().strip(". ")) or self.number("month", texts["month"], 1, 12)
        year = self.number("year", texts["year"], 1000, 9999)
        days = calendar.monthrange(year, month)[1]
        if day > days:
            self.refuse("no_such_day", ["day"], month=month_and_year(date(year, month, 1)), days=days)
        return date(year, month, day)

    def number(self, part: str, text: str, lowest: int, highest: int) -> int:
        text = text.rstrip(".")
        if not (text.isdecimal() and len(text) <= 4 and lowest <= int(text) <= highest):
            self.refuse(part, [part])
        return int(text)

    def within_limits(self, value: date) -> date:
        for code, limit, is_broken in (
            ("earliest", self.earliest, self.earliest and value < self.earliest),
            ("latest", self.latest, self.latest and value > self.latest),
        ):
            if is_broken:
                self.refuse(code, list(self.widget.part_names), limit=self.print_limit(limit))
        return value

    def print_limit(self, limit: date) -> str:
        return date_format(limit, "DATE_FORMAT")

    def refuse(self, code: str, faulty_parts: list[str], **params):
        raise ValidationError(
            self.error_messages[code], code=code, params={"label": self.label, "faulty_parts": faulty_parts, **params}
        )

    def has_changed(self, initial, data):
        before = [str(part or "") for part in self.widget.decompress(initial)]
        return before != [str(part or "").strip() for part in data or [""] * len(before)]


class MonthField(DatePartsField):
    """A month and a year; the value is the first day of that month."""

    widget = MonthWidget

    def print_limit(self, limit: date) -> str:
        return month_and_year(limit)


def month_and_year(day: date) -> str:
    language = (get_language() or "de").split("-")[0]
    return format_date(day, "LLLL y", locale=language)


class TrapWidget(forms.TextInput):
    is_trap = True

    def __init__(self, attrs=None):
        super().__init__({"tabindex": "-1", "autocomplete": "off", **(attrs or {})})


class HoneypotField(forms.CharField):
    """A box people do not see and programs fill in. Filled, it shows itself, so that a person can empty it."""

    widget = TrapWidget
    default_error_messages = {"filled": _("The box “%(label)s” must stay empty. Empty it and send the form once more.")}

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "label": _("Leave this box empty"), **kwargs})

    def validate(self, value):
        if value:
            raise ValidationError(self.error_messages["filled"], code="filled", params={"label": self.label})

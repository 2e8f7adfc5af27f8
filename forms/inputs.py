"""Form fields for what people type: lenient in form, exact in what is stored (text, codes, ISO dates)."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

from babel.dates import get_month_names
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms.codes import Level
from forms.vocabulary import language_choices

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
OLDEST_AGE = 120
MOST_LANGUAGES, SPARE_ROWS = 8, 2
# Characters that turn the direction of what follows; no answer needs them, a list of answers can be forged with them.
TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def tidy(text: str) -> str:
    """Composed, without control characters and direction overrides; joiners stay, Persian needs them."""
    text = unicodedata.normalize("NFC", text.translate(TURNING))
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def latin_digits(text: str) -> str:
    """The text with the digits of any script as 0 to 9."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


@lru_cache
def month_numbers() -> dict[str, int]:
    """Names of the months, long and short, in every language of the portal."""
    names: dict[str, int] = {}
    for code, _name in settings.LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=code.split("-")[0]).items():
                names[name.strip(".").casefold()] = number
    return names


class PlainTextField(forms.CharField):
    """Text of any script. Line ends count as one character, as they do in the browser."""

    def to_python(self, value):
        return super().to_python(tidy(value.replace("\r\n", "\n").replace("\r", "\n")) if value else value)


class WholeNumberField(forms.CharField):
    """A whole number, in digits of any script, with or without separators between thousands."""

    default_error_messages = {
        "number": _("Write a number in digits, for example 12."),
        "small": _("The smallest number possible is %(limit)d."),
        "large": _("The largest number possible is %(limit)d."),
    }

    def __init__(self, *, minimum: int | None = None, maximum: int | None = None, **kwargs):
        self.minimum, self.maximum = minimum, maximum
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(**kwargs)

    def clean(self, value):
        text = latin_digits(tidy(super().clean(value)))
        if not text:
            return None
        text = re.sub(r"(?<=\d)[\s.,’'٬](?=\d{3})", "", text)
        if not re.fullmatch(r"[-−]?\d{1,12}", text):
            raise ValidationError(self.error_messages["number"], code="number")
        number = int(text.replace("−", "-"))
        if self.minimum is not None and number < self.minimum:
            raise ValidationError(self.error_messages["small"], code="small", params={"limit": self.minimum})
        if self.maximum is not None and number > self.maximum:
            raise ValidationError(self.error_messages["large"], code="large", params={"limit": self.maximum})
        return number


class YearField(WholeNumberField):
    default_error_messages = {"number": _("Write the year in four digits, for example 1994.")}

    def clean(self, value):
        number = super().clean(value)
        if number is not None and self.minimum is None and not EARLIEST_YEAR <= number <= LATEST_YEAR:
            raise ValidationError(self.error_messages["number"], code="number")
        return number


def birth_years() -> dict[str, int]:
    this_year = timezone.localdate().year
    return {"minimum": this_year - OLDEST_AGE, "maximum": this_year}


class PartsWidget(forms.MultiWidget):
    """Text inputs side by side, each with its own label, none of which jumps."""

    template_name = "forms/widgets/parts.html"
    use_fieldset = True
    part_labels: dict[str, str] = {}

    def __init__(self, attrs=None):
        # The month may be written as a word.
        modes = {name: "text" if name == "month" else "numeric" for name in self.part_labels}
        super().__init__(
            {f"_{name}": forms.TextInput({"inputmode": mode, "autocomplete": "off"}) for name, mode in modes.items()},
            attrs,
        )

    def decompress(self, value):
        return [None] * len(self.widgets)

    def id_for_label(self, id_):
        return f"{id_}_0" if id_ else id_

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        parts = zip(self.part_labels.items(), context["widget"]["subwidgets"], strict=True)
        for (part, label), subwidget in parts:
            subwidget["part"], subwidget["part_label"] = part, label
        return context


class DatePartsWidget(PartsWidget):
    part_labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}


class MonthPartsWidget(PartsWidget):
    part_labels = {"month": _("Month"), "year": _("Year")}


class PartsField(forms.Field):
    """A date typed in parts; the month as a number or by its name in any language of the portal."""

    default_error_messages = {
        "year": _("Write the year in four digits, for example 2027."),
        "month": _("Write the month as a number from 1 to 12, or its name."),
        "missing": _("Write all parts of the date."),
        "past": _("This month is over. Write the current month or a later one."),
    }

    def year(self, text: str) -> int:
        text = latin_digits(text)
        if not re.fullmatch(r"\d{4}", text) or not EARLIEST_YEAR <= int(text) <= LATEST_YEAR:
            raise ValidationError(self.error_messages["year"], code="year")
        return int(text)

    def month(self, text: str) -> int:
        text = latin_digits(text)
        number = int(text) if re.fullmatch(r"\d{1,2}", text) else month_numbers().get(text.strip(".").casefold(), 0)
        if not 1 <= number <= 12:
            raise ValidationError(self.error_messages["month"], code="month")
        return number

    def parts(self, value) -> list[str] | None:
        """The parts without white space; None where nothing was typed."""
        texts = [tidy(text or "").strip() for text in value or []]
        if not any(texts):
            return None
        if not all(texts):
            raise ValidationError(self.error_messages["missing"], code="missing")
        return texts

    def to_python(self, value):
        texts = self.parts(value)
        return self.from_parts(texts) if texts else None


class DatePartsField(PartsField):
    """A day, as ``2027-03-01``."""

    widget = DatePartsWidget
    default_error_messages = {"date": _("There is no such day. Check day and month.")}

    def from_parts(self, texts: list[str]) -> str:
        day = latin_digits(texts[0]).strip(".")
        year, month = self.year(texts[2]), self.month(texts[1])
        try:
            return date(year, month, int(day) if re.fullmatch(r"\d{1,2}", day) else 0).isoformat()
        except ValueError as error:
            raise ValidationError(self.error_messages["date"], code="date") from error


class MonthPartsField(PartsField):
    """A month, as ``2027-03``."""

    widget = MonthPartsWidget

    def __init__(self, *, from_now_on: bool = False, **kwargs):
        self.from_now_on = from_now_on
        super().__init__(**kwargs)

    def from_parts(self, texts: list[str]) -> str:
        year, month = self.year(texts[1]), self.month(texts[0])
        today = timezone.localdate()
        if self.from_now_on and (year, month) < (today.year, today.month):
            raise ValidationError(self.error_messages["past"], code="past")
        return f"{year:04d}-{month:02d}"


class LanguageRowsWidget(forms.Widget):
    """Rows of language and level; two empty ones stand below what was filled in."""

    template_name = "forms/widgets/language_rows.html"
    use_fieldset = True

    def value_from_datadict(self, data, files, name):
        rows = []
        for place in range(MOST_LANGUAGES):
            language = data.get(f"{name}__{place}__language") or ""
            level = data.get(f"{name}__{place}__level") or ""
            if language or level:
                rows.append({"language": language, "level": level})
        return rows

    def value_omitted_from_data(self, data, files, name):
        return f"{name}__0__language" not in data

    def id_for_label(self, id_):
        return f"{id_}_0" if id_ else id_

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        filled = list(value or [])
        empty = {"language": "", "level": ""}
        rows = (filled + [empty] * SPARE_ROWS)[:MOST_LANGUAGES]
        context["rows"] = [
            {
                "place": place,
                "number": place + 1,
                "language_name": f"{name}__{place}__language",
                "level_name": f"{name}__{place}__level",
                "language_id": f"{context['widget']['attrs'].get('id', name)}_{place}",
                "level_id": f"{context['widget']['attrs'].get('id', name)}_{place}_level",
                **row,
            }
            for place, row in enumerate(rows)
        ]
        context["languages"], context["levels"] = language_choices(), Level.choices
        return context


class LanguageRowsField(forms.Field):
    """Languages with their level, as ``[{"language": "tr", "level": "native"}]``; each language once."""

    widget = LanguageRowsWidget
    default_error_messages = {
        "language": _("Choose a language for each level."),
        "level": _("Choose for each language how well it is spoken."),
        "unknown": _("Choose languages and levels from the lists."),
    }

    def to_python(self, value):
        rows: dict[str, str] = {}
        languages = {code for code, _name in language_choices()}
        for row in value or []:
            if not row["language"]:
                raise ValidationError(self.error_messages["language"], code="language")
            if not row["level"]:
                raise ValidationError(self.error_messages["level"], code="level")
            if row["language"] not in languages or row["level"] not in Level.values:
                raise ValidationError(self.error_messages["unknown"], code="unknown")
            rows[row["language"]] = row["level"]
        return [{"language": language, "level": level} for language, level in rows.items()]

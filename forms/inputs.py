"""Form fields for answers, whose values can be stored as they are: text, codes, numbers, ISO dates."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms.codes import Level, YesNo
from forms.vocabulary import language_choices
from portal.form_fields import DatePartsField, DatePartsWidget, DigitsField, MonthField, MonthWidget

MOST_LANGUAGES, FEWEST_ROWS = 8, 4
# Between the name of an input and its part; keys of fields hold no double underscore.
PART = "__"


class DayWidget(DatePartsWidget):
    def __init__(self, attrs=None):
        super().__init__(attrs)
        self.widgets_names = [PART + name for name in self.part_names]


class DayField(DatePartsField):
    """A day, as ``2027-03-01``."""

    widget = DayWidget

    def clean(self, value):
        day = super().clean(value)
        return day.isoformat() if day else None


class MonthOnlyWidget(MonthWidget):
    def __init__(self, attrs=None):
        super().__init__(attrs)
        self.widgets_names = [PART + name for name in self.part_names]


class MonthOnlyField(MonthField):
    """A month, as ``2027-03``."""

    widget = MonthOnlyWidget

    def clean(self, value):
        day = super().clean(value)
        return f"{day:%Y-%m}" if day else None

    @classmethod
    def month_of(cls, parts: list[str]) -> date | None:
        """The first day of the month that was typed; None where it cannot be read."""
        try:
            month = cls(required=False, label="").clean(parts)
        except ValidationError:
            return None
        return date.fromisoformat(f"{month}-01") if month else None


class WholeNumberField(DigitsField):
    """A number from 0 on, in digits of any script."""

    default_error_messages = {
        "small": _("“%(label)s”: the smallest number possible is %(limit)d."),
        "large": _("“%(label)s”: the largest number possible is %(limit)d."),
    }

    def __init__(self, *, minimum: int | None = None, maximum: int | None = None, **kwargs):
        self.minimum, self.maximum = minimum or 0, 10**9 if maximum is None else maximum
        super().__init__(**{"example": "12", **kwargs})

    def clean(self, value):
        digits = super().clean(value)
        if str(value or "").strip().startswith(("-", "−")):
            # The digits alone would be another number.
            raise ValidationError(self.error_messages["small"], code="small", params=self.told(self.minimum))
        if not digits:
            return None
        # A hundred digits are too large all the same.
        number = int(digits[:20])
        for code, limit, is_broken in (
            ("small", self.minimum, number < self.minimum),
            ("large", self.maximum, number > self.maximum),
        ):
            if is_broken:
                raise ValidationError(self.error_messages[code], code=code, params=self.told(limit))
        return number

    def told(self, limit: int) -> dict:
        return {"label": self.label, "limit": limit}


class ConsentField(forms.BooleanField):
    """A box to tick; the value is the code ``yes``, or nothing."""

    def clean(self, value):
        return YesNo.YES.value if super().clean(value) else None


class LanguageRowsWidget(forms.Widget):
    """Rows of language and level; one more than were filled in."""

    template_name = "forms/widgets/language_rows.html"
    use_fieldset = True
    # The error summary leads to the first row.
    part_names = ("rows",)

    def value_from_datadict(self, data, files, name):
        rows = []
        for place in range(MOST_LANGUAGES):
            language = data.get(f"{name}{PART}{place}{PART}language") or ""
            level = data.get(f"{name}{PART}{place}{PART}level") or ""
            if language or level:
                rows.append({"language": language, "level": level})
        return rows

    def value_omitted_from_data(self, data, files, name):
        return f"{name}{PART}0{PART}language" not in data

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        filled = list(value or [])
        empty = {"language": "", "level": ""}
        rows = filled + [empty] * max(1, FEWEST_ROWS - len(filled))
        field_id = context["widget"]["attrs"].get("id", name)
        context["rows"] = [
            {
                "number": place + 1,
                "language_name": f"{name}{PART}{place}{PART}language",
                "level_name": f"{name}{PART}{place}{PART}level",
                "language_id": f"{field_id}_{place}",
                "level_id": f"{field_id}_{place}_level",
                **row,
            }
            for place, row in enumerate(rows[:MOST_LANGUAGES])
        ]
        context["languages"], context["levels"] = language_choices(), Level.choices
        return context


class LanguageRowsField(forms.Field):
    """Languages with their level, as ``[{"language": "tr", "level": "native"}]``; each language once."""

    widget = LanguageRowsWidget
    default_error_messages = {
        "required": _("“%(label)s”: choose at least one language and how well it is spoken."),
        "language": _("“%(label)s”: choose a language for each level."),
        "level": _("“%(label)s”: choose for each language how well it is spoken."),
        "unknown": _("“%(label)s”: choose languages and levels from the lists."),
    }

    def clean(self, value):
        levels: dict[str, str] = {}
        languages = {code for code, _name in language_choices()}
        for row in value or []:
            if not row["language"]:
                self.refuse("language")
            if not row["level"]:
                self.refuse("level")
            if row["language"] not in languages or row["level"] not in Level.values:
                self.refuse("unknown")
            levels[row["language"]] = row["level"]
        if self.required and not levels:
            self.refuse("required")
        return [{"language": language, "level": level} for language, level in levels.items()]

    def refuse(self, code: str):
        raise ValidationError(self.error_messages[code], code=code, params={"label": self.label})

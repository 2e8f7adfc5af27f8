"""Short words in several languages on one row of facts: stored by code of the language, shown in the reader's."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from programmes.languages import content_languages

LONGEST = 300
FIRST_LANGUAGE = "de"


@dataclass(frozen=True)
class Wording:
    """Words and the language they are in; false when there are none."""

    text: str = ""
    language: str = ""

    def __bool__(self):
        return bool(self.text)

    def __str__(self):
        return self.text


def wording(words: dict[str, str] | None) -> Wording:
    """The words for the reader: in their language, else in its base language, else in German, else in any."""
    words = words or {}
    reader = translation.get_language() or FIRST_LANGUAGE
    for language in (reader, reader.split("-")[0], FIRST_LANGUAGE, *sorted(words)):
        if words.get(language):
            return Wording(words[language], language)
    return Wording()


class WordsWidget(forms.MultiWidget):
    template_name = "programmes/widgets/words.html"

    def __init__(self, attrs=None):
        super().__init__({code: forms.TextInput() for code, _name in content_languages()}, attrs)

    def decompress(self, value):
        return [(value or {}).get(code, "") for code, _name in content_languages()]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        languages = content_languages()
        for row, (code, language_name) in zip(context["widget"]["subwidgets"], languages, strict=True):
            row["attrs"] |= {"lang": code, "dir": "auto", "maxlength": str(LONGEST)}
            row["language_name"] = language_name
        return context


class WordsFormField(forms.MultiValueField):
    widget = WordsWidget

    def __init__(self, **kwargs):
        fields = [forms.CharField(required=False, max_length=LONGEST) for _row in content_languages()]
        super().__init__(fields, require_all_fields=False, **kwargs)

    def compress(self, data_list):
        codes = [code for code, _name in content_languages()]
        return {code: text for code, text in zip(codes, data_list or [], strict=False) if text}


class WordsField(models.JSONField):
    """``{"de": "…", "ar": "…"}``; languages without words are left out."""

    default_error_messages = {
        "unknown_language": _("“%(code)s” is no language of this site."),
        "too_long": _("The words are longer than %(limit)d characters."),
    }

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def clean(self, value, model_instance) -> dict[str, str]:
        known = [code for code, _name in content_languages()]
        for code, text in (value or {}).items():
            if code not in known:
                raise ValidationError(self.error_messages["unknown_language"], "unknown_language", {"code": code})
            if len(str(text)) > LONGEST:
                raise ValidationError(self.error_messages["too_long"], "too_long", {"limit": LONGEST})
        return {code: str(value[code]).strip() for code in known if str((value or {}).get(code) or "").strip()}

    def formfield(self, **kwargs):
        return WordsFormField(
            required=False, label=kwargs.get("label", self.verbose_name), help_text=self.help_text, initial=dict
        )

"""A form version as the code reads it: typed, in one language, with the German words where a language has none yet."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.html import escape, format_html

from forms.codes import ENVELOPE_OF, Audience, EnvelopeName, FieldClass, FieldKind, Meaning, Purpose
from forms.models.versions import FormVersion


class Words(str):
    """A text that knows its language. In HTML it is marked with it where that is not the reader's."""

    language: str
    reader_language: str

    def __new__(cls, text: str, language: str, reader_language: str):
        words = super().__new__(cls, text)
        words.language, words.reader_language = language, reader_language
        return words

    @property
    def plain(self) -> str:
        """For places where no markup may stand."""
        return self[:]

    @property
    def direction(self) -> str:
        return "rtl" if translation.get_language_info(self.language)["bidi"] else "ltr"

    def __html__(self) -> str:
        if not self or self.language == self.reader_language:
            return escape(self.plain)
        return format_html('<span lang="{}" dir="{}">{}</span>', self.language, self.direction, self.plain)


@dataclass(frozen=True)
class Condition:
    field: str
    value: str


@dataclass(frozen=True)
class Option:
    code: str
    label: Words


@dataclass(frozen=True)
class Exit:
    field: str
    value: str
    title: Words
    text: Words


@dataclass(frozen=True)
class Field:
    """One question; a notice is a field that asks nothing and has no key."""

    kind: FieldKind
    key: str
    label: Words
    hint: Words
    text: Words
    required: bool
    data_class: FieldClass
    meaning: Meaning | None
    condition: Condition | None
    options: tuple[Option, ...]
    settings: dict

    @property
    def is_question(self) -> bool:
        return self.kind != FieldKind.NOTICE

    @property
    def envelope(self) -> EnvelopeName:
        return ENVELOPE_OF[self.data_class]


@dataclass(frozen=True)
class Step:
    key: str
    title: Words
    intro: Words
    condition: Condition | None
    fields: tuple[Field, ...]
    exits: tuple[Exit, ...]

    @property
    def questions(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.is_question)


@dataclass(frozen=True)
class Definition:
    slug: str
    purpose: Purpose
    audience: Audience
    reference_prefix: str
    title: Words
    submit_label: Words
    receipt_text: Words
    steps: tuple[Step, ...]
    language: str

    def step(self, key: str) -> Step | None:
        return next((step for step in self.steps if step.key == key), None)

    def questions(self) -> Iterator[Field]:
        for step in self.steps:
            yield from step.questions

    def question(self, key: str) -> Field | None:
        return next((field for field in self.questions() if field.key == key), None)

    def meant(self, meaning: Meaning) -> Field | None:
        return next((field for field in self.questions() if field.meaning == meaning), None)

    @property
    def is_fallback(self) -> bool:
        """The reader's language has no words of this version; what stands here is German."""
        return self.title.language != self.language


# Versions never change, so that what was built once from the same digest stays right.
_BUILT: dict[tuple[str, str], Definition] = {}
BUILT_LIMIT = 200


def source_language() -> str:
    return settings.LANGUAGE_CODE


def read_version(version: FormVersion, language: str | None = None) -> Definition:
    """The version in a language, the active one unless another is named."""
    key = (version.digest, language or translation.get_language() or source_language())
    if key not in _BUILT:
        if len(_BUILT) >= BUILT_LIMIT:
            _BUILT.clear()
        _BUILT[key] = _build(version, key[1])
    return _BUILT[key]


def _build(version: FormVersion, language: str) -> Definition:
    words = version.words.get(language, {})
    raw = version.definition

    def say(path: str, text: str) -> Words:
        if not text:
            return Words("", language, language)
        if path in words:
            return Words(words[path], language, language)
        return Words(text, source_language_for(language), language)

    return Definition(
        slug=version.slug,
        purpose=Purpose(raw["purpose"]),
        audience=Audience(raw["audience"]),
        reference_prefix=raw["reference_prefix"],
        title=say("title", raw["title"]),
        submit_label=say("submit_label", raw["submit_label"]),
        receipt_text=say("receipt_text", raw["receipt_text"]),
        steps=tuple(_step(step, say) for step in raw["steps"]),
        language=language,
    )


def source_language_for(language: str) -> str:
    """Easy German is German: its readers need no notice that the words are."""
    return language if language.split("-")[0] == source_language() else source_language()


def _step(raw: dict, say) -> Step:
    path = f"step.{raw['key']}"
    return Step(
        key=raw["key"],
        title=say(f"{path}.title", raw["title"]),
        intro=say(f"{path}.intro", raw["intro"]),
        condition=_condition(raw["condition"]),
        fields=tuple(_field(field, f"{path}.{place}", say) for place, field in enumerate(raw["fields"])),
        exits=tuple(
            Exit(
                field=item["field"],
                value=item["value"],
                title=say(f"exit.{item['field']}.{item['value']}.title", item["title"]),
                text=say(f"exit.{item['field']}.{item['value']}.text", item["text"]),
            )
            for item in raw["exits"]
        ),
    )


def _field(raw: dict, place: str, say) -> Field:
    path = f"field.{raw['key']}" if raw["key"] else f"notice.{place}"
    return Field(
        kind=FieldKind(raw["kind"]),
        key=raw["key"],
        label=say(f"{path}.label", raw["label"]),
        hint=say(f"{path}.hint", raw["hint"]),
        text=say(f"{path}.text", raw["text"]),
        required=raw["required"],
        data_class=FieldClass(raw["data_class"]),
        meaning=Meaning(raw["meaning"]) if raw["meaning"] else None,
        condition=_condition(raw["condition"]),
        options=tuple(
            Option(option["code"], say(f"{path}.option.{option['code']}", option["label"])) for option in raw["options"]
        ),
        settings=raw["settings"],
    )


def _condition(raw: dict | None) -> Condition | None:
    return Condition(raw["field"], raw["value"]) if raw else None

"""What editors build a form from: steps with fields, each with its class, meaning and condition.

Keys and codes are regular-expression blocks: they are the same in every language and never offered for translation.
"""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from forms.codes import FieldClass, FieldKind, Meaning
from forms.rules import Fault, faults_of_steps

INLINE = ["bold", "link"]
PROSE = ["bold", "ol", "ul", "link"]
KEY_PATTERN = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
STEP_KEY_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
CODE_PATTERN = r"^[A-Za-z0-9]+([_.-][A-Za-z0-9]+)*$"


class KeyBlock(blocks.RegexBlock):
    def __init__(self, **kwargs):
        super().__init__(
            **{
                "regex": KEY_PATTERN,
                "max_length": 40,
                "label": _("Key"),
                "help_text": _("Name of the answer in the data; lower-case letters, digits, single underscores."),
                "error_messages": {"invalid": _("Use lower-case letters, digits and single underscores.")},
                **kwargs,
            }
        )


class CodeBlock(blocks.RegexBlock):
    def __init__(self, **kwargs):
        super().__init__(
            **{
                "regex": CODE_PATTERN,
                "max_length": 40,
                "label": _("Code"),
                "error_messages": {"invalid": _("Use letters and digits, with single dots or hyphens between.")},
                **kwargs,
            }
        )


class ConditionBlock(blocks.StructBlock):
    """Shown only if another field has this answer; empty means always."""

    field = KeyBlock(required=False, label=_("Only if the field"))
    # Not “value”: wagtail-localize takes that name in a nested block for the envelope of a stream block.
    answer = CodeBlock(required=False, label=_("has the answer (code)"))

    class Meta:
        label = _("Condition")
        icon = "filter"
        collapsed = True


class OptionBlock(blocks.StructBlock):
    code = CodeBlock()
    label = blocks.CharBlock(max_length=200, label=_("Label"))

    class Meta:
        label = _("Option")


class FieldBlock(blocks.StructBlock):
    """What every field has."""

    key = KeyBlock()
    label = blocks.CharBlock(max_length=300, label=_("Label"))
    hint = blocks.CharBlock(max_length=300, required=False, label=_("Hint"), help_text=_("One short sentence."))
    required = blocks.BooleanBlock(required=False, default=True, label=_("Has to be answered"))
    data_class = blocks.ChoiceBlock(choices=FieldClass.choices, label=_("Data class"))
    meaning = blocks.ChoiceBlock(
        choices=Meaning.choices,
        required=False,
        label=_("Meaning"),
        help_text=_("Lets the screens and reports of the project find this answer."),
    )
    condition = ConditionBlock(required=False)


class TextFieldBlock(FieldBlock):
    max_length = blocks.IntegerBlock(min_value=1, max_value=500, default=200, label=_("Longest answer in characters"))

    class Meta:
        icon = "pilcrow"
        label = FieldKind.TEXT.label


class LongTextFieldBlock(FieldBlock):
    max_length = blocks.IntegerBlock(min_value=1, max_value=8000, default=2000, label=_("Longest answer in characters"))

    class Meta:
        icon = "doc-full"
        label = FieldKind.LONG_TEXT.label


class ChoiceFieldBlock(FieldBlock):
    options = blocks.ListBlock(OptionBlock(), min_num=2, label=_("Options"))
    as_list = blocks.BooleanBlock(
        required=False, label=_("Drop-down list"), help_text=_("Only for more than about eight options.")
    )

    class Meta:
        icon = "radio-full"
        label = FieldKind.CHOICE.label


class MultipleFieldBlock(FieldBlock):
    options = blocks.ListBlock(OptionBlock(), min_num=1, label=_("Options"))

    class Meta:
        icon = "tick"
        label = FieldKind.MULTIPLE.label


class YesNoFieldBlock(FieldBlock):
    with_unknown = blocks.BooleanBlock(required=False, default=True, label=_("Offer “Not known”"))

    class Meta:
        icon = "help"
        label = FieldKind.YES_NO.label


class DateFieldBlock(FieldBlock):
    class Meta:
        icon = "date"
        label = FieldKind.DATE.label


class MonthFieldBlock(FieldBlock):
    class Meta:
        icon = "calendar"
        label = FieldKind.MONTH.label


class YearFieldBlock(FieldBlock):
    class Meta:
        icon = "calendar-alt"
        label = FieldKind.YEAR.label


class NumberFieldBlock(FieldBlock):
    minimum = blocks.IntegerBlock(required=False, label=_("Smallest number"))
    maximum = blocks.IntegerBlock(required=False, label=_("Largest number"))

    class Meta:
        icon = "order"
        label = FieldKind.NUMBER.label


class CountryFieldBlock(FieldBlock):
    with_stateless = blocks.BooleanBlock(required=False, label=_("Offer “stateless” and “not known”"))

    class Meta:
        icon = "globe"
        label = FieldKind.COUNTRY.label


class LanguagesFieldBlock(FieldBlock):
    class Meta:
        icon = "openquote"
        label = FieldKind.LANGUAGES.label


class DistrictFieldBlock(FieldBlock):
    class Meta:
        icon = "site"
        label = FieldKind.DISTRICT.label


class ConsentFieldBlock(FieldBlock):
    text = blocks.RichTextBlock(features=PROSE, max_length=4000, required=False, label=_("What is consented to"))

    class Meta:
        icon = "check"
        label = FieldKind.CONSENT.label


class NoticeFieldBlock(blocks.StructBlock):
    """Words between the fields; asks nothing."""

    heading = blocks.CharBlock(max_length=120, label=_("Heading"))
    text = blocks.RichTextBlock(features=PROSE, max_length=2000, label=_("Text"))
    tone = blocks.ChoiceBlock(
        choices=[("info", _("Information")), ("warning", _("Warning"))], default="info", label=_("Tone")
    )
    condition = ConditionBlock(required=False)

    class Meta:
        icon = "info-circle"
        label = FieldKind.NOTICE.label


class FieldsBlock(blocks.StreamBlock):
    text = TextFieldBlock()
    long_text = LongTextFieldBlock()
    choice = ChoiceFieldBlock()
    multiple = MultipleFieldBlock()
    yes_no = YesNoFieldBlock()
    date = DateFieldBlock()
    month = MonthFieldBlock()
    year = YearFieldBlock()
    number = NumberFieldBlock()
    country = CountryFieldBlock()
    languages = LanguagesFieldBlock()
    district = DistrictFieldBlock()
    consent = ConsentFieldBlock()
    notice = NoticeFieldBlock()

    class Meta:
        label = _("Fields")


class ExitBlock(blocks.StructBlock):
    """An answer with which the form ends: its own page says why, and where to turn to."""

    field = KeyBlock(label=_("If the field of this step"))
    answer = CodeBlock(label=_("has the answer (code)"))
    title = blocks.CharBlock(max_length=120, label=_("Heading of the page"))
    text = blocks.RichTextBlock(features=PROSE, max_length=2000, label=_("What the person can do instead"))

    class Meta:
        label = _("Exit")
        icon = "cross"


class StepBlock(blocks.StructBlock):
    key = KeyBlock(
        regex=STEP_KEY_PATTERN,
        help_text=_("Part of the address; lower-case letters, digits, single hyphens."),
        error_messages={"invalid": _("Use lower-case letters, digits and single hyphens.")},
    )
    title = blocks.CharBlock(max_length=120, label=_("Heading"))
    intro = blocks.RichTextBlock(features=PROSE, max_length=2000, required=False, label=_("Introduction"))
    condition = ConditionBlock(required=False)
    fields = FieldsBlock()
    exits = blocks.ListBlock(ExitBlock(), default=[], min_num=0, label=_("Answers with which the form ends"))

    class Meta:
        icon = "form"
        label = _("Step")
        label_format = "{title}"


class FormStepsBlock(blocks.StreamBlock):
    """The steps of a form. What contradicts itself can be saved as a draft of the page, but not published."""

    step = StepBlock()

    class Meta:
        label = _("Steps")
        block_counts = {"step": {"min_num": 1, "max_num": 30}}

    def clean(self, value):
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        faults = faults_of_steps([child.block.get_prep_value(child.value) for child in cleaned])
        if faults:
            raise StreamBlockValidationError(block_errors=_errors_by_step(faults))
        return cleaned


def _errors_by_step(faults: list[Fault]) -> dict[int, StructBlockValidationError]:
    by_step: dict[int, list] = {}
    for fault in faults:
        by_step.setdefault(fault.step, []).append(fault.sentence)
    return {step: StructBlockValidationError(non_block_errors=sentences) for step, sentences in by_step.items()}

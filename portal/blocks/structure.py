"""Ordered knowledge: steps, questions, facts."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks.text import INLINE


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    text = blocks.RichTextBlock(features=[*INLINE, "ul"], max_length=2000, label=_("Text"))

    class Meta:
        icon = "list-ol"
        label = _("Step")


class StepsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120, label=_("Heading"))
    steps = blocks.ListBlock(StepBlock(), min_num=2, max_num=12, label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        description = _("A procedure, step by step, with numbers.")
        template = "portal/blocks/steps.html"
        preview_value = {
            "heading": "So läuft es ab",
            "steps": [
                {"title": "Gespräch", "text": "<p>Sie sprechen mit einer Beratungsstelle.</p>"},
                {"title": "Plan", "text": "<p>Zusammen machen Sie einen Plan.</p>"},
            ],
        }


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(max_length=160, label=_("Question"))
    answer = blocks.RichTextBlock(features=[*INLINE, "ul", "ol"], max_length=3000, label=_("Answer"))

    class Meta:
        icon = "help"
        label = _("Question and answer")


class AccordionBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120, label=_("Heading"))
    questions = blocks.ListBlock(QuestionBlock(), min_num=1, max_num=20, label=_("Questions"))

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        description = _("Questions that open to show their answer.")
        template = "portal/blocks/accordion.html"
        preview_value = {
            "heading": "Häufige Fragen",
            "questions": [{"question": "Kostet das etwas?", "answer": "<p>Die Beratung ist kostenlos.</p>"}],
        }


class FactBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=80, label=_("Name"))
    value = blocks.RichTextBlock(features=INLINE, max_length=600, label=_("Value"))
    is_unconfirmed = blocks.BooleanBlock(required=False, label=_("not confirmed yet"))

    class Meta:
        icon = "list-ul"
        label = _("Fact")


class FactsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120, label=_("Heading"))
    facts = blocks.ListBlock(FactBlock(), min_num=1, max_num=20, label=_("Facts"))

    class Meta:
        icon = "list-ul"
        label = _("Facts")
        description = _("Names and values, such as period, partner and funding.")
        template = "portal/blocks/facts.html"
        preview_value = {
            "heading": "Auf einen Blick",
            "facts": [
                {"name": "Laufzeit", "value": "<p>1. März 2024 bis 28. Februar 2027</p>", "is_unconfirmed": False},
                {"name": "Nächster Vernetzungstag", "value": "<p>noch offen</p>", "is_unconfirmed": True},
            ],
        }

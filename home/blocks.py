"""Blocks only these pages have: the entrances of the home page and the stages of a journey."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks.structure import StepBlock
from portal.blocks.text import INLINE


class EntranceBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=80, label=_("Who"))
    text = blocks.TextBlock(max_length=240, label=_("Text"))
    page = blocks.PageChooserBlock(label=_("Page"))

    class Meta:
        icon = "group"
        label = _("Entrance")
        description = _("The way in for one group of readers.")
        template = "home/blocks/entrance.html"
        preview_value = {
            "title": "Für Ehrenamtliche",
            "text": "Was Sie weitergeben können und wer weiterhilft.",
            "page": None,
        }


class EntrancesBlock(blocks.StreamBlock):
    entrance = EntranceBlock()


class StageBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120, label=_("Heading"))
    text = blocks.RichTextBlock(features=INLINE, max_length=1200, required=False, label=_("Text"))
    steps = blocks.ListBlock(StepBlock(), min_num=1, max_num=12, label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Stage")
        description = _("One part of the way, such as before, during or after the journey.")
        template = "home/blocks/stage.html"
        preview_value = {
            "heading": "Vor der Entscheidung",
            "text": "<p>Nehmen Sie sich Zeit.</p>",
            "steps": [{"title": "Fragen stellen", "text": "<p>Eine Beratungsstelle hört Ihnen zu.</p>"}],
        }


class StagesBlock(blocks.StreamBlock):
    stage = StageBlock()

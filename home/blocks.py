"""Blocks only these pages have: entrances, stages of a journey, and the way down into the directory."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.blocks import BodyBlock
from portal.blocks.structure import StepBlock
from portal.blocks.text import INLINE

# The address of the directory below every home page; part of the public surface of the portal.
DIRECTORY_SLUG = "beratungsstellen"


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

    class Meta:
        template = "portal/blocks/stream.html"


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

    class Meta:
        template = "portal/blocks/stream.html"


class DirectorySearchBlock(blocks.StructBlock):
    """The way into the directory: one field for place or postcode."""

    heading = blocks.CharBlock(max_length=120, label=_("Heading"))
    text = blocks.TextBlock(max_length=300, required=False, label=_("Text"))

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["directory_url"] = f"/{get_language()}/{DIRECTORY_SLUG}/"
        return context

    class Meta:
        icon = "search"
        label = _("Search for a centre")
        description = _("A search field that leads into the directory of counselling centres.")
        template = "home/blocks/directory_search.html"
        preview_value = {"heading": "Beratung in Ihrer Nähe", "text": "Geben Sie Ihren Ort oder Ihre Postleitzahl ein."}


class ContentBlock(BodyBlock):
    """The body of the pages of this app."""

    directory_search = DirectorySearchBlock()

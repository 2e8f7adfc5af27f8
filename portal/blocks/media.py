from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class FigureBlock(blocks.StructBlock):
    """An image that is either described in words or marked as decoration (Wagtail's ImageBlock insists on one)."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(max_length=200, required=False, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("An image with its description for people who do not see it.")
        template = "portal/blocks/figure.html"
        preview_value = {"image": None, "caption": "Lernen am Laptop"}

"""The blocks editors build pages from; every one has a preview and works without JavaScript."""

from wagtail import blocks

from portal.blocks.media import FigureBlock
from portal.blocks.structure import AccordionBlock, FactsBlock, StepsBlock
from portal.blocks.text import NoticeBlock, ParagraphBlock, QuoteBlock, UnconfirmedBlock
from portal.blocks.ways import CallToActionBlock, ContactBlock, DownloadsBlock


class BodyBlock(blocks.StreamBlock):
    """What the body of a content page may hold."""

    text = ParagraphBlock()
    notice = NoticeBlock()
    steps = StepsBlock()
    facts = FactsBlock()
    questions = AccordionBlock()
    way = CallToActionBlock()
    contact = ContactBlock()
    figure = FigureBlock()
    downloads = DownloadsBlock()
    quote = QuoteBlock()
    unconfirmed = UnconfirmedBlock()

    class Meta:
        template = "portal/blocks/stream.html"


__all__ = [
    "AccordionBlock",
    "BodyBlock",
    "CallToActionBlock",
    "ContactBlock",
    "DownloadsBlock",
    "FactsBlock",
    "FigureBlock",
    "NoticeBlock",
    "ParagraphBlock",
    "QuoteBlock",
    "StepsBlock",
    "UnconfirmedBlock",
]

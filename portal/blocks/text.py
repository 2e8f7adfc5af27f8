"""Running text, quotes and notices."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

INLINE = ["bold", "link"]
PROSE = ["h2", "h3", "bold", "ol", "ul", "link", "document-link"]


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(**{"features": PROSE, "max_length": 8000, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Headings, paragraphs, lists and links.")
        template = "portal/blocks/paragraph.html"
        preview_value = (
            "<h2>Beratung ist freiwillig</h2><p>Sie entscheiden selbst. Das Gespräch kostet nichts.</p>"
            "<ul><li>in Ihrer Sprache</li><li>vertraulich</li></ul>"
        )


class NoticeBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        choices=[("info", _("Information")), ("warning", _("Warning")), ("success", _("Good news"))],
        default="info",
        label=_("Tone"),
    )
    heading = blocks.CharBlock(max_length=120, label=_("Heading"))
    text = blocks.RichTextBlock(features=INLINE, max_length=1200, label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Notice")
        description = _("A short note set apart from the text.")
        template = "portal/blocks/notice.html"
        preview_value = {
            "tone": "info",
            "heading": "Heute geschlossen",
            "text": "<p>Wir sind am Montag wieder für Sie da.</p>",
        }


class UnconfirmedBlock(blocks.StructBlock):
    """Says openly that a fact on the page is not confirmed, instead of leaving it out or guessing."""

    text = blocks.RichTextBlock(
        features=INLINE,
        max_length=800,
        label=_("What is not confirmed"),
        help_text=_("Say what is open and who can tell."),
    )

    class Meta:
        icon = "help"
        label = _("Fact not confirmed yet")
        description = _("Marks a fact that nobody has confirmed so far.")
        template = "portal/blocks/unconfirmed.html"
        preview_value = {"text": "<p>Ob es 2027 weitere Termine gibt, ist noch offen.</p>"}


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(max_length=600, label=_("Quote"))
    attribution = blocks.CharBlock(
        max_length=120,
        required=False,
        label=_("Said by"),
        help_text=_("A role, never a name: nobody may be recognised by it."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quote without identity")
        description = _("Words of a person, without anything that shows who it is.")
        template = "portal/blocks/quote.html"
        preview_value = {
            "text": "In der Beratung konnte ich in Ruhe über alles sprechen.",
            "attribution": "Teilnehmerin eines Kurses",
        }

"""Ways onward: other pages, people to ask, files."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from portal.blocks.text import INLINE


class CallToActionBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120, label=_("Heading"))
    text = blocks.RichTextBlock(features=INLINE, max_length=600, required=False, label=_("Text"))
    page = blocks.PageChooserBlock(label=_("Page"))
    label = blocks.CharBlock(max_length=60, label=_("Words on the button"))

    class Meta:
        icon = "arrow-right-full"
        label = _("Way onward")
        description = _("One button to another page, in the reader's language.")
        template = "portal/blocks/call_to_action.html"
        preview_value = {
            "heading": "Beratung in Ihrer Nähe",
            "text": "<p>Geben Sie Ihren Ort oder Ihre Postleitzahl ein.</p>",
            "page": None,
            "label": "Beratungsstelle finden",
        }


class ContactBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120, label=_("Heading"))
    text = blocks.RichTextBlock(features=INLINE, max_length=600, required=False, label=_("Text"))
    organisation = blocks.CharBlock(max_length=160, label=_("Office"), help_text=_("An office, never a person."))
    email = blocks.EmailBlock(required=False, label=_("Email address"))
    telephone = blocks.RegexBlock(
        regex=r"^\+?[0-9][0-9 /()-]{4,30}$",
        required=False,
        label=_("Telephone"),
        help_text=_("For example +49 911 123456"),
    )

    class Meta:
        icon = "mail"
        label = _("Contact")
        description = _("How to reach an office by mail or telephone.")
        template = "portal/blocks/contact.html"
        preview_value = {
            "heading": "Fragen zum Projekt",
            "text": "<p>Wir antworten an Werktagen.</p>",
            "organisation": "Projektbüro",
            "email": "projekt@example.org",
            "telephone": "+49 911 000000",
        }


class DownloadBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    document = DocumentChooserBlock(label=_("File"))

    class Meta:
        icon = "doc-full"
        label = _("Download")


class DownloadsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120, label=_("Heading"))
    files = blocks.ListBlock(DownloadBlock(), min_num=1, max_num=20, label=_("Files"))

    class Meta:
        icon = "download"
        label = _("Downloads")
        description = _("Files to take along, with kind and size.")
        template = "portal/blocks/downloads.html"
        preview_value = {"heading": "Zum Mitnehmen", "files": [{"title": "Faltblatt", "document": None}]}

"""What templates of every app may ask: forms in our markup, the footer's pages, the prefix of a faulty page's title."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal import context as frame
from portal import structured
from portal.breadcrumb import language_of_title
from portal.directions import direction_of
from portal.form_markup import dress, error_links

register = template.Library()
register.simple_tag(error_links, name="error_links")
register.filter(language_of_title)
register.filter(direction_of)
register.simple_tag(structured.script, name="structured_data")


@register.filter
def dressed(form):
    """A library's form, ready to be printed in the markup of the design system."""
    return dress(form)


@register.simple_tag
def error_prefix(form):
    """What the title of a page starts with when its form came back with errors."""
    return _("Error: ") if form.is_bound and error_links(form) else ""


@register.simple_tag
def list_comma():
    """What stands between two parts of a list in the reader's language."""
    return pgettext("between two parts of a list", ", ")


@register.filter
def listed(parts):
    """Short words in one line, with the comma of the reader's language."""
    return list_comma().join(str(part) for part in parts)


@register.simple_tag(takes_context=True)
def footer_pages(context):
    """The pages the law wants linked from everywhere, in the reader's language."""
    return frame.footer_pages(context["request"])


@register.simple_tag(takes_context=True)
def menu_state(context, url):
    """``page`` for the menu's entry of this very page, ``true`` for the entry above it, else nothing (aria-current)."""
    path = context["request"].path
    if path == url:
        return "page"
    return "true" if url and path.startswith(url) else ""

"""Options of drop-down lists. There may be hundreds on a page (countries), so no template is opened for each."""

from collections.abc import Iterable

from django import template
from django.forms.utils import flatatt
from django.utils.html import conditional_escape as escaped
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def options_of(widget: dict) -> SafeString:
    """The options of a select, as its widget prepared them for its template."""
    printed = []
    for name, options, _index in widget["optgroups"]:
        rows = SafeString("".join(_option(one["value"], one["label"], one["attrs"]) for one in options))
        printed.append(format_html('<optgroup label="{}">{}</optgroup>', name, rows) if name else rows)
    return SafeString("".join(printed))


@register.simple_tag
def options_from(choices: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    """Codes and names as options."""
    return SafeString(
        "".join(_option(code, name, {"selected": True} if code == chosen else {}) for code, name in choices)
    )


def _option(value: object, label: object, attrs: dict) -> str:
    return f'<option value="{escaped(value)}"{flatatt(attrs) if attrs else ""}>{escaped(label)}</option>'

"""Facts of a page for search engines: schema.org as JSON-LD in a block of data, which no browser executes."""

import json
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue

from portal.blocks.structure import AccordionBlock

CONTEXT = "https://schema.org"
# A text that ends the block, or begins a comment in it, must not stand in it as it is.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def known(thing: dict) -> dict:
    """Without what is not known: an empty value would be a statement."""
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}


def script(things: Iterable[dict]) -> SafeString:
    """The block for the head of a page; nothing without things."""
    graph = [known(thing) for thing in things]
    if not graph:
        return SafeString("")
    text = json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    safe = mark_safe(text.translate(ESCAPES))  # noqa: S308 -- no sign of markup is left in it
    return format_html('<script type="application/ld+json">{}</script>', safe)


def absolute(path: str) -> str:
    return path if path.startswith("http") else f"{settings.BASE_URL}{path}"


def breadcrumb(trail: Iterable[tuple], address: str) -> dict:
    """The way down to a page, from what its breadcrumb prints: address and title of each step."""
    steps = [
        {
            "@type": "ListItem",
            "position": number,
            "name": step[1],
            "item": absolute(step[0] or address),
        }
        for number, step in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def questions(*streams: StreamValue | None) -> Iterator[dict]:
    """One FAQPage of all questions and answers in the content of a page; none without them."""
    found = [item for stream in streams if stream for block in stream for item in _questions_in(block)]
    if found:
        yield {
            "@type": "FAQPage",
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": str(item["question"]),
                    "acceptedAnswer": {"@type": "Answer", "text": plain(str(item["answer"]))},
                }
                for item in found
            ],
        }


def _questions_in(block: StreamValue.StreamChild) -> Iterator[dict]:
    if isinstance(block.block, AccordionBlock):
        yield from block.value["questions"]
    elif isinstance(block.value, StreamValue):
        for inner in block.value:
            yield from _questions_in(inner)


def plain(html: str) -> str:
    return " ".join(strip_tags(html.replace("<", " <")).split())

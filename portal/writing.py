"""Which way a text runs, where nobody asks a browser: on paper."""

import unicodedata


def direction_of(text: str) -> str:
    """The direction of the first letter that has one, as ``dir="auto"`` works it out in a browser."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind == "L":
            return "ltr"
        if kind in ("R", "AL"):
            return "rtl"
    return "ltr"

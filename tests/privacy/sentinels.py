"""A person who does not exist, with words that appear nowhere else: builders use them as their default personal values.

Where one of these words turns up in a mail, a log, an address, a title, a cache, an index or a plain column, personal
data took the wrong way (``tests/privacy/trap.py``).
"""

import re
from urllib.parse import quote

# The person who registers for an event, or works at a centre and gives an address.
NAME = "Zuvarka Quellindor"
FIRST_NAME, LAST_NAME = NAME.split()
EMAIL = "zuvarka.quellindor@example.org"
TELEPHONE = "+49 911 76543210098"
ORGANISATION = "Verein Wexelbrunn"
FREE_TEXT = "Braucht Zwetschgenkompott und einen Platz am Fenster"

# The person a centre refers, who never uses the portal.
CLIENT_NAME = "Brathimur Oxelvand"
CLIENT_FIRST_NAME, CLIENT_LAST_NAME = CLIENT_NAME.split()
CLIENT_TELEPHONE = "0151 89898765432"
CLIENT_FREE_TEXT = "Hat Knorbelfieber und möchte eine Wimpernwerkstatt eröffnen"
CLIENT_ARABIC = "زوفركا خندريسة"

WORDS = (
    "zuvarka",
    "quellindor",
    "76543210098",
    "wexelbrunn",
    "zwetschgenkompott",
    "brathimur",
    "oxelvand",
    "89898765432",
    "knorbelfieber",
    "wimpernwerkstatt",
    "خندريسة",
    # What the builders of cases and forms tell.
    "sentinel-need-7q",
    "sentinel-identity-8r",
    "sentinel-special-9s",
    "kupferkanne",
    "sentinel-name-zwetschge",
)


def _spellings(word: str) -> set[str]:
    """How the word may be written in an address, in JSON and in plain text."""
    return {word, quote(word), word.encode("unicode_escape").decode()}


# Searched in small letters: a pattern that ignores the case takes five times as long, and every statement is searched.
SMALL = [spelling.lower() for word in WORDS for spelling in sorted(_spellings(word))]
PATTERN = re.compile("|".join(map(re.escape, SMALL)))
BYTES = re.compile(b"|".join(re.escape(spelling.encode()) for spelling in SMALL))


def found_in(value: object) -> str:
    """The first word of a sentinel in the value, in small letters, or an empty text. Bytes are searched as bytes."""
    if isinstance(value, bytes | bytearray | memoryview):
        hit = BYTES.search(bytes(value).lower())
        return hit[0].decode() if hit else ""
    hit = PATTERN.search((value if isinstance(value, str) else str(value)).lower())
    return hit[0] if hit else ""

"""Which searches are never remembered: those that may tell who typed them.

Judged by the look of the text alone, before anything is signed or stored; in doubt it is not remembered.
"""

import re

from portal.plain_text import clean, latin_digits
from search.analysis import WORD

MOST_WORDS = 6
LONGEST_WORD = 40
LONGEST_TEXT = 100
# More than a postcode. Signs between digits do not help: telephone numbers and dates of birth are written with them.
MOST_DIGITS = 5
DIGITS = re.compile(r"\d(?:[\s/().+–-]*\d)*")
ADDRESS = re.compile(r"@|://|\bwww\.", re.IGNORECASE)
# References of cases, registrations and files: letters and digits in one word.
SHORTEST_REFERENCE = 5


def may_be_personal(text: str) -> bool:
    """True for mail and web addresses, long numbers, references and whole sentences."""
    text = latin_digits(clean(text))
    words = WORD.findall(text)
    return (
        len(text) > LONGEST_TEXT
        or len(words) > MOST_WORDS
        or bool(ADDRESS.search(text))
        or any(sum(map(str.isdigit, run)) > MOST_DIGITS for run in DIGITS.findall(text))
        or any(len(word) > LONGEST_WORD or _is_reference(word) for word in words)
    )


def _is_reference(word: str) -> bool:
    return len(word) >= SHORTEST_REFERENCE and any(map(str.isdigit, word)) and not word.isdigit()

"""What people type, made safe to store and compare without changing what they meant."""

import unicodedata

# Embeddings, overrides and isolates: with them a text can show other words than it holds.
DIRECTION_CONTROLS = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
# Joiners and non-joiners stay: Persian and Sorani words are misspelt without them.
INVISIBLE = {"\u200b", "\u2060", "\ufeff"}
KEPT_CONTROLS = {"\n", "\t"}
JOINER = "\u200d"


def clean(text: str) -> str:
    """Normal form C without NUL, control characters and direction overrides; line ends become one character."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(character for character in text if is_kept(character))


def one_line(text: str) -> str:
    """The same without line breaks: they, tabs and other white space become single spaces."""
    return " ".join(clean("".join(" " if character.isspace() else character for character in text)).split())


def is_kept(character: str) -> bool:
    if character in DIRECTION_CONTROLS or character in INVISIBLE:
        return False
    return character in KEPT_CONTROLS or unicodedata.category(character) not in {"Cc", "Cs", "Cn"}


def latin_digits(text: str) -> str:
    """Digits of every script as 0-9: ٢٠٢٦ and ۲۰۲۶ become 2026."""
    return "".join(str(unicodedata.decimal(character)) if character.isdecimal() else character for character in text)


def length(text: str) -> int:
    """The number of characters as a person counts them: accents, vowel signs and joined emoji do not count apart."""
    count = 0
    previous = ""
    for character in text:
        extends = (
            unicodedata.category(character) in {"Mn", "Me", "Cf"}
            or 0x1F3FB <= ord(character) <= 0x1F3FF
            or previous == JOINER
        )
        count += not extends
        previous = character
    return count

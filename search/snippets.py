"""The place in the text that shows why an entry was found, safe to print: escaped, with the found words in <mark>."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.analysis import pieces, term, token, words
from search.models import SearchEntry
from search.reading import Reading

LENGTH = 220  # characters
# Longer texts are looked at up to here.
READ = 20_000
SHORTEST_INSIDE = 4
NOTHING = "(?!)"  # a pattern that no text holds


def snippet(entry: SearchEntry, reading: Reading) -> SafeString:
    """The passage of summary or text with the most different words of the query; the beginning when none is there."""
    passages = [" ".join(text[:READ].split()) for text in (entry.text.summary, entry.text.body) if text.strip()]
    if not passages:
        return SafeString("")
    found = [_found(passage, entry.language, reading) for passage in passages]
    best = max(range(len(passages)), key=lambda n: (len({what for _start, _end, what in found[n]}), -n))
    return _marked(passages[best], found[best])


def _found(text: str, language: str, reading: Reading) -> list[tuple[int, int, str]]:
    tokens = reading.tokens
    if not tokens:
        return []
    # Words typed, corrected or meant (synonyms) may stand inside a longer one.
    inside = sorted((part for part in {*reading.terms, *tokens} if len(part) >= SHORTEST_INSIDE), key=len, reverse=True)
    within = re.compile("|".join(map(re.escape, inside)) or NOTHING)
    found = []
    for word in words(text):
        forms = [token(part, language) for part in (word.text, *pieces(word.text))]
        what = next((form for form in forms if form in tokens), "")
        if not what:
            part = within.search(term(word.text, language))
            what = part.group() if part else ""
        if what:
            found.append((word.start, word.end, what))
    return found


def _marked(text: str, found: list[tuple[int, int, str]]) -> SafeString:
    start, end = _window(text, found)
    pieces, at = ["… " if start else ""], start
    for first, last, _what in found:
        if first >= start and last <= end:
            pieces += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
            at = last
    pieces += [escape(text[at:end]), " …" if end < len(text) else ""]
    return mark_safe("".join(pieces))  # noqa: S308 - every piece of the text is escaped above


def _window(text: str, found: list[tuple[int, int, str]]) -> tuple[int, int]:
    """The stretch of whole words with the most different found words, beginning a little before the first of them."""
    if len(text) <= LENGTH:
        return 0, len(text)
    best, most = 0, 0
    for first, _last, _what in found:
        different = len({what for start, end, what in found if first <= start and end <= first + LENGTH - 40})
        if different > most:
            best, most = first, different
    start = max(0, best - 40)
    if start:
        start = text.find(" ", start, best) + 1 or best
    end = min(len(text), start + LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", start, end), best + 1)
    return start, end

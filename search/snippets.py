"""The place in the text that shows why an entry was found, safe to print: escaped, with the found words in <mark>."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.analysis import pieces, term, token, words
from search.reading import Reading

LENGTH = 220  # characters
# Longer texts are looked at up to here.
READ = 20_000
SHORTEST_INSIDE = 4
NOTHING = "(?!)"  # a pattern that no text holds


class Highlighter:
    """Shows why entries were found by one query; what it has learnt of a word it knows for all of them."""

    def __init__(self, reading: Reading):
        self.tokens = reading.tokens
        # Words typed, corrected or meant (synonyms) may stand inside a longer one.
        inside = {part for part in {*reading.terms, *self.tokens} if len(part) >= SHORTEST_INSIDE}
        self.within = re.compile("|".join(map(re.escape, sorted(inside, key=len, reverse=True))) or NOTHING)
        self.seen: dict[str, dict[str, str]] = {}

    def snippet(self, *texts: str, language: str) -> SafeString:
        """The passage of the texts with the most different words of the query; else the beginning of the first."""
        passages = [" ".join(text[:READ].split()) for text in texts if text.strip()]
        if not passages:
            return SafeString("")
        found = [self._found(passage, language) for passage in passages]
        best = max(range(len(passages)), key=lambda n: (len({what for _start, _end, what in found[n]}), -n))
        return _marked(passages[best], found[best])

    def _found(self, text: str, language: str) -> list[tuple[int, int, str]]:
        if not self.tokens:
            return []
        seen = self.seen.setdefault(language, {})
        found = []
        for word, start, end in words(text):
            what = seen.get(word)
            if what is None:
                what = seen[word] = self._meaning_of(word, language)
            if what:
                found.append((start, end, what))
        return found

    def _meaning_of(self, word: str, language: str) -> str:
        """The word of the query this one is or holds; empty when it is none."""
        forms = (token(part, language) for part in (word, *pieces(word)))
        what = next((form for form in forms if form in self.tokens), "")
        if not what and (part := self.within.search(term(word, language))):
            what = part.group()
        return what


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

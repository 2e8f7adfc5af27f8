"""Suggestions while typing: recommended results, titles of things, and words of the index that go on as typed.

Asked of the database whichever engine answers searches, because titles and words stand there. One statement for the
words, one for the titles, each with a bound on what it looks at: a question is asked with every key somebody presses.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext

from search import promotions
from search.analysis import Word, fold, is_stop_word, languages_of, normal, term, token, words
from search.models import Kind, VocabularyTerm

SHORTEST, LONGEST = 2, 80  # letters
MOST = 8
MOST_RECOMMENDED = 2
MOST_TITLES = 5
MOST_TYPED_WORDS = 6
# The commonest words that go on as typed: a few are offered, all are looked for in the titles.
MOST_WORDS = 40
# So many entries with a fitting title are put in order; where there are more, the reader is still typing.
LOOKED_AT = 2_000

TITLES = """
    SELECT e.title, e.kind, e.path FROM ({inner} LIMIT {looked_at}) AS found
    JOIN search_searchentry e ON e.id = found.id
    ORDER BY CASE WHEN {position}(e.sort_title, %s) = 1 THEN 0 ELSE 1 END, e.boost DESC, e.sort_title, e.id LIMIT %s
"""
INNER = {
    "sqlite": """
        SELECT e.id FROM search_words CROSS JOIN search_searchentry e ON e.id = search_words.rowid
        WHERE search_words MATCH %s AND instr(e.serves, %s) > 0
    """,
    "postgresql": """
        SELECT e.id FROM search_searchtext t JOIN search_searchentry e ON e.id = t.entry_id
        WHERE t.words @@ %s::tsquery AND strpos(e.serves, %s) > 0
    """,
}
POSITION = {"sqlite": "instr", "postgresql": "strpos"}


@dataclass(frozen=True)
class Suggestion:
    """``url`` is empty where the text is to be searched for; ``kind`` is in the reader's language."""

    text: str
    url: str = ""
    kind: str = ""


def suggest(text: str, *, reader: str) -> list[Suggestion]:
    """At most eight ways on from what was typed so far; nothing for less than two letters."""
    text = " ".join(text[:LONGEST].split())
    typed = list(words(text))[:MOST_TYPED_WORDS]
    if not typed or len(text) < SHORTEST:
        return []
    going_on = _words(typed[-1], reader)
    found = [
        Suggestion(each.title, each.url, gettext("Recommended"))
        for each in promotions.recommended_while_typing(text, reader=reader)[:MOST_RECOMMENDED]
    ]
    known = {each.url for each in found}
    found += [each for each in _titles(text, typed, going_on, reader) if each.url not in known]
    return [*found, *_searches(text, typed[-1], going_on, reader)][:MOST]


def _words(last: Word, reader: str) -> list[VocabularyTerm]:
    """Words of the index that begin like the last one typed, the commonest first."""
    begun = term(last.text, reader)
    rows = VocabularyTerm.objects.filter(language__in=languages_of(last.text, reader))
    if connection.vendor == "sqlite":  # LIKE would read the whole table there
        rows = rows.filter(term__gte=begun, term__lt=begun + "\U0010ffff")
    else:
        rows = rows.filter(term__startswith=begun)
    return list(rows.order_by("-count", "term", "language")[:MOST_WORDS])


def _titles(text: str, typed: list[Word], going_on: list[VocabularyTerm], reader: str) -> list[Suggestion]:
    """Things with all of the words in their title, those first whose title begins as typed."""
    *whole, last = typed
    groups = [_forms(word, reader) for word in whole if not is_stop_word(word.text, reader)]
    begun = term(last.text, reader)
    endings = {row.token for row in going_on} | _forms(last, reader)
    expression = EXPRESSIONS[connection.vendor](groups, begun, endings)
    sql = TITLES.format(inner=INNER[connection.vendor], looked_at=LOOKED_AT, position=POSITION[connection.vendor])
    with connection.cursor() as cursor:
        cursor.execute(sql, [expression, f",{reader},", fold(normal(text)), MOST_TITLES])
        rows = cursor.fetchall()
    return [
        Suggestion(title, f"/{reader}/{path}", str(Kind(kind).label) if kind in Kind.values else "")
        for title, kind, path in rows
    ]


def _forms(word: Word, reader: str) -> set[str]:
    return {term(word.text, reader), *(token(word.text, code) for code in languages_of(word.text, reader))}


def _searches(text: str, last: Word, going_on: list[VocabularyTerm], reader: str) -> Iterator[Suggestion]:
    """What was typed with its last word finished; of the inflections of a word one is enough."""
    begun, seen = term(last.text, reader), {token(last.text, code) for code in languages_of(last.text, reader)}
    for row in going_on:
        if row.term != begun and row.token not in seen and not is_stop_word(row.shown, row.language):
            seen.add(row.token)
            yield Suggestion(text[: last.start] + row.shown)


def _fts5(groups: list[set[str]], begun: str, endings: set[str]) -> str:
    """In the language of FTS5; forms are letters and digits only, quoted none is read as an operator."""
    parts = [" OR ".join(f'"{form}"' for form in sorted(group)) for group in groups]
    parts.append(" OR ".join([f'"{begun}" *', *(f'"{form}"' for form in sorted(endings))]))
    return "{title_tokens} : (" + " AND ".join(f"({part})" for part in parts) + ")"


def _tsquery(groups: list[set[str]], begun: str, endings: set[str]) -> str:
    """In the language of tsquery; A is the weight of the title."""
    parts = [" | ".join(f"'{form}':A" for form in sorted(group)) for group in groups]
    parts.append(" | ".join([f"'{begun}':*A", *(f"'{form}':A" for form in sorted(endings))]))
    return " & ".join(f"({part})" for part in parts)


EXPRESSIONS = {"sqlite": _fts5, "postgresql": _tsquery}

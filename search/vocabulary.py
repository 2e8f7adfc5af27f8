"""The words of the index: written with the entries, asked when compounds are split and queries are read."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from django.db import connection

from search import bulk, compounds
from search.analysis import Form, base_language
from search.models import VocabularyTerm

# A lexicon for splitting never grows beyond this, however large the index is.
LEXICON_SIZE = 50_000
# More pieces to look up than this: it is quicker to read the lexicon whole.
FEW_PIECES = 4_000
COMPOUND_LANGUAGE = "de"

Key = tuple[str, str]  # term, language


def terms_of(found: Iterable[Form], language: str) -> dict[Key, tuple[str, str]]:
    """The words of one entry: (term, language) -> (token, spelling). Numbers are matched, but never offered."""
    base = base_language(language)
    return {
        (word.term, base): (word.token, word.spelling[:80])
        for word in found
        if not word.is_number and len(word.term) > 1
    }


class Change:
    """How the counts move when entries are written or removed; applied in one go, in the caller's transaction."""

    def __init__(self):
        self.counts: Counter[Key] = Counter()
        self.facts: dict[Key, tuple[str, str]] = {}

    def add(self, terms: Mapping[Key, tuple[str, str]]) -> None:
        self.counts.update(terms.keys())
        self.facts.update(terms)

    def take(self, terms: Mapping[Key, tuple[str, str]]) -> None:
        self.counts.subtract(terms.keys())
        for key, facts in terms.items():
            self.facts.setdefault(key, facts)

    def apply(self) -> None:
        # Sorted: two transactions take the locks of the rows in the same order.
        rows = sorted((*key, *self.facts[key], count) for key, count in self.counts.items() if count)
        table = connection.ops.quote_name(VocabularyTerm._meta.db_table)
        bulk.insert(
            VocabularyTerm,
            ("term", "language", "token", "shown", "count"),
            rows,
            on_conflict=f"ON CONFLICT (term, language) DO UPDATE SET count = {table}.count + excluded.count",
        )
        if any(row[-1] < 0 for row in rows):
            VocabularyTerm.objects.filter(count__lte=0).delete()

    def replace(self) -> None:
        """The vocabulary becomes exactly what was added (a rebuild)."""
        VocabularyTerm.objects.all().delete()
        self.apply()


class PartsLexicon:
    """Term -> token of the German words that could be parts of what is written: from the index, and from new entries.

    Every piece is looked up once, however many entries hold it.
    """

    def __init__(self):
        self.known: dict[str, str] = {}
        self.asked: set[str] = set()
        self.is_whole = False

    def add(self, terms: Mapping[str, str]) -> None:
        """Take in the words of new entries, and what the index knows of their pieces."""
        if not self.is_whole:
            pieces = compounds.all_candidates(terms.keys() - self.known.keys()) - self.asked
            self.is_whole = len(self.asked) + len(pieces) > FEW_PIECES
            self._learn(whole_lexicon() if self.is_whole else _known(pieces))
            self.asked |= pieces
        self.known.update(terms)

    def _learn(self, found: Mapping[str, str]) -> None:
        for plain, token in found.items():
            self.known.setdefault(plain, token)


def _known(pieces: set[str]) -> dict[str, str]:
    return dict(_german().filter(term__in=pieces).values_list("term", "token")) if pieces else {}


def whole_lexicon() -> dict[str, str]:
    """Term -> token of the commonest German words of the index."""
    return dict(_german().order_by("-count", "term").values_list("term", "token")[:LEXICON_SIZE])


def _german():
    return VocabularyTerm.objects.filter(language=COMPOUND_LANGUAGE)


# In plain SQL: every search asks this, and the ORM would take longer to word it than the database to answer.
LOOK_UP = """
    SELECT term, token, language, count FROM search_vocabularyterm WHERE term IN ({terms}) OR token IN ({tokens})
    UNION ALL
    SELECT '', '', stamp, 0 FROM search_synonymversion
"""


def looked_up(terms: Collection[str], tokens: Collection[str]) -> tuple[list[tuple[str, str, str, int]], str]:
    """Term, token, language and count of the words with one of these terms or tokens; and the stamp of the synonyms."""
    sql = LOOK_UP.format(terms=_marks(terms), tokens=_marks(tokens))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*terms, *tokens])
        rows = cursor.fetchall()
    stamp = next((code for term, _token, code, _count in rows if not term), "")
    return [row for row in rows if row[0]], stamp


def _marks(values: Collection[str]) -> str:
    return ", ".join(["%s"] * len(values)) or "NULL"


# --- look-ups by spelling --------------------------------------------------------------------------------------------
# SQLite: the trigram table (terms between ^ and $); PostgreSQL: pg_trgm on the column itself.

MOST_SIMILAR = 150
MOST_CONTAINING = 60

SIMILAR = {
    "sqlite": """
        SELECT v.* FROM search_trigrams t JOIN search_vocabularyterm v ON v.id = t.rowid
        WHERE t.term MATCH %s ORDER BY t.rank LIMIT %s
    """,
    "postgresql": """
        SELECT v.* FROM search_vocabularyterm v
        WHERE v.term %% %s OR v.term LIKE %s ORDER BY similarity(v.term, %s) DESC, v.id LIMIT %s
    """,
}
CONTAINING = {
    "sqlite": """
        SELECT v.* FROM search_trigrams t JOIN search_vocabularyterm v ON v.id = t.rowid
        WHERE t.term MATCH %s ORDER BY v.count DESC, v.term LIMIT %s
    """,
    "postgresql": """
        SELECT v.* FROM search_vocabularyterm v WHERE v.term LIKE ANY (%s) ORDER BY v.count DESC, v.term LIMIT %s
    """,
}


def similar(plain: str) -> list[VocabularyTerm]:
    """Words that share letters with this one, the nearest among them; the reader of the query judges how near."""
    if connection.vendor == "sqlite":
        bounded = f"^{plain}$"
        parameters = [" OR ".join(f'"{bounded[n : n + 3]}"' for n in range(len(bounded) - 2)), MOST_SIMILAR]
    else:
        # Short words share too few trigrams to be similar by that measure, none at all with two letters swapped at the
        # beginning ("Scuht"): the first letter brings them in.
        parameters = [plain, f"{plain[:1]}%", plain, MOST_SIMILAR]
    return list(VocabularyTerm.objects.raw(SIMILAR[connection.vendor], parameters))


def containing(terms: Iterable[str]) -> list[VocabularyTerm]:
    """The commonest words that hold one of these inside; a term is letters and digits, no pattern can hide in it."""
    terms = list(terms)
    if not terms:
        return []
    if connection.vendor == "sqlite":
        parameters = [" OR ".join(f'"{plain}"' for plain in terms), MOST_CONTAINING]
    else:
        parameters = [[f"%{plain}%" for plain in terms], MOST_CONTAINING]
    return list(VocabularyTerm.objects.raw(CONTAINING[connection.vendor], parameters))

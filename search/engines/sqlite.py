"""SQLite: FTS5 finds the tokens and ranks them by BM25."""

import json

from django.db import connection

from search.engines.contract import WEIGHTS, Group, Match
from search.engines.database import DatabaseEngine

BM25 = "-bm25(search_words, {})".format(", ".join(map(str, WEIGHTS.values())))


class SQLiteEngine(DatabaseEngine):
    source = "search_words CROSS JOIN search_searchentry e ON e.id = search_words.rowid"
    serves = "instr(e.serves, %s) > 0"
    among = "e.object_id IN (SELECT value FROM json_each(%s))"

    def condition(self, match: Match) -> tuple[str, list]:
        return "search_words MATCH %s", [expression(match)]

    def score(self, match: Match) -> tuple[str, list]:
        return BM25, []

    def entries_matching(self, match: Match) -> tuple[str, list]:
        return "SELECT rowid FROM search_words WHERE search_words MATCH %s", [expression(match)]

    def listed(self, ids: tuple[str, ...]) -> str:
        return json.dumps(list(ids))

    def tune(self) -> None:
        super().tune()
        with connection.cursor() as cursor:
            for table in ("search_words", "search_trigrams"):
                # Merges the pieces in which a full-text table grows.
                cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 - names from above


def expression(match: Match) -> str:
    """The match in the language of FTS5. Tokens are letters and digits only; quoted, none is read as an operator."""
    return (" AND " if match.every else " OR ").join(f"({_any_of(group)})" for group in match.groups)


def _any_of(group: Group) -> str:
    return " OR ".join("({})".format(" AND ".join(f'"{token}"' for token in alternative)) for alternative in group)

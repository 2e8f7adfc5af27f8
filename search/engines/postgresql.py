"""PostgreSQL: a weighted tsvector finds the tokens; their rarity comes from the vocabulary."""

import re

from django.db import connection

from search.engines.contract import WEIGHTS, Group, Match
from search.engines.database import DatabaseEngine

# ts_rank takes weights from 0 to 1, the least important first.
SCALE = ", ".join(str(weight / max(WEIGHTS.values())) for weight in reversed(WEIGHTS.values()))
# 1: a long text counts less, by the logarithm of its length.
NORMALISATION = 1
RANK = f"%s * ts_rank('{{{SCALE}}}'::float4[], t.words, %s::tsquery, {NORMALISATION})"

SIGNS_OF_PATTERNS = re.compile(r"[\\%_]")


class PostgreSQLEngine(DatabaseEngine):
    source = "search_searchtext t JOIN search_searchentry e ON e.id = t.entry_id"
    # Unlike strpos, a pattern has statistics: the planner knows that this is nearly every entry, not a third of them.
    serves = "e.serves LIKE '%%' || %s || '%%'"
    among = "e.object_id = ANY(%s)"
    collation = ' COLLATE "C"'

    def served(self, part: str) -> str:
        return SIGNS_OF_PATTERNS.sub(r"\\\g<0>", part)

    def condition(self, match: Match) -> tuple[str, list]:
        return "t.words @@ %s::tsquery", [expression(match)]

    def score(self, match: Match) -> tuple[str, list]:
        """Word by word, the rarer ones weighing more: ts_rank itself knows nothing of other texts."""
        words = [_any_of(tuple((part,) for alternative in group for part in alternative)) for group in match.groups]
        weights = match.rarity or (1.0,) * len(words)
        parameters = [value for pair in zip(weights, words, strict=True) for value in pair]
        return " + ".join([RANK] * len(words)), parameters

    def entries_matching(self, match: Match) -> tuple[str, list]:
        return "SELECT entry_id FROM search_searchtext WHERE words @@ %s::tsquery", [expression(match)]

    def listed(self, ids: tuple[str, ...]) -> list[str]:
        return list(ids)

    def tune(self) -> None:
        """Clear away what a rebuild wrote over as well: until then, counts look up for every row whether it still is.

        Within a transaction, where that cannot be done, there are the statistics alone.
        """
        if connection.in_atomic_block:
            super().tune()
        else:
            self.on_tables("VACUUM (ANALYZE)")


def expression(match: Match) -> str:
    """The match in the language of tsquery. Tokens are letters and digits only; quoted, none is read as an operator."""
    return (" & " if match.every else " | ").join(f"({_any_of(group)})" for group in match.groups)


def _any_of(group: Group) -> str:
    return " | ".join("({})".format(" & ".join(f"'{token}'" for token in alternative)) for alternative in group)

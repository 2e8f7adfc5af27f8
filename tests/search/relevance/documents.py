"""What is searched: the seed data and the demo content, as the apps write them into the index.

``documents.json`` was written from a portal that ``manage.py demo`` had filled, its keys turned into the names of the
data files (``zrb-nord``). A copy, so that judgements stay comparable when a text of the demo changes.
"""

import json
from pathlib import Path

from search.registry import SearchDocument

FOLDER = Path(__file__).parent


def documents() -> list[SearchDocument]:
    rows = json.loads((FOLDER / "documents.json").read_text(encoding="utf-8"))
    listed = ("serves", "districts")
    return [
        SearchDocument(
            **{name: tuple(value) if name in listed else value for name, value in row.items() if name != "facets"},
            facets={name: tuple(codes) for name, codes in row["facets"].items()},
        )
        for row in rows
    ]

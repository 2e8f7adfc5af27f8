"""Many plain rows in one go, as each database takes them quickest.

Making objects of them would take longer than writing them; a statement for each row would take PostgreSQL longer too.
"""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Model


def insert(model: type[Model], columns: Sequence[str], rows: Sequence[tuple], *, on_conflict: str = "") -> None:
    """``on_conflict``: what is done with a row that is there already, in SQL that both databases understand."""
    if not rows:
        return
    fields = [model._meta.get_field(name) for name in columns]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    into = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Without their length: a cast to varchar(60) would cut what is longer instead of refusing it.
            kinds = (field.db_type(connection).partition("(")[0] for field in fields)
            arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
            values = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(f"{into} SELECT * FROM unnest({arrays}) {on_conflict}", values)  # noqa: S608
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"{into} VALUES ({marks}) {on_conflict}", rows)


def taken_over(columns: Sequence[str]) -> str:
    """The part of ``on_conflict`` that sets these columns to what came."""
    names = map(connection.ops.quote_name, columns)
    return ", ".join(f"{name} = excluded.{name}" for name in names)

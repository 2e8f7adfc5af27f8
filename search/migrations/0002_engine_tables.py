"""What each database derives from the rows by itself.

SQLite: two full-text tables kept in step by triggers. Triggers, because then a row and its index cannot differ, whoever
writes: ``bulk_create``, a cascade, a flush, a restored dump. The words table holds no copy of the text (external content).
PostgreSQL: a generated, weighted tsvector with a GIN index, and trigrams of the vocabulary.
"""

from django.db import migrations

COLUMNS = "title_tokens, keyword_tokens, summary_tokens, body_tokens"


def values(row):
    return ", ".join(f"{row}.{column}" for column in COLUMNS.split(", "))


FORGET = f"INSERT INTO search_words (search_words, rowid, {COLUMNS}) VALUES ('delete', old.entry_id, {values('old')});"  # noqa: S608
LEARN = f"INSERT INTO search_words (rowid, {COLUMNS}) VALUES (new.entry_id, {values('new')});"  # noqa: S608

SQLITE = [
    f"""CREATE VIRTUAL TABLE search_words USING fts5(
        {COLUMNS}, content='search_searchtext', content_rowid='entry_id', tokenize='unicode61 remove_diacritics 0'
    )""",
    f"CREATE TRIGGER search_words_insert AFTER INSERT ON search_searchtext BEGIN {LEARN} END",
    f"CREATE TRIGGER search_words_delete AFTER DELETE ON search_searchtext BEGIN {FORGET} END",
    f"CREATE TRIGGER search_words_update AFTER UPDATE ON search_searchtext BEGIN {FORGET} {LEARN} END",
    # Terms stand between ^ and $, so that the ends of short words make trigrams of their own.
    "CREATE VIRTUAL TABLE search_trigrams USING fts5(term, tokenize='trigram')",
    """CREATE TRIGGER search_trigrams_insert AFTER INSERT ON search_vocabularyterm BEGIN
        INSERT INTO search_trigrams (rowid, term) VALUES (new.id, '^' || new.term || '$'); END""",
    """CREATE TRIGGER search_trigrams_delete AFTER DELETE ON search_vocabularyterm BEGIN
        DELETE FROM search_trigrams WHERE rowid = old.id; END""",
]
SQLITE_UNDO = ["DROP TABLE search_words", "DROP TABLE search_trigrams"] + [
    f"DROP TRIGGER search_{name}"
    for name in ("words_insert", "words_delete", "words_update", "trigrams_insert", "trigrams_delete")
]


def vector(column, weight):
    return f"setweight(to_tsvector('pg_catalog.simple', {column}), '{weight}')"


POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "ALTER TABLE search_searchtext ADD COLUMN words tsvector GENERATED ALWAYS AS ("
    + " || ".join(vector(column, weight) for column, weight in zip(COLUMNS.split(", "), "ABCD", strict=True))
    + ") STORED",
    "CREATE INDEX search_text_words ON search_searchtext USING gin (words)",
    "CREATE INDEX search_term_trigrams ON search_vocabularyterm USING gin (term gin_trgm_ops)",
]
POSTGRESQL_UNDO = [
    "DROP INDEX search_term_trigrams",
    "ALTER TABLE search_searchtext DROP COLUMN words",
]


def run(statements):
    def run_on_its_vendor(apps, schema_editor):
        for statement in statements.get(schema_editor.connection.vendor, ()):
            schema_editor.execute(statement, params=None)

    return run_on_its_vendor


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.RunPython(
            run({"sqlite": SQLITE, "postgresql": POSTGRESQL}),
            run({"sqlite": SQLITE_UNDO, "postgresql": POSTGRESQL_UNDO}),
        )
    ]

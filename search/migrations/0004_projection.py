"""What is due on the search server: written by the database itself, whoever changes an entry and however.

A trigger sees ``bulk_create``, a cascade, a delete past the models and a restored dump alike, and what it writes stands
or falls with the transaction. While no index is filled or in use it writes nothing, so a portal without a search
server pays one look into an empty table. A tombstone has a version of its own: the server takes it for newer.
"""

from django.db import migrations, models

IS_FOLLOWED = "EXISTS (SELECT 1 FROM search_searchindex WHERE state IN ('filling', 'live'))"
COLUMNS = "(entry_id, version, is_gone, since)"

WRITTEN = "(new.id, new.version, {false}, {now})"
DELETED = "(old.id, old.version + 1, {true}, {now})"


def sqlite_trigger(name, event, values, row):
    values = values.format(true=1, false=0, now="strftime('%Y-%m-%d %H:%M:%f', 'now')")
    return f"""CREATE TRIGGER {name} AFTER {event} ON search_searchentry WHEN {IS_FOLLOWED} BEGIN
        DELETE FROM search_dueentry WHERE entry_id = {row}.id;
        INSERT INTO search_dueentry {COLUMNS} VALUES {values};
    END"""  # noqa: S608


SQLITE = [
    sqlite_trigger("search_due_insert", "INSERT", WRITTEN, "new"),
    sqlite_trigger("search_due_update", "UPDATE OF version", WRITTEN, "new"),
    sqlite_trigger("search_due_delete", "DELETE", DELETED, "old"),
]
SQLITE_UNDO = [f"DROP TRIGGER search_due_{event}" for event in ("insert", "update", "delete")]


def postgresql_function(name, values):
    values = values.format(true="true", false="false", now="clock_timestamp()")
    return f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {IS_FOLLOWED} THEN
            INSERT INTO search_dueentry {COLUMNS} VALUES {values} ON CONFLICT (entry_id) DO UPDATE
            SET version = excluded.version, is_gone = excluded.is_gone, since = excluded.since;
        END IF;
        RETURN NULL;
    END $$"""  # noqa: S608


POSTGRESQL = [
    postgresql_function("search_due_written", WRITTEN),
    postgresql_function("search_due_deleted", DELETED),
    "CREATE TRIGGER search_due_insert AFTER INSERT ON search_searchentry FOR EACH ROW EXECUTE FUNCTION search_due_written()",
    "CREATE TRIGGER search_due_update AFTER UPDATE OF version ON search_searchentry FOR EACH ROW EXECUTE FUNCTION search_due_written()",
    "CREATE TRIGGER search_due_delete AFTER DELETE ON search_searchentry FOR EACH ROW EXECUTE FUNCTION search_due_deleted()",
]
POSTGRESQL_UNDO = [
    *(f"DROP TRIGGER search_due_{event} ON search_searchentry" for event in ("insert", "update", "delete")),
    "DROP FUNCTION search_due_written()",
    "DROP FUNCTION search_due_deleted()",
]


def run(statements):
    def run_on_its_vendor(apps, schema_editor):
        for statement in statements.get(schema_editor.connection.vendor, ()):
            schema_editor.execute(statement, params=None)

    return run_on_its_vendor


class Migration(migrations.Migration):
    dependencies = [("search", "0003_words")]

    operations = [
        migrations.CreateModel(
            name="DueEntry",
            fields=[
                ("entry_id", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="entry")),
                ("version", models.PositiveBigIntegerField(verbose_name="version")),
                ("is_gone", models.BooleanField(verbose_name="is deleted")),
                ("since", models.DateTimeField(verbose_name="since")),
            ],
            options={
                "verbose_name": "change the search server lacks",
                "verbose_name_plural": "changes the search server lacks",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SearchIndex",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                (
                    "state",
                    models.CharField(
                        choices=[("filling", "being filled"), ("live", "in use"), ("retired", "to be deleted")],
                        default="filling",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("changed_at", models.DateTimeField(verbose_name="changed")),
                ("synced_at", models.DateTimeField(blank=True, null=True, verbose_name="last brought up to date")),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="problem")),
            ],
            options={
                "verbose_name": "index of the search server",
                "verbose_name_plural": "indexes of the search server",
                "default_permissions": ("view",),
            },
        ),
        migrations.RunPython(
            run({"sqlite": SQLITE, "postgresql": POSTGRESQL}),
            run({"sqlite": SQLITE_UNDO, "postgresql": POSTGRESQL_UNDO}),
        ),
    ]

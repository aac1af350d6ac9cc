"""Fences: what the database itself refuses, for migrations: keys of two columns, changes of what is append-only.

Nothing depends on them; they are there for the day when somebody opens the database by hand. A distributed PostgreSQL
refuses triggers: drop them there before the tables are distributed.
"""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def add_foreign_key(
    editor: BaseDatabaseSchemaEditor, *, table: str, columns: Sequence[str], parent: str, parent_columns: Sequence[str]
) -> None:
    """A key of several columns that restricts, immediately. SQLite takes one only with the table: it is made anew."""
    key = (
        f'FOREIGN KEY ({_names(columns)}) REFERENCES "{parent}" ({_names(parent_columns)})'
        " ON DELETE RESTRICT ON UPDATE RESTRICT"
    )
    if editor.connection.vendor == "postgresql":
        editor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{parent}" {key}')
    else:
        _make_anew(editor, table, key)


def refuse_changes(editor: BaseDatabaseSchemaEditor, *, table: str) -> None:
    """From now on rows can be added to this table, never changed or deleted."""
    for statement in statements_refusing_changes(editor.connection.vendor, table):
        editor.execute(statement)


def statements_refusing_changes(vendor: str, table: str) -> list[str]:
    """The triggers, one statement each."""
    refused = f"{table} is append-only"
    if vendor == "postgresql":
        return [
            f'CREATE OR REPLACE FUNCTION "{table}_append_only"() RETURNS trigger LANGUAGE plpgsql AS '
            f"$$ BEGIN RAISE EXCEPTION '{refused}' USING ERRCODE = 'restrict_violation'; END $$",
            f'CREATE TRIGGER "{table}_append_only" BEFORE UPDATE OR DELETE ON "{table}"'
            f' FOR EACH ROW EXECUTE FUNCTION "{table}_append_only"()',
        ]
    return [
        f'CREATE TRIGGER "{table}_no_{verb.lower()}" BEFORE {verb} ON "{table}"'
        f" BEGIN SELECT RAISE(ABORT, '{refused}'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def statements_allowing_changes(vendor: str, table: str) -> list[str]:
    """What takes the triggers away again."""
    if vendor == "postgresql":
        return [f'DROP TRIGGER "{table}_append_only" ON "{table}"']
    return [f'DROP TRIGGER "{table}_no_{verb}"' for verb in ("update", "delete")]


def _make_anew(editor: BaseDatabaseSchemaEditor, table: str, key: str) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL ORDER BY type DESC", [table]
        )
        made, *indexes = [sql for (sql,) in cursor.fetchall()]
    editor.execute(f'ALTER TABLE "{table}" RENAME TO "{table}_old"')
    editor.execute(f"{made.rstrip().removesuffix(')')}, {key})")
    editor.execute(f'INSERT INTO "{table}" SELECT * FROM "{table}_old"')
    editor.execute(f'DROP TABLE "{table}_old"')
    for index in indexes:
        editor.execute(index)


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)

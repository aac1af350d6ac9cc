"""The database: plain statements that read the same on SQLite and PostgreSQL. Ids are hex text on our side of it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final, TypeVar

from django.db import connection
from django.db.backends.signals import connection_created

from bulou.ground import private

_T = TypeVar("_T")
Row = tuple[Any, ...]
SAMPLE: Final = 400
"""Rows of an index that are looked at."""
CHUNK: Final = 500
"""How many placeholders one IN list takes; SQLite allows 32,766 in a statement."""


def _hex_ids(connection: Any, **_: object) -> None:  # noqa: ANN401  # Django's wrapper, untyped here  # Django's own wrapper, untyped here
    """PostgreSQL hands out ids as hex text too, as SQLite does."""
    if connection.vendor == "postgresql":
        from psycopg.adapt import Loader  # noqa: PLC0415  # the driver is an extra  # the driver is an extra

        class HexLoader(Loader):
            def load(self, data: Any) -> str:  # noqa: ANN401  # bytes, bytearray or memoryview  # bytes, bytearray or memoryview
                return bytes(data).decode().replace("-", "")

        connection.connection.adapters.register_loader("uuid", HexLoader)


connection_created.connect(_hex_ids)


def _cursor() -> AbstractContextManager[Any]:
    """A cursor on the database, or on the private one that this thread works within."""
    own = private.chosen()
    return nullcontext(own.cursor()) if own else connection.cursor()


def rows(sql: str, params: Sequence[Any] = ()) -> list[Row]:
    """Runs one statement that reads."""
    with _cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def stream(sql: str, params: Sequence[Any] = (), *, batch: int = CHUNK * 4) -> Iterator[Sequence[Row]]:
    """The rows of one statement in batches, however many there are; the database holds what was not fetched yet."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while some := cursor.fetchmany(batch):
            yield some


def bytewise(column: str) -> str:
    """A column of text that sorts and compares byte by byte, whatever language the database was made for."""
    return f'{column} COLLATE "C"' if connection.vendor == "postgresql" else column


def records(sql: str, params: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """Runs one statement that reads; every row as a dict by column name."""
    with _cursor() as cursor:
        cursor.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def one(sql: str, params: Sequence[Any] = ()) -> Row | None:
    """The first row of a statement that reads, or None."""
    found = rows(sql, params)
    return found[0] if found else None


def run(sql: str, params: Sequence[Any] = ()) -> int:
    """Runs one statement that writes; how many rows it touched."""
    with _cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def learn() -> None:
    """Lets SQLite see how its tables have grown, from samples; a few milliseconds.

    Every index begins with the region, so that without it any of them looks as good as another: a pull of somebody who
    holds the post of a neighbour took five times as long. PostgreSQL does it by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit = {SAMPLE}")
            cursor.execute("ANALYZE")


def marks(values: Sequence[object]) -> str:
    """Placeholders for an IN list; an empty list gets one that matches nothing."""
    return ", ".join(["%s"] * len(values)) if values else "NULL"


def chunks(values: Sequence[_T]) -> Iterable[Sequence[_T]]:
    """Slices that fit one IN list."""
    return (values[begin : begin + CHUNK] for begin in range(0, len(values), CHUNK))


def insert(
    table: str, columns: Sequence[str], values: Iterable[Sequence[Any]], *, key: Sequence[str] = (),
    keep: Sequence[str] = (), add: Sequence[str] = (),
) -> None:  # fmt: skip
    """Inserts rows in one statement per batch. With `key`: a row whose key exists is replaced; without: it is left.

    When a row is replaced, columns in `keep` stay as they were and numbers in `add` are added to what was there.
    """
    batch = [tuple(row) for row in values]
    if not batch:
        return
    names = ", ".join(f'"{column}"' for column in columns)
    if key:
        changed = ", ".join(
            f'"{c}" = "{table}"."{c}" + excluded."{c}"' if c in add else f'"{c}" = excluded."{c}"'
            for c in columns
            if c not in key and c not in keep
        )
        conflict = f"({', '.join(key)}) DO UPDATE SET {changed}"
    else:
        conflict = "DO NOTHING"
    with _cursor() as cursor:
        if connection.vendor == "postgresql" and private.chosen() is None:
            cursor.execute(
                f'INSERT INTO "{table}" ({names}) SELECT {names} FROM json_populate_recordset(NULL::"{table}", %s) '
                f"ON CONFLICT {conflict}",
                [json.dumps([dict(zip(columns, map(_as_json, row), strict=True)) for row in batch])],
            )
        else:
            cursor.executemany(
                f'INSERT INTO "{table}" ({names}) VALUES ({marks(columns)}) ON CONFLICT {conflict}',
                batch,
            )


def _as_json(value: object) -> object:
    return "\\x" + value.hex() if isinstance(value, bytes) else value

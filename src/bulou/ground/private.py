"""A private database: tables of one's own in memory, written and read by the same plain statements as the others."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final


class Private:
    """An SQLite database in memory that nobody else sees; gone with its last user. One statement runs at a time."""

    def __init__(self, schema: Iterable[str]) -> None:
        self._connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self.turn: Final = threading.RLock()
        for statement in schema:
            self._connection.execute(statement)

    def cursor(self) -> "Cursor":
        """A cursor that takes our placeholders."""
        return Cursor(self._connection.cursor())

    def bytes_used(self) -> int:
        """How much memory the tables take."""
        pages, size = (int(self._connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in _SIZE)
        return pages * size


_SIZE: Final = ("page_count", "page_size")


class Cursor:
    """As much of a cursor as our statements use, with %s for a placeholder as on every other database."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    def execute(self, sql: str, params: Sequence[Any] = ()) -> None:
        """Runs one statement."""
        self._cursor.execute(sql.replace("%s", "?"), params)

    def executemany(self, sql: str, batch: Sequence[Sequence[Any]]) -> None:
        """Runs one statement for every row of a batch."""
        self._cursor.executemany(sql.replace("%s", "?"), batch)

    def fetchall(self) -> list[tuple[Any, ...]]:
        """The rows that are left."""
        return self._cursor.fetchall()

    @property
    def description(self) -> Any:  # noqa: ANN401  # as the driver gives it
        """The columns of the answer."""
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        """How many rows were touched."""
        return self._cursor.rowcount


_chosen: ContextVar[Private | None] = ContextVar("private", default=None)


@contextmanager
def within(private: Private) -> Iterator[None]:
    """Plain statements of this thread go to a private database until the end of the block, as one transaction."""
    with private.turn:
        token = _chosen.set(private)
        cursor = private.cursor()
        cursor.execute("BEGIN")
        try:
            yield
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        else:
            cursor.execute("COMMIT")
        finally:
            _chosen.reset(token)


def chosen() -> Private | None:
    """The private database that statements go to; None: they go to the one that is everybody's."""
    return _chosen.get()

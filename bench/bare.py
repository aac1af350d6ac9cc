"""The bare ceiling: the same batches behind Django and granian, decoded, inserted and committed; nothing else.

No account, right, vault, chain, held fact, state or counter: what the language, the framework and the disk cost.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from functools import lru_cache

import msgspec
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from msgspec import Raw, Struct

# This module is its own Django settings.
SECRET_KEY = "nothing is signed here"  # noqa: S105
ROOT_URLCONF = "bench.bare"
ALLOWED_HOSTS = ["127.0.0.1"]
FILE = "BENCH_BARE_FILE"
"""Names the database file of the serving process."""


class _Fact(Struct):
    id: str
    hash: str
    fact: Raw


class _Batch(Struct):
    facts: list[_Fact]


_decoder = msgspec.json.Decoder(_Batch)


@lru_cache
def store(file: str) -> sqlite3.Connection:
    """The table, with the durability that the product has."""
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=8000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE IF NOT EXISTS bare (id TEXT PRIMARY KEY, hash TEXT, fact TEXT)")
    return connection


def take(connection: sqlite3.Connection, body: bytes) -> bytes:
    """One durable transaction, idempotent by id."""
    batch = _decoder.decode(body)
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "INSERT INTO bare VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(one.id, one.hash, bytes(one.fact).decode()) for one in batch.facts],
    )
    connection.execute("COMMIT")
    return msgspec.json.encode([one.id for one in batch.facts])


@csrf_exempt
def push(request: HttpRequest) -> HttpResponse:
    return HttpResponse(take(store(os.environ[FILE]), request.body))


def pull(_: HttpRequest) -> HttpResponse:
    found = store(os.environ[FILE]).execute("SELECT fact FROM bare LIMIT 500").fetchall()
    return HttpResponse(f"[{','.join(row[0] for row in found)}]")


urlpatterns = [path("push", push), path("pull", pull)]


def serve(port: int) -> None:
    """Serves the ceiling until it is stopped, as `bulou serve` serves the product."""
    from granian import Granian  # noqa: PLC0415  # only the serving process needs it
    from granian.constants import Interfaces  # noqa: PLC0415

    target = "bench.bare:application"
    Granian(target, address="127.0.0.1", port=port, interface=Interfaces.WSGI, workers=1, blocking_threads=1).serve()


if os.environ.get("DJANGO_SETTINGS_MODULE") == ROOT_URLCONF:
    application = get_wsgi_application()
    if __name__ == "__main__":
        serve(int(sys.argv[1]))

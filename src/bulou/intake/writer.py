"""The writer: one thread writes an SQLite file, first in first out, several waiting jobs to a commit."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from itertools import count
from typing import Any, Final, TypeVar

from django.db import DatabaseError, connection, transaction

from bulou.ground import database

_T = TypeVar("_T")
LEARNS: Final = 1024
"""After so many groups SQLite looks at its tables again, and at every doubling before."""
GROUP: Final = 16
"""At most so many jobs share one commit; measured: groups of 16 cut p99 at 32 clients from 0.3 to 0.2 s."""

_Job = tuple[Callable[[], Any], "Future[Any]"]
_waiting: "queue.SimpleQueue[_Job]" = queue.SimpleQueue()
_threads: list[threading.Thread] = []
"""One writer per process, once it is started."""


def start() -> None:
    """Starts the writer thread of a server process. Commands and tests write in their own thread without it."""
    if connection.vendor == "sqlite" and not _threads:
        _threads.append(threading.Thread(target=_serve, name="writer", daemon=True))
        _threads[0].start()


def write(job: Callable[[], _T]) -> _T:
    """Runs a job in one transaction and returns its result after the commit; its exception rolls back it alone."""
    if not _threads or threading.current_thread() in _threads:
        with transaction.atomic():
            return job()
    outcome: Future[_T] = Future()
    _waiting.put((job, outcome))
    return outcome.result()


def _serve() -> None:
    for done in count():
        if due(done):
            _learn()
        jobs = [_waiting.get()]
        while len(jobs) < GROUP:
            try:
                jobs.append(_waiting.get_nowait())
            except queue.Empty:
                break
        _commit(jobs)


def _learn() -> None:
    """Without it everything goes on as before; somebody else writing just now must not stop the writer."""
    with suppress(DatabaseError):
        database.learn()


def due(groups: int) -> bool:
    """Whether SQLite looks at its tables after so many groups: often while they are small, then now and then."""
    return groups % LEARNS == 0 or (groups < LEARNS and groups & (groups - 1) == 0)


def _commit(jobs: list[_Job]) -> None:
    """One transaction for the group, a savepoint for each of several jobs; answers go out only after the commit."""
    done: list[tuple[Future[Any], Any, Exception | None]] = []
    try:
        with transaction.atomic():
            for job, outcome in jobs:
                result, fault = _attempt(job) if len(jobs) > 1 else (job(), None)
                done.append((outcome, result, fault))
    except Exception as failed:  # noqa: BLE001  # the commit failed: nobody may believe that anything was kept
        done = [(outcome, None, failed) for _, outcome in jobs]
    for outcome, result, fault in done:
        if fault is None:
            outcome.set_result(result)
        else:
            outcome.set_exception(fault)


def _attempt(job: Callable[[], Any]) -> tuple[Any, Exception | None]:
    """The job's result, or its fault with everything that it wrote undone."""
    try:
        with transaction.atomic():
            return job(), None
    except Exception as fault:  # noqa: BLE001  # handed to the one who asked
        return None, fault

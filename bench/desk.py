"""The desk: database time of Tonight in one county and beside a hundred, pages under 200 readers, a first pull.

Runs in a process of its own, because its settings read another data folder: `python -m bench.desk FOLDER TURNS`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import Any

from bench import crowd
from bench.figures import Figure
from bench.process import Process, free_port

READERS = 200
"""Everybody of the story who ever looks at the desk, three times over."""
THINKS = (5.0, 15.0)
"""Seconds between two pages of one reader."""
PAGES_EACH = 4
PAGES = ("", "", "gaps", "places", "rounds", "people", "held", "phones")
"""What readers open; Tonight twice as often."""
DATABASE_LIMIT = 20
PULL_LIMIT = 250


def figures(folder: Path, turns: int) -> list[Figure]:
    """Loads the demo town into this folder and measures there, in a process of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BULOU", "DJANGO"))}
    environment |= {"BULOU_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "bulou.site.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "bench.desk", str(folder), str(turns)],
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    return [Figure(**one) for one in json.loads(done.stdout.splitlines()[-1])]


def _measure(folder: Path, turns: int) -> list[Figure]:
    from bulou.ops import campaign  # noqa: PLC0415  # after the data folder is named
    from bulou.ops.demo import first_load  # noqa: PLC0415

    first_load.load_into(folder)
    campaign.follow()
    import django  # noqa: PLC0415

    django.setup()
    from bench.million import COUNTIES, multiply  # noqa: PLC0415
    from bench.readers import Readers  # noqa: PLC0415
    from bulou.ground import clock  # noqa: PLC0415

    readers = Readers()
    found = _database_time(readers, turns, doors="10,400")
    found += _pulls(readers, folder, turns)
    found += _served(readers, folder, turns)
    doors = multiply(readers.region.region_id, counties=COUNTIES, now=clock.now())
    return found + _database_time(readers, turns, doors=f"{doors:,}")


def _database_time(readers: Any, turns: int, *, doors: str) -> list[Figure]:  # noqa: ANN401  # bench.readers.Readers, imported late
    tonight = Figure(f"Tonight, {doors} doors, in the database", "ms CPU", required=DATABASE_LIMIT)
    whole = Figure(f"Tonight, {doors} doors, page", "ms CPU")
    gaps = Figure(f"gap list, {doors} doors, in the database", "ms CPU")
    page, others = readers.browser("director"), readers.address
    page.get(others(""))
    for _ in range(turns):
        with _inside_database() as spent:
            before = time.process_time()
            page.get(others(""))
            whole.samples.append((time.process_time() - before) * 1000)
        tonight.samples.append(spent())
        with _inside_database() as spent:
            page.get(others("gaps"))
        gaps.samples.append(spent())
    return [tonight, whole, gaps]


@contextmanager
def _inside_database() -> Iterator[Callable[[], float]]:
    """Milliseconds of CPU inside statements, asking and fetching, the framework's own too; SQLite works in here."""
    from django.db import connection  # noqa: PLC0415

    from bulou.ground import database  # noqa: PLC0415

    total, depth = 0.0, 0

    def timed(work: Callable[..., Any]) -> Callable[..., Any]:
        def within(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # passes through
            nonlocal total, depth
            depth += 1
            begun = time.process_time()
            try:
                return work(*args, **kwargs)
            finally:
                depth -= 1
                total += 0 if depth else (time.process_time() - begun) * 1000

        return within

    kept = database.rows, database.records
    database.rows, database.records = timed(kept[0]), timed(kept[1])
    try:
        with connection.execute_wrapper(lambda execute, *rest: timed(execute)(*rest)):
            yield lambda: total
    finally:
        database.rows, database.records = kept


def _pulls(readers: Any, folder: Path, turns: int) -> list[Figure]:  # noqa: ANN401  # as above
    """A phone that starts empty and takes everything that the director may see, page by page."""
    wall = Figure("pull of 10,000 rows, until the last page", "ms", required=PULL_LIMIT)
    cost = Figure("pull of 10,000 rows", "ms CPU", required=PULL_LIMIT)
    token = readers.phone("director")
    with _server(folder) as server:
        for _ in range(turns):
            begun, cpu = time.perf_counter(), server.cpu()
            rows, cursor, more = 0, "", True
            while more and rows < 10_000:
                page = json.loads(
                    server.ask("GET", f"{readers.address('sync/pull')}?cursor={cursor}&limit=1000", b"", token)
                )
                rows += sum(len(some) for some in page["rows"].values() if isinstance(some, list))
                cursor, more = page["cursor"], page["more"]
            wall.samples.append((time.perf_counter() - begun) * 1000 * 10_000 / rows)
            cost.samples.append((server.cpu() - cpu) * 10_000 / rows)
    return [wall, cost]


def _served(readers: Any, folder: Path, turns: int) -> list[Figure]:  # noqa: ANN401  # as above
    """Two hundred people who read, think and open the next page."""
    half, most = Figure(f"desk page, {READERS} readers, p50", "ms"), Figure(f"desk page, {READERS} readers, p95", "ms")
    cost = Figure("desk page", "ms CPU")
    rate = Figure(f"desk pages, {READERS} readers, rate", "pages/s")
    size = Figure("server with 200 readers", "MB resident", aim=200)
    rng = Random(1)  # noqa: S311  # a reader's whims, not a secret
    cookies = readers.cookies(READERS)
    with _server(folder) as server:
        for _ in range(min(turns, 3)):
            clients = [[_opened(readers, cookie, rng) for _ in range(PAGES_EACH)] for cookie in cookies]
            begun, cpu = time.perf_counter(), server.cpu()
            waits = crowd.waits(server.port, clients)
            took = time.perf_counter() - begun
            half.samples.append(crowd.quantile(waits, 0.5))
            most.samples.append(crowd.quantile(waits, 0.95))
            cost.samples.append((server.cpu() - cpu) / len(waits))
            rate.samples.append(len(waits) / took)
            size.samples.append(server.memory())
    return [half, most, cost, rate, size]


def _opened(readers: Any, cookie: str, rng: Random) -> crowd.Request:  # noqa: ANN401  # as above
    return {
        "method": "GET",
        "path": readers.address(rng.choice(PAGES)),
        "headers": {"Cookie": cookie},
        "pause": rng.uniform(*THINKS),
    }


def _server(folder: Path) -> Process:
    port = free_port()
    command = "from bulou.ops.cli import main; main()"
    return Process(["-c", command, "serve", "--data", str(folder), "--port", str(port)], port)


if __name__ == "__main__":
    print(json.dumps([asdict(one) for one in _measure(Path(sys.argv[1]), int(sys.argv[2]))]))  # read by the bench

"""Sync under load: a push of 50 facts and a pull of 500 rows, in this process and through the server."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from django.core.handlers.wsgi import WSGIHandler

from bench import bare
from bench.county import CODE, County, Worker
from bench.figures import Figure
from bench.process import Process, free_port

PUSH = f"/r/{CODE}/sync/push"
PULL = f"/r/{CODE}/sync/pull"
EARLIER = 30
AIM, REQUIRED = 4.0, 8.0
Send = Callable[[Worker, bytes], object]


def in_process(county: County, folder: Path, turns: int) -> list[Figure]:
    """CPU of a push through the whole of Django and the product, without sockets. Fills a round with 30 attempts."""
    application = WSGIHandler()
    connection = bare.store(str(folder / "bare.sqlite3"))

    def send(worker: Worker, body: bytes) -> None:
        _call(application, worker.token, body)

    county.visited = county.launch(1)
    county.crowded = county.launch(2)
    _all(county.walk(county.visited), send)
    for _ in range(EARLIER):
        _all(county.walk(county.crowded), send)
    floor = Figure("push 50, bare insert, in process", "ms CPU")
    fresh = _push_figure("push 50, 0 earlier, in process", floor)
    crowded = _push_figure(f"push 50, {EARLIER}+ earlier, in process", floor)
    for turn in range(turns):
        spare = list(county.walk(county.launch(100 + turn)))
        floor.samples.append(_cost(spare, lambda _, body: bare.take(connection, body), time.process_time))
        fresh.samples.append(_cost(spare, send, time.process_time))
        crowded.samples.append(_cost(list(county.walk(county.crowded)), send, time.process_time))
    return [floor, fresh, crowded]


def served(county: County, folder: Path, turns: int) -> list[Figure]:
    """CPU of the server's processes for a push and a pull over HTTP, one phone after the other."""
    ports = free_port(), free_port()
    os.environ[bare.FILE] = str(folder / "bare-served.sqlite3")
    command = "from bulou.ops.cli import main; main()"
    settings = os.environ.pop("DJANGO_SETTINGS_MODULE")
    os.environ["DJANGO_SETTINGS_MODULE"] = bare.ROOT_URLCONF
    with Process(["-m", "bench.bare", str(ports[0])], ports[0]) as floor_server:
        os.environ["DJANGO_SETTINGS_MODULE"] = settings
        with Process(["-c", command, "serve", "--data", str(folder), "--port", str(ports[1])], ports[1]) as server:
            idle = Figure("server after its start", "MB resident", [server.memory()])
            pushes = _served_pushes(county, floor_server, server, turns)
            pulls = _served_pulls(county, floor_server, server, turns)
            loaded = Figure("server after the load", "MB resident", [server.memory()], aim=200)
            return [*pushes, *pulls, idle, loaded]


def _served_pushes(county: County, floor_server: Process, server: Process, turns: int) -> list[Figure]:
    floor = Figure("push 50, bare insert, served", "ms CPU")
    fresh = _push_figure("push 50, 0 earlier, served", floor)
    crowded = _push_figure(f"push 50, {EARLIER}+ earlier, served", floor)
    wall = Figure(f"push 50, {EARLIER}+ earlier, one at a time", "ms until answered")

    def send_bare(_: Worker, body: bytes) -> None:
        floor_server.ask("POST", "/push", body)

    def send(worker: Worker, body: bytes) -> None:
        server.ask("POST", PUSH, body, worker.token)

    for turn in range(turns):
        spare = list(county.walk(county.launch(200 + turn)))
        again = list(county.walk(county.crowded))
        # /proc counts in ticks of 10 ms, so the cheap one gets both lists.
        floor.samples.append(_cost([*spare, *again], send_bare, lambda: floor_server.cpu() / 1000))
        fresh.samples.append(_cost(spare, send, lambda: server.cpu() / 1000))
        begun = time.perf_counter()
        crowded.samples.append(_cost(again, send, lambda: server.cpu() / 1000))
        wall.samples.append((time.perf_counter() - begun) * 1000 / len(county.workers))
    return [floor, fresh, crowded, wall]


def _served_pulls(county: County, floor_server: Process, server: Process, turns: int) -> list[Figure]:
    floor = Figure("pull 500 rows, bare select", "ms CPU")
    doors = Figure("pull 500 doors", "ms CPU", ceiling=floor.name, required=25)
    visits = Figure("pull 500 doors in a round, 1 attempt each", "ms CPU", ceiling=floor.name, required=25)
    token = county.director.token
    at_doors, at_visits = _cursors(server, token)

    def page(cursor: str) -> bytes:
        return server.ask("GET", f"{PULL}?cursor={cursor}&limit=500", b"", token)

    for _ in range(turns):
        floor.samples.append(_repeat(floor_server, lambda: floor_server.ask("GET", "/pull")))
        doors.samples.append(_repeat(server, lambda: page(at_doors)))
        visits.samples.append(_repeat(server, lambda: page(at_visits)))
    return [floor, doors, visits]


def _cursors(server: Process, token: str) -> tuple[str, str]:
    """Cursors before a page of 500 doors and before a page of 500 doors in a round."""
    found: dict[str, str] = {}
    cursor = ""
    while len(found) < 2:
        page = json.loads(server.ask("GET", f"{PULL}?cursor={cursor}&limit=500", b"", token))
        for kind in ("doors", "visits"):
            if cursor and len(page["rows"][kind]) == 500:
                found.setdefault(kind, cursor)
        cursor = page["cursor"]
        if not page["more"]:
            raise RuntimeError("the county has too few rows for a page of each kind")
    return found["doors"], found["visits"]


def _push_figure(name: str, floor: Figure) -> Figure:
    return Figure(name, "ms CPU", ceiling=floor.name, aim=AIM, required=REQUIRED)


def _all(batches: Iterator[tuple[Worker, bytes]], send: Send) -> None:
    for worker, body in batches:
        send(worker, body)


def _cost(batches: list[tuple[Worker, bytes]], send: Send, clock: Callable[[], float]) -> float:
    """Milliseconds by this clock (seconds) for each of the batches."""
    before = clock()
    for worker, body in batches:
        send(worker, body)
    return (clock() - before) * 1000 / len(batches)


def _repeat(process: Process, ask: Callable[[], bytes], times: int = 40) -> float:
    before = process.cpu()
    for _ in range(times):
        ask()
    return (process.cpu() - before) / times


def _call(application: WSGIHandler, token: str, body: bytes) -> None:
    told: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": PUSH, "QUERY_STRING": "", "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/json", "HTTP_AUTHORIZATION": f"Bearer {token}", "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
    }  # fmt: skip

    def begin(status: str, *_: object) -> Callable[[bytes], object]:
        told.append(status)
        return bytes

    content = b"".join(application(environ, begin))
    if told != ["200 OK"] or b'"stored"' not in content:
        raise RuntimeError(f"{told} {content[:200]!r}")

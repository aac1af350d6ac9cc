"""Thirty-two phones at once: what each waits for its push while the writer puts several into one commit."""

from __future__ import annotations

import time
from pathlib import Path

from bench import crowd
from bench.county import County
from bench.figures import Figure
from bench.process import Process, free_port
from bench.sync import PUSH

PHONES = 32
BATCHES = 6
"""So many pushes a phone and turn, one right after the other: nobody pauses."""
SMALL = 5
"""Facts in the push of a phone that has signal: what was said at the last few doors."""
LIMIT = 250


def pushes(county: County, folder: Path, turns: int) -> list[Figure]:
    """p50 and p99 of a push, pushes a second and CPU a push, with 32 phones that never pause."""
    port = free_port()
    command = "from bulou.ops.cli import main; main()"
    with Process(["-c", command, "serve", "--data", str(folder), "--port", str(port)], port) as server:
        figures = _crowded(county, server, turns, facts=50, first=300)
        figures += _crowded(county, server, turns, facts=SMALL, first=400)
        return figures


def _crowded(county: County, server: Process, turns: int, *, facts: int, first: int) -> list[Figure]:
    name = f"{PHONES} phones at once, pushes of {facts}"
    half, most = Figure(f"{name}, p50", "ms"), Figure(f"{name}, p99", "ms", required=LIMIT)
    rate, cost = Figure(f"{name}, rate", "pushes/s"), Figure(f"{name}, a push", "ms CPU")
    for turn in range(turns):
        clients = _batches(county, first + turn, facts)
        cpu, begun = server.cpu(), time.perf_counter()
        waits = crowd.waits(server.port, clients)
        took = time.perf_counter() - begun
        half.samples.append(crowd.quantile(waits, 0.5))
        most.samples.append(crowd.quantile(waits, 0.99))
        rate.samples.append(len(waits) / took)
        cost.samples.append((server.cpu() - cpu) / len(waits))
    return [half, most, rate, cost]


def _batches(county: County, number: int, facts: int) -> list[list[crowd.Request]]:
    """For every phone its pushes, in the order in which it wrote them."""
    clients: dict[str, list[crowd.Request]] = {}
    round_id = county.launch(number)
    while not clients or len(next(iter(clients.values()))) < BATCHES:
        for worker, body in county.walk(round_id, facts=facts):
            headers = {"Content-Type": "application/json", "Authorization": f"Bearer {worker.token}"}
            clients.setdefault(worker.person_id, []).append(
                {"method": "POST", "path": PUSH, "headers": headers, "body": body.decode()}
            )
    return list(clients.values())[:PHONES]

"""The real server: a process of its own, phones on real connections, lost replies, retries all at once."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bulou.intake.said import new_id
from tests.town import NOW
from tests.wire import WirePhone

RETRIES = 20
FOUND = """
import os, sys, json
from bulou.ops.setup import set_up
set_up()
from bulou.access import devices
from tests.town import build_town, NOW
town = build_town(floors=2)
links = {who: devices.make_link(town.region_id, town.people[who], by=town.region_id, now=NOW)
         for who in ("grid_worker", "volunteer")}
print(json.dumps({"region_id": town.region_id, "round_id": town.round_id, "doors": town.doors, "people": town.people,
                  "links": links}))
"""


class Server:
    """A served town: where it listens and what is in it."""

    def __init__(self, port: int, town: dict[str, Any]) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.town = town

    def ask(self, method: str, path: str, body: bytes | None = None, token: str = "") -> tuple[int, dict[str, Any]]:
        request = urllib.request.Request(
            f"{self.address}/r/jixian/sync/{path}",
            data=body,
            method=method,
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read() or b"{}")

    def phone(self, person: str) -> WirePhone:
        phone = WirePhone(self.town["region_id"], "jixian", self.town["people"][person], new_id(NOW))
        asked = {"token": self.town["links"][person], "device_id": phone.device_id, "name": "x"}
        status, told = self.ask("POST", "enrol", json.dumps(asked).encode())
        assert status == 200, told
        phone.token = told["device_token"]
        return phone

    def push(self, phone: WirePhone, body: bytes) -> tuple[int, dict[str, Any]]:
        return self.ask("POST", "push", body, phone.token)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    clock = folder / "clock.json"
    clock.write_text(json.dumps({"at": NOW, "real": time.time() * 1000, "speed": 1}))
    root = Path(__file__).parents[3]
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"BULOU_DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    environment |= {
        "BULOU_DATA": str(folder),
        "BULOU_CLOCK": str(clock),
        "PYTHONPATH": os.pathsep.join((str(root / "src"), str(root))),
    }
    built = subprocess.run([sys.executable, "-c", FOUND], env=environment, capture_output=True, check=True, cwd=root)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    bulou = Path(sys.executable).with_name("bulou")
    process = subprocess.Popen(
        [bulou, "serve", "--data", str(folder), "--port", str(port), "--threads", "8"], env=environment, cwd=root
    )
    try:
        _wait(port, process)
        yield Server(port, json.loads(built.stdout.splitlines()[-1]))
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            pytest.fail("the server did not start")
        with socket.socket() as knocking:
            if knocking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the server does not listen")


def _batch(server: Server, phone: WirePhone, size: int) -> bytes:
    doors = list(server.town["doors"].values())[:8]
    visits = [
        phone.visit(doors[n % len(doors)], "no_answer", round_id=server.town["round_id"], at=NOW - n)
        for n in range(size)
    ]
    return phone.batch(visits)


def test_twenty_retries_at_once_after_a_lost_reply_are_one_fact_each(server: Server) -> None:
    phone = server.phone("grid_worker")
    body = _batch(server, phone, 10)
    with ThreadPoolExecutor(RETRIES) as at_once:
        answers = list(at_once.map(lambda _: server.push(phone, body), range(RETRIES)))
    assert [status for status, _ in answers] == [200] * RETRIES
    statuses = [[one["status"] for one in told["receipts"]] for _, told in answers]
    assert sorted(statuses) == [["already_have"] * 10] * (RETRIES - 1) + [["stored"] * 10]
    assert server.push(phone, phone.batch([]))[1]["device"] == {
        "wrote": 10, "received": 10, "held": 0, "missing": [],
    }  # fmt: skip


def test_a_burst_of_pushes_and_pulls_loses_nothing_and_every_pull_is_whole(server: Server) -> None:
    phone = server.phone("volunteer")
    bodies = [_batch(server, phone, 5) for _ in range(RETRIES)]
    seen: dict[str, set[str]] = {}
    cursor = ""

    def pull() -> None:
        nonlocal cursor
        status, page = server.ask("GET", f"pull?cursor={cursor}&limit=3", token=phone.token)
        assert status == 200
        for row in page["rows"]["visits"]:
            seen[row["door_id"]] = {attempt["fact_id"] for attempt in row["attempts"]}
        cursor = page["cursor"]
        if page["more"]:
            pull()

    with ThreadPoolExecutor(8) as at_once:
        pushed = [at_once.submit(server.push, phone, body) for body in bodies]
        while not all(one.done() for one in pushed):
            pull()
    pull()
    assert {one.result()[0] for one in pushed} == {200}
    mine = {json.loads(item)["fact_id"] for body in bodies for item in _facts(body)}
    assert mine <= set().union(*seen.values())
    assert server.push(phone, phone.batch([]))[1]["device"]["missing"] == []


def _facts(body: bytes) -> list[str]:
    return [json.dumps(one["fact"]) for one in json.loads(body)["facts"]]

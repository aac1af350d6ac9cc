"""A server process under load: how to ask it, and what it and its children cost, read from /proc."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


class Process:
    """A running server on loopback; use it in a with statement."""

    def __init__(self, arguments: Sequence[str], port: int) -> None:
        self._arguments = arguments
        self.port = port

    def __enter__(self) -> Process:
        self._process = subprocess.Popen([sys.executable, *self._arguments], env=dict(os.environ))
        for _ in range(300):
            time.sleep(0.1)
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    break
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._process.terminate()
        self._process.wait(20)

    def ask(self, method: str, path: str, body: bytes = b"", token: str = "") -> bytes:
        """One request on the open connection; anything but 200 ends the bench."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:200]!r}")
        return content

    def cpu(self) -> float:
        """Milliseconds of user and system time so far, of the process and its children."""
        ticks = 0
        for pid in self._family():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks * 1000 / _TICKS

    def memory(self) -> float:
        """Megabytes resident now."""
        pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self._family())
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    def _family(self) -> list[int]:
        parents: dict[int, int] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal():
                try:
                    parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                except OSError:
                    continue
        family = [self._process.pid]
        for pid in family:
            family += [child for child, parent in parents.items() if parent == pid]
        return family


def free_port() -> int:
    """A port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

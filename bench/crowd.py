"""A crowd: many phones or browsers at once, in a process of their own, and how long each of their requests waited.

`python -m bench.crowd` reads one JSON object from its input: `port`, and `clients`, for each a list of requests
(`method`, `path`, `headers`, `body` or null, `pause` in seconds before it). It writes the waits in milliseconds.
"""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Request = dict[str, Any]
ROOT = Path(__file__).parent.parent


def waits(port: int, clients: Sequence[Sequence[Request]]) -> list[float]:
    """Lets the clients ask, each one request after the other, all at once; milliseconds of every request."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.crowd"],
        input=json.dumps({"port": port, "clients": clients}).encode(),
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
    )
    return [float(wait) for wait in json.loads(done.stdout)]


def quantile(samples: Sequence[float], part: float) -> float:
    """The sample below which this part of the samples lies, by rank."""
    return sorted(samples)[min(len(samples) - 1, int(len(samples) * part))]


class Client:
    """One phone or browser: its connection, its requests and what it waited for each."""

    def __init__(self, port: int, requests: Sequence[Request]) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._requests = requests
        self.waits: list[float] = []
        self.fault = ""

    def run(self) -> None:
        """Asks everything in turn; stops at the first answer that is not 200 or 304."""
        for request in self._requests:
            time.sleep(request.get("pause", 0))
            begun = time.perf_counter()
            body = request.get("body")
            self._connection.request(
                request["method"], request["path"], body.encode() if body else None, request["headers"]
            )
            answer = self._connection.getresponse()
            content = answer.read()
            self.waits.append((time.perf_counter() - begun) * 1000)
            if answer.status not in {http.client.OK, http.client.NOT_MODIFIED}:
                self.fault = f"{request['path']}: {answer.status} {content[:200]!r}"
                return


def main() -> None:
    """Reads who asks for what, lets them, and writes what they waited."""
    told = json.load(sys.stdin)
    clients = [Client(told["port"], requests) for requests in told["clients"]]
    threads = [threading.Thread(target=client.run) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    faults = [client.fault for client in clients if client.fault]
    if faults or any(len(client.waits) != len(client._requests) for client in clients):  # of this file
        sys.exit(f"the crowd was not served: {faults[:3]}")
    json.dump([wait for client in clients for wait in client.waits], sys.stdout)


if __name__ == "__main__":
    main()

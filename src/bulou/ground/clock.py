"""The server's one clock: real time, or a campaign's own time for replays. No request can set it."""

import json
import os
import time
from pathlib import Path
from typing import Final

from bulou.core.kernel.instants import Instant

ENVIRONMENT: Final = "BULOU_CLOCK"
"""BULOU_CLOCK: a file {"at": instant, "real": instant, "speed": number} for the demo town and replays:
campaign time `at` was read at real time `real`. Empty: the machine's clock."""


def real_now() -> Instant:
    """Milliseconds since 1970 UTC by this machine's clock."""
    return time.time_ns() // 1_000_000


def now() -> Instant:
    """Campaign time: the real time, unless the operator started the server with a clock file."""
    path = os.environ.get(ENVIRONMENT)
    if not path:
        return real_now()
    return _scaled(Path(path))


def write(path: Path, *, at: Instant, speed: float) -> None:
    """Sets a clock file: from now on campaign time is `at` and runs `speed` times as fast as real time."""
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps({"at": at, "real": real_now(), "speed": speed}))
    beside.replace(path)


_seen: dict[Path, tuple[int, dict[str, float]]] = {}


def _scaled(path: Path) -> Instant:
    stamp = path.stat().st_mtime_ns
    known = _seen.get(path)
    if known is None or known[0] != stamp:
        known = (stamp, json.loads(path.read_text()))
        _seen[path] = known
    setting = known[1]
    return round(setting["at"] + (real_now() - setting["real"]) * setting["speed"])

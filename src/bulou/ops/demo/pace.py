"""Pace: how campaign time passes for the server while the story is played; a clock file, never a request."""

import os
import time
from pathlib import Path
from typing import Protocol

from bulou.core.kernel.instants import Instant
from bulou.ground import clock

GLANCE = 0.5
"""Seconds after which somebody who waits looks whether it is over."""


class Pace(Protocol):
    """Lets campaign time get to an instant before what happens then is played."""

    stopped: bool
    """Nobody waits any more."""

    def reach(self, at: Instant) -> None:
        """Returns when the server's clock says at least this."""


class Stepped:
    """Campaign time stands still while something happens and is set forward between; as fast as the server takes it."""

    def __init__(self, file: Path, *, begins: Instant = 0) -> None:
        self.stopped = False
        self._file = file
        self._stamp = time.time_ns()
        self._at = begins

    def reach(self, at: Instant) -> None:
        """See Pace."""
        if at <= self._at:
            return
        self._at = at
        clock.write(self._file, at=at, speed=0)
        # A file system may stamp two quick writes alike, and readers notice a change by the stamp.
        self._stamp = max(self._stamp + 1_000_000, time.time_ns())
        os.utime(self._file, ns=(self._stamp, self._stamp))


class Running:
    """Campaign time runs so many times as fast as real time; a driver that is too slow is waited for."""

    def __init__(self, file: Path, *, begins: Instant, speed: float) -> None:
        self.stopped = False
        self._speed = speed
        clock.write(file, at=begins, speed=speed)
        self._begins, self._real = begins, clock.real_now()

    def reach(self, at: Instant) -> None:
        """See Pace."""
        due = self._real + (at - self._begins) / self._speed
        while not self.stopped and (ahead := due - clock.real_now()) > 0:
            time.sleep(min(ahead / 1000, GLANCE))

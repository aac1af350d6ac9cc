"""Pace: how campaign time passes for the server while the story is played; a clock file, never a request."""

import os
import time
from pathlib import Path
from typing import Final

from bulou.core.kernel.instants import Instant
from bulou.ground import clock

GLANCE: Final = 500
"""Milliseconds after which somebody who waits looks whether it is over."""


class Pace:
    """Campaign time stands still while something happens. Between, it runs `speed` times as fast as real time.

    Without a speed it is set forward at once, as fast as the server takes it. When the server cannot keep up, campaign
    time waits for it: nothing happens at another hour than it was planned for. Whoever sets `stopped` ends the waiting.
    """

    def __init__(self, file: Path, *, begins: Instant = 0, speed: float | None = None) -> None:
        self.stopped = False
        self._file = file
        self._stamp = time.time_ns()
        self._at = begins
        self._speed = speed

    def reach(self, at: Instant) -> None:
        """Lets campaign time get to an instant before what happens then is played; returns earlier when stopped."""
        if at <= self._at:
            return
        if self._speed:
            self._set(self._at, self._speed)
            due = clock.real_now() + (at - self._at) / self._speed
            while not self.stopped and (ahead := due - clock.real_now()) > 0:
                time.sleep(min(ahead, GLANCE) / 1000)
        if not self.stopped:
            self._at = at
            self._set(at, 0)

    def _set(self, at: Instant, speed: float) -> None:
        clock.write(self._file, at=at, speed=speed)
        # A file system may stamp two quick writes alike, and readers notice a change by the stamp.
        self._stamp = max(self._stamp + 1_000_000, time.time_ns())
        os.utime(self._file, ns=(self._stamp, self._stamp))

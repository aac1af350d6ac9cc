"""Campaign time of a data folder: the demo's clock file lies beside its database, and every command goes by it."""

import json
import os
from pathlib import Path

from bulou.core.kernel.instants import Instant
from bulou.ground import clock

NAME = "clock.json"


def folder() -> Path:
    """The data folder that this command works on."""
    return Path(os.environ.get("BULOU_DATA", "data")).resolve()


def follow() -> None:
    """Lets this command go by the folder's own clock, if it has one and the operator named no other."""
    if clock.ENVIRONMENT not in os.environ and (folder() / NAME).exists():
        os.environ[clock.ENVIRONMENT] = str(folder() / NAME)


def stored() -> Instant:
    """The campaign time that the clock file was last set to; 0 without a file."""
    file = folder() / NAME
    return int(json.loads(file.read_text())["at"]) if file.exists() else 0


def resume(*, latest: Instant) -> None:
    """Lets campaign time run on at its own pace, from the later of what is stored and what was last recorded."""
    clock.write(folder() / NAME, at=max(stored(), latest), speed=1)
    follow()


def pause() -> None:
    """Stops campaign time where it is, so that the next start goes on from here."""
    clock.write(folder() / NAME, at=clock.now(), speed=0)

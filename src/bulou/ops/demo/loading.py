"""Loading: the whole story up to the evening of 30 January, through the server application in this process."""

import gc
from collections.abc import Callable
from itertools import count
from typing import Final

from django.db import connection

from bulou.core.kernel.instants import Instant
from bulou.ground import database
from bulou.ops import campaign
from bulou.ops.demo import story
from bulou.ops.demo.calendar import FOUNDED, STORY_ENDS, moment
from bulou.ops.demo.pace import Pace
from bulou.ops.demo.people import people
from bulou.ops.demo.play import Play
from bulou.ops.demo.register import enter, everything, found
from bulou.ops.demo.town import Town, town
from bulou.ops.demo.transport import InProcess

Progress = Callable[[str, int, int], None]
"""Told what is going on, how much of it is done, and of how much."""

ANALYSED: Final = (moment(25, "10:50"), moment(25, "12:30"), moment(26, "12:30"), moment(28, "10:50"))


def load(*, progress: Progress, small: int | None = None, until: Instant = STORY_ENDS) -> Play:
    """Founds the town and plays the story; `small` keeps only so many communities. The clock is left standing."""
    pace = Pace(campaign.folder() / campaign.NAME)
    pace.reach(FOUNDED)
    campaign.follow()
    built = town(communities=small)
    found(built)
    _enter(built, progress)
    analyse(FOUNDED)
    played = Play(built, transport=InProcess(), pace=pace)
    story.plan_round_1(played)
    story.plan_round_2(played)
    for at in ANALYSED:
        played.plan(at, analyse)
    total, done = played.ahead(until), count(1)
    played.progress = lambda _at: progress("rounds", next(done), total)
    played.run(until=until)
    analyse(until)
    return played


def analyse(_at: Instant) -> None:
    """Lets SQLite see how its tables have grown, which a server does by itself."""
    database.learn()


def _enter(built: Town, progress: Progress) -> None:
    staff = people(built)
    total = sum(1 for _ in everything(built, staff))
    done = 0

    def entered(more: int) -> None:
        nonlocal done
        done += more
        progress("register", done, total)

    enter(built, staff, progress=entered)


def hurry() -> None:
    """What is loaded counts only when it is whole, so this connection need not wait for the disk at every step."""
    gc.set_threshold(
        200_000
    )  # half a million small rows live on the phones; looking through them is a fifth of the time
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA cache_size = -200000")

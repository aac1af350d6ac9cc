"""Yesterday: the moments with which tonight's figures are compared."""

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from typing import Final, Literal

from bulou.core.kernel.instants import DAY, QUARTER, Instant, instant, working_day

Against = Literal["hour", "close"]
AGAINST: Final[tuple[Against, ...]] = ("hour", "close")
CLOSES_AT: Final = 22
"""The hour at which a day's work is shown, where no round had its deadline on that day."""


def yesterday(at: Instant, *, zone: tzinfo, deadlines: Iterable[Instant]) -> dict[Against, Instant]:
    """With what the figures of `at` are compared: this hour yesterday, and when yesterday's work was shown.

    `hour`: a day before, at the last full quarter, so that everybody who looks compares with the same moment.
    `close`: the last of the `deadlines` that lies in the working day before, else 22:00 of that day.
    """
    day = working_day(at, zone) - timedelta(days=1)
    shown = instant(datetime(day.year, day.month, day.day, CLOSES_AT, tzinfo=zone))
    closed = [one for one in deadlines if working_day(one, zone) == day]
    return {"hour": (at - DAY) // QUARTER * QUARTER, "close": max(closed, default=shown)}

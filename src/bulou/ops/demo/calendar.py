"""The calendar of the week: 25 to 31 January 2020, local time, as instants."""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from bulou.core.kernel.instants import Instant, instant, local

ZONE: Final = ZoneInfo("Asia/Shanghai")


def moment(day: int, clock: str) -> Instant:
    """The instant of a time of day ("19:46") on a day, counted from 1 January 2020; the 33rd is 2 February."""
    hour, minute = clock.split(":")
    return instant(datetime(2020, 1, 1, int(hour), int(minute), tzinfo=ZONE) + timedelta(days=day - 1))


def written(at: Instant) -> str:
    """An instant as people write it: ISO 8601 with the town's offset."""
    return local(at, ZONE).isoformat(timespec="milliseconds")


def typed(at: Instant) -> str:
    """An instant as a form takes it: local time to the minute."""
    return f"{local(at, ZONE):%Y-%m-%dT%H:%M}"


def spoken(at: Instant) -> str:
    """Day and time for people: 01-27 21:40."""
    return f"{local(at, ZONE):%m-%d %H:%M}"


def on(at: Instant, *, days: int = 0) -> str:
    """The date of an instant, some days later or earlier."""
    day: date = (local(at, ZONE) + timedelta(days=days)).date()
    return day.isoformat()


class RoundDates(Struct, frozen=True, kw_only=True):
    """When a round was opened and when it had to be done."""

    number: int
    opened: Instant
    deadline: Instant


FOUNDED: Final = moment(25, "07:00")
"""The emergency meeting: the region is divided into 32 grids and everybody gets an area."""

ROUNDS: Final = (
    RoundDates(number=1, opened=moment(25, "08:30"), deadline=moment(27, "22:00")),
    RoundDates(number=2, opened=moment(28, "08:30"), deadline=moment(30, "22:00")),
    RoundDates(number=3, opened=moment(31, "08:10"), deadline=moment(33, "22:00")),
)
"""Round 3 follows the notice of the early morning: the plan of a day is published before half past eight."""
RECRUITED: Final = moment(27, "23:20")
"""The night after round 1: volunteers found through their federation, the questions refined."""

FEVER_FOUND: Final = moment(26, "09:24")
INSPECTED: Final = moment(30, "13:40")
"""The director finds 水利小区 short of staff and its screening careless."""
CLASSMATES_COME: Final = moment(30, "14:30")
STORY_ENDS: Final = moment(30, "19:46")
"""What the demo town is loaded up to: a quarter to eight, two hours before the deadline."""
WEEK_ENDS: Final = moment(31, "22:00")
"""The first evening of round 3; the third round itself ran on beyond the week."""


class Shift(Struct, frozen=True, kw_only=True):
    """Working hours at the doors."""

    begins: Instant
    ends: Instant


HOURS: Final = (("08:50", "11:50"), ("14:10", "17:40"), ("18:40", "21:10"))
FIRST_HOURS: Final = (("09:50", "12:10"), ("14:00", "17:50"), ("18:40", "21:10"))


def shifts(day: int) -> list[Shift]:
    """The three shifts of a day: morning, afternoon, evening. On the first day the phones come first."""
    hours = FIRST_HOURS if day in {25, 28, 31} else HOURS
    return [Shift(begins=moment(day, begins), ends=moment(day, ends)) for begins, ends in hours]

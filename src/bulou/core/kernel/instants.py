"""Instants: whole milliseconds since 1970 UTC, and what the working day makes of them."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final, Literal

Instant = int
"""Milliseconds since 1970-01-01T00:00Z. Whole numbers order the same way in both languages and on every database."""

Band = Literal["morning", "afternoon", "evening"]
BANDS: Final[tuple[Band, ...]] = ("morning", "afternoon", "evening")

MINUTE: Final = 60_000
QUARTER: Final = 15 * MINUTE
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
DAY_BEGINS_AT_HOUR: Final = 4


def instant(moment: datetime) -> Instant:
    """The instant of an aware datetime. Raises ValueError for a naive one: a time without a zone is a guess."""
    if moment.tzinfo is None:
        raise ValueError("a time needs its offset from UTC")
    return round(moment.timestamp() * 1000)


def parse_instant(text: str) -> Instant:
    """The instant of an ISO 8601 time with offset, such as 2020-01-30T19:46:05.123+08:00. Raises ValueError."""
    return instant(datetime.fromisoformat(text))


def parse_moment(text: str, zone: tzinfo) -> Instant:
    """The instant of a time as people write it: ISO 8601, or local without an offset ("2020-01-27 21:40").

    Raises ValueError, also for a date without an hour: a day has many moments.
    """
    if len(text.strip()) <= len("2020-01-27"):
        raise ValueError("a moment needs its hour")
    moment = datetime.fromisoformat(text.strip())
    return instant(moment if moment.tzinfo else moment.replace(tzinfo=zone))


def local(at: Instant, zone: tzinfo) -> datetime:
    """The wall-clock time of an instant in a region's zone."""
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(zone)


def working_day(at: Instant, zone: tzinfo) -> date:
    """The working day that an instant belongs to: 04:00 to 04:00, so that a night shift is one day."""
    return (local(at, zone) - timedelta(hours=DAY_BEGINS_AT_HOUR)).date()


def span_of_day(day: date, zone: tzinfo) -> tuple[Instant, Instant]:
    """When a working day begins and ends: 04:00 to 04:00."""
    begin, end = (
        datetime(one.year, one.month, one.day, DAY_BEGINS_AT_HOUR, tzinfo=zone)
        for one in (day, day + timedelta(days=1))
    )
    return instant(begin), instant(end)


def band(at: Instant, zone: tzinfo) -> Band:
    """The time band of an attempt: morning before 12:00, afternoon before 18:00, else evening (until 04:00)."""
    return _band_of_quarter(at // QUARTER, zone)


@lru_cache(maxsize=4096)
def _band_of_quarter(quarter: int, zone: tzinfo) -> Band:
    """Offsets from UTC are whole quarters of an hour everywhere, so a quarter lies in one band."""
    hour = local(quarter * QUARTER, zone).hour
    if DAY_BEGINS_AT_HOUR <= hour < 12:
        return "morning"
    return "afternoon" if 12 <= hour < 18 else "evening"

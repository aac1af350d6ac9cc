"""Hearing: since when every phone must have been heard from, and when what lies unsent on one is late."""

from datetime import datetime, timedelta, tzinfo
from typing import Final

from bulou.core.kernel.instants import DAY_BEGINS_AT_HOUR, HOUR, Instant, instant, local

LATE_AFTER: Final = 2 * HOUR
"""What a phone wrote and did not send for so long is late; the phone itself turns red then."""
_PARTS: Final = (DAY_BEGINS_AT_HOUR, 12, 18)
"""The hours at which the parts of a working day begin; see instants.band."""


def expected_since(*, at: Instant, zone: tzinfo, opened_at: Instant) -> Instant:
    """Since when every phone must have been heard from: the beginning of the part of the day before the present one.

    Every phone comes into a network at least once in each part of the day, so at 19:46 one not heard from since 12:00
    is called. Not before the round opened, since before that there was nothing to say.
    """
    today = local(at, zone)
    days = (today.date() + timedelta(days=day) for day in (-1, 0))
    begins = [datetime(day.year, day.month, day.day, hour, tzinfo=zone) for day in days for hour in _PARTS]
    past = [instant(begin) for begin in begins if begin <= today]
    return max(past[-2], opened_at)


def is_late(*, unsent: int, unsent_since: Instant | None, at: Instant) -> bool:
    """Whether something lies unsent on a phone for too long, as far as it told."""
    return bool(unsent) and unsent_since is not None and at - unsent_since >= LATE_AFTER

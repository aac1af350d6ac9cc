"""Handwriting: times and numbers as people write them on paper - 1930, 31 9:00, 2-3, 4人 - read as what they mean."""

import re
from datetime import date, datetime, time, tzinfo

from bulou.core.kernel.instants import Instant, instant

_WIDE = str.maketrans("０１２３４５６７８９：／－．，　", "0123456789:/-., ")
_CLOCK = re.compile(r"(\d{1,2})[:.点时h](\d{2})?分?|(\d{1,2})(\d{2})")
_DAY = re.compile(r"(?:(?:(\d{4})[-/.年])?(\d{1,2})[-/.月])?(\d{1,2})[日号]?")
_COUNT = re.compile(r"(\d{1,3})(?:[/-](\d{1,3}))?[人口]?")


def clock(text: str) -> time | None:
    """An hour: 1430, 14:30, 930, 9点, 9点30分. None where it is none."""
    found = _CLOCK.fullmatch(_plain(text).replace(" ", ""))
    if found is None:
        return None
    hour, minute = int(found[1] or found[3]), int(found[2] or found[4] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def day(text: str, *, near: date) -> date | None:
    """A date: 31, 31日, 1-31, 1月31日, 2020-01-31. A bare day is the next one of that number from `near` on."""
    found = _DAY.fullmatch(_plain(text).replace(" ", ""))
    if found is None:
        return None
    year, month, number = int(found[1] or near.year), int(found[2] or near.month), int(found[3])
    if not found[2] and number < near.day:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    elif not found[1] and month < near.month:
        year += 1
    try:
        return date(year, month, number)
    except ValueError:
        return None


def moment(text: str, *, near: date, zone: tzinfo) -> datetime | None:
    """A time that was agreed: 1930 (on `near`), 31 0900, 1-31 9:00, 1月31日9点."""
    plain = _plain(text)
    alone = clock(plain)
    if alone is not None:
        return datetime.combine(near, alone, zone)
    for cut in (index for index, sign in enumerate(plain) if sign in " 日号"):
        on, at = day(plain[: cut + 1], near=near), clock(plain[cut + 1 :])
        if on is not None and at is not None:
            return datetime.combine(on, at, zone)
    return None


def at(on: date, hour: time, zone: tzinfo) -> Instant:
    """The instant of an hour on a day in the region."""
    return instant(datetime.combine(on, hour, zone))


def count(text: str) -> tuple[int, int | None] | None:
    """How many live there, and how many of them were not seen: 4, 4人, 5/2."""
    found = _COUNT.fullmatch(_plain(text).replace(" ", ""))
    return (int(found[1]), int(found[2]) if found[2] else None) if found else None


def _plain(text: str) -> str:
    return " ".join(text.translate(_WIDE).split())

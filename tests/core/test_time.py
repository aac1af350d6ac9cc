"""Instants: one scale for every clock, a working day that ends at four, three bands that belong to the region."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulou.core.kernel.instants import band, instant, local, parse_instant, working_day

SHANGHAI, KATHMANDU, LONDON = ZoneInfo("Asia/Shanghai"), ZoneInfo("Asia/Kathmandu"), ZoneInfo("Europe/London")
instants = st.integers(0, parse_instant("2100-01-01T00:00:00Z"))
zones = st.sampled_from([SHANGHAI, KATHMANDU, LONDON, ZoneInfo("America/St_Johns"), ZoneInfo("Pacific/Apia")])


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("04:00", "morning"), ("11:59", "morning"), ("12:00", "afternoon"), ("17:59", "afternoon"),
        ("18:00", "evening"), ("23:59", "evening"), ("00:00", "evening"), ("03:59", "evening"),
    ],
)  # fmt: skip
def test_a_day_has_three_bands(clock: str, expected: str) -> None:
    assert band(parse_instant(f"2020-01-30T{clock}:00+08:00"), SHANGHAI) == expected


def test_a_night_shift_belongs_to_the_day_on_which_it_began() -> None:
    assert working_day(parse_instant("2020-01-31T03:59:59.999+08:00"), SHANGHAI) == date(2020, 1, 30)
    assert working_day(parse_instant("2020-01-31T04:00:00+08:00"), SHANGHAI) == date(2020, 1, 31)
    assert working_day(parse_instant("2020-01-31T00:00:00+08:00"), SHANGHAI) == date(2020, 1, 30)


def test_one_moment_lies_in_the_band_and_day_of_the_region_that_asks() -> None:
    moment = parse_instant("2020-01-30T19:46:00+08:00")
    assert (band(moment, SHANGHAI), band(moment, LONDON)) == ("evening", "morning")
    late = parse_instant("2020-01-31T05:00:00+08:00")
    assert (working_day(late, SHANGHAI), working_day(late, LONDON)) == (date(2020, 1, 31), date(2020, 1, 30))


@pytest.mark.parametrize(
    "text",
    ["2020-01-30T19:46:05.123+08:00", "2020-01-30T11:46:05.123Z", "2020-01-30T17:31:05.123+05:45"],
)
def test_offsets_are_ways_of_writing_one_instant(text: str) -> None:
    assert parse_instant(text) == 1580384765123


@pytest.mark.parametrize("text", ["", "2020-01-30", "2020-01-30T19:46:05", "30/01/2020 19:46", "tomorrow", "24:00"])
def test_a_time_without_its_offset_is_refused_as_a_guess(text: str) -> None:
    with pytest.raises(ValueError, match=r"offset from UTC|isoformat"):
        parse_instant(text)


@given(instants, zones)
def test_band_and_day_are_those_of_the_wall_clock(at: int, zone: ZoneInfo) -> None:
    hour = local(at, zone).hour
    assert band(at, zone) == ("morning" if 4 <= hour < 12 else "afternoon" if 12 <= hour < 18 else "evening")
    assert working_day(at, zone) == (local(at, zone) - timedelta(hours=4)).date()


@given(instants, zones)
def test_an_instant_survives_being_written_on_any_wall_clock(at: int, zone: ZoneInfo) -> None:
    assert parse_instant(local(at, zone).isoformat(timespec="milliseconds")) == at
    assert instant(datetime.fromtimestamp(at / 1000, UTC)) == at

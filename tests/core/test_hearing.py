"""Hearing: every phone speaks once in each part of the day, and what lies unsent for two hours is late."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulou.core.kernel.hearing import LATE_AFTER, expected_since, is_late
from bulou.core.kernel.instants import DAY, HOUR, parse_instant

ZONE = ZoneInfo("Asia/Shanghai")


def _at(text: str) -> int:
    return parse_instant(f"2020-01-{text}:00+08:00")


@pytest.mark.parametrize(
    ("now", "since"),
    [
        ("30T19:46", "30T12:00"),
        ("30T12:00", "30T04:00"),
        ("30T11:59", "29T18:00"),
        ("30T04:00", "29T18:00"),
        ("30T03:59", "29T12:00"),
    ],
)
def test_a_phone_must_have_spoken_since_the_part_of_the_day_before(now: str, since: str) -> None:
    assert expected_since(at=_at(now), zone=ZONE, opened_at=0) == _at(since)


def test_nothing_is_expected_before_the_round_opened() -> None:
    assert expected_since(at=_at("30T19:46"), zone=ZONE, opened_at=_at("30T16:00")) == _at("30T16:00")


@given(at=st.integers(DAY, 4_000_000_000_000), zone=st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "Asia/Urumqi"]))
def test_the_silence_that_is_borne_is_never_shorter_than_a_part_of_the_day(at: int, zone: str) -> None:
    silence = at - expected_since(at=at, zone=ZoneInfo(zone), opened_at=0)
    assert 5 * HOUR <= silence <= 19 * HOUR  # 6 and 18, but for the hour that summer time moves


def test_what_lies_unsent_is_late_after_two_hours_and_only_then() -> None:
    assert is_late(unsent=3, unsent_since=0, at=LATE_AFTER)
    assert not is_late(unsent=3, unsent_since=1, at=LATE_AFTER)
    assert not is_late(unsent=0, unsent_since=0, at=LATE_AFTER)
    assert not is_late(unsent=3, unsent_since=None, at=LATE_AFTER)

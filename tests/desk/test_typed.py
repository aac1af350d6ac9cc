"""Typed addresses: one line, typed in haste, and what may be meant by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulou.desk.typed import Spot, typed

FULL = (Spot(building="3", stairwell="2", door="401"),)


@pytest.mark.parametrize(
    ("text", "name", "spots"),
    [
        ("xf 3-2-401", "xf", FULL),
        ("XF3-2-401", "xf", FULL),
        ("小府3号楼2单元401", "小府", FULL),
        ("小府小区三号楼二单元401室", "小府小区", FULL),
        ("小府　３－２－４０１", "小府", FULL),
        ("21世纪花园3-2-401", "21世纪花园", FULL),
        ("3-2-401", "", FULL),
        ("xf 401", "xf", (Spot(door="401"),)),
        ("xf 3", "xf", (Spot(building="3"), Spot(door="3"))),
        ("小府3号楼", "小府", (Spot(building="3"),)),
        ("xf 3-401", "xf", (Spot(building="3", door="401"), Spot(stairwell="3", door="401"))),
        ("学背巷 12号", "学背巷", (Spot(door="12号"), Spot(door="12"))),
        ("小府", "小府", ()),
        ("13812345678", "13812345678", ()),
        ("1-2-3-4", "", ()),
    ],
)
def test_a_line_is_taken_apart_as_its_writer_means_it(text: str, name: str, spots: tuple[Spot, ...]) -> None:
    meant = typed(text)
    assert (meant.name, meant.spots) == (name, spots)


@given(building=st.integers(1, 99), stairwell=st.integers(1, 9), door=st.integers(101, 3304))
def test_dashes_and_plain_writing_mean_the_same(building: int, stairwell: int, door: int) -> None:
    written = {
        f"小府{building}-{stairwell}-{door}",
        f"小府 {building}号楼{stairwell}单元{door}室",
        f"小府{building}栋 {stairwell}单元 {door}",
    }
    assert {typed(one).spots for one in written} == {
        (Spot(building=str(building), stairwell=str(stairwell), door=str(door)),)
    }


@given(st.text(max_size=80))
def test_whatever_is_typed_is_answered(text: str) -> None:
    assert len(typed(text).spots) <= 6

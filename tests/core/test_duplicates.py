"""Doors that look alike: ways of writing one number do, other numbers never; what was told apart is not asked again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulou.core.territory.duplicates import Listing, duplicates

COMPOUND = "c" * 32


def door(
    id_: str, label: str, *, building: str = "3", stairwell: str = "4", lane: bool = False, apart: tuple[str, ...] = ()
) -> Listing:
    return Listing(
        id=id_, compound_id=COMPOUND, building=building, stairwell=stairwell, lane=lane, label=label,
        told_apart=frozenset(apart),
    )  # fmt: skip


WAYS = ("401", "0401", "4-401", "3-4-401", "４０１", "四〇一", "401室", "4单元401", "３－４－４０１")


@pytest.mark.parametrize("way", WAYS)
def test_one_door_written_in_many_ways_looks_like_one(way: str) -> None:
    assert duplicates([door("a", "401"), door("b", way)]) == [("a", "b")]


@pytest.mark.parametrize("other", ["402", "401A", "41", "3-401", "1401", "401东", "4-402"])
def test_another_number_is_another_door(other: str) -> None:
    assert duplicates([door("a", "401"), door("b", other)]) == []


def test_a_stairwell_or_a_building_that_was_framed_twice_has_its_doors_twice() -> None:
    again = door("b", "401", building="三号楼", stairwell="四单元")
    assert duplicates([door("a", "401"), again]) == [("a", "b")]
    assert duplicates([door("a", "401"), door("b", "401", stairwell="3-4")]) == [("a", "b")]
    assert duplicates([door("a", "401"), door("b", "401", stairwell="5")]) == []


@pytest.mark.parametrize("way", ["12号", "12号院", "12", "十二号", "学背巷12号", "012号"])
def test_a_house_of_a_lane(way: str) -> None:
    one, other = (
        door(id_, label, building="", stairwell="学背巷", lane=True)
        for id_, label in zip("ab", ("12号", way), strict=True)
    )
    assert duplicates([one, other]) == [("a", "b")]


def test_a_lane_house_and_its_back_house_are_two() -> None:
    houses = [
        door(str(n), label, building="", stairwell="学背巷", lane=True) for n, label in enumerate(("12号", "12号之3"))
    ]
    assert duplicates(houses) == []


def test_what_was_told_apart_is_not_asked_again_whoever_said_it_of_which() -> None:
    assert duplicates([door("a", "401", apart=("b",)), door("b", "0401")]) == []
    assert duplicates([door("a", "401"), door("b", "0401", apart=("a",))]) == []
    three = [door("a", "401", apart=("b",)), door("b", "0401"), door("c", "4-401")]
    assert duplicates(three) == [("a", "c"), ("b", "c")]


def _ways(number: int) -> list[str]:
    return [
        template.format(number) for template in ("{}", "0{}", "4-{}", "3-4-{}", "{}室", "4单元{}户", " {} ", "第{}号")
    ]


@given(st.lists(st.tuples(st.integers(101, 3904), st.integers(0, 7)), max_size=12), st.randoms(use_true_random=False))
def test_a_pair_is_two_writings_of_one_number_in_whatever_order_they_are_listed(
    written: list[tuple[int, int]], chance: object
) -> None:
    doors = [door(f"{n:02}", _ways(number)[way]) for n, (number, way) in enumerate(written)]
    expected = [
        (f"{i:02}", f"{j:02}") for i in range(len(written)) for j in range(i + 1, len(written))
        if written[i][0] == written[j][0]
    ]  # fmt: skip
    assert duplicates(doors) == expected
    chance.shuffle(doors)  # type: ignore[attr-defined]  # a random.Random
    assert duplicates(doors) == expected

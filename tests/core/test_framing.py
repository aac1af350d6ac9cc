"""A framing sentence makes exactly the doors that it says, or says what is missing in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulou.core.territory.framing.frame import MOST_DOORS, Frame, Houses
from bulou.core.territory.framing.sentence import Unclear, told
from bulou.core.territory.framing.wording import wording

ONE_BUILDING = Frame(buildings=("3",), stairwells=("1", "2", "3", "4"), floors=tuple(range(1, 7)), landing=2)


@pytest.mark.parametrize(
    "sentence",
    [
        "3号楼 4单元 6层 一梯两户",
        "３号楼　４单元　６层　一梯２户",
        "三号楼四个单元共六层一梯两户",
        "3號樓 4單元 6層 一梯兩戶",
        "3# 4单元 6层 每层2户",
        "3栋，4个单元，6层楼，一梯二户，门牌101、102……",
        "Building 3, 4 stairwells, 6 floors, 2 per landing",
        "building no. 3 with 4 entrances, 6 storeys, 2 flats a landing",
    ],
)
def test_one_building_said_in_many_ways_is_the_same_forty_eight_doors(sentence: str) -> None:
    read = told(sentence)
    assert read.place == ""
    assert read.frame == ONE_BUILDING
    assert ONE_BUILDING.size() == len(list(ONE_BUILDING.doors())) == 48


@pytest.mark.parametrize(
    ("sentence", "doors", "first", "last"),
    [
        ("1-5号楼 每栋3个单元 共6层 一梯三户", 270, ("1", "1", "101"), ("5", "3", "603")),
        ("1、3号楼 2单元 5层 一梯四户", 80, ("1", "1", "101"), ("3", "2", "504")),
        ("共5栋 每栋2个单元 6层 一梯两户", 120, ("1", "1", "101"), ("5", "2", "602")),
        ("甲3号楼 2单元 5层 一梯两户", 20, ("甲3", "1", "101"), ("甲3", "2", "502")),
        ("A-C座 18层 每层6户 没有4层、14层", 288, ("A", "", "101"), ("C", "", "1806")),
        ("3号楼 2-4单元 6层 一梯两户 门牌0101起", 36, ("3", "2", "0101"), ("3", "4", "0602")),
        ("3号楼 第5单元 2-6层 一梯两户", 10, ("3", "5", "201"), ("3", "5", "602")),
        ("3号楼 4单元 6层 一梯两户 门牌通排", 48, ("3", "1", "101"), ("3", "4", "608")),
        ("3号楼 2单元 3层 一梯两户 门牌1A起", 12, ("3", "1", "1A"), ("3", "2", "3B")),
        ("3号楼 2单元 3层 一梯两户 门牌1起", 12, ("3", "1", "1"), ("3", "2", "6")),
        ("3号楼 4单元 6层 一梯两户 地下1层", 56, ("3", "1", "地下101"), ("3", "4", "602")),
        ("3号楼 4单元 6层 一梯两户 没有地下室", 48, ("3", "1", "101"), ("3", "4", "602")),
        ("3号楼 4单元 6层 一梯两户 一层底商12间", 52, ("3", "底商", "底商1"), ("3", "4", "602")),
        ("Buildings 1-2, 3 stairwells, 18 floors, 4 flats a landing, no floors 4, 14", 384, ("1", "1", "101"),
         ("2", "3", "1804")),
        ("东巷 1-37号 单号", 19, ("", "", "1号"), ("", "", "37号")),
        ("东巷 1-37号单号、2-20号双号", 29, ("", "", "1号"), ("", "", "20号")),
        ("东巷 1-9号 全部 没有4号", 8, ("", "", "1号"), ("", "", "9号")),
        ("East Lane 2-12 even", 6, ("", "", "2号"), ("", "", "12号")),
        ("五一巷 一至九号", 9, ("", "", "1号"), ("", "", "9号")),
    ],
)  # fmt: skip
def test_a_sentence_makes_exactly_these_doors(
    sentence: str, doors: int, first: tuple[str, str, str], last: tuple[str, str, str]
) -> None:
    frame = told(sentence).frame
    assert frame is not None
    made = [(door.building, door.stairwell, door.label) for door in frame.doors()]
    assert (len(made), made[0], made[-1]) == (doors, first, last)
    assert frame.size() == len(set(made)) == doors


def test_shops_on_the_ground_floor_are_doors_of_another_use() -> None:
    frame = told("3号楼 4单元 6层 一梯两户 底商").frame
    assert frame is not None
    assert {(door.floor, door.use) for door in frame.doors() if door.floor in (1, 2)} == {(1, "business"), (2, "home")}


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("水利小区3号楼4单元6层一梯两户", "水利小区"),
        ("8号院 1-3号楼 2单元 5层 一梯两户", "8号院"),
        ("一号院 三号楼 2单元 5层 一梯两户", "一号院"),
        ("东关街12号院 1-3号楼 2单元 5层 一梯两户", "东关街12号院"),
        ("開開樓小區 1号楼", "開開樓小區"),
        ("水利小区", "水利小区"),
        ("东关街12号院", "东关街12号院"),
        ("East Lane 1-37 odd", "East Lane"),
    ],
)
def test_the_name_before_the_numbers_stays_as_it_is_written(line: str, place: str) -> None:
    assert told(line).place == place


@pytest.mark.parametrize(
    ("sentence", "codes", "words"),
    [
        ("3号楼 4单元 一梯两户", ("no_floors",), ""),
        ("3号楼 4单元 6层", ("no_landing",), ""),
        ("3号楼 6层 一梯两户", ("no_stairwells",), ""),
        ("3号楼 4单元", ("no_floors", "no_landing"), ""),
        ("4单元 6层 一梯两户", ("no_building",), ""),
        ("3号楼 4单元 6层 一梯两户 老王说的", ("words",), "老王说"),
        ("9-1号楼 4单元 6层 一梯两户", ("range",), "9-1"),
        ("东巷 37-1号", ("range",), "37-1"),
        ("3号楼 4单元 6层 一梯100户", ("landing",), ""),
        ("3号楼 4单元 300层 一梯2户", ("floors",), ""),
        ("3、3号楼 4单元 6层 一梯2户", ("twice",), ""),
        ("3号楼" + " " * 300, ("too_long",), ""),
        ("1-90号楼 4单元 30层 一梯2户", ("too_many",), ""),
    ],
)
def test_what_is_missing_is_said(sentence: str, codes: tuple[str, ...], words: str) -> None:
    with pytest.raises(Unclear) as unclear:
        told(sentence)
    assert (unclear.value.codes, unclear.value.words) == (codes, words)


def test_a_building_that_is_only_known_to_stand_makes_no_door() -> None:
    frame = told("水利小区 7-9号楼").frame
    assert isinstance(frame, Frame)
    assert (frame.buildings, list(frame.doors())) == (("7", "8", "9"), [])


def _frames() -> st.SearchStrategy[Frame]:
    def shaped(lowest: int, storeys: int, missing: set[int], cellars: int) -> tuple[int, ...]:
        above = range(lowest, lowest + storeys)
        kept = [floor for floor in above if floor in (above[0], above[-1]) or floor not in missing]
        return (*range(-cellars, 0), *kept)

    return st.builds(
        Frame,
        buildings=st.lists(st.integers(1, 60).map(str), min_size=1, max_size=4, unique=True).map(tuple),
        stairwells=st.just(("",))
        | st.lists(st.integers(1, 12).map(str), min_size=1, max_size=4, unique=True).map(tuple),
        floors=st.builds(
            shaped, st.integers(1, 3), st.integers(1, 20), st.sets(st.integers(2, 20), max_size=3), st.integers(0, 2)
        ),
        landing=st.integers(1, 12),
        numbering=st.sampled_from(["floor", "padded", "letter", "through"]),
        shops=st.none() | st.integers(0, 9),
    )  # fmt: skip


@given(_frames())
def test_every_frame_is_read_again_from_its_own_sentence(frame: Frame) -> None:
    assert frame.fault() in {"", "too_many"}
    if not frame.fault():
        assert told(f"水利小区 {wording(frame)}").frame == frame


@given(_frames())
def test_no_frame_makes_a_door_twice_and_its_size_is_what_it_makes(frame: Frame) -> None:
    made = [(door.building, door.stairwell, door.label) for door in frame.doors()]
    assert len(set(made)) == len(made) == frame.size()


@given(st.lists(st.integers(1, 900), min_size=1, max_size=30, unique=True).map(tuple))
def test_every_row_of_houses_is_read_again_from_its_own_sentence(numbers: tuple[int, ...]) -> None:
    assert told(f"东巷 {wording(Houses(numbers=numbers))}").frame == Houses(numbers=numbers)


@given(
    st.text(alphabet="3四至-、 号楼栋单元层一梯两户每共没有地下底商门牌0101ABto巷odd院小区", max_size=40)
    | st.text(max_size=40)
)
def test_whatever_is_typed_is_read_or_refused_and_never_more_than_a_region_holds(line: str) -> None:
    try:
        frame = told(line).frame
    except Unclear:
        return
    assert frame is None or frame.size() <= MOST_DOORS

"""Two spellings of one door are equal; two doors are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulou.rosters.address import parse_address, parse_numbers
from bulou.rosters.headings import parse_heading
from bulou.rosters.places import Place, PlaceKey, normal_place
from bulou.rosters.placing import placed

FLAT = PlaceKey("水利小区", "3", "2", "401")


def place_of(text: str) -> Place:
    found = placed(parse_address(text))
    assert not isinstance(found, str), f"{text}: {found}"
    return found


@pytest.mark.parametrize(
    "text",
    [
        "水利小区3-2-401",
        "水利小区3号楼2单元401室",
        "吉县水利小区3幢2单元 401号",
        "水利小区 3#楼2单元401",
        "水利小区3楼2门401",
        "水利小区３号楼二单元４０１室",
        "水利小区3栋2单元401",
        "水利小区三号楼二单元四〇一室",
        "水利小区3#2-401",
        "水利小区3#-2-401",
        "山西省临汾市吉县吉昌镇东关社区水利小区 3号楼 2单元 401室",
        "水利小区 3 2 401",
        "水利小区3.2.401",
        "水利小区3幢2单元0401",
        "东关街12号水利小区3-2-401",
        "水利小区3号楼2单元4楼401",
        "水利小区第3栋第2单元401房",
    ],
)
def test_every_way_of_writing_a_flat_is_the_same_flat(text: str) -> None:
    assert place_of(text).key() == FLAT
    assert place_of(text).floor == 4


@pytest.mark.parametrize(
    "text",
    ["东关街12号之3", "东关街 12号院-3", "东关街１２号院之3", "东关街12-3号", "东关街12号附3号", "东关街十二号院3户"],
)
def test_every_way_of_writing_a_house_on_a_street_is_the_same_house(text: str) -> None:
    assert place_of(text).key() == PlaceKey("东关街", "", "", "12-3")
    assert place_of(text).kind == "street"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("水利小区3号楼2单元401A", ("水利小区", "3", "2", "401A")),
        ("水利小区3-2-401(东)", ("水利小区", "3", "2", "401东")),
        ("水利小区3-2-401东户", ("水利小区", "3", "2", "401东")),
        ("水利小区3-2-401西户", ("水利小区", "3", "2", "401西")),
        ("水利小区3号楼2单元4层东户", ("水利小区", "3", "2", "4东")),
        ("农机小区平房3排5号", ("农机小区", "平房3", "", "5")),
        ("水利小区1号楼门面3", ("水利小区", "1", "", "门面3")),
        ("东关街12号门面", ("东关街", "", "", "12-门面")),
        ("东关街12号", ("东关街", "", "", "12")),
        ("东关街12号院3号楼2单元401室", ("东关街12号院", "3", "2", "401")),
        ("8号院小区3-2-1", ("8号院小区", "3", "2", "1")),
        ("吉县一中家属院2-101", ("一中家属院", "2", "", "101")),
        ("水利小区A座1201", ("水利小区", "A", "", "1201")),
        ("城市花园小区3-1-101", ("城市花园小区", "3", "1", "101")),
        ("府东区3号楼2单元401", ("府东区", "3", "2", "401")),
        ("五一路十二号", ("五一路", "", "", "12")),
        ("水利小区401", ("水利小区", "", "", "401")),
    ],
)
def test_nothing_that_tells_doors_apart_is_lost(text: str, key: tuple[str, str, str, str]) -> None:
    assert tuple(place_of(text).key()) == key


@pytest.mark.parametrize("text", ["水利小区", "水利小区3号楼", "水利小区3号楼2单元", "东关街", "3-2-401", ""])
def test_an_address_without_a_name_or_a_door_is_not_a_place(text: str) -> None:
    assert isinstance(placed(parse_address(text)), str)


names = st.text(alphabet="水利小区东关街 ·()ＡａB１2", max_size=8)
labels = st.one_of(
    st.text(max_size=8), st.text(alphabet="0123456789零一二十〇号楼单元室院之附户东西A-ａ０ 栋幢座#", max_size=9)
)


@given(compound=names, building=labels, stairwell=labels, room=labels)
def test_a_normal_place_is_already_normal(compound: str, building: str, stairwell: str, room: str) -> None:
    once = normal_place(compound, building, stairwell, room)
    assert normal_place(*once) == once


@given(st.text(max_size=20))
def test_any_text_is_taken_apart_and_is_left_unchanged_by_what_others_do_with_it(text: str) -> None:
    first = parse_address(text)
    first.loose.append("9")
    parse_numbers(text).subs.append("9")
    assert parse_address(text).loose == first.loose[:-1]


@pytest.mark.parametrize(
    ("title", "compound"),
    [
        ("新城社区春和小区居民花名册", "春和小区"),
        ("泰和小区居民信息表", "泰和小区"),
        ("水利小区居民花名册", "水利小区"),
        ("小区居民花名册", ""),
        ("东关社区小区居民花名册", ""),
    ],
)
def test_a_title_keeps_the_whole_name_of_its_compound(title: str, compound: str) -> None:
    heading = parse_heading(title)
    assert heading is not None
    assert heading.compound == compound

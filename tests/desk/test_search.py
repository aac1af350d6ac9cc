"""Search on the desk: places by characters, pinyin and number, staff and pages; inside the fence, by index alone."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from bulou.core.kernel.ids import Id
from bulou.core.territory.facts import BuildingListed, CompoundListed
from bulou.ground.pinyin import after, answers, key_of, keys_of
from bulou.intake.said import Saying, new_id
from tests.desk.conftest import signed_in
from tests.town import NOW, OPENED, Town, build_town

NAMES = st.text(st.sampled_from("小府水利重庆单县银行药材家属院祖师庙街A区21号"), min_size=1, max_size=8)


def _found(client: Client, town: Town, asked: str) -> list[str]:
    answer = client.post(f"/r/{town.region.code}/search", {"q": asked}, headers={"Bulou-Live": "1"})
    assert answer.status_code == 200
    return re.findall(r'<a href="[^"]*/r/[^/]+/([^"]*)"', answer.content.decode())


@pytest.mark.parametrize("asked", ["水利小区", "水利", "利小", "shuili", "SL", "slxq", "xiaoqu", "水l"])
def test_a_compound_is_found_by_its_characters_its_pinyin_and_its_initials(
    town: Town, director: Client, asked: str
) -> None:
    assert f"compounds/{town.compounds['水利小区']}" in _found(director, town, asked)


@pytest.mark.parametrize("asked", ["sl 1-2-301", "sl1-2-301", "水利1号楼2单元301", "水利一号楼二单元301室", "1-2-301"])
def test_a_door_is_found_by_its_numbers_and_nothing_else_with_it(town: Town, director: Client, asked: str) -> None:
    door = f"doors/{town.doors['水利小区 1-2-301']}"
    assert _found(director, town, asked) == [door]
    answer = director.post(f"/r/{town.region.code}/search", {"q": asked})
    assert answer.status_code == 302
    assert answer["Location"].endswith(door)


def test_buildings_stairwells_and_houses_of_a_lane_are_found_by_number(town: Town, director: Client) -> None:
    assert _found(director, town, "sl 1-2")[0] == f"stairwells/{town.stairwells['水利小区 1-2']}"
    assert _found(director, town, "xbx 3") == [f"doors/{town.doors['学背巷 3号']}"]
    assert _found(director, town, "学背巷3号") == [f"doors/{town.doors['学背巷 3号']}"]
    building = _found(director, town, "sl 1")[0]
    page = director.get(f"/r/{town.region.code}/{building}").content.decode()
    assert "水利小区 1号楼" in page
    assert page.count('class="stairwell keep') == 2


def test_staff_and_pages_are_found_and_residents_are_not(town: Town, director: Client) -> None:
    assert f"people/{town.people['grid_worker']}" in _found(director, town, "zwg")
    assert _found(director, town, "手机") == ["phones"]
    assert _found(director, town, "shouj") == ["phones"]
    for resident in ("王小明", "wangxiaoming", "13812345678"):
        assert _found(director, town, resident) == []


def test_nobody_finds_what_lies_outside_the_own_area(town: Town) -> None:
    town.engage("包片", "tract_cadre", "compound", town.compounds["学背巷"], key="cadre")
    other, cadre = signed_in(town, "other_secretary"), signed_in(town, "cadre")
    assert _found(other, town, "sl 1-2-301") == []
    assert not [one for one in _found(other, town, "sl") if one.startswith("compounds")]
    assert f"compounds/{town.compounds['河边小区']}" in _found(other, town, "hb")
    assert f"compounds/{town.compounds['新村']}" in _found(other, town, "xc")
    assert f"doors/{town.doors['学背巷 3号']}" in _found(cadre, town, "xbx3")
    assert _found(cadre, town, "1-2-301") == []
    assert not [one for one in _found(cadre, town, "slxq") if one.startswith("compounds")]


def test_a_renamed_compound_is_found_by_its_new_name_and_by_the_one_that_people_still_say(
    town: Town, director: Client
) -> None:
    body = CompoundListed(community_id=town.communities["东关"], name="银行家属院")
    town.say(Saying(subject_kind="compound", subject_id=town.compounds["水利小区"], body=body), at=NOW)
    for asked in ("yhjsy", "银行", "yinhang", "slxq"):
        assert _found(director, town, asked) == [f"compounds/{town.compounds['水利小区']}"], asked


def test_a_building_with_a_name_is_found_by_it(town: Town, director: Client) -> None:
    building = new_id(OPENED)
    body = BuildingListed(compound_id=town.compounds["新村"], label="老干部楼")
    town.say(Saying(subject_kind="building", subject_id=building, body=body), at=NOW)
    assert _found(director, town, "lgb") == [f"buildings/{building}"]


@pytest.mark.parametrize("asked", ["", " ", "%", "_", "'--", "-", "x" * 300, "１", "\x00", "小" * 90])
def test_nothing_that_is_typed_breaks_it(town: Town, director: Client, asked: str) -> None:
    assert _found(director, town, asked) == []
    assert director.post(f"/r/{town.region.code}/search", {"q": asked}).status_code == 200
    assert director.get(f"/r/{town.region.code}/search").status_code == 200


@given(name=NAMES, start=st.integers(0, 7), length=st.integers(1, 8))
def test_any_piece_of_a_name_finds_it(name: str, start: int, length: int) -> None:
    piece = name[start : start + length]
    if piece and (start == 0 or "\u4e00" <= piece[0] <= "\u9fff"):
        assert answers(name, piece)


@given(name=NAMES)
def test_a_key_is_of_letters_and_digits_and_lies_between_its_beginning_and_the_last_after_it(name: str) -> None:
    for key in keys_of(name):
        assert re.fullmatch(r"[0-9a-z]{2,60}", key)
        for length in range(2, len(key) + 1):
            assert key[:length] <= key <= after(key[:length])
    assert len(keys_of(name)) <= 8 * 13


def _asked_of_the_database(town: Town, asked: str) -> list[str]:
    client = signed_in(town, "director")
    with CaptureQueriesContext(connection) as statements:
        _found(client, town, asked)
    return [str(one["sql"]) for one in statements.captured_queries]


@pytest.mark.django_db
def test_a_search_asks_the_database_as_often_in_a_large_town_as_in_a_small_one(campaign_clock: object) -> None:
    towns = build_town(floors=2, code="small"), build_town(floors=30, code="large")
    for asked in ("sl", "sl 1-1-201", "1-1-201", "张"):
        small, large = (len(_asked_of_the_database(town, asked)) for town in towns)
        assert small == large <= 16


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="plans are told differently elsewhere")
@pytest.mark.parametrize("asked", ["sl", "sl 1-1-201", "1-1-201", "sl 1", "sl 2"])
def test_no_search_reads_through_a_whole_table_of_places(town: Town, asked: str) -> None:
    for statement in _asked_of_the_database(town, asked):
        if "place_key" in statement or "FROM dwelling" in statement or "FROM stairwell s" in statement:
            plan = " / ".join(str(row[3]) for row in _plan(statement))
            assert not re.search(r"SCAN (p|d|s|b)\b", plan), f"{plan}: {statement}"


def _plan(statement: str) -> list[tuple[Id, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        return list(cursor.fetchall())


def test_key_of_what_cannot_be_a_name_is_empty() -> None:
    assert [key_of(one) for one in ("", "-", "%", "  ")] == [""] * 4

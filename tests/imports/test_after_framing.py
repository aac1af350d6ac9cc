"""Doors framed from memory first, the roster later: it finds them, whatever its layout, and makes none twice."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bulou.core.kernel.ids import Id
from bulou.ground import database
from bulou.projections.standing import standing
from bulou.rosters.framing import frame, framing
from bulou.rosters.places import Place
from tests.imports.conftest import NOW, Roster, Town
from tests.rosters.layouts import LAYOUTS
from tests.rosters.town import build_town

HOMES = build_town()
MEMORY = (
    "水利小区\n1-3号楼 2单元 6层 一梯两户\n农机公司家属院\n1-2号楼 2单元 11层 一梯两户 门牌0101起\n东关街 1-59号 单号"
)


def remember(town: Town, text: str, *, community: str = "东关") -> list[Id]:
    """Frames what somebody remembers."""
    return frame(framing(text, scope=town.scope, community=community), text=text, author=town.author)


def doors(town: Town) -> int:
    return standing(town.scope, at=NOW).region["listed"]


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_roster_of_any_layout_finds_the_framed_doors(town: Town, name: str, tmp_path: Path) -> None:
    remember(town, MEMORY)
    in_yards = [home for home in HOMES if home.on_street and home.room]
    new = 0
    for path in LAYOUTS[name](HOMES, tmp_path):
        found = town.look(path).matched
        assert not any(verdict.kind == "held" for verdict in found.verdicts)
        new += len(found.new)
    # Who frames a street from memory knows its houses and not the doors within their yards.
    assert new == len({(home.building, home.room) for home in in_yards})


@pytest.mark.parametrize("name", ["小府.xlsx", "东关.xls", "桥南.csv"])
def test_a_real_roster_finds_what_was_framed_of_it(town: Town, name: str) -> None:
    path = Path(__file__).parent.parent / "data" / "rosters" / name
    roster = town.look(path).matched
    lines = sorted({line for door in roster.new.values() if (line := sentence(door.place))})
    some = random.Random(3).sample(lines, k=60)  # noqa: S311
    remember(town, "\n".join(some), community=roster.register.name)
    found = town.look(path).matched
    framed = {key for key in roster.new if key in found.register.doors}
    assert len(framed) > 60
    assert set(found.new) == set(roster.new) - framed
    assert not any(verdict.kind == "held" for verdict in found.verdicts)


def sentence(place: Place) -> str:
    """What somebody who knows this door says of its floor or house; nothing where no sentence makes such doors."""
    if place.building and place.stairwell and place.room.isdigit() and place.floor:
        return f"{place.compound} {place.building}号楼 第{place.stairwell}单元 {place.floor}-{place.floor}层 每层2户"
    return f"{place.compound} {place.room}" if place.kind == "street" and place.room[:-1].isdigit() else ""


def test_framed_doors_get_their_people_and_stay_framed(town: Town, roster: Roster) -> None:
    remember(town, "水利小区 3号楼 4单元 6层 一梯两户")
    town.take(
        roster([("水利小区", "3", "2", "0402", "王小明", "", "13800000000"), ("水利小区", "3", "2", "402", "李华")])
    )
    assert doors(town) == 48
    people = database.rows(
        "SELECT source, persons FROM dwelling WHERE region_id = %s AND persons IS NOT NULL", [town.region.region_id]
    )
    assert list(people) == [("framed", 2)]


def test_a_roster_without_stairwells_finds_the_only_door_of_that_number(town: Town, roster: Roster) -> None:
    remember(town, "水利小区 3号楼 4单元 6层 一梯两户 门牌通排\n水利小区 5号楼 2单元 3层 一梯两户")
    found = town.look(roster([("水利小区", "3", "", "607", "王小明"), ("水利小区", "5", "", "301", "李华")])).matched
    assert not found.new
    assert [verdict.reason for verdict in found.verdicts if verdict.kind == "held"] == ["no_building"]
    assert [change.known.label for change in found.changed] == ["607"]


def test_a_roster_with_stairwells_finds_the_door_of_a_building_that_was_not_divided(town: Town, roster: Roster) -> None:
    remember(town, "水利小区 A座 不分单元 3层 每层4户 底商2间")
    rows = [("水利小区", "A座", "1", "303", "王小明"), ("水利小区", "A座", "", "商铺2", "李华")]
    assert not town.look(roster(rows)).matched.new
    twins = [("水利小区", "A座", "1", "303", "王小明"), ("水利小区", "A座", "2", "303", "李华")]
    assert len(town.look(roster(twins)).matched.new) == 2


def test_a_roster_first_and_memory_later_makes_none_twice_either(town: Town, roster: Roster) -> None:
    town.take(roster([("水利小区", "3", "2", "402", "王小明"), ("水利小区", "3", "2", "702", "李华")]))
    remember(town, "水利小区 3号楼 4单元 6层 一梯两户")
    assert doors(town) == 49

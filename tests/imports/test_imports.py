"""Rosters go into the register as differences, and nothing is guessed or lost on the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bulou.ground import database
from bulou.ledger import verify
from bulou.projections.crosscheck import differences
from bulou.projections.standing import standing
from bulou.rosters.writing import write
from bulou.vault import sealing

from .conftest import NOW, Roster, Town

DATA = Path(__file__).parent.parent / "data" / "rosters"
GIVEN = ("小府.xlsx", "东关.xls", "桥南.csv")
LI = ("水利小区", "3", "2", "401", "李四", "14262319800101123X", "13800000001")
WANG = ("水利小区", "3", "2", "401", "王五", "", "13800000002")


@pytest.mark.engine
@pytest.mark.parametrize("name", GIVEN)
def test_a_roster_that_is_written_gives_the_register_exactly_what_is_in_it(town: Town, name: str) -> None:
    truth = json.loads((DATA / name).with_suffix(".truth.json").read_text(encoding="utf-8"))
    found, import_id = town.take(DATA / name)
    assert import_id is not None
    ((community, figures),) = standing(town.scope, at=NOW).communities
    assert community.name == truth["community"]
    assert figures["listed"] == sum(c["doors"] for c in truth["compounds"].values())
    assert figures["residents"] == sum(c["persons"] for c in truth["compounds"].values())
    lines = {line.name: line for line in town.look(DATA / name).compounds()}
    for compound, counted in truth["compounds"].items():
        assert (lines[compound].registered_doors, lines[compound].registered_persons) == (
            counted["doors"],
            counted["persons"],
        )
    assert found.rows["created"] == figures["listed"]
    assert not list(differences(town.region.region_id))
    assert not list(verify.faults(town.region.region_id))


@pytest.mark.parametrize("name", GIVEN)
def test_the_same_file_twice_changes_nothing(town: Town, name: str) -> None:
    first, _ = town.take(DATA / name)
    facts = verify.count(town.region.region_id)
    again, import_id = town.take(DATA / name)
    assert import_id is None
    assert verify.count(town.region.region_id) == facts
    assert again.rows["matched"] == first.rows["total"] - first.rows["ignored"]
    assert again.rows["total"] == first.rows["total"] == again.rows["matched"] + again.rows["ignored"]


def test_a_second_list_adds_the_people_it_names_and_loses_nobody(town: Town, roster: Roster) -> None:
    town.take(roster([LI]))
    found, _ = town.take(roster([WANG]))
    assert found.rows == {"total": 2, "created": 0, "merged": 1, "matched": 0, "held": 0, "ignored": 1}
    assert _persons(town) == [2]
    assert _sealed_names(town) == {"李四", "王五"}
    assert town.look(roster([LI, WANG])).rows["matched"] == 2


def test_fewer_people_are_taken_away_only_when_the_list_is_said_to_be_newer(town: Town, roster: Roster) -> None:
    town.take(roster([LI, WANG]))
    kept, import_id = town.take(roster([LI]))
    assert import_id is None
    assert [(door.registered, door.listed) for door in kept.fewer] == [(2, 1)]
    assert _persons(town) == [2]
    town.take(roster([LI]), newer=True)
    assert _persons(town) == [1]


def test_two_rooms_of_one_number_in_two_stairwells_are_two_doors(town: Town, roster: Roster) -> None:
    town.take(roster([LI, ("水利小区", "3", "1", "401", "赵六")]))
    assert _persons(town) == [1, 1]


def test_a_compound_that_resembles_a_known_one_is_held_until_somebody_decides(town: Town, roster: Roster) -> None:
    town.take(roster([LI]))
    slip = roster([("水力小区", "3", "2", "401", "李四", "14262319800101123X"), ("水力小区", "3", "2", "402", "钱七")])
    found, _ = town.take(slip)
    assert _column(town, "state", "held_row") == ["open", "open"]
    assert (found.rows["held"], found.rows["created"]) == (2, 0)
    assert [(d.name, d.resembles, d.rows) for d in found.doubts] == [("水力小区", "水利小区", 2)]
    same, _ = town.take(slip, decided={"水力小区": "水利小区"})
    assert (same.rows["matched"], same.rows["created"], same.rows["held"]) == (1, 1, 0)
    assert _column(town, "name", "compound") == ["水利小区"]
    assert _column(town, "state", "held_row") == ["imported", "imported"]


def test_a_compound_that_really_is_new_is_listed_when_somebody_says_so(town: Town, roster: Roster) -> None:
    town.take(roster([LI]))
    town.take(roster([("水力小区", "1", "1", "101", "钱七")]), decided={"水力小区": "new"})
    assert set(_column(town, "name", "compound")) == {"水利小区", "水力小区"}


def test_a_compound_of_another_community_is_held(town: Town, roster: Roster) -> None:
    town.take(roster([LI]))
    found, _ = town.take(roster([LI], name="西关.csv"))
    assert not found.matched.new
    assert [(d.reason, d.resembles) for d in found.doubts] == [("elsewhere", "东关")]


def test_compounds_told_apart_by_a_number_or_a_side_are_not_taken_for_slips(town: Town, roster: Roster) -> None:
    town.take(roster([("东苑小区", "1", "1", "101", "甲某"), ("水利一区", "1", "1", "101", "乙某")]))
    found, _ = town.take(roster([("西苑小区", "1", "1", "101", "丙某"), ("水利二区", "1", "1", "101", "丁某")]))
    assert not found.doubts
    assert found.rows["created"] == 2


def test_an_identity_number_never_enters_the_database_whole(town: Town, roster: Roster) -> None:
    found, _ = town.take(roster([LI]))
    assert found.dropped.numbers == 1
    assert "备注" in found.dropped.columns
    (contact,) = _contacts(town)
    assert contact["number_last4"] == "123X"
    assert contact["number_hash"] == sealing.keyed_hash(town.region.region_id, "14262319800101123X")
    assert "14262319800101123X" not in json.dumps(contact)
    written = " ".join(map(str, _column(town, "written", "fact")))
    for secret in ("李四", "13800000001", "14262319800101123X"):
        assert secret not in written


def test_a_lane_of_houses_keeps_its_walking_order(town: Town, tmp_path: Path) -> None:
    file = tmp_path / "桥南.csv"
    numbers = ("12号之3", "2号", "12号", "101号")
    file.write_text("\n".join(["住址,姓名", *(f"桥南街{n},张三" for n in numbers)]), encoding="utf-8")
    town.take(file)
    assert _column(town, "kind", "stairwell") + _column(town, "label", "stairwell") == ["lane", "桥南街"]
    walked = _column(town, "label", "dwelling", order="sort")
    assert walked == ["2号", "12号", "12号之3", "101号"]


def test_an_import_that_broke_off_is_finished_by_importing_again(town: Town, roster: Roster) -> None:
    first = roster([LI])
    town.take(first)  # as if the process had stopped after the first door of two
    found, _ = town.take(roster([LI, ("水利小区", "3", "2", "402", "钱七")]))
    assert (found.rows["created"], found.rows["matched"]) == (1, 1)
    assert sorted(_persons(town)) == [1, 1]


def test_a_door_that_was_withdrawn_comes_back_under_its_old_id(town: Town, roster: Roster) -> None:
    town.take(roster([LI]))
    before = _column(town, "id", "dwelling")
    database.run("UPDATE dwelling SET withdrawn = %s WHERE region_id = %s", [True, town.region.region_id])
    town.take(roster([LI]))
    assert _column(town, "id", "dwelling") == before
    assert not any(_column(town, "withdrawn", "dwelling"))


def test_progress_is_told_in_doors_and_ends_at_all_of_them(town: Town) -> None:
    found = town.look(DATA / "桥南.csv")
    told: list[tuple[int, int]] = []
    write(found.matched, author=town.author, file_hash=found.file_hash, progress=lambda d, n: told.append((d, n)))
    assert told[-1] == (1355, 1355)
    assert len(told) > 1
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def _column(town: Town, column: str, table: str, *, order: str = "region_id") -> list[object]:
    sql = f"SELECT {column} FROM {table} WHERE region_id = %s ORDER BY {order}"
    return [row[0] for row in database.rows(sql, [town.region.region_id])]


def _persons(town: Town) -> list[int]:
    return [int(str(one)) for one in _column(town, "persons", "dwelling", order="sort")]


def _contacts(town: Town) -> list[dict[str, object]]:
    facts = {str(one) for one in _column(town, "fact_id", "vault_sealed")}
    opened = sealing.open_parts(
        town.region.region_id, facts, by=town.region.region_id, purpose="t", subject="t", now=NOW
    )
    return [contact for part in opened.values() for contact in part.content.get("contacts", [])]


def _sealed_names(town: Town) -> set[object]:
    return {contact["name"] for contact in _contacts(town)}

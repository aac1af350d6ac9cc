"""A compound that was renamed, or that people call otherwise, is found by all its names."""

from __future__ import annotations

import json

from bulou.core.kernel.ids import Id
from bulou.core.territory.facts import (
    BuildingAlsoCalled,
    BuildingListed,
    CompoundAlsoCalled,
    CompoundListed,
    StairwellAlsoCalled,
)
from bulou.ground import database
from bulou.intake.said import Saying
from bulou.intake.say import say
from bulou.projections.rebuild import rebuild
from bulou.projections.standing import standing
from bulou.rosters.undoing import undo, undoing

from .conftest import NOW, Roster, Town

LI = ("水利小区", "3", "2", "401", "李四", "14262319800101123X", "13800000001")
CINEMA = ("老电影公司院", "3", "2", "401", "李四", "14262319800101123X", "13800000001")
SLIP = ("水力小区", "3", "2", "401", "李四", "14262319800101123X", "13800000001")


def said(town: Town, kind: str, place: Id, body: object) -> None:
    town.now += 60_000
    saying = Saying(subject_kind=kind, subject_id=place, body=body)  # type: ignore[arg-type]  # one of the bodies
    region = town.region
    say([saying], region_id=region.region_id, by=region.region_id, now=town.now, zone=region.zone, trusted=True)


def place(town: Town, table: str) -> tuple[Id, Id]:
    """The only place of its kind, and what it lies in."""
    above = {"compound": "community_id", "building": "compound_id", "stairwell": "compound_id"}[table]
    ((id_, parent),) = database.rows(f"SELECT id, {above} FROM {table} WHERE region_id = %s", [town.region.region_id])
    return id_, parent


def other_names(town: Town, table: str = "compound") -> list[str]:
    ((names,),) = database.rows(f"SELECT other_names FROM {table} WHERE region_id = %s", [town.region.region_id])
    return list(json.loads(names))


def listed(town: Town) -> int:
    return standing(town.scope, at=NOW).region["listed"]


def test_a_renamed_compound_is_matched_by_its_old_and_new_name(town: Town, roster: Roster) -> None:
    town.take(roster([LI]))
    compound, community = place(town, "compound")
    said(town, "compound", compound, CompoundListed(community_id=community, name="滨河新苑"))
    assert other_names(town) == ["水利小区"]
    for name in ("水利小区", "滨河新苑"):
        found = town.look(roster([(name, *LI[1:])]))
        assert (found.rows["matched"], found.rows["created"], found.doubts) == (1, 0, [])
        (line,) = found.compounds()
        assert (line.state, line.registered_doors) == ("known", 1)
    rebuild(town.region.region_id)
    assert other_names(town) == ["水利小区"]


def test_a_nickname_is_matched_and_a_new_door_goes_into_the_compound(town: Town, roster: Roster) -> None:
    town.take(roster([LI]))
    compound, _ = place(town, "compound")
    said(town, "compound", compound, CompoundAlsoCalled(names=("老电影公司院",)))
    town.take(roster([CINEMA, ("老电影公司院", "3", "2", "402", "钱七")]))
    assert listed(town) == 2
    assert len(database.rows("SELECT id FROM compound WHERE region_id = %s", [town.region.region_id])) == 1


def test_other_numbers_of_buildings_and_stairwells_are_matched(town: Town, roster: Roster) -> None:
    town.take(roster([LI]))
    building, compound = place(town, "building")
    said(town, "building", building, BuildingAlsoCalled(names=("甲",)))
    stairwell, _ = place(town, "stairwell")
    said(town, "stairwell", stairwell, StairwellAlsoCalled(names=("东",)))
    found = town.look(roster([("水利小区", "甲", "东", *LI[3:])]))
    assert found.rows["matched"] == 1
    said(town, "building", building, BuildingListed(compound_id=compound, label="30"))
    assert sorted(other_names(town, "building")) == ["3", "甲"]
    assert town.look(roster([LI])).rows["matched"] == 1


def test_what_a_place_is_called_now_is_no_other_places_old_name(town: Town, roster: Roster) -> None:
    town.take(roster([LI]))
    compound, community = place(town, "compound")
    said(town, "compound", compound, CompoundListed(community_id=community, name="滨河新苑"))
    town.take(roster([LI]), decided={"水利小区": "new"})
    assert listed(town) == 2
    found = town.look(roster([LI]))
    assert [line.name for line in found.compounds()] == ["水利小区"]
    assert found.rows["matched"] == 1


def test_a_name_that_two_compounds_share_is_for_a_person_to_decide(town: Town, roster: Roster) -> None:
    town.take(roster([LI, ("府西苑", "1", "1", "101", "甲某")]))
    for (compound,) in database.rows("SELECT id FROM compound WHERE region_id = %s", [town.region.region_id]):
        said(town, "compound", compound, CompoundAlsoCalled(names=("大院",)))
    found = town.look(roster([("大院", "3", "2", "401", "李四")]))
    assert [doubt.name for doubt in found.doubts] == ["大院"]
    assert found.rows["held"] == 1


def test_a_decision_about_a_doubtful_name_is_remembered_and_undone_with_its_import(town: Town, roster: Roster) -> None:
    town.take(roster([LI]))
    found, import_id = town.take(roster([SLIP]), decided={"水力小区": "水利小区"})
    assert import_id is not None
    assert other_names(town) == ["水力小区"]
    assert town.look(roster([SLIP])).rows["matched"] == 1
    town.now += 60_000
    undo(undoing(town.region.region_id, import_id), import_id=import_id, author=town.author)
    assert other_names(town) == []
    assert town.look(roster([SLIP])).doubts
    assert found.community == "东关"


def test_another_communitys_nickname_is_not_made_a_new_compound(town: Town, roster: Roster) -> None:
    town.take(roster([LI]))
    compound, _ = place(town, "compound")
    said(town, "compound", compound, CompoundAlsoCalled(names=("老电影公司院",)))
    found = town.look(roster([CINEMA], name="西关.csv"))
    assert [(doubt.reason, doubt.resembles) for doubt in found.doubts] == [("elsewhere", "东关")]

"""Framing at the door: who finds a stairwell beside his own lists it into his grid; nobody takes what is another's."""

from __future__ import annotations

import pytest

from bulou.core.kernel.ids import Id
from bulou.core.territory.facts import DwellingListed, DwellingWithdrawn, StairwellAssigned, StairwellListed
from bulou.core.territory.framing.ids import framed_id
from bulou.ground import database
from bulou.intake.said import Saying, new_id
from bulou.intake.say import NotSaid
from bulou.projections.crosscheck import differences
from bulou.projections.read import read
from bulou.projections.rebuild import rebuild
from bulou.projections.standing import standing
from bulou.projections.views.figures import Areas
from tests.town import NOW, Town


def building_of(town: Town, stairwell: str) -> Id:
    found = database.one(
        "SELECT building_id FROM stairwell WHERE region_id = %s AND id = %s",
        [town.region_id, town.stairwells[stairwell]],
    )
    assert found
    return str(found[0])


def found_beside(town: Town, *, grid: str | None = "东关 1", label: str = "3") -> list[Saying]:
    """A stairwell of two doors that nobody listed, in the building of 水利小区 1-1."""
    building = building_of(town, "水利小区 1-1")
    stairwell = framed_id("stairwell", parent=building, label=label)
    body = StairwellListed(
        compound_id=town.compounds["水利小区"], building_id=building, label=label, sort=300,
        grid_id=town.grids[grid] if grid else None,
    )  # fmt: skip
    doors = [
        Saying(
            subject_kind="dwelling",
            subject_id=framed_id("dwelling", parent=stairwell, label=room),
            body=DwellingListed(stairwell_id=stairwell, label=room, floor=1, source="framed"),
        )
        for room in ("101", "102")
    ]
    return [Saying(subject_kind="stairwell", subject_id=stairwell, body=body), *doors]


def listed(town: Town) -> int:
    return standing(town.scope, at=NOW).region["listed"]


def test_a_worker_frames_a_stairwell_beside_his_own_and_it_is_in_his_grid(town: Town) -> None:
    before = listed(town)
    town.say(*found_beside(town), by="grid_worker", at=NOW)
    assert listed(town) == before + 2
    stairwell = found_beside(town)[0].subject_id
    assert [one.grid_id for one in read(town.scope, Areas()) if one.id == stairwell] == [town.grids["东关 1"]]


def test_two_workers_who_frame_the_same_stairwell_make_one(town: Town) -> None:
    before = listed(town)
    town.say(*found_beside(town), by="grid_worker", at=NOW)
    town.say(*found_beside(town), by="volunteer", at=NOW)
    assert listed(town) == before + 2
    assert not list(differences(town.region_id))


def test_without_a_grid_or_in_somebody_elses_it_does_not_count(town: Town) -> None:
    for grid in (None, "桥南 2"):
        with pytest.raises(NotSaid):
            town.say(*found_beside(town, grid=grid), by="grid_worker", at=NOW)


def test_nobody_frames_a_stairwell_away_into_his_own_grid(town: Town) -> None:
    taken = town.stairwells["河边小区 1-1"]
    found = database.one("SELECT compound_id FROM stairwell WHERE region_id = %s AND id = %s", [town.region_id, taken])
    assert found
    body = StairwellListed(compound_id=found[0], label="1", grid_id=town.grids["东关 1"])
    with pytest.raises(NotSaid):
        town.say(Saying(subject_kind="stairwell", subject_id=taken, body=body), by="grid_worker", at=NOW)


def test_the_desk_draws_it_elsewhere_and_listing_it_again_changes_nothing_of_that(town: Town) -> None:
    said = found_beside(town)
    town.say(*said, by="grid_worker", at=NOW)
    assigned = StairwellAssigned(grid_id=None)
    town.say(
        Saying(subject_kind="stairwell", subject_id=said[0].subject_id, body=assigned), by="director", at=NOW + 1000
    )
    town.say(said[0], by="director", at=NOW + 2000)
    rebuild(town.region_id)
    assert [one.grid_id for one in read(town.scope, Areas()) if one.id == said[0].subject_id] == [None]


def test_a_framed_door_at_the_desk_is_not_taken_back_by_its_worker(town: Town) -> None:
    said = found_beside(town)
    town.say(*said, by="grid_worker", at=NOW)
    withdrawn = Saying(
        subject_kind="dwelling", subject_id=said[1].subject_id, body=DwellingWithdrawn(), supersedes=(new_id(NOW),)
    )
    with pytest.raises(NotSaid):
        town.say(withdrawn, by="grid_worker", at=NOW)

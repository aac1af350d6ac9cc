"""Grids are proposed, accepted and redrawn without touching a door."""

from __future__ import annotations

import re

from django.test import Client

from bulou.core.planning.redrawing import kept_grids
from bulou.projections.read import read
from bulou.projections.views.register import ListedDoors, ListedStairwells
from bulou.projections.views.territory import Grids
from tests.town import Town

from .conftest import Desk


def address(town: Town) -> str:
    return f"/r/jixian/grids/{town.communities['东关']}"


def grid_of(town: Town) -> dict[str, str | None]:
    rows = read(town.scope, ListedStairwells(community_id=town.communities["东关"]))
    return {row.id: row.grid_id for row in rows}


def divided(town: Town, client: Client, into: int) -> None:
    page = client.get(address(town), {"into": into}).content.decode()
    found = re.search(r'name="print" value="(\w+)"', page)
    assert found
    client.post(address(town), {"into": into, "print": found[1]})


def test_a_proposal_changes_nothing_until_it_is_accepted(town: Town, desk: Desk) -> None:
    before = grid_of(town)
    assert "方案" in desk("clerk").get(address(town), {"into": 2}).content.decode()
    assert grid_of(town) == before


def test_an_accepted_division_puts_every_stairwell_into_one_grid_and_keeps_every_door(town: Town, desk: Desk) -> None:
    doors = read(town.scope, ListedDoors(community_id=town.communities["东关"]))
    divided(town, desk("clerk"), 2)
    assert len(set(grid_of(town).values())) == 2
    assert None not in grid_of(town).values()
    assert read(town.scope, ListedDoors(community_id=town.communities["东关"])) == doors
    assert town.grids["东关 1"] in grid_of(town).values()


def test_a_proposal_for_other_doors_than_shown_is_not_accepted(town: Town, desk: Desk) -> None:
    before = grid_of(town)
    desk("clerk").post(address(town), {"into": 3, "print": "something else"})
    assert grid_of(town) == before


def test_a_stairwell_moves_by_hand_to_a_new_grid_of_its_community(town: Town, desk: Desk) -> None:
    lane = town.stairwells["学背巷"]
    desk("clerk").post(address(town), {"stairwell": lane, "grid": "new"})
    (added,) = [grid for grid in read(town.scope, Grids()) if grid.id not in town.grids.values()]
    assert grid_of(town)[lane] == added.id
    assert added.community_id == town.communities["东关"]


def test_a_stairwell_does_not_move_to_a_grid_of_another_community(town: Town, desk: Desk) -> None:
    before = grid_of(town)
    desk("clerk").post(address(town), {"stairwell": town.stairwells["学背巷"], "grid": town.grids["桥南 2"]})
    assert grid_of(town) == before


def test_the_page_adds_up_to_the_doors_of_the_community(town: Town, desk: Desk) -> None:
    page = desk("clerk").get("/r/jixian/grids").content.decode()
    assert "水利小区" in page
    assert '<td class="number">29</td>' in page


def test_somebody_without_the_right_sees_no_grids_page(town: Town, desk: Desk) -> None:
    town.engage("包片", "tract_cadre", "community", town.communities["东关"], key="cadre")
    assert desk("cadre").get("/r/jixian/grids").status_code == 403


def test_redrawing_keeps_each_grid_where_most_of_its_doors_are() -> None:
    assert kept_grids([{"a": 5, "b": 90}, {"a": 60}, {}], grids=["a", "b"]) == ["b", "a", None]
    assert kept_grids([{"a": 5}, {"a": 60}], grids=["a", "b"]) == ["b", "a"]

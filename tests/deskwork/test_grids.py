"""Grids are proposed, accepted and redrawn without touching a door."""

from __future__ import annotations

import re

from django.test import Client

from bulou.core.planning.redrawing import kept_grids
from bulou.ground.words import catalogue
from bulou.projections.read import read
from bulou.projections.views.register import ListedDoors, ListedStairwells
from bulou.projections.views.territory import Grids
from tests.town import Town

from .conftest import Desk

WORDS = catalogue("zh")


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
    shown = desk("clerk").get(address(town), {"into": 2}).content.decode()
    assert "方案" in shown
    assert WORDS["grids.redraw.open"].split("{")[0] in shown  # a round is under way
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
    desk("clerk").post(address(town), {"stairwell": lane, "grid": "new", "confirm": "1"})
    (added,) = [grid for grid in read(town.scope, Grids()) if grid.id not in town.grids.values()]
    assert grid_of(town)[lane] == added.id
    assert added.community_id == town.communities["东关"]


def test_a_stairwell_does_not_move_to_a_grid_of_another_community(town: Town, desk: Desk) -> None:
    before = grid_of(town)
    desk("clerk").post(
        address(town), {"stairwell": town.stairwells["学背巷"], "grid": town.grids["桥南 2"], "confirm": "1"}
    )
    assert grid_of(town) == before


def _move(town: Town, client: Client, **said: str) -> str:
    return client.post(address(town), {"grid": "new", **said}).content.decode()


def test_a_whole_compound_is_ticked_and_nothing_changes_before_it_is_confirmed(town: Town, desk: Desk) -> None:
    clerk, before = desk("clerk"), grid_of(town)
    shown = _move(town, clerk, compound=town.compounds["水利小区"])
    assert grid_of(town) == before
    hidden = re.findall(r'name="stairwell" value="(\w+)"', shown)
    assert set(hidden) == {town.stairwells["水利小区 1-1"], town.stairwells["水利小区 1-2"]}
    assert WORDS["grids.redraw.done"].format(n=5) in shown
    assert WORDS["grids.redraw.due"].format(n=1) in shown
    clerk.post(address(town), {"grid": "new", "confirm": "1", "stairwell": hidden})
    after = grid_of(town)
    assert after[hidden[0]] == after[hidden[1]] != before[hidden[0]]
    assert after[town.stairwells["学背巷"]] == town.grids["东关 1"]


def test_the_preview_names_phones_that_may_still_hold_something(town: Town, desk: Desk) -> None:
    town.phone("grid_worker")
    assert "张网格" in _move(town, desk("clerk"), stairwell=town.stairwells["学背巷"])


def test_a_change_is_taken_back_as_far_as_nobody_moved_it_again(town: Town, desk: Desk) -> None:
    clerk, before = desk("clerk"), grid_of(town)
    _move(town, clerk, compound=town.compounds["水利小区"], confirm="1")
    assert grid_of(town) != before
    page = clerk.get(address(town)).content.decode()
    moment = re.search(r'name="at" value="(\d+)"', page)
    assert moment
    assert clerk.post(f"{address(town)}/undo", {"at": "1"}).status_code == 302
    assert grid_of(town) != before
    assert clerk.post(f"{address(town)}/undo", {"at": moment[1]}).status_code == 302
    assert grid_of(town) == before


def test_the_notice_says_in_words_what_a_grid_holds_and_where_it_ends(town: Town, desk: Desk) -> None:
    clerk, grid = desk("clerk"), town.grids["东关 1"]
    notice = clerk.get(f"{address(town)}/notice").content.decode()
    assert WORDS["grids.sentence"].format(parts="水利小区；学背巷", doors=29, persons=87) in notice
    assert "张网格、刘志愿" in notice
    text = "东至水利局巷，南至滨河路"
    assert clerk.post(f"{address(town)}/{grid}/boundary", {"boundary": text}).status_code == 302
    assert text in clerk.get(f"{address(town)}/notice").content.decode()
    assert [row.number for row in read(town.scope, Grids())] == [1, 2]
    other = f"{address(town)}/{town.grids['桥南 2']}/boundary"
    assert clerk.post(other, {"boundary": text}).status_code == 404


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

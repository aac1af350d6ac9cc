"""The chain of responsibility on the desk: at a door, as a table to put up, with partner units and stand-ins."""

from __future__ import annotations

import pytest
from django.test import Client

from bulou.core.kernel.instants import MINUTE
from bulou.core.people.facts import AbsenceRecorded, PostTaken
from bulou.core.territory.facts import StairwellAssigned
from bulou.core.visits.facts import VisitRecorded
from bulou.ground.words import catalogue
from bulou.intake.said import Saying, new_id
from bulou.projections.read import read
from bulou.projections.standing import standing
from bulou.projections.views.chain import partner_units
from bulou.projections.views.register import ListedBuildings
from tests.desk.conftest import signed_in
from tests.town import NOW, OPENED, Town

WORDS = catalogue("zh")


def a_whole_chain(town: Town) -> None:
    """Somebody in every rank over 水利小区 1-1."""
    building = read(town.scope, ListedBuildings(community_id=town.communities["东关"]))[0].id
    town.engage("孙单元", "building_head", "stairwell", town.stairwells["水利小区 1-1"])
    town.engage("周楼栋", "building_head", "building", building)
    town.engage("吴包片", "tract_cadre", "compound", town.compounds["水利小区"])
    town.engage("郑领导", "community_leader", "community", town.communities["东关"])


def assign_unit(reader: Client, town: Town, *, area: str, unit: str = "县水利局") -> int:
    form = {"unit": unit, "area": area, "contact_name": "冯科长", "contact_phone": "13900002222"}
    return reader.post(f"/r/{town.region.code}/people/units", form).status_code


def test_a_door_shows_its_chain_from_the_stairwell_up_to_the_partner_unit(town: Town, director: Client) -> None:
    a_whole_chain(town)
    assert assign_unit(director, town, area=f"compound:{town.compounds['水利小区']}") == 302
    page = director.get(f"/r/{town.region.code}/doors/{town.doors['水利小区 1-1-401']}").content.decode()
    chain = page[page.index('id="chain"') : page.index("</section>", page.index('id="chain"'))]
    order = [chain.index(one) for one in ("孙单元", "周楼栋", "张网格", "吴包片", "郑领导", "县水利局")]
    assert order == sorted(order)
    for post in ("stairwell", "building"):
        assert WORDS[f"post.building_head.{post}"] in chain
    assert "冯科长" not in page
    assert "13900002222" not in page


def test_another_building_has_no_part_in_it(town: Town, director: Client) -> None:
    a_whole_chain(town)
    page = director.get(f"/r/{town.region.code}/doors/{town.doors['学背巷 1号']}").content.decode()
    assert "周楼栋" not in page
    assert "郑领导" in page


def test_a_unit_is_released_and_nobody_from_elsewhere_can_do_so(town: Town, director: Client) -> None:
    assert assign_unit(director, town, area=f"community:{town.communities['东关']}") == 302
    unit = partner_units(town.scope, at=NOW)[town.communities["东关"]][0].id
    address = f"/r/{town.region.code}/people/units/{unit}/release"
    assert signed_in(town, "other_secretary").post(address).status_code == 403
    assert signed_in(town, "secretary").post(address).status_code == 302
    assert partner_units(town.scope, at=NOW + 1) == {}


@pytest.mark.parametrize("area", ["moon:1", "grid:x", ""])
def test_a_form_for_a_unit_that_no_page_sends_is_refused(town: Town, director: Client, area: str) -> None:
    assert assign_unit(director, town, area=area) == 400


def test_the_table_joins_stairwells_with_one_chain_and_marks_what_nobody_owns(town: Town, director: Client) -> None:
    town.engage("孙单元", "building_head", "stairwell", town.stairwells["水利小区 1-1"])
    page = director.get(f"/r/{town.region.code}/people/chain").content.decode()
    assert "水利小区1号楼1单元" in page.replace(" ", "")
    assert page.count('class="keep alarm"') == 1  # 河边小区, in a grid that nobody has
    assert "13812345678" not in page
    one = director.get(f"/r/{town.region.code}/people/chain?community={town.communities['桥南']}").content.decode()
    assert "河边小区" in one
    assert "孙单元" not in one
    assert director.get(f"/r/{town.region.code}/people/chain?community={'0' * 32}").status_code == 404


def test_the_doors_of_somebody_who_is_away_are_unowned_until_somebody_stands_in(town: Town, director: Client) -> None:
    away, since = town.posts["grid_worker"], "2020-01-30T18:00:00+08:00"
    for post in (away, town.posts["volunteer"]):
        town.say(
            Saying(subject_kind="post", subject_id=post, body=AbsenceRecorded(since=since)), by="secretary", at=NOW
        )
    assert standing(town.scope, at=NOW).region["unowned"] == 33
    body = PostTaken(
        person_id=town.people["clerk"], post="grid_worker", area_kind="grid", area_id=town.grids["东关 1"],
        since=since, stands_in_for=away,
    )  # fmt: skip
    town.say(Saying(subject_kind="post", subject_id=new_id(OPENED), body=body), by="secretary", at=NOW)
    assert standing(town.scope, at=NOW).region["unowned"] == 4
    page = director.get(f"/r/{town.region.code}/doors/{town.doors['学背巷 1号']}").content.decode()
    assert WORDS["chain.for"].format(name="张网格") in page
    assert WORDS["chain.away"] in page


def test_a_building_head_reads_and_writes_in_the_own_building_only(town: Town) -> None:
    a_whole_chain(town)
    town.visit("水利小区 1-2-101", VisitRecorded(outcome="screened", persons=2), by="周楼栋", at=NOW)
    with pytest.raises(PermissionError):
        town.visit("学背巷 2号", VisitRecorded(outcome="screened", persons=2), by="周楼栋", at=NOW)


def test_a_door_shows_which_grid_it_lay_in_when(town: Town, director: Client) -> None:
    body = StairwellAssigned(grid_id=town.grids["桥南 2"])
    moved = Saying(subject_kind="stairwell", subject_id=town.stairwells["学背巷"], body=body)
    town.say(moved, by="director", at=NOW - MINUTE)
    page = director.get(f"/r/{town.region.code}/doors/{town.doors['学背巷 1号']}").content.decode()
    chain = page[page.index('id="chain"') :]
    now, before = (WORDS["people.grid"].format(number=number) for number in (2, 1))
    assert chain.index(now) < chain.index("19:45") < chain.index(before)

"""The plan: every building where the register has it, its numbers those of the lists that it opens."""

from __future__ import annotations

import re

from django.test import Client

from bulou.core.visits.facts import VisitRecorded
from bulou.projections.standing import standing
from tests.desk.conftest import signed_in
from tests.town import NOW, Town

CELL = re.compile(
    r'<a href="([^"]+)" class="plan-building">.*?class="plan-name"[^>]*>([^<]+)<.*?<title>([^<]+)<', re.DOTALL
)


def _cells(client: Client, town: Town, community: str = "东关") -> list[tuple[str, str]]:
    page = client.get(f"/r/{town.region.code}/plan?community={town.communities[community]}")
    assert page.status_code == 200
    return [(address, f"{name}：{told}") for address, name, told in CELL.findall(page.content.decode())]


def test_what_is_owed_on_the_plan_is_the_length_of_the_list_behind_it(town: Town, director: Client) -> None:
    owed = 0
    for address, label in _cells(director, town):
        number = int(re.search(r"还差 (\d+) 户", label)[1])  # type: ignore[index]  # or it fails
        page = director.get(address.replace("&amp;", "&")).content.decode()
        assert re.search(rf'<h1>[^<]+<span class="total[^"]*">{number} 户', page), address
        owed += number
    figures = next(one for row, one in standing(town.scope, at=NOW).communities if row.name == "东关")
    assert owed == figures["owed"]


def test_buildings_and_lanes_are_cells_and_an_unframed_compound_says_so(town: Town, director: Client) -> None:
    assert [label.partition("：")[0] for _, label in _cells(director, town)] == ["1号楼", "学背巷"]
    page = director.get(f"/r/{town.region.code}/plan?community={town.communities['桥南']}").content.decode()
    assert "新村" in page
    assert "还没有建档" in page or "未建档" in page


def test_the_list_behind_a_cell_keeps_to_it_over_its_pages(town: Town, director: Client) -> None:
    address = _cells(director, town)[0][0]
    page = director.get(f"{address}&reason=refused").content.decode()
    assert "302" in page
    assert "building=" in director.get(address).content.decode()


def test_a_cell_whose_doors_are_all_closed_opens_the_building(town: Town, director: Client) -> None:
    for number in (2, 3, 4, 5):
        town.visit(f"学背巷 {number}号", VisitRecorded(outcome="screened", persons=1))
    town.visit("学背巷 1号", VisitRecorded(outcome="screened", persons=1))
    address, label = _cells(director, town)[1]
    assert "全部已结" in label
    assert address.endswith(f"/stairwells/{town.stairwells['学背巷']}")


def test_nobody_sees_the_plan_of_another_community(town: Town) -> None:
    other = signed_in(town, "other_secretary")
    assert other.get(f"/r/{town.region.code}/plan?community={town.communities['东关']}").status_code == 404
    page = other.get(f"/r/{town.region.code}/plan").content.decode()
    assert "河边小区" in page
    town.engage("包片", "tract_cadre", "compound", town.compounds["学背巷"], key="cadre")
    assert [label.partition("：")[0] for _, label in _cells(signed_in(town, "cadre"), town)] == ["学背巷"]

"""A door's story tells everything that was said about it, and opens what is sealed only for a reason."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from bulou.core.kernel.instants import HOUR, MINUTE
from bulou.core.visits.facts import VisitRecorded
from bulou.desk.masking import masked_name, masked_phone
from bulou.ground import database
from bulou.ground.words import catalogue
from tests.desk.conftest import signed_in
from tests.town import NOW, Town

DOOR = "水利小区 1-1-102"
WORDS = catalogue("zh")


def _page(reader: Client, town: Town, door: str = DOOR) -> str:
    return reader.get(f"/r/{town.region.code}/doors/{town.doors[door]}").content.decode()


def _open(reader: Client, town: Town, **form: str) -> str:
    address = f"/r/{town.region.code}/doors/{town.doors[DOOR]}/open"
    return reader.post(address, form).content.decode()


def _openings(town: Town) -> list[str]:
    """For what purpose the contacts of a door were opened."""
    statement = "SELECT purpose FROM vault_opening WHERE region_id = %s AND subject LIKE %s"
    return sorted(row[0] for row in database.rows(statement, [town.region_id, "dwelling:%"]))


def test_the_story_names_every_fact_the_newest_first(town: Town, director: Client) -> None:
    page = _page(director, town)
    told = [WORDS["state.occupied_no_answer"], WORDS["state.no_answer"], "名册登记 3 人", WORDS["story.listed.listed"]]
    story = page.partition('<ol class="story">')[2]
    places = [story.index(words) for words in told]
    assert places == sorted(places)
    assert story.count("张网格") == 2
    assert WORDS["sign.light"] in story


def test_a_fact_that_arrived_long_after_it_was_said_is_marked(town: Town, director: Client) -> None:
    assert WORDS["story.late"] not in _page(director, town)
    phone = town.phone("grid_worker")
    visit = [(town.doors[DOOR], VisitRecorded(outcome="refused"))]
    town.push(phone, visit, said=NOW - 2 * HOUR, received=NOW - MINUTE)
    assert WORDS["story.late"] in _page(director, town)


def test_a_held_fact_is_in_the_story_and_counts_nowhere(town: Town, director: Client) -> None:
    stranger = town.phone("grid_worker")
    door = "河边小区 1-1-101"
    town.push(stranger, [(town.doors[door], VisitRecorded(outcome="screened", persons=2))], said=NOW, received=NOW)
    page = _page(director, town, door)
    assert WORDS["hold.no_right"] in page
    assert WORDS["state.untouched"] in page.partition("</h1>")[0]


def test_nobody_sees_a_name_or_number_without_opening_it(town: Town, director: Client) -> None:
    page = _page(director, town)
    assert "王小明" not in page
    assert "13812345678" not in page
    assert _openings(town) == []


def test_contacts_are_shown_masked_first_and_in_full_when_asked_again(town: Town, director: Client) -> None:
    masked = _open(director, town, purpose="find_resident")
    assert "王*明" in masked
    assert "138****5678" in masked
    assert "13812345678" not in masked
    full = _open(director, town, purpose="find_resident", full="1")
    assert "王小明" in full
    assert "13812345678" in full
    assert _openings(town) == ["find_resident", "find_resident:masked"]


def test_nothing_is_opened_without_a_purpose(town: Town, director: Client) -> None:
    refused = _open(director, town, purpose="curiosity")
    assert WORDS["desk.denied.purpose.do"] in refused
    assert "王*明" not in refused
    assert _openings(town) == []


def test_who_has_no_business_at_doors_opens_nothing(town: Town) -> None:
    town.engage("管理员", "administrator", "region", town.region_id, key="administrator")
    administrator = signed_in(town, "administrator")
    assert "王*明" not in _open(administrator, town, purpose="find_resident")
    assert _openings(town) == []


def test_reading_of_a_positive_door_is_logged(town: Town, director: Client) -> None:
    def logged() -> int:
        rows = database.rows(
            "SELECT purpose FROM vault_opening WHERE region_id = %s AND purpose = 'door_story'", [town.region_id]
        )
        return len(rows)

    _page(director, town)
    assert logged() == 0
    assert WORDS["trigger.returnee"] in _page(director, town, "水利小区 1-1-601")
    assert logged() == 1


def test_the_matrix_shows_floors_from_the_top_and_every_door_in_its_place(town: Town, director: Client) -> None:
    page = director.get(f"/r/{town.region.code}/compounds/{town.compounds['水利小区']}").content.decode()
    first = page.partition("<table>")[2].partition("</table>")[0]
    labels = re.findall(r"</svg>(\d+)", first)
    assert labels == [f"{floor}0{flat}" for floor in (6, 5, 4, 3, 2, 1) for flat in (1, 2)]
    assert first.count("tone-done") == 5
    assert first.count("tone-out") == 1


def test_a_lane_is_a_list_in_walking_order(town: Town, director: Client) -> None:
    page = director.get(f"/r/{town.region.code}/stairwells/{town.stairwells['学背巷']}").content.decode()
    assert re.findall(r"</svg>(\d号)", page) == ["1号", "2号", "3号", "4号", "5号"]


@pytest.mark.parametrize(
    ("name", "masked"), [("王小明", "王*明"), ("王明", "王*"), ("欧阳小明", "欧**明"), ("王", "*"), ("", "")]
)
def test_a_masked_name_keeps_its_ends(name: str, masked: str) -> None:
    assert masked_name(name) == masked


@pytest.mark.parametrize(("phone", "masked"), [("13812345678", "138****5678"), ("7922345", "*****45"), ("", "")])
def test_a_masked_number_keeps_enough_to_recognise_it(phone: str, masked: str) -> None:
    assert masked_phone(phone) == masked

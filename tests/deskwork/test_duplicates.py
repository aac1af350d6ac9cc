"""A door that is on the list twice: side by side, counted once, restored as it was, and no screening lost unseen."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bulou.core.territory.facts import DwellingListed
from bulou.core.visits.facts import VisitRecorded
from bulou.ground import database
from bulou.intake.said import Saying, new_id
from bulou.projections.read import read
from bulou.projections.standing import round_of, standing
from bulou.projections.views.doors import DoorCount, DoorFilter
from bulou.projections.views.duplicates import alike_pairs
from bulou.rosters.register import register_of
from tests.town import NOW, Town
from tests.wire import Store, enrolled

from .conftest import Desk

pytestmark = pytest.mark.engine
PAGE = "/r/jixian/duplicates"
KEPT = "水利小区 1-2-401"
AGAIN = "水利小区 1-2-2-401"


@pytest.fixture
def twice(town: Town) -> Town:
    """A worker added 2-401 where the roster has 401, and screened it there."""
    town.doors[AGAIN] = new_id(NOW)
    body = DwellingListed(stairwell_id=town.stairwells["水利小区 1-2"], label="2-401", floor=4, sort=99, source="added")
    town.say(Saying(subject_kind="dwelling", subject_id=town.doors[AGAIN], body=body), by="grid_worker", at=NOW)
    return town


def figures(town: Town) -> dict[str, int]:
    return standing(town.scope, at=NOW).region


def post(client: Client, town: Town, what: str, door: str, other: str = "", **more: str) -> str:
    """What the page says afterwards."""
    fields = {"what": what, "door": town.doors[door], "other": town.doors.get(other, ""), **more}
    answer = client.post(PAGE, fields)
    assert answer.status_code == 302, answer.content.decode()
    return client.get(PAGE).content.decode()


def test_the_pair_stands_side_by_side_with_who_listed_it(desk: Desk, twice: Town) -> None:
    page = desk("clerk").get(PAGE).content.decode()
    assert "1 对待定" in page
    assert page.count('class="side') == 3  # the two doors and what holds them
    assert "张网格" in page
    assert "就是同一户，留这一户" in page


def test_a_town_without_doubles_says_so(desk: Desk, town: Town) -> None:
    assert "没有疑似重复的户" in desk("clerk").get(PAGE).content.decode()


def test_the_kept_door_counts_once_and_undo_restores_the_other(desk: Desk, twice: Town) -> None:
    before, clerk = figures(twice), desk("clerk")
    page = post(clerk, twice, "keep", KEPT, AGAIN)
    assert "已合并 1 户" in page
    after = figures(twice)
    assert after["listed"] == before["listed"] - 1
    assert after["owed"] == before["owed"] - 1
    current = round_of(twice.scope)
    assert current is not None
    assert read_count(twice, current.id) == after["owed"]
    assert "已恢复" in post(clerk, twice, "undo", AGAIN)
    assert figures(twice) == before
    assert len(alike_pairs(twice.scope)) == 1


def read_count(town: Town, round_id: str) -> int:
    return read(town.scope, DoorCount(where=DoorFilter(round_id=round_id)))[0].doors


def test_a_visited_door_goes_only_when_that_was_seen_and_comes_back_with_its_visit(desk: Desk, twice: Town) -> None:
    twice.visit(AGAIN, VisitRecorded(outcome="screened", persons=2))
    before, clerk = figures(twice), desk("clerk")
    page = clerk.get(PAGE).content.decode()
    first = re.search(r'class="side first">\s*<h3><a href="[^"]*/doors/(\w+)"', page)
    assert first is not None
    assert first[1] == twice.doors[AGAIN]
    assert "那一户已经排过，这一户还没有排" in page
    assert "请先勾选" in post(clerk, twice, "keep", KEPT, AGAIN)
    assert figures(twice) == before
    post(clerk, twice, "keep", KEPT, AGAIN, sure="1")
    assert figures(twice)["screened"] == before["screened"] - 1
    assert "排查只记在并掉的这一户上" in clerk.get(PAGE).content.decode()
    kept = clerk.get(f"/r/jixian/doors/{twice.doors[KEPT]}").content.decode()
    assert f"/doors/{twice.doors[AGAIN]}" in kept
    gone = clerk.get(f"/r/jixian/doors/{twice.doors[AGAIN]}").content.decode()
    assert f"/doors/{twice.doors[KEPT]}" in gone
    assert "重复登记，已并入另一户" in gone
    post(clerk, twice, "undo", AGAIN)
    assert figures(twice) == before


def test_the_screened_one_stays_without_a_question(desk: Desk, twice: Town) -> None:
    twice.visit(AGAIN, VisitRecorded(outcome="screened", persons=2))
    before = figures(twice)
    post(desk("clerk"), twice, "keep", AGAIN, KEPT)
    after = figures(twice)
    assert after["screened"] == before["screened"]
    assert after["listed"] == before["listed"] - 1


def test_two_doors_told_apart_are_not_asked_about_until_that_is_undone(desk: Desk, twice: Town) -> None:
    clerk, before = desk("clerk"), figures(twice)
    page = post(clerk, twice, "apart", KEPT, AGAIN)
    assert "没有疑似重复的户" in page
    assert "已确认不是同一户：1 对" in page
    said = min((KEPT, AGAIN), key=lambda one: twice.doors[one])
    assert "1 对待定" in post(clerk, twice, "together", said, AGAIN if said == KEPT else KEPT)
    assert figures(twice) == before


def test_two_clerks_who_keep_the_door_of_the_other_leave_one(desk: Desk, twice: Town) -> None:
    clerk = desk("clerk")
    post(clerk, twice, "keep", KEPT, AGAIN)
    assert "已经有人处理过" in post(clerk, twice, "keep", AGAIN, KEPT)
    ((standing_doors,),) = database.rows(
        "SELECT COUNT(*) FROM dwelling WHERE region_id = %s AND id IN (%s, %s) AND NOT withdrawn",
        [twice.region_id, twice.doors[KEPT], twice.doors[AGAIN]],
    )
    assert standing_doors == 1


def test_doors_that_do_not_look_alike_are_never_merged(desk: Desk, twice: Town) -> None:
    before = figures(twice)
    post(desk("clerk"), twice, "keep", KEPT, "水利小区 1-2-402")
    assert figures(twice) == before


def test_a_grid_worker_may_not(desk: Desk, twice: Town) -> None:
    assert desk("grid_worker").get(PAGE).status_code == 403


def test_a_roster_that_comes_again_means_the_door_that_stayed(desk: Desk, twice: Town) -> None:
    post(desk("clerk"), twice, "keep", KEPT, AGAIN)
    known = register_of(twice.scope, "东关")
    found = {door.id for key, door in known.doors.items() if key.room in {"401", "2-401"} and key.stairwell == "2"}
    assert found == {twice.doors[KEPT]}


def test_phones_drop_the_withdrawn_door_and_get_it_back(desk: Desk, twice: Town) -> None:
    phone = enrolled(twice, "grid_worker")
    store, clerk = Store(), desk("clerk")
    store.pull(phone)
    assert twice.doors[AGAIN] in store.ids("doors")
    post(clerk, twice, "keep", KEPT, AGAIN)
    store.pull(phone)
    assert twice.doors[AGAIN] not in store.ids("doors")
    assert twice.doors[KEPT] in store.ids("doors")
    post(clerk, twice, "undo", AGAIN)
    store.pull(phone)
    assert twice.doors[AGAIN] in store.ids("doors")


def test_the_page_asks_as_often_for_many_pairs_as_for_one(desk: Desk, twice: Town) -> None:
    clerk = desk("clerk")

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert clerk.get(PAGE).status_code == 200
        return len(asked)

    statements()  # the first page after signing in says so
    one = statements()
    for number in range(5):
        body = DwellingListed(stairwell_id=twice.stairwells["水利小区 1-2"], label=f"0{number + 1}01", source="framed")
        twice.say(Saying(subject_kind="dwelling", subject_id=new_id(NOW), body=body), at=NOW)
    assert len(alike_pairs(twice.scope)) == 7  # 401, 0401 and 2-401 are three pairs
    assert statements() == one

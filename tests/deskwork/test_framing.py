"""Framing at the desk: a holiday without a list, six clerks at once, a slip taken back."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from bulou.core.visits.facts import VisitRecorded
from bulou.ground import database
from bulou.ledger import verify
from bulou.projections.crosscheck import differences
from bulou.projections.standing import standing
from tests.town import NOW, Town

from .conftest import Desk

FRAME = "/r/jixian/frame"
SENTENCE = "新村\n3号楼 4单元 6层 一梯两户"


@pytest.fixture
def clerk(desk: Desk) -> Client:
    return desk("clerk")


def frame(client: Client, lines: str, *, community: str = "桥南", **more: str) -> str:
    """Frames, and the page that comes after it, which says what was done."""
    answer = client.post(FRAME, {"community": community, "lines": lines, "write": "1", **more}, follow=True)
    return answer.content.decode()


def doors(town: Town) -> int:
    return standing(town.scope, at=NOW).region["listed"]


def unframed(town: Town) -> int:
    return standing(town.scope, at=NOW).region["unframed"]


def buildings(label: str) -> int:
    return int(database.rows("SELECT COUNT(*) FROM building WHERE region_id IS NOT NULL AND label = %s", [label])[0][0])


def test_looking_shows_the_building_as_it_would_stand_and_makes_nothing(clerk: Client, town: Town) -> None:
    before = doors(town)
    looked = clerk.post(FRAME, {"community": "桥南", "lines": SENTENCE}, headers={"Bulou-Live": "1"}).content.decode()
    assert "<html" not in looked
    assert "新建 48 户" in looked
    assert looked.count('class="slot new"') == 48
    assert doors(town) == before


def test_a_sentence_makes_its_doors_and_the_place_is_framed(clerk: Client, town: Town) -> None:
    before, without = doors(town), unframed(town)
    assert "建好了 48 户" in frame(clerk, SENTENCE)
    assert (doors(town), unframed(town)) == (before + 48, without - 1)
    rows = database.rows(
        "SELECT DISTINCT source FROM dwelling WHERE region_id = %s AND label = '602'", [town.region_id]
    )
    assert ("framed",) in rows


def test_framing_what_is_framed_makes_nothing_and_says_by_whom_it_was(clerk: Client, town: Town) -> None:
    frame(clerk, SENTENCE)
    before = doors(town)
    said = frame(clerk, SENTENCE)
    assert re.search(r"这 48 户都已在册。\S+ .*建的", said)
    assert doors(town) == before
    assert "另有 48 户早已在册" in frame(clerk, "新村\n3号楼 4单元 6层 一梯三户")
    assert (doors(town), buildings("3")) == (before + 24, 1)


def test_a_line_that_is_not_clear_stops_the_whole_batch_and_says_what_is_missing(clerk: Client, town: Town) -> None:
    before = doors(town)
    said = frame(clerk, f"{SENTENCE}\n4号楼 4单元 一梯两户")
    assert "没写几层" in said
    assert SENTENCE in said
    assert doors(town) == before


def test_a_name_that_is_nearly_known_is_a_slip_until_somebody_says_otherwise(clerk: Client, town: Town) -> None:
    before = doors(town)
    slip = "水力小区\n3号楼 1单元 2层 一梯两户"
    assert "很像" in frame(clerk, slip, community="东关")
    assert doors(town) == before
    assert "建好了 4 户" in frame(clerk, slip, community="东关", new_name="水力小区")


def test_a_building_that_is_only_known_to_stand_is_counted_as_unframed_and_opens_its_list(
    clerk: Client, town: Town
) -> None:
    frame(clerk, SENTENCE)
    without = unframed(town)
    assert "记下了" in frame(clerk, "新村 7、8号楼")
    assert unframed(town) == without + 2
    listed = clerk.get("/r/jixian/places?only=unframed").content.decode()
    assert "7号楼" in listed
    assert "8号楼" in listed
    frame(clerk, "新村 7-8号楼 1单元 3层 一梯两户")
    assert unframed(town) == without


def test_a_whole_community_is_founded_by_one_paste(clerk: Client, town: Town) -> None:
    before = doors(town)
    text = "北关社区\n北苑小区\n1-2号楼 2单元 5层 一梯两户\n北巷 1-9号 单号\n# 城东\n东苑 A座 不分单元 3层 每层4户"
    assert "建好了 57 户" in frame(clerk, text, community="")
    assert doors(town) == before + 40 + 5 + 12
    names = {row[0] for row in database.rows("SELECT name FROM community WHERE region_id = %s", [town.region_id])}
    assert {"北关社区", "城东"} <= names


def test_a_building_below_a_lane_lies_in_the_compound_above_it(clerk: Client) -> None:
    text = "新村\n3号楼 1单元 2层 一梯两户\n东巷 1-9号 单号\n4号楼 1单元 2层 一梯两户 底商"
    looked = clerk.post(FRAME, {"community": "桥南", "lines": text}).content.decode()
    assert "新村 4号楼" in looked
    assert looked.count('class="slot new shop"') == 2


def test_numbers_without_a_sentence_become_a_line(clerk: Client) -> None:
    given = {"community": "桥南", "lines": "新村", "add": "1"}
    building = {"buildings": "3-4", "stairwells": "2", "floors": "5", "landing": "2", "numbering": "padded"}
    page = clerk.post(FRAME, {**given, **building}).content.decode()
    assert "3、4号楼 2单元 5层 每层2户 门牌0101起" in page
    assert "新建 40 户" in page
    lane = {"lane": "东巷", "first": "1", "last": "9", "side": "单号"}
    assert "新建 5 户" in clerk.post(FRAME, {**given, "lines": "", **lane}).content.decode()
    assert clerk.post(FRAME, {**given, "buildings": "3"}).status_code == 422


def test_a_batch_is_taken_back_as_a_whole_and_visited_doors_stay_and_are_listed(clerk: Client, town: Town) -> None:
    before = doors(town)
    frame(clerk, "新村\n33号楼 4单元 6层 一梯两户")
    row = database.rows(
        "SELECT d.id, d.import_id FROM dwelling d"
        " JOIN stairwell s ON s.region_id = d.region_id AND s.id = d.stairwell_id"
        " JOIN building b ON b.region_id = s.region_id AND b.id = s.building_id"
        " WHERE d.region_id = %s AND b.label = '33' AND d.label = '101' LIMIT 1",
        [town.region_id],
    )[0]
    town.doors["knocked"] = row[0]
    town.visit("knocked", VisitRecorded(outcome="no_answer"), by="director")
    record = f"/r/jixian/imports/{row[1]}"
    assert record in clerk.get(FRAME).content.decode()
    undone = clerk.post(record, follow=True).content.decode()
    assert doors(town) == before + 1
    assert f"/r/jixian/doors/{row[0]}" in undone
    assert "建好了 48 户" not in frame(clerk, "新村\n33号楼 4单元 6层 一梯两户")
    assert (doors(town), buildings("33")) == (before + 48, 1)


def test_a_building_that_was_framed_by_a_slip_and_taken_back_is_not_waited_for(clerk: Client, town: Town) -> None:
    frame(clerk, SENTENCE)
    without = unframed(town)
    frame(clerk, "新村\n33号楼 4单元 6层 一梯两户")
    batch = database.rows(
        "SELECT import_id FROM dwelling WHERE region_id = %s ORDER BY position DESC LIMIT 1", [town.region_id]
    )[0][0]
    clerk.post(f"/r/jixian/imports/{batch}")
    assert unframed(town) == without
    frame(clerk, "新村 33号楼 1单元 3层 一梯两户")
    assert unframed(town) == without


def test_who_may_not_import_may_not_frame(desk: Desk) -> None:
    assert desk("secretary").get(FRAME).status_code == 403


@pytest.mark.engine
@pytest.mark.django_db(transaction=True)
def test_six_clerks_who_frame_at_once_make_every_building_once(request: pytest.FixtureRequest) -> None:
    town: Town = request.getfixturevalue("town")
    desk: Desk = request.getfixturevalue("desk")
    before = doors(town)
    clerks = [desk("clerk") for _ in range(6)]
    texts = ["新村\n3号楼 4单元 6层 一梯两户"] * 2 + [f"新村\n{n}号楼 2单元 3层 一梯两户" for n in (5, 6, 7)]
    texts.append("新村\n3号楼 4单元 6层 一梯三户")

    def work(number: int) -> str:
        try:
            return frame(clerks[number], texts[number])
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as at_once:
        said = list(at_once.map(work, range(6)))
    assert doors(town) == before + 72 + 3 * 12
    assert [buildings(label) for label in ("3", "5", "6", "7")] == [1, 1, 1, 1]
    assert sum("建好了" in one for one in said) >= 4
    assert all("建好了" in one or "都已在册" in one for one in said)
    assert not list(verify.faults(town.region_id))
    assert not list(differences(town.region_id))

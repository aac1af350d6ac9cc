"""Phone calls written down: found by number or pinyin, of a household or a worker, with the medium and the hour."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from bulou.core.kernel.instants import parse_instant
from bulou.core.visits.facts import VisitRecorded
from bulou.projections.read import read
from bulou.projections.views.doors import OneDoor, OneDoorRow
from bulou.projections.views.sheets import Sheets
from bulou.projections.views.story import Told, story
from tests.desk.conftest import signed_in
from tests.town import NOW, Town

pytestmark = pytest.mark.django_db
DOOR = "学背巷 3号"


@pytest.fixture
def clerk(town: Town) -> Client:
    """The clerk's browser."""
    return signed_in(town, "clerk")


def _call(town: Town, desk: Client, **sent: str) -> HttpResponse:
    return desk.post(f"/r/{town.region.code}/call/{town.doors[DOOR]}", sent)  # type: ignore[return-value]


def _find(town: Town, desk: Client, asked: str) -> HttpResponse:
    return desk.post(f"/r/{town.region.code}/call", {"q": asked})  # type: ignore[return-value]


def _visit(town: Town) -> tuple[Told, VisitRecorded]:
    told = [one for one in story(town.scope, town.doors[DOOR], now=NOW) if one.kind == "VisitRecorded"]
    return told[-1], told[-1].body


def _door(town: Town) -> OneDoorRow:
    return read(town.scope, OneDoor(door_id=town.doors[DOOR], round_id=town.round_id))[0]


@pytest.mark.parametrize("asked", ["sl 1-2-301", "水利 1-2-301", "shuili 1-2-301", "水利小区1号楼2单元301"])
def test_a_door_is_found_by_pinyin_characters_and_number(town: Town, clerk: Client, asked: str) -> None:
    answer = _find(town, clerk, asked)
    assert answer["Location"].endswith(f"/call/{town.doors['水利小区 1-2-301']}")


def test_the_number_on_a_slip_leads_to_its_door(town: Town, clerk: Client) -> None:
    clerk.post(f"/r/{town.region.code}/paper/issue", {"person": town.people["grid_worker"], "which": "listed"})
    (sheet,) = read(town.scope, Sheets(round_id=town.round_id))
    row = sheet.doors.index(town.doors[DOOR]) + 1
    answer = _find(town, clerk, f"{sheet.number}-{row}")
    assert town.doors[DOOR] in (answer.get("Location") or answer.content.decode())


def test_what_is_not_found_is_said(town: Town, clerk: Client) -> None:
    assert "不存在的地方" in _find(town, clerk, "不存在的地方 9-9").content.decode()


def test_a_household_on_the_phone_is_an_answer_by_phone_now(town: Town, clerk: Client) -> None:
    sent = {"outcome": "screened_phone", "persons": "3", "answer-returnee": "0", "remark": "下周回来"}
    assert _call(town, clerk, caller="household", **sent).status_code == 302
    told, body = _visit(town)
    assert (body.source, body.how, body.visited_by, body.persons) == ("call", "phone", None, 3)
    assert (told.author_id, told.said_at) == (town.people["clerk"], NOW)
    assert _door(town).state == "screened_phone"


def test_a_worker_s_call_is_a_visit_of_the_worker_when_the_worker_was_there(town: Town, clerk: Client) -> None:
    who = town.people["grid_worker"]
    _call(town, clerk, caller="worker", by=who, day="2020-01-30", time="1505", outcome="no_answer")
    told, body = _visit(town)
    assert (body.source, body.how, body.visited_by) == ("call", "door", who)
    assert told.said_at == parse_instant("2020-01-30T15:05:00+08:00")
    assert told.received_at == NOW
    page = clerk.get(f"/r/{town.region.code}/doors/{town.doors[DOOR]}").content.decode()
    assert "张网格 · 小陈 按电话代录" in page


@pytest.mark.parametrize(("sent", "told"), [
    ({"caller": "household", "outcome": "no_answer"}, "住户在电话里说的，只能记"),
    ({"caller": "household", "outcome": "screened_phone"}, "几人：写数字"),
    ({"caller": "household", "outcome": "screened_phone", "persons": "2"}, "每个问题都要录"),
    ({"caller": "household", "outcome": "appointment", "due": "有空再说"}, "约定时间看不懂"),
    ({"caller": "worker", "outcome": "no_answer", "day": "2020-01-30", "time": "1505"}, "请选择是谁走访的"),
    ({"caller": "household"}, "请先选结果"),
])  # fmt: skip
def test_what_is_missing_is_named_and_nothing_is_kept(
    town: Town, clerk: Client, sent: dict[str, str], told: str
) -> None:
    answer = _call(town, clerk, **sent)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert _door(town).state == "untouched"


def test_the_day_of_a_worker_s_visit_begins_as_today(town: Town, clerk: Client) -> None:
    page = clerk.get(f"/r/{town.region.code}/call/{town.doors[DOOR]}").content.decode()
    assert '<input type="date" name="day" value="2020-01-30">' in page


def test_a_worker_s_hour_is_not_guessed(town: Town, clerk: Client) -> None:
    who = town.people["grid_worker"]
    answer = _call(town, clerk, caller="worker", by=who, day="2020-01-30", outcome="no_answer")
    assert "没有时间" in answer.content.decode()


def test_the_call_written_down_last_can_be_undone_once(town: Town, clerk: Client) -> None:
    _call(town, clerk, caller="household", outcome="appointment", due="2030")
    assert _door(town).state == "appointment"
    assert clerk.post(f"/r/{town.region.code}/call/undo").status_code == 302
    assert _door(town).state == "untouched"
    assert clerk.post(f"/r/{town.region.code}/call/undo").status_code == 404


def test_a_door_of_another_community_is_not_there(town: Town, clerk: Client) -> None:
    other = signed_in(town, "other_secretary")
    assert other.get(f"/r/{town.region.code}/call/{town.doors[DOOR]}").status_code == 404

"""Typing in a sheet: who went and who typed, when it was and when it came; nothing is guessed, lost or kept twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from bulou.core.kernel.instants import HOUR, MINUTE, parse_instant
from bulou.core.visits.facts import VisitRecorded
from bulou.ground import clock
from bulou.projections.read import read
from bulou.projections.views.doors import OneDoor, OneDoorRow
from bulou.projections.views.phones import HeldFacts
from bulou.projections.views.sheets import SheetRow, Sheets
from bulou.projections.views.typed import TypedVisit, typed_in
from tests.desk.conftest import signed_in
from tests.town import NOW, Town

pytestmark = pytest.mark.django_db
PRINTED = NOW - 10 * HOUR


@pytest.fixture
def desk(town: Town, campaign_clock: Path) -> Client:
    """The clerk's browser, after a sheet was printed at 9:46 for the whole of the grid worker's area."""
    clock.write(campaign_clock, at=PRINTED, speed=0)
    clerk = signed_in(town, "clerk")
    clerk.post(f"/r/{town.region.code}/paper/issue", {"person": town.people["grid_worker"], "which": "listed"})
    clock.write(campaign_clock, at=NOW, speed=0)
    return clerk


def _sheet(town: Town) -> SheetRow:
    return read(town.scope, Sheets(round_id=town.round_id))[0]


def _row(town: Town, door: str) -> int:
    return _sheet(town).doors.index(town.doors[door]) + 1


def _post(
    town: Town, desk: Client, lines: dict[str, dict[str, str]], *, row: bool = False, **more: str
) -> HttpResponse:
    sent = {"day": "2020-01-30", "hour": "1000", "by": town.people["grid_worker"], **more}
    for door, fields in lines.items():
        number = _row(town, door)
        sent |= {f"{name}-{number}": value for name, value in fields.items()}
        if row:
            sent["row"] = str(number)
    headers = {"Bulou-Row": "1"} if row else {}
    return desk.post(f"/r/{town.region.code}/paper/{_sheet(town).id}/rows", sent, headers=headers)  # type: ignore[return-value]


def _typed(town: Town, door: str) -> list[TypedVisit]:
    return list(typed_in(town.scope, _sheet(town).id).get(town.doors[door], []))


def _door(town: Town, door: str) -> OneDoorRow:
    return read(town.scope, OneDoor(door_id=town.doors[door], round_id=town.round_id))[0]


UNTOUCHED = "学背巷 3号"
SCREENED = {"outcome": "screened", "persons": "4", "answer-returnee": "0"}


def test_a_line_becomes_a_visit_of_whoever_went_typed_by_the_clerk_at_the_hour_on_the_sheet(
    town: Town, desk: Client
) -> None:
    answer = _post(town, desk, {UNTOUCHED: {**SCREENED, "time": "1430", "remark": "两位老人"}})
    assert answer.status_code == 302
    (visit,) = _typed(town, UNTOUCHED)
    assert visit.author_id == town.people["clerk"]
    assert visit.body.visited_by == town.people["grid_worker"]
    assert (visit.body.source, visit.body.how, visit.body.persons) == ("paper", "door", 4)
    assert visit.body.answers == {"returnee": False}
    assert (visit.at, visit.typed_at) == (parse_instant("2020-01-30T14:30:00+08:00"), NOW)
    assert _door(town, UNTOUCHED).state == "screened"


def test_the_door_s_story_says_who_went_who_typed_and_that_it_was_paper(town: Town, desk: Client) -> None:
    _post(town, desk, {UNTOUCHED: SCREENED})
    page = desk.get(f"/r/{town.region.code}/doors/{town.doors[UNTOUCHED]}").content.decode()
    assert "张网格 · 小陈 按纸表代录" in page


def test_the_first_line_brings_the_sheet_back_and_done_closes_it(town: Town, desk: Client) -> None:
    _post(town, desk, {UNTOUCHED: {"outcome": "no_answer"}})
    assert _sheet(town).stage == "back"
    _post(town, desk, {}, finish="1")
    assert _sheet(town).stage == "entered"
    page = desk.get(f"/r/{town.region.code}/paper/{_sheet(town).id}").content.decode()
    assert "已录完" in page
    assert "data-outcome" not in page


@pytest.mark.parametrize(("fields", "told"), [
    ({"outcome": "screened", "answer-returnee": "0"}, "几人：写数字"),
    ({"outcome": "screened", "persons": "三", "answer-returnee": "0"}, "几人：写数字"),
    ({"outcome": "screened", "persons": "2/3", "answer-returnee": "0"}, "没见到的人不能比在住的人多"),
    ({"outcome": "screened", "persons": "4"}, "每个问题都要录"),
    ({"outcome": "screened", "persons": "4", "answer-returnee": "maybe"}, "回答看不懂"),
    ({"outcome": "appointment"}, "约定时间看不懂"),
    ({"outcome": "appointment", "due": "晚点"}, "约定时间看不懂"),
    ({"outcome": "away", "due": "过年后"}, "返回日期看不懂"),
    ({"outcome": "no_answer", "time": "25:70"}, "时间看不懂"),
    ({"outcome": "no_answer", "time": "2300"}, "时间比现在还晚"),
    ({"outcome": "no_answer", "time": "0800"}, "时间早于这张表打印的时间"),
    ({"outcome": "nonsense"}, "请先选结果"),
    ({"persons": "4"}, "请先选结果"),
])  # fmt: skip
def test_a_line_that_lacks_something_is_not_kept_and_stays_as_it_was_typed(
    town: Town, desk: Client, fields: dict[str, str], told: str
) -> None:
    answer = _post(town, desk, {UNTOUCHED: fields, "学背巷 4号": {"outcome": "no_answer"}})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert told in page
    assert all(f'value="{value}"' in page for value in fields.values() if value not in {"nonsense", "maybe"})
    assert not _typed(town, UNTOUCHED)
    assert _typed(town, "学背巷 4号"), "a good line beside a bad one is kept"


def test_no_hour_is_guessed(town: Town, desk: Client) -> None:
    answer = _post(town, desk, {UNTOUCHED: {"outcome": "no_answer"}}, hour="")
    assert "没有时间" in answer.content.decode()


def test_under_a_head_that_cannot_be_read_nothing_is_kept_and_nothing_lost(town: Town, desk: Client) -> None:
    answer = _post(town, desk, {UNTOUCHED: {**SCREENED, "remark": "有狗"}}, hour="傍晚")
    assert answer.status_code == 422
    assert "有狗" in answer.content.decode()
    assert not _typed(town, UNTOUCHED)


def test_a_line_sent_again_after_a_lost_answer_is_kept_once(town: Town, desk: Client) -> None:
    fields = {**SCREENED, "token": "a" * 32}
    for _ in range(3):
        _post(town, desk, {UNTOUCHED: fields}, row=True)
    assert len(_typed(town, UNTOUCHED)) == 1


def test_a_second_attempt_on_the_same_line_is_a_second_visit(town: Town, desk: Client) -> None:
    _post(town, desk, {UNTOUCHED: {"outcome": "no_answer", "time": "1000"}})
    _post(town, desk, {UNTOUCHED: {**SCREENED, "time": "1905"}})
    assert [visit.body.outcome for visit in _typed(town, UNTOUCHED)] == ["no_answer", "screened"]
    assert _door(town, UNTOUCHED).attempts == 2


def test_a_kept_line_is_undone_by_a_withdrawal(town: Town, desk: Client) -> None:
    _post(town, desk, {UNTOUCHED: SCREENED})
    (visit,) = _typed(town, UNTOUCHED)
    answer = _post(town, desk, {}, row=False, undo=visit.fact_id)
    assert answer.status_code == 302
    assert not _typed(town, UNTOUCHED)
    assert _door(town, UNTOUCHED).state == "untouched"


def test_only_what_was_typed_from_this_sheet_can_be_undone_here(town: Town, desk: Client) -> None:
    before = _door(town, "水利小区 1-1-302")
    _post(town, desk, {}, undo="f" * 32)
    assert _door(town, "水利小区 1-1-302") == before


def test_one_line_alone_is_answered_with_its_row(town: Town, desk: Client) -> None:
    kept = _post(town, desk, {UNTOUCHED: SCREENED}, row=True)
    refused = _post(town, desk, {"学背巷 4号": {"outcome": "screened"}}, row=True)
    assert (kept.status_code, refused.status_code) == (200, 422)
    assert kept.content.decode().lstrip().startswith(f'<tr id="row-{_row(town, UNTOUCHED)}"')
    assert 'aria-invalid="true"' in refused.content.decode()


def test_people_who_were_out_make_it_a_part(town: Town, desk: Client) -> None:
    _post(town, desk, {UNTOUCHED: {**SCREENED, "persons": "5/2"}})
    (visit,) = _typed(town, UNTOUCHED)
    assert (visit.body.outcome, visit.body.persons, visit.body.absent) == ("screened_part", 5, 2)


def test_a_yes_is_a_trigger(town: Town, desk: Client) -> None:
    _post(town, desk, {UNTOUCHED: {**SCREENED, "answer-returnee": "1"}})
    assert _typed(town, UNTOUCHED)[0].body.triggers == ("returnee",)


def test_two_who_went_are_two_witnesses_though_one_clerk_typed(town: Town, desk: Client) -> None:
    _post(town, desk, {UNTOUCHED: {"outcome": "not_found"}})
    assert _door(town, UNTOUCHED).state == "not_found"
    _post(town, desk, {UNTOUCHED: {"outcome": "not_found", "time": "1600"}}, by=town.people["volunteer"])
    assert _door(town, UNTOUCHED).state == "not_found_confirmed"


def test_a_door_written_by_hand_becomes_the_last_row(town: Town, desk: Client) -> None:
    address = f"/r/{town.region.code}/paper/{_sheet(town).id}/door"
    rows = len(_sheet(town).doors)
    for label in ("6号", "6号", "1号"):
        desk.post(address, {"stairwell": town.stairwells["学背巷"], "label": label})
    sheet = _sheet(town)
    assert len(sheet.doors) == rows + 1, "1号 stands on the sheet already, 6号 is one door"
    added = read(town.scope, OneDoor(door_id=sheet.doors[-1]))[0]
    assert (added.label, added.source) == ("6号", "added")


def test_a_finished_sheet_takes_no_more_lines_until_that_is_undone(town: Town, desk: Client) -> None:
    _post(town, desk, {UNTOUCHED: SCREENED}, finish="1")
    _post(town, desk, {"学背巷 4号": SCREENED})
    assert not _typed(town, "学背巷 4号")
    desk.post(f"/r/{town.region.code}/paper/{_sheet(town).id}/undo")
    _post(town, desk, {"学背巷 4号": SCREENED})
    assert _typed(town, "学背巷 4号")


def test_somebody_without_the_right_types_nothing(town: Town, desk: Client) -> None:
    town.engage("包片", "tract_cadre", "grid", town.grids["东关 1"], key="cadre")
    cadre = signed_in(town, "cadre")
    page = cadre.get(f"/r/{town.region.code}/paper").content.decode()
    assert "编号并打印" not in page
    assert cadre.get(f"/r/{town.region.code}/paper/{_sheet(town).id}").status_code == 403
    assert _post(town, cadre, {UNTOUCHED: SCREENED}).status_code == 403


def test_a_phone_never_speaks_for_somebody_else(town: Town, desk: Client) -> None:
    phone = town.phone("grid_worker")
    body = VisitRecorded(outcome="vacant", visited_by=town.people["volunteer"])
    town.push(phone, [(town.doors[UNTOUCHED], body)], said=NOW - HOUR, received=NOW - 50 * MINUTE)
    assert _door(town, UNTOUCHED).state == "untouched"
    assert [row.reason for row in read(town.scope, HeldFacts())] == ["not_this_person"]

"""Sheets at the desk: giving out, printing, back, void, undone; every number opens its list; nobody else's are seen."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest
from django.db import connections
from django.test import Client
from msgspec.structs import replace

from bulou.core.kernel.as_of import AsOf
from bulou.core.paper.rules import COUNTS
from bulou.desk import printing
from bulou.ground.words import catalogue
from bulou.ledger import regions
from bulou.projections.read import read
from bulou.projections.standing import STATUS, standing
from bulou.projections.views.sheets import SheetRow, Sheets, paper
from bulou.reports.fonts import NoChineseFont
from tests.desk.conftest import signed_in
from tests.reports.pages import text_of
from tests.town import NOW, Town, build_town

pytestmark = pytest.mark.django_db
ZH = catalogue("zh")


def _issue(town: Town, desk: Client, person: str = "grid_worker", which: str = "owed") -> str:
    sent = {"person": town.people[person], "which": which}
    answer = desk.post(f"/r/{town.region.code}/paper/issue", sent)
    assert answer.status_code == 302
    return str(answer["Location"])


def _sheets(town: Town, among: str = "sheets_issued") -> list[SheetRow]:
    return read(town.scope, Sheets(round_id=town.round_id, among=among))


def _step(town: Town, desk: Client, sheet: SheetRow, step: str, **sent: str) -> None:
    answer = desk.post(f"/r/{town.region.code}/paper/{sheet.id}/{step}", sent)
    assert answer.status_code == 302


@pytest.fixture
def clerk(town: Town) -> Client:
    """The clerk's browser."""
    return signed_in(town, "clerk")


def test_sheets_list_every_owed_door_of_a_person_once_and_are_numbered_on(town: Town, clerk: Client) -> None:
    _issue(town, clerk)
    _issue(town, clerk)
    first, second = _sheets(town)
    assert (first.number, second.number) == (1, 2)
    assert first.doors == second.doors
    assert town.doors["水利小区 1-1-102"] in first.doors
    assert town.doors["水利小区 1-1-101"] not in first.doors


def test_all_doors_can_be_asked_for(town: Town, clerk: Client) -> None:
    _issue(town, clerk, which="listed")
    assert {door for sheet in _sheets(town) for door in sheet.doors} == {
        id_ for name, id_ in town.doors.items() if not name.startswith("河边")
    }


def test_the_pdf_shows_the_number_the_person_and_the_doors(town: Town, clerk: Client) -> None:
    _issue(town, clerk)
    answer = clerk.get(f"/r/{town.region.code}/paper/print?first=1&last=1")
    assert answer["Content-Type"] == "application/pdf"
    text = text_of(answer.content)
    assert "第 0001 号" in text
    assert "张网格" in text
    assert "水利小区 1 号楼 1 单元" in text
    assert "王小明" not in text
    assert not [one for one in ("空房", "未排查", "空置") if one in text]
    assert "13812345678" not in text


def test_somebody_without_doors_gets_no_sheet(town: Town, clerk: Client) -> None:
    _issue(town, clerk, person="other_secretary")
    town.engage("无门", "volunteer", "compound", town.compounds["新村"], key="idle")
    page = clerk.get(_issue(town, clerk, person="idle")).content.decode()
    assert "这个人名下没有要排的门" in page


@pytest.mark.parametrize(("steps", "figures"), [
    ([], (1, 0, 0, 1, 0)),
    (["back"], (1, 1, 1, 0, 0)),
    (["back", "undo"], (1, 0, 0, 1, 0)),
    (["void"], (1, 0, 0, 0, 1)),
    (["back", "void", "undo"], (1, 1, 1, 0, 0)),
    (["back", "back"], (1, 1, 1, 0, 0)),
])  # fmt: skip
def test_a_sheet_takes_its_steps_and_every_one_can_be_undone(
    town: Town, clerk: Client, steps: list[str], figures: tuple[int, ...]
) -> None:
    _issue(town, clerk)
    for step in steps:
        _step(town, clerk, _sheets(town)[0], step, reason="lost")
    counted, _ = paper(town.scope, round_id=town.round_id)
    assert tuple(counted.values()) == figures
    assert all(len(_sheets(town, name)) == number for name, number in counted.items())


@pytest.mark.engine
def test_every_number_on_the_page_opens_the_sheets_that_it_counts(town: Town, clerk: Client) -> None:
    for _ in range(3):
        _issue(town, clerk)
    _step(town, clerk, _sheets(town)[0], "back")
    counted, _ = paper(town.scope, round_id=town.round_id)
    for name, number in counted.items():
        page = clerk.get(f"/r/{town.region.code}/paper?among={name}").content.decode()
        assert f"{number} 张" in page


def test_a_number_leads_to_its_sheet_and_an_unknown_one_is_told(town: Town, clerk: Client) -> None:
    _issue(town, clerk)
    found = clerk.get(f"/r/{town.region.code}/paper?number=0001")
    assert found["Location"].endswith(f"/paper/{_sheets(town)[0].id}")
    for wrong in ("77", "abc", "9" * 30):
        missed = clerk.get(f"/r/{town.region.code}/paper?number={wrong}", follow=True)
        assert f"没有第{wrong[:20]}号表" in missed.content.decode()


def test_a_scanned_code_and_the_number_of_a_slip_lead_to_the_sheet(town: Town, clerk: Client) -> None:
    _issue(town, clerk)
    sheet = _sheets(town)[0].id
    for asked, leads_to in {
        f"http://192.168.1.5:8000/r/jixian/paper/{sheet}": f"/paper/{sheet}",
        "0001-07": f"/paper/{sheet}#row-7",
    }.items():
        assert clerk.get(f"/r/{town.region.code}/paper", {"number": asked})["Location"].endswith(leads_to)
    lost = clerk.get(f"/r/{town.region.code}/paper", {"number": f"http://x/paper/{'f' * 32}"}, follow=True)
    assert "没有第" in lost.content.decode()


def test_a_machine_without_a_chinese_font_says_what_to_install(
    town: Town, clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(*_: object, **__: object) -> bytes:
        raise NoChineseFont

    _issue(town, clerk)
    monkeypatch.setattr(printing, "printed", lacking)
    answer = clerk.get(f"/r/{town.region.code}/paper/print?first=1&last=1")
    assert answer.status_code == 503
    assert "fonts-noto-cjk" in answer.content.decode()


def test_the_secretary_of_another_community_sees_no_sheet_and_gives_none_out(town: Town, clerk: Client) -> None:
    _issue(town, clerk)
    other = signed_in(town, "other_secretary")
    assert other.get(f"/r/{town.region.code}/paper/{_sheets(town)[0].id}").status_code == 404
    missed = other.get(f"/r/{town.region.code}/paper?number=1", follow=True).content.decode()
    assert "没有第1号表" in missed
    _issue(town, other)
    assert len(_sheets(town)) == 1


@pytest.mark.engine
def test_the_figures_of_paper_can_be_asked_for_as_of_any_moment(town: Town, clerk: Client) -> None:
    before = AsOf(at=NOW, cutoff=regions.position(town.region_id))
    _issue(town, clerk)
    out = AsOf(at=NOW, cutoff=regions.position(town.region_id))
    _step(town, clerk, _sheets(town)[0], "back")
    then = [paper(replace(town.scope, as_of=one), round_id=town.round_id)[0] for one in (before, out)]
    assert [(one["sheets_issued"], one["sheets_still_out"]) for one in then] == [(0, 0), (1, 1)]


def test_tonight_counts_paper_and_every_number_opens_its_sheets(town: Town, clerk: Client) -> None:
    for _ in range(3):
        _issue(town, clerk)
    _step(town, clerk, _sheets(town)[0], "back")
    page = clerk.get(f"/r/{town.region.code}/").content.decode()
    shown = page.partition("纸表：发出／收回／未录")[2].partition("</div>")[0]
    numbers = re.findall(r'<a href="([^"]+)">(\d+)</a>', shown)
    assert [number for _, number in numbers] == ["3", "1", "1"]
    for address, number in numbers:
        assert clerk.get(unescape(address)).content.decode().count('<th scope="row">') == int(number)


def test_a_community_does_not_close_while_a_sheet_is_out_or_not_typed_in(town: Town, clerk: Client) -> None:
    _issue(town, clerk)
    secretary = signed_in(town, "secretary")
    address = f"/r/{town.region.code}/closing/{town.communities['东关']}"
    assert "还没收回的纸表1张" in secretary.get(address).content.decode()
    refused = secretary.post(address, {"remainder": "on"}, follow=True).content.decode()
    assert ZH["closing.still_missing"] in refused
    _step(town, clerk, _sheets(town)[0], "back")
    assert "收回未录的纸表1张" in secretary.get(address).content.decode()
    _step(town, clerk, _sheets(town)[0], "void", reason="spoilt")
    assert "纸表" not in secretary.get(address).content.decode().partition("<main")[2].partition("<form")[0]
    applied = secretary.post(address, {"remainder": "on"}, follow=True).content.decode()
    assert ZH["closing.applied"] in applied


def test_the_status_of_the_region_counts_paper_like_the_desk(town: Town, clerk: Client) -> None:
    _issue(town, clerk)
    now = standing(town.scope, at=NOW)
    assert {name: now.region[name] for name in COUNTS} == paper(town.scope, round_id=town.round_id)[0]
    assert set(COUNTS) <= set(STATUS)


@pytest.mark.engine
@pytest.mark.django_db(transaction=True)
def test_clerks_who_print_at_the_same_time_never_get_the_same_number() -> None:
    town = build_town()
    desks = [signed_in(town, "clerk") for _ in range(4)]

    def print_one(desk: Client) -> None:
        try:
            _issue(town, desk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(print_one, desks))
    assert sorted(sheet.number for sheet in _sheets(town)) == [1, 2, 3, 4]

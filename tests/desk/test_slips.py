"""Slips and order sheets at the desk: numbers that find the door, the office's own number, no names of residents."""

from __future__ import annotations

import pytest
from django.test import Client

from bulou.desk import order_sheets
from bulou.projections.read import read
from bulou.projections.views.sheets import Sheets
from tests.desk.conftest import signed_in
from tests.reports.pages import number_of_pages, text_of
from tests.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(town: Town) -> Client:
    """The clerk's browser, after a sheet was printed."""
    browser = signed_in(town, "clerk")
    browser.post(f"/r/{town.region.code}/paper/issue", {"person": town.people["grid_worker"], "which": "owed"})
    return browser


def _text(answer: object) -> str:
    content: bytes = answer.content  # type: ignore[attr-defined]
    return text_of(content).replace(" ", "")


def _address(town: Town, path: str) -> str:
    return f"/r/{town.region.code}/{path}"


def test_a_sheet_s_notices_bear_sheet_and_row_and_the_office_s_number(town: Town, clerk: Client) -> None:
    (sheet,) = read(town.scope, Sheets(round_id=town.round_id))
    answer = clerk.post(_address(town, f"paper/{sheet.id}/slips"), {"kind": "notices", "phone": "7920000", "hours": ""})
    text = _text(answer)
    assert all(f"1-{row:02d}" in text for row in range(1, len(sheet.doors) + 1))
    assert "7920000" in text
    assert "王小明" not in text
    assert number_of_pages(answer.content) == -(-len(sheet.doors) // 4)


def test_the_office_s_number_is_typed_once_in_a_shift(town: Town, clerk: Client) -> None:
    (sheet,) = read(town.scope, Sheets(round_id=town.round_id))
    clerk.post(_address(town, "paper/notices"), {"community": town.communities["东关"], "phone": "7920000"})
    assert 'value="7920000"' in clerk.get(_address(town, "paper")).content.decode()
    assert "7920000" in _text(clerk.post(_address(town, f"paper/{sheet.id}/slips"), {"kind": "receipts"}))


def test_a_registered_household_gets_a_receipt_and_no_other_does(town: Town, clerk: Client) -> None:
    text = _text(clerk.get(_address(town, f"doors/{town.doors['水利小区 1-1-101']}/receipt")))
    assert "已登记" in text
    assert "水利小区1号楼1单元101" in text
    assert "1月30日10:46" in text
    for door in ("水利小区 1-1-302", "学背巷 3号"):
        assert clerk.get(_address(town, f"doors/{town.doors[door]}/receipt")).status_code == 404


def test_orders_are_printed_for_everybody_or_for_one(town: Town, clerk: Client) -> None:
    everybody = clerk.get(_address(town, "paper/orders"))
    one = clerk.get(_address(town, "paper/orders"), {"person": town.people["grid_worker"]})
    assert {"张网格", "刘志愿"} <= {name for name in ("张网格", "刘志愿") if name in _text(everybody)}
    text = _text(one)
    assert "刘志愿" not in text
    assert "您负责28户，还差22户" in text
    assert "20:46" in text
    assert "随带排查表：第0001号" in text
    assert "空房" not in text


def test_too_many_doors_are_refused_aloud_and_never_cut_off(
    town: Town, clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order_sheets, "MOST", 27)
    answer = clerk.get(_address(town, "paper/orders"), follow=True)
    assert "户数太多" in answer.content.decode()


def test_there_are_no_orders_for_somebody_without_doors(town: Town, clerk: Client) -> None:
    answer = clerk.get(_address(town, "paper/orders"), {"person": town.people["director"]}, follow=True)
    assert "这个人名下没有要排的门" in answer.content.decode()


@pytest.mark.parametrize("path", ["paper/orders", "paper/orders?person=x", "paper/print?first=a&last=1", "paper/print"])
def test_a_wrong_address_is_no_crash(town: Town, clerk: Client, path: str) -> None:
    assert clerk.get(_address(town, path)).status_code in {200, 404}

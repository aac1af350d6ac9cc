"""The clerk's paper: sheets are printed, come back and are typed in with the keyboard alone, and the figures move."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.reports.pages import text_of

from .conftest import Enter, Office
from .looking import look


def test_a_sheet_is_printed_typed_in_by_keyboard_and_counted(evening: Office, enter: Enter) -> None:
    clerk = enter(evening, "clerk")
    clerk.goto(evening.of_region("paper"))
    clerk.get_by_label("发给谁").select_option(label="张网格")
    clerk.get_by_role("button", name="编号并打印").click()
    expect(clerk.locator(".note.done")).to_contain_text("发出1张")
    look(clerk, "paper")
    printed = clerk.get_by_role("link", name="打开第1—1号，打印").get_attribute("href")
    pdf = clerk.request.get(f"{evening.address}{printed}")
    assert "第 0001 号" in text_of(pdf.body())

    clerk.locator("input[name=number]").fill("0001")
    clerk.keyboard.press("Enter")
    expect(clerk.locator("h1")).to_contain_text("第0001号")
    rows = clerk.locator("tr[data-row]").count()
    _type_in(clerk)
    look(clerk, "sheet")
    clerk.get_by_role("button", name="这张录完了").click()
    expect(clerk.locator(".note.done")).to_contain_text("第0001号录完，有记录3户")
    clerk.goto(evening.of_region("paper?among=sheets_still_out"))
    expect(clerk.locator("main")).to_contain_text("没有这样的表")
    assert rows > 3


def _type_in(clerk: Page) -> None:
    """Nobody home, all well, an appointment without its time and then with it; one line undone and typed again."""
    keys = clerk.keyboard
    keys.type("1946")
    keys.press("Enter")
    keys.press("3")
    keys.press("Enter")
    first = clerk.locator("tr[data-row]").nth(0)
    expect(first.locator("[data-undo]")).to_have_count(1)
    keys.press("u")
    expect(first.locator("[data-undo]")).to_have_count(0)
    keys.press("3")
    keys.press("Enter")
    expect(first.locator("[data-undo]")).to_have_count(1)
    for key in ("1", "4", "Tab", "-", "Enter"):
        keys.press(key)
    second = clerk.locator("tr[data-row]").nth(1)
    expect(second).to_contain_text("4 人")
    for key in ("6", "Enter"):
        keys.press(key)
    third = clerk.locator("tr[data-row]").nth(2)
    expect(third.locator("[aria-invalid]")).to_be_focused()
    keys.type("half past nine")
    keys.press("Enter")
    expect(third).to_contain_text("约定时间看不懂")
    keys.press("Control+A")
    keys.type("31 0900")
    keys.press("Enter")
    expect(third.locator("[data-undo]")).to_have_count(1)
    expect(clerk.locator("[data-done]")).to_contain_text("已录 3 /")


def test_a_call_is_written_down_for_a_door_found_by_pinyin_and_can_be_undone(evening: Office, enter: Enter) -> None:
    clerk = enter(evening, "clerk")
    clerk.goto(evening.of_region("call"))
    clerk.get_by_label("哪一户来的电话").fill("sl 1-2-301")
    clerk.keyboard.press("Enter")
    expect(clerk.locator("h1")).to_contain_text("水利小区 1号楼2单元 301")
    look(clerk, "call-door")
    assert clerk.locator("option[value=no_answer]").is_disabled(), "a household on the phone has answered"
    clerk.get_by_label("结果").select_option("appointment")
    clerk.get_by_label("约定／返回").fill("2030")
    clerk.get_by_role("button", name="记下").click()
    expect(clerk.locator(".note.done")).to_contain_text("301 已记下")
    look(clerk, "call")
    clerk.get_by_role("button", name="撤销").click()
    expect(clerk.locator(".note.done")).to_contain_text("已撤销")
    clerk.get_by_label("我们的人报来的").check()
    clerk.locator("select[name=by]").select_option(label="张网格")
    clerk.locator("input[name=time]").fill("1505")
    clerk.get_by_label("结果").select_option("no_answer")
    clerk.get_by_role("button", name="记下").click()
    expect(clerk.locator(".note.done")).to_contain_text("301 已记下")

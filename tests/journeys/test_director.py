"""The director's evening: Tonight, the gap list, and six communities on their way to being closed."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .conftest import Enter, Office
from .looking import look


def test_from_tonight_to_the_gap_list_to_an_approved_closing(evening: Office, enter: Enter) -> None:
    director = enter(evening, "director")
    owed = director.locator("#headline strong a")
    shown = owed.inner_text()
    owed.click()
    expect(director.locator("main")).to_contain_text(shown)
    secretary = enter(evening, "secretary")
    _apply(evening, secretary)
    director.goto(evening.of_region("closing"))
    look(director, "closing-requested")
    director.get_by_role("button", name="核准结轮").click()
    expect(director.locator(".note.done").first).to_contain_text("已核准结轮")
    look(director, "closing-approved")
    director.goto(evening.of_region("rounds"))
    expect(director.locator("tbody tr")).to_contain_text("1 / 2")
    look(director, "rounds")


def _apply(office: Office, secretary: Page) -> None:
    secretary.goto(office.of_region("closing"))
    look(secretary, "closing")
    secretary.get_by_role("link", name="看缺什么、申请结轮").first.click()
    look(secretary, "closing-community")
    secretary.get_by_role("link", name="多次上门未见，由负责人挂账").click()
    look(secretary, "closing-doors")
    boxes = secretary.locator("input[name=door]")
    open_before = boxes.count()
    boxes.nth(0).check()
    boxes.nth(1).check()
    secretary.locator("select[name=because]").select_option("several_attempts")
    secretary.get_by_role("button", name="挂账所勾选的户").click()
    expect(secretary.locator(".note.done")).to_contain_text("已挂账2户")
    secretary.get_by_role("link", name="回到结轮").click()
    expect(secretary.locator("main")).to_contain_text(f"应排未排{open_before - 2}户")
    secretary.get_by_role("button", name="申请结轮").click()
    expect(secretary.locator(".note.done").first).to_contain_text("要么排完，要么勾选挂账并签认")
    secretary.locator("input[name=remainder]").check()
    secretary.get_by_role("button", name="申请结轮").click()
    expect(secretary.locator("main")).to_contain_text("已申请，等核准")

"""今天缺勤: the desk sees what is uncovered, hands over in one action, and the stand-in's phone has the doors."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.field import Field, Worker
from tests.journeys.test_worker import Take, field, take, town

__all__ = ["field", "take", "town"]


@pytest.fixture
def desk(browser: Browser, field: Field) -> Page:
    """The director at the desk."""
    page = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai").new_page()
    page.goto(f"{field.address}/in/{field.told['desk']}")
    page.click("button.main")
    return page


def synced(worker: Worker) -> None:
    """Sends and pulls now, and returns to the list of doors."""
    worker.go("status")
    worker.tap("现在就交")
    worker.go("")


def test_one_action_brings_the_doors_to_the_stand_ins_phone_and_one_takes_them_back(
    desk: Page, take: Take, field: Field
) -> None:
    head = take()
    head.enrol("head", kept=False)
    places = head.page.locator("a.place")
    expect(places).to_have_count(1)
    person = f"{field.address}/r/jixian/people/{field.told['people']['grid_worker']}"
    desk.goto(person)
    desk.get_by_role("link", name="今天缺勤").click()
    expect(desk.locator("#loss + .note")).to_contain_text("每一户还有别人管")
    desk.get_by_label("钱巷长").check()
    desk.get_by_role("button", name="记缺勤并交班").click()
    expect(desk.locator(".note.done")).to_contain_text("钱巷长 替班")
    synced(head)
    expect(places).to_have_count(3, timeout=15_000)
    head.open_door("水利小区 1-1-601")
    head.all_well()
    head.said("601")
    desk.get_by_role("button", name="回岗（撤销）").click()
    expect(desk.locator(".note.done")).to_contain_text("已回岗")
    synced(head)
    expect(places).to_have_count(1, timeout=15_000)
    assert field.rows("SELECT state FROM door_round WHERE state = 'screened'") == [("screened",)]

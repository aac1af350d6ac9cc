"""The phone in other surroundings: practising, inside WeChat, and where the server has no https."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.field import Field, Worker
from tests.journeys.looking import PICTURES
from tests.journeys.test_worker import Take, field, take, town
from tests.journeys.test_worker_screens import WECHAT, faults

__all__ = ["field", "take", "town"]

PLAIN = "http://bulou.test"
"""No https and no loopback: a place that browsers do not trust."""
STORES = "indexedDB.databases().then(all => all.map(one => one.name).sort())"


def _practise(worker: Worker) -> None:
    worker.page.goto(f"{worker.field.address}/phone/")
    worker.page.get_by_role("link", name="先练一练").click()
    expect(worker.page.locator(".owed")).to_be_visible(timeout=10_000)
    worker.page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def test_whoever_has_no_link_yet_can_practise_at_once_and_nothing_of_it_reaches_the_server(
    take: Take, field: Field
) -> None:
    worker = take()
    _practise(worker)
    worker.page.locator(".foot a").click()
    worker.nobody()
    worker.said("敲门无人")
    expect(worker.page.locator(".practice")).to_contain_text("都不算数")
    worker.counted("记了1条，后台收到1条")
    worker.page.get_by_role("link", name="结束练习").click()
    expect(worker.page.get_by_role("heading", level=1)).to_be_visible()
    expect(worker.page.locator(".practice")).to_have_count(0)
    assert worker.facts() == []
    assert field.rows("SELECT COUNT(*) FROM fact WHERE device_id IS NOT NULL") == [(0,)]


def test_practice_works_without_signal_and_can_begin_again(take: Take, field: Field) -> None:
    worker = take()
    _practise(worker)
    field.stop()
    worker.page.reload()
    owed = worker.page.locator(".owed strong").inner_text()
    worker.page.locator(".foot a").click()
    worker.tap("开门了")
    worker.page.get_by_role("button", name="3", exact=True).click()
    worker.page.get_by_role("button", name="没有").last.click()
    worker.go("")
    expect(worker.page.locator(".owed strong")).to_have_text(str(int(owed) - 1))
    worker.tap("从头再练")
    expect(worker.page.locator(".owed strong")).to_have_text(owed)


def test_practice_and_work_on_one_phone_do_not_meet(take: Take, field: Field) -> None:
    worker = take()
    worker.enrol("grid_worker")
    worker.open_door("水利小区 1-1-601")
    worker.nobody()
    worker.counted("记了1条，后台收到1条")
    worker.page.get_by_role("link", name="先练一练").click()
    expect(worker.page.locator(".owed")).to_be_visible()
    worker.page.locator(".foot a").click()
    worker.nobody()
    worker.page.get_by_role("link", name="结束练习").click()
    worker.counted("记了1条，后台收到1条")
    assert worker.page.evaluate(STORES) == ["bulou", "bulou-practice"]


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_practice_is_striped_and_nothing_is_amiss_for_an_accessibility_check(
    take: Take, field: Field, locale: str
) -> None:
    worker = take(locale=locale)
    worker.page.goto(f"{field.address}/phone/?practice")
    expect(worker.page.locator(".owed")).to_be_visible(timeout=10_000)
    frame = "getComputedStyle(document.body, '::before').borderImageSource"
    assert "repeating-linear-gradient" in worker.page.evaluate(frame)
    assert list(faults(worker, "practice")) == []
    if PICTURES:
        worker.page.screenshot(path=f"{PICTURES}/practice-{locale}.png")


def test_inside_wechat_one_records_only_while_connected_and_sees_the_receipt(take: Take, field: Field) -> None:
    worker = take(user_agent=WECHAT)
    worker.page.goto(field.link("grid_worker"))
    worker.tap("还是在微信里用（只在有网时记）")
    worker.tap("登记")
    expect(worker.page.locator(".owed")).to_be_visible(timeout=10_000)
    worker.open_door("水利小区 1-1-601")
    worker.nobody()
    worker.said("回执1号")
    assert field.rows("SELECT COUNT(*) FROM fact WHERE kind = 'VisitRecorded' AND device_id IS NOT NULL") == [(1,)]
    worker.page.context.set_offline(True)
    expect(worker.page.get_by_role("alert")).to_contain_text("先别记")
    worker.open_door("水利小区 1-1-602")
    expect(worker.button("没人应")).to_have_count(0)
    worker.page.context.set_offline(False)
    expect(worker.button("没人应")).to_be_visible(timeout=15_000)


def test_a_server_without_https_says_what_does_not_work_and_the_rest_does(take: Take, field: Field) -> None:
    worker = take()

    def from_the_field(route: Route) -> None:
        route.fulfill(response=route.fetch(url=route.request.url.replace(PLAIN, field.address)))

    worker.page.route(f"{PLAIN}/**", from_the_field)
    worker.page.goto(field.link("grid_worker").replace(field.address, PLAIN))
    expect(worker.page.locator(".strip").filter(has_text="没有 https")).to_be_visible()
    worker.tap("登记")
    expect(worker.page.locator(".owed")).to_be_visible(timeout=10_000)
    worker.open_door("水利小区 1-1-601")
    worker.all_well()
    worker.counted("记了1条，后台收到1条")

"""Doors that stay shut, on two phones: a notice, an appointment, an empty home looked at twice, windows from below."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.field import Worker
from tests.journeys.looking_phone import photograph
from tests.journeys.test_worker import Take, field, take, town, worker  # noqa: F401  fixtures

HOUSE = "水利小区 1-1"


def test_an_empty_home_is_seen_by_two_and_a_lit_window_brings_it_back(worker: Worker, take: Take) -> None:  # noqa: F811
    worker.open_door(f"{HOUSE}-602")
    _knock_in_vain(worker)
    worker.open_door(f"{HOUSE}-601")
    worker.vacant()
    worker.said("空房")
    worker.open_door(f"{HOUSE}-601")
    expect(worker.page.get_by_text("还要另一个人来看一次才算")).to_be_visible()
    expect(worker.page.get_by_role("button", name="我也看了")).to_have_count(0)
    worker.counted("记了2条，后台收到2条")

    other = take()
    other.enrol("volunteer")
    other.go("again")
    expect(other.page.get_by_text("等我再看一次")).to_be_visible()
    expect(other.page.locator("main")).to_contain_text("水电表不走")
    photograph(other.page, "again")
    other.page.locator("section", has_text="等我再看一次").get_by_role("link").click()
    photograph(other.page, "second-look")
    other.page.get_by_role("button", name="我也看了").click()
    other.tap("邻居说的")
    other.tap("记下")
    other.said("空房")
    other.open_door(f"{HOUSE}-601")
    expect(other.page.locator(".now")).to_contain_text("空房（两人核实）")

    _see_from_below(other)
    other.open_door(f"{HOUSE}-601")
    expect(other.page.locator(".now")).to_contain_text("屋里像有人")
    expect(other.page.locator("main")).to_contain_text("窗户亮着")
    photograph(other.page, "lit-door")
    other.counted("记了2条，后台收到2条")
    state = field_state(worker, f"{HOUSE}-601")
    assert state == ("occupied_no_answer", 0, 0, 2)


def test_an_appointment_comes_first_and_is_called_overdue_when_its_hour_has_passed(worker: Worker) -> None:  # noqa: F811
    worker.open_door(f"{HOUSE}-602")
    worker.tap("其他")
    worker.tap("约时间")
    worker.tap("今晚 20:30")
    worker.go("")
    expect(worker.page.locator("nav")).to_contain_text("约好时间 1 户")
    worker.go("again")
    expect(worker.page.locator("main")).to_contain_text("约在 今天 20:30")
    photograph(worker.page, "agreed")


def _knock_in_vain(worker: Worker) -> None:  # noqa: F811
    worker.tap("没人应")
    worker.tap("贴了告知单")
    worker.page.get_by_label("告知单编号").fill("0173")
    photograph(worker.page, "notice")
    worker.tap("没动静")
    worker.said("敲门无人")
    worker.open_door(f"{HOUSE}-602")
    expect(worker.page.locator("ol").last).to_contain_text("告知单 0173")


def _see_from_below(other: Worker) -> None:
    other.go("lights")
    expect(other.page.get_by_text("天黑后站在楼下看窗户")).to_be_visible()
    photograph(other.page, "lights")
    other.page.get_by_role("link", name="水利小区 1号楼 1单元").click()
    window = other.page.get_by_role("button", name="601")
    window.click()
    expect(window).to_contain_text("亮")
    expect(other.page.locator(".sums")).to_have_text("亮 1 · 黑 0")
    photograph(other.page, "lights-stairwell")


def field_state(worker: Worker, door: str) -> tuple[object, ...]:  # noqa: F811
    """What the server made of it: state, closed, out of scope, attempts."""
    told = worker.field.told["doors"][door]
    (row,) = worker.field.rows(
        "SELECT state, closed, out_of_scope, attempts FROM door_round WHERE dwelling_id = ?", told
    )
    return row

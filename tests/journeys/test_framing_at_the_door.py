"""A worker finds a stairwell that nobody has listed, without a signal; the desk shows who framed it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.field import Field, Worker
from tests.journeys.test_worker import field, take, town, worker

__all__ = ["field", "take", "town", "worker"]


def test_a_stairwell_framed_without_signal_is_walked_at_once_and_arrives_whole(worker: Worker, field: Field) -> None:
    page = worker.page
    page.context.set_offline(True)
    field.stop()
    page.locator(".place").first.click()
    page.locator(".beside").click()
    page.get_by_label("几单元").fill("3")
    _count(worker, "共几层", 4)
    _count(worker, "每层几户", 2)
    expect(page.locator(".makes")).to_have_text("会补 8 户：101 到 402")
    worker.tap("补上这 8 户")
    expect(page.locator("h1")).to_contain_text("3单元")
    expect(page.locator(".cell")).to_have_count(8)
    page.get_by_role("link", name="101").click()
    worker.nobody()
    worker.said("101 已记下")
    page.reload()
    expect(page.locator("header")).to_contain_text("未传 10")
    field.start()
    page.context.set_offline(False)
    worker.counted("记了10条，后台收到10条")
    assert {fact["status"] for fact in worker.facts()} == {"safe"}
    worker.go("")
    expect(page.locator(".place")).to_have_count(len({row[0] for row in _grid_rows(field)}))
    page.get_by_role("link", name="1号楼 3单元").click()
    expect(page.locator(".cell")).to_have_count(8)


def test_houses_of_a_lane_are_framed_and_those_that_are_known_are_left_out(worker: Worker) -> None:
    page = worker.page
    page.locator(".place").last.click()
    before = page.locator(".cell").count()
    page.locator(".beside").click()
    worker.tap("这条巷的一段门牌")
    page.get_by_label("从几号").fill("1")
    page.get_by_label("到几号").fill("11")
    page.get_by_role("button", name="单号").click()
    expect(page.locator(".makes")).to_contain_text("会补 3 户")  # of six odd numbers three are known
    page.locator("button.primary").click()
    expect(page.locator(".cell")).to_have_count(before + 3)


def _count(worker: Worker, legend: str, number: int) -> None:
    worker.page.get_by_role("group", name=legend).get_by_role("button", name=str(number), exact=True).click()


def _grid_rows(field: Field) -> list[tuple[str]]:
    """Every stairwell of the worker's grid."""
    return field.rows(
        "SELECT id FROM stairwell WHERE grid_id = (SELECT grid_id FROM stairwell WHERE label = '3' LIMIT 1)"
    )

"""今天和谁一组: said without signal, carried by every visit, and known to the other phone and to the desk."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.field import Field, Worker
from tests.journeys.test_worker import Take, field, take, town, worker
from tests.journeys.test_worker_screens import faults

__all__ = ["field", "take", "town", "worker"]


def test_two_set_out_together_without_signal_and_their_visits_say_so(worker: Worker, take: Take, field: Field) -> None:
    people = field.told["people"]
    worker.page.context.set_offline(True)  # as Playwright takes it
    worker.page.locator("a.pair").click()
    expect(worker.page.get_by_role("heading", name="今天和谁一组？")).to_be_visible()
    assert list(faults(worker, "pair")) == []
    worker.page.get_by_role("button", name="刘志愿").click()
    expect(worker.page.locator("a.pair")).to_contain_text("今天和 刘志愿 一组")
    worker.open_door("水利小区 1-1-601")
    worker.all_well()
    worker.said("601")
    worker.page.context.set_offline(False)  # as above
    worker.go("status")
    worker.tap("现在就交")
    expect(worker.page.locator(".count")).to_contain_text("收到2条")
    assert field.rows("SELECT author_id, partner_id FROM outing") == [(people["grid_worker"], people["volunteer"])]
    bodies = [row[0] for row in field.rows("SELECT written FROM fact WHERE kind = 'VisitRecorded'")]
    assert any(people["volunteer"] in body for body in bodies)

    other = take()
    other.enrol("volunteer", kept=False)
    expect(other.page.locator("a.pair")).to_contain_text("今天和 张网格 一组")
    other.open_door("水利小区 1-1-601")
    expect(other.page.locator("ol li").first).to_contain_text("和刘志愿一起")

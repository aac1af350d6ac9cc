"""A new round begins while somebody stands at a door without signal: what is being asked stays, what comes is new."""

from __future__ import annotations

import json
import subprocess
import sys

from playwright.sync_api import expect

from tests.journeys.conftest import HERE
from tests.journeys.field import Field, Worker, environment
from tests.journeys.looking_phone import photograph
from tests.journeys.test_worker import field, take, town, worker

__all__ = ["field", "take", "town", "worker"]

DOOR = "水利小区 1-1-601"


def test_a_visit_begun_in_the_old_round_counts_there_and_the_next_one_asks_the_new_questions(
    worker: Worker,
    field: Field,
) -> None:
    page = worker.page
    worker.open_door(DOOR)
    page.context.set_offline(True)
    worker.tap("开门了")
    page.get_by_role("button", name="3", exact=True).click()
    rounds = _launch_meanwhile(field)
    page.context.set_offline(False)
    expect(page.get_by_text("新的一轮已经开始")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("劝过不出门")).to_have_count(0)
    photograph(page, "round-moved-on")
    worker.tap("返乡：没有")
    worker.said("记在第二轮")

    worker.go("")
    expect(page.get_by_text("第三轮的做法")).to_be_visible()
    expect(page.locator("main")).to_contain_text("新问题：劝过不出门、不串门吗？")
    expect(page.locator("main")).to_contain_text("两人一组上门")
    photograph(page, "ways")
    page.locator("section", has_text="第三轮的做法").get_by_role("button", name="知道了").click()
    worker.open_door(DOOR)
    expect(page.locator(".now")).to_contain_text("还没敲")
    worker.tap("开门了")
    page.get_by_role("button", name="3", exact=True).click()
    expect(page.get_by_text("劝过不出门、不串门吗？")).to_be_visible()
    page.locator("fieldset", has_text="劝过不出门").get_by_role("button", name="有", exact=True).click()
    worker.tap("返乡：没有")
    worker.counted("记了2条，后台收到2条")
    door = field.told["doors"][DOOR]
    kept = dict(field.rows("SELECT round_id, state FROM door_round WHERE dwelling_id = ?", door))
    assert kept == {rounds["second"]: "screened", rounds["third"]: "screened"}
    written = [
        json.loads(fact["text"])["body"]["answers"] for fact in worker.facts() if fact["kind"] == "VisitRecorded"
    ]
    assert sorted(written, key=len) == [{"returnee": False}, {"returnee": False, "advised": True}]


def _launch_meanwhile(field: Field) -> dict[str, str]:
    field.stop()
    command = [sys.executable, str(HERE / "new_round.py")]
    done = subprocess.run(command, env=environment(field.folder), capture_output=True, text=True, check=True)
    field.start()
    told: dict[str, str] = json.loads(done.stdout)
    return told

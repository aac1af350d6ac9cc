"""A clerk merges a door that a worker wrote a second time, and takes it back, in a real browser in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from bulou.core.kernel.instants import HOUR
from bulou.core.territory.facts import DwellingListed
from bulou.core.visits.facts import VisitRecorded
from bulou.intake.said import Saying, new_id
from tests.journeys.looking import look
from tests.town import NOW, Town, an_evening, build_town

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer


@pytest.fixture
def town(live_server: LiveServer) -> Town:
    """Two doors of the lane and one of a stairwell are on the list twice; one of them was screened there."""
    built = build_town()
    an_evening(built)
    for stairwell, label, source in (
        ("水利小区 1-2", "2-401", "added"), ("学背巷", "2号院", "framed"), ("学背巷", "３号", "listed"),
    ):  # fmt: skip
        built.doors[label] = new_id(NOW - HOUR)
        body = DwellingListed(stairwell_id=built.stairwells[stairwell], label=label, sort=99, source=source)  # type: ignore[arg-type]  # one of the sources
        saying = Saying(subject_kind="dwelling", subject_id=built.doors[label], body=body)
        built.say(saying, by="director" if source == "listed" else "grid_worker", at=NOW - HOUR)
    built.visit("2-401", VisitRecorded(outcome="screened", persons=2), at=NOW - HOUR)
    return built


def test_a_door_is_merged_and_restored(live_server: LiveServer, town: Town, page: Page) -> None:
    home = live_server.url.replace("localhost", "127.0.0.1")
    page.goto(f"{home}/in/{town.sign_in_token('director')}")
    page.click("button.main")
    page.goto(f"{home}/r/jixian/duplicates")
    look(page, "duplicates")
    expect(page.locator("h1")).to_contain_text("3")
    pair = page.locator(".alike", has_text="2-401")
    expect(pair.locator(".side").first).to_contain_text("2-401")
    pair.locator(".side").nth(1).get_by_role("checkbox").check()
    pair.locator(".side").nth(1).get_by_role("button").click()
    expect(page.locator("#merged")).to_contain_text("1")
    page.locator(".alike").first.get_by_role("button", name="不是同一户").click()
    expect(page.locator("#apart")).to_contain_text("1")
    look(page, "duplicates-merged")
    page.goto(f"{home}/r/jixian/doors/{town.doors['水利小区 1-2-401']}")
    look(page, "duplicates-door")
    page.goto(f"{home}/r/jixian/duplicates")
    page.get_by_role("button", name="恢复这一户").click()
    expect(page.locator("h1")).to_contain_text("2")

"""Looking back: from Tonight to an hour of the past, into its list, to a door's story, and back to now."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .conftest import Enter, Office
from .looking import look


def test_from_tonight_to_yesterday_and_to_the_afternoon_and_back(evening: Office, enter: Enter) -> None:
    director = enter(evening, "director")
    _against_yesterday(director)
    director.goto(evening.of_region())
    owed_now = director.locator("#headline strong a").inner_text()
    director.locator(".look-back").click()
    look(director, "past-choose")
    director.locator("input[name=as_of]").fill("2020-01-30T12:00")
    director.locator("select[name=cutoff]").select_option("now")
    director.get_by_role("button", name="看", exact=True).click()
    expect(director.locator(".past-at")).to_contain_text("12:00")
    look(director, "past-tonight")
    owed_then = director.locator("#headline strong a").inner_text()
    assert int(owed_then) > int(owed_now)
    director.locator("#headline strong a").click()
    expect(director.locator("main h1")).to_contain_text(f"{owed_then} 户")
    look(director, "past-gaps")
    director.get_by_role("link", name="102", exact=True).first.click()
    expect(director.locator(".past-banner")).to_be_visible()
    expect(director.locator("ol.story")).to_contain_text("敲门无人")
    look(director, "past-door")
    director.get_by_role("link", name="回到现在").click()
    expect(director.locator(".past-banner")).to_have_count(0)
    expect(director).to_have_url(re.compile(r"/doors/[0-9a-f]{32}$"))


def test_a_closing_is_opened_as_a_record_and_its_figure_as_the_list_of_then_and_who_looked_is_told(
    evening: Office, enter: Enter
) -> None:
    secretary = enter(evening, "secretary")
    secretary.goto(evening.of_region("closing"))
    secretary.get_by_role("link", name="看缺什么、申请结轮").first.click()
    secretary.locator("input[name=remainder]").check()
    secretary.get_by_role("button", name="申请结轮").click()
    secretary.get_by_role("link", name="结轮记录").first.click()
    expect(secretary.locator(".note.done")).to_contain_text("没有再收到")
    look(secretary, "closing-record")
    owed = secretary.locator("table.record a").last
    number = owed.inner_text()
    owed.click()
    expect(secretary.locator("main h1")).to_contain_text(f"{number} 户")
    expect(secretary.locator(".past-banner")).to_be_visible()
    _who_looked(evening, enter(evening, "director"))


def _against_yesterday(director: Page) -> None:
    """The differences come by themselves."""
    expect(director.locator(".column .apart").first).to_be_visible()
    look(director, "tonight-against")
    director.get_by_role("link", name="改与昨天收工时比").click()
    expect(director.locator(".against")).to_contain_text("22:00")
    expect(director.locator(".column .apart").first).to_be_visible()
    director.locator(".column .apart").first.click()
    expect(director.locator(".past-at")).to_contain_text("1月29日 22:00:00")


def _who_looked(evening: Office, director: Page) -> None:
    """A resident asks who has opened the record."""
    director.goto(evening.of_region("gaps"))
    director.locator("tbody tr:not(.group) th a").first.click()
    director.locator("select[name=purpose]").select_option("find_resident")
    director.locator(".sealed button").click()
    director.get_by_role("link", name="谁看过这户").click()
    expect(director.locator("main table").first).to_contain_text("王主任")
    expect(director.locator("main table").first).to_contain_text("联系不上，找住户")
    look(director, "door-openings")
    director.goto(evening.of_region("audit"))
    expect(director.locator("main table")).to_contain_text("联系不上，找住户")
    look(director, "audit")

"""The community secretary's guide, walked from the morning's orders to the evening's closing in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from bulou.ground.words import Language
from tests.guides import evening
from tests.guides.conftest import At
from tests.guides.walking import Walk, desk_words
from tests.journeys.conftest import Office


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_guide_is_walked_from_orders_to_the_closing(second_evening: Office, at: At, language: Language) -> None:
    walk = Walk("secretary", language, desk_words(language))
    page = at(second_evening, "secretary", language)
    _prepares(walk, page, second_evening)
    _follows_up(walk, page, second_evening)
    _closes(walk, page, second_evening)
    walk.done()


def _prepares(walk: Walk, page: Page, office: Office) -> None:
    with walk.step("orders"):
        page.goto(office.of_region("paper"))
        walk.sees(page, "paper.orders.do")
        walk.picture(page)
    with walk.step("chain"):
        page.goto(office.of_region("people/chain"))
        walk.sees(page.locator("h1"), "chain.table")
        walk.picture(page)


def _follows_up(walk: Walk, page: Page, office: Office) -> None:
    with walk.step("revisits"):
        page.goto(office.of_region("revisits?why=second_look"))
        walk.sees(page.locator("h1"), "nav.revisits")
        walk.picture(page)
    with walk.step("second"):
        evening.opens(page, "501")
        page.get_by_label(walk.say("evidence.owner_phone")).check()
        walk.picture(page)
        walk.press(page, "ruling.second.do")
        expect(page.locator("h1")).to_contain_text(walk.say("state.vacant_confirmed"))
    with walk.step("lights"):
        page.goto(office.of_region("lights"))
        walk.sees(page.locator("h1"), "nav.lights")
        page.locator("main select").first.select_option(label="水利小区")
        expect(page.locator(".lights-building")).to_have_count(2)
        walk.picture(page)
    with walk.step("phones"):
        page.goto(office.of_region("phones"))
        walk.sees(page.locator("h1"), "nav.phones")
        walk.picture(page)


def _closes(walk: Walk, page: Page, office: Office) -> None:
    with walk.step("unresolved"):
        page.goto(office.of_region("closing"))
        walk.press(page, "closing.prepare")
        walk.press(page, "closing.doors.title")
        page.locator("input[name=door]").first.check()
        page.locator("select[name=because]").select_option("several_attempts")
        walk.picture(page)
        page.get_by_role("button", name=walk.say("closing.doors.close")).click()
        expect(page.locator(".note.done")).to_be_visible()
    with walk.step("closing"):
        page.goto(office.of_region("closing"))
        page.get_by_role("link", name=walk.say("closing.prepare")).first.click()
        page.locator("input[name=remainder]").check()
        walk.picture(page)
        walk.press(page, "closing.apply")
        expect(page.locator("main")).to_contain_text(walk.say("closing.stage.requested"))

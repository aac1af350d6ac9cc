"""The director's guide, walked through an evening in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from bulou.ground.words import Language
from tests.guides import evening
from tests.guides.conftest import At
from tests.guides.walking import Walk, desk_words
from tests.journeys.conftest import Office


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_guide_is_walked_from_tonight_to_who_looked(second_evening: Office, at: At, language: Language) -> None:
    walk = Walk("director", language, desk_words(language))
    page = at(second_evening, "director", language)
    _looks(walk, page, second_evening)
    _sees_to_people(walk, page, second_evening)
    _tells(walk, page, second_evening)
    evening.applies(walk, at(second_evening, "secretary", language), second_evening)
    _decides(walk, page, second_evening)
    walk.done()


def _looks(walk: Walk, page: Page, office: Office) -> None:
    with walk.step("tonight"):
        walk.sees(page, "nav.tonight")
        walk.picture(page)
    with walk.step("gaps"):
        page.locator("#headline strong a").click()
        walk.sees(page.locator("h1"), "gaps.title")
        walk.sees(page, "gaps.print")
        walk.picture(page)
    with walk.step("door"):
        page.goto(office.of_region("gaps?among=screened"))
        page.get_by_role("link", name="101", exact=True).first.click()
        page.get_by_text(walk.met(walk.say("ruling.overrule"))).first.click()
        page.locator("select[name=reason]").first.select_option("not_visited")
        walk.picture(page)
        walk.press(page, "ruling.overrule.do")
        expect(page.locator("h1")).to_contain_text(walk.say("state.overruled"))


def _sees_to_people(walk: Walk, page: Page, office: Office) -> None:
    with walk.step("fallback"):
        page.goto(office.of_region("people/fallback"))
        walk.sees(page.locator("h1"), "fallback.title")
        walk.picture(page)
        walk.met(walk.say("fallback.sign"))
    with walk.step("absence"):
        page.goto(office.of_region("people"))
        page.get_by_role("link", name="张网格").first.click()
        walk.press(page, "absence.ask")
        page.locator("input[name=stand_in]").first.check()
        walk.picture(page)
        walk.press(page, "absence.do")
        walk.press(page, "absence.back")
        expect(page.locator(".note.done").first).to_be_visible()


def _tells(walk: Walk, page: Page, office: Office) -> None:
    with walk.step("report"):
        page.goto(office.of_region("report"))
        walk.sees(page.locator("h1"), "nav.report")
        walk.picture(page)
        walk.press(page, "report.copy")
    with walk.step("wall"):
        page.goto(office.of_region())
        walk.press(page, "nav.wall")
        page.wait_for_url("**/wall**")
        walk.picture(page)


def _decides(walk: Walk, page: Page, office: Office) -> None:
    with walk.step("closing"):
        page.goto(office.of_region("closing"))
        walk.picture(page)
        walk.press(page, "closing.approve")
        expect(page.locator(".note.done").first).to_be_visible()
    with walk.step("past"):
        page.goto(office.of_region())
        walk.press(page, "past.look_back")
        walk.picture(page)
        walk.press(page, "past.form.show")
        walk.reads(page, walk.say("past.back_to_now"))
    with walk.step("audit"):
        page.goto(office.of_region("audit"))
        walk.sees(page.locator("h1"), "audit.title")
        walk.picture(page)

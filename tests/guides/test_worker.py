"""The grid worker's guide, walked step by step on a phone in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.guides.walking import Walk, phone_words
from tests.journeys.field import Field
from tests.journeys.test_worker import Take, field, take, town  # noqa: F401  fixtures
from tests.town import NOW

LOCALES = {"zh": "zh-CN", "en": "en-GB"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_guide_is_walked_from_practice_to_the_evening(take: Take, field: Field, language: str) -> None:  # noqa: F811
    walk = Walk("worker", language, phone_words(language))
    page = take(locale=LOCALES[language]).page
    page.clock.install(time=NOW / 1000)
    _begins(walk, page, field)
    _walks(walk, page)
    _finds_someone(walk, page)
    _ends(walk, page, field)
    walk.done()


def _begins(walk: Walk, page: Page, field: Field) -> None:  # noqa: F811
    with walk.step("practise"):
        page.goto(f"{field.address}/phone/")
        walk.press(page, "practice.begin")
        expect(page.locator(".place").first).to_be_visible()
        walk.picture(page)
        walk.press(page, "practice.leave")
    with walk.step("enrol"):
        page.goto(field.link("grid_worker"))
        expect(page.get_by_role("button", name=walk.say("enrol.go"), exact=True)).to_be_visible()
        walk.picture(page)
        walk.press(page, "enrol.go")
    with walk.step("mine"):
        walk.sees(page, "home.owed")
        walk.picture(page)
        page.locator(".place").first.click()
    with walk.step("stairwell"):
        expect(page.locator(".cell")).to_have_count(12)
        walk.sees(page, "stairwell.order.top")
        walk.picture(page)
        walk.met(walk.say("home.next"))
        page.locator(".go").click()


def _walks(walk: Walk, page: Page) -> None:
    with walk.step("nobody"):
        expect(page.locator(".label")).to_have_text("601")
        walk.press(page, "none.button")
        walk.picture(page)
        walk.press(page, "none.quiet")
        expect(page.locator(".label")).to_have_text("602")
    with walk.step("well"):
        walk.press(page, "open.button")
        page.get_by_role("button", name="3", exact=True).click()
        walk.picture(page)
        walk.press(page, "open.none_of_one", triggers=walk.say("trigger.returnee"))
    with walk.step("returnee"):
        expect(page.locator(".label")).to_have_text("501")
        page.get_by_role("button", name=walk.say("open.button"), exact=True).click()
        page.get_by_role("button", name="4", exact=True).click()
        walk.press(page, "trigger.returnee")
        page.get_by_label(walk.say("person.name")).fill("王芳")
        page.get_by_label(walk.say("person.phone"), exact=True).fill("13800000000")
        walk.picture(page)
        walk.press(page, "open.some", triggers=walk.say("trigger.returnee"))


def _finds_someone(walk: Walk, page: Page) -> None:
    with walk.step("refused"):
        expect(page.locator(".label")).to_have_text("502")
        walk.press(page, "refuse.button")
        walk.picture(page)
        walk.press(page, "state.refused_soft", exact=False)
    with walk.step("vacant"):
        expect(page.locator(".label")).to_have_text("401")
        walk.press(page, "other.button")
        walk.press(page, "other.vacant")
        walk.press(page, "evidence.meter")
        walk.picture(page)
        walk.press(page, "app.save")
        walk.press(page, "saved.undo")


def _ends(walk: Walk, page: Page, field: Field) -> None:  # noqa: F811
    with walk.step("offline"):
        page.context.set_offline(True)
        page.locator(".label").wait_for()
        page.get_by_role("button", name=walk.say("none.button"), exact=True).click()
        page.get_by_role("button", name=walk.say("none.quiet"), exact=True).click()
        expect(page.locator("header")).to_contain_text("1")
        walk.picture(page)
        page.context.set_offline(False)
        walk.sees(page, "sync.all")
    with walk.step("again"):
        page.evaluate("location.hash = '#/'")
        walk.press(page, "again.title", exact=False)
        page.locator("main h1").wait_for()
        walk.picture(page)
    with walk.step("evening"):
        page.evaluate("location.hash = '#/status'")
        expect(page.locator(".count")).to_have_text(walk.say("sync.wrote", wrote=8, received=8), timeout=15_000)
        walk.press(page, "status.send")
        walk.sees(page, "rescue.title")
        walk.picture(page)
    phones = field.status()["phones"]
    assert phones["wrote"] == phones["received"] == 8

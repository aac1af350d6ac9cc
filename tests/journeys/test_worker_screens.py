"""Every screen of the phone: nothing for an accessibility check to find in either language, and room for large text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.field import Field, Worker
from tests.journeys.looking import AXE
from tests.journeys.test_worker import Take, field, take, town

__all__ = ["field", "take", "town"]

DOOR = "水利小区 1-1-601"
WECHAT = "Mozilla/5.0 (Linux; Android 10; Redmi 9) AppleWebKit/537.36 Chrome/107 Mobile MicroMessenger/8.0.30"
DOUBLE = "document.documentElement.style.fontSize = '36px'"
SINGLE = "document.documentElement.style.fontSize = '18px'"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults(worker: Worker, name: str) -> Iterator[str]:
    """What is wrong with the screen that is shown, one sentence a fault."""
    worker.page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = worker.page.evaluate("axe.run().then(found => found.violations)")
    for one in found:
        yield f"{name}: {one['id']} {[node['html'][:160] for node in one['nodes']]}"
    worker.page.evaluate(DOUBLE)
    too_wide = worker.page.evaluate(TOO_WIDE)
    if too_wide > 0:
        yield f"{name} at 200 % text is {too_wide} px too wide"
    worker.page.evaluate(SINGLE)


def _screens(worker: Worker) -> Iterator[str]:
    """Walks to every screen in turn; buttons are found by their place, so that it works in any language."""
    yield from _places(worker)
    yield from _panels(worker)
    yield from _questions(worker)
    yield from _phone(worker)
    yield from _lock(worker)


def _places(worker: Worker) -> Iterator[str]:
    page = worker.page
    yield "my doors"
    page.locator(".place").first.click()
    expect(page.locator(".cell")).to_have_count(12)
    yield "a stairwell"
    page.locator(".add").click()
    expect(page.locator("form")).to_be_visible()
    yield "adding a door"
    worker.go("")
    page.locator(".place").first.click()
    page.locator(".beside").click()
    expect(page.locator("form")).to_be_visible()
    yield "framing a stairwell"
    worker.go("")
    page.locator(".place").last.click()
    expect(page.locator(".lane")).to_be_visible()
    yield "a lane"
    worker.go("again")
    expect(page.locator("main h1")).to_be_visible()
    yield "coming again"
    worker.go("lights")
    page.locator(".place").first.click()
    expect(page.locator(".flats button")).to_have_count(12)
    page.locator(".flats button").first.click()
    yield "windows from below"
    worker.open_door(DOOR)
    yield "a door"


def _panels(worker: Worker) -> Iterator[str]:
    page, answers = worker.page, worker.page.locator(".answers button")
    for number, name in enumerate(("opened", "no answer", "refused", "other")):
        _come_anew(worker)
        answers.nth(number).click()
        expect(answers).to_have_count(0)
        if name == "opened":
            page.locator(".counts button").nth(3).click()
            page.locator("fieldset .chips button").last.click()
            expect(page.locator("section.strip")).to_be_visible()
        yield f"a door: {name}"


def _questions(worker: Worker) -> Iterator[str]:
    page, answers = worker.page, worker.page.locator(".answers button")
    for case, name in {0: "appointment", 2: "away", 4: "proxy", 5: "vacant", 8: "duplicate", 11: "households"}.items():
        _come_anew(worker)
        answers.last.click()
        page.locator(".choices li button").nth(case).click()
        expect(page.locator(".choices li button")).to_have_count(0)
        yield f"a door: {name}"
    _come_anew(worker)
    answers.nth(1).click()
    page.locator(".quietly").click()
    expect(page.locator(".saved")).to_be_visible()
    worker.open_door(DOOR)
    page.locator("li .line button").first.click()
    yield "a door with a story, being corrected"


def _come_anew(worker: Worker) -> None:
    worker.go("status")
    expect(worker.page.locator("dl")).to_be_visible()
    worker.open_door(DOOR)


def _phone(worker: Worker) -> Iterator[str]:
    page = worker.page
    worker.go("status")
    expect(page.locator("dl")).to_be_visible()
    yield "status"
    worker.go("rescue")
    expect(page.locator("input[type=file]")).to_be_visible()
    yield "rescue"
    worker.go("enrol/jixian/whatever")
    expect(page.locator(".explain")).to_be_visible()
    yield "enrolment"


def _lock(worker: Worker) -> Iterator[str]:
    page = worker.page
    worker.go("status")
    page.locator("main > .body > button").last.click()
    page.locator("form input").fill("1234")
    yield "locking"
    page.locator("form button").first.click()
    expect(page.locator("dl")).to_have_count(0)
    yield "locked"
    page.locator(".choices button").first.click()
    yield "unlocking"


@pytest.mark.parametrize(("language", "theme"), [("zh", "light"), ("en", "dark")])
def test_every_screen_is_accessible_and_has_room_for_text_twice_the_size(take: Take, language: str, theme: str) -> None:
    if not AXE.exists():
        pytest.skip("axe is not installed: `make test` installs the client's packages")
    worker = take(locale="zh-CN")
    worker.enrol("grid_worker")
    worker.page.evaluate(
        "([language, theme]) => { const kept = JSON.parse(localStorage.getItem('bulou.preferences'));"
        " localStorage.setItem('bulou.preferences', JSON.stringify({ ...kept, language, theme })); }",
        [language, theme],
    )
    worker.page.reload()
    expect(worker.page.locator(".owed")).to_be_visible()
    assert (worker.page.locator("html").get_attribute("lang") or "").startswith(language)
    found = [fault for name in _screens(worker) for fault in faults(worker, f"{name} in {language}")]
    assert found == []


def test_the_page_inside_wechat_says_how_to_leave_it(take: Take, field: Field) -> None:
    worker = take(user_agent=WECHAT)
    worker.page.goto(field.link("grid_worker"))
    expect(worker.page.locator("h1")).to_have_text("请在浏览器里打开")
    assert list(faults(worker, "inside WeChat")) == []

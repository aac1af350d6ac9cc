"""The clerk's guide, walked at a desk in both languages: from a roster to a round, then paper and calls."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from bulou.ground.words import Language
from tests.guides.conftest import At
from tests.guides.walking import Walk, desk_words
from tests.journeys.conftest import REPOSITORY, Office

ROSTER = REPOSITORY / "tests" / "data" / "rosters" / "桥南.csv"
GRIDS = 4
PEOPLE = "\n".join(
    f"{name} 1380000000{n} 网格员 桥南{n}网格" for n, name in enumerate(["张三", "李四", "王五", "赵六"], start=1)
)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_guide_is_walked_from_the_roster_to_the_last_call(
    first_morning: Office, second_evening: Office, at: At, language: Language
) -> None:
    walk = Walk("clerk", language, desk_words(language))
    page = at(first_morning, "clerk", language)
    _imports(walk, page, first_morning)
    _divides(walk, page, first_morning)
    _launches(walk, page, first_morning)
    page = at(second_evening, "clerk", language)
    _gives_out_sheets(walk, page, second_evening)
    _types_in(walk, page)
    _takes_a_call(walk, page, second_evening)
    walk.done()


def _imports(walk: Walk, page: Page, office: Office) -> None:
    with walk.step("import"):
        page.goto(office.of_region("import"))
        page.get_by_label(walk.met(walk.say("import.files"))).set_input_files(ROSTER)
        walk.sees(page, "import.paste")
        walk.picture(page)
        walk.press(page, "import.look")
        expect(page.locator("main h2")).to_have_text([ROSTER.name], timeout=60_000)
    rehearsal = page.url
    with walk.step("rehearse"):
        walk.sees(page, "import.rehearsal")
        walk.picture(page)
        page.locator("dd a").first.click()
        expect(page.locator("table tbody tr").first).to_be_visible()
    with walk.step("columns"):
        page.goto(rehearsal)
        page.get_by_text(walk.met(walk.say("import.columns.as_read", n=1))).first.click()
        walk.press(page, "import.columns.correct")
        walk.picture(page)
        walk.press(page, "import.columns.remember")
        expect(page.locator("main h2")).to_have_text([ROSTER.name], timeout=60_000)
    with walk.step("write"):
        walk.press(page, "import.write")
        expect(page.locator(".note.done")).to_have_count(1, timeout=60_000)
        walk.picture(page)
        page.goto(office.of_region("import"))
        page.locator("table tbody th a").first.click()
        walk.sees(page, "import.undo")


def _divides(walk: Walk, page: Page, office: Office) -> None:
    with walk.step("grids"):
        page.goto(office.of_region("grids"))
        page.locator("input[name=into]").first.fill(str(GRIDS))
        walk.press(page, "grids.propose")
        walk.picture(page)
        walk.press(page, "grids.accept", n=GRIDS)
        expect(page.locator(".note.done")).to_be_visible()
    with walk.step("people"):
        page.goto(office.of_region("people/list"))
        page.get_by_label(walk.say("staff.lines")).fill(PEOPLE)
        expect(page.locator("#preview tbody tr")).to_have_count(GRIDS)
        walk.picture(page)
        walk.press(page, "staff.write")
        expect(page.locator("main")).to_contain_text(walk.say("staff.done", n=GRIDS, posts=GRIDS))


def _launches(walk: Walk, page: Page, office: Office) -> None:
    with walk.step("launch"):
        page.goto(office.of_region("questions"))
        walk.press(page, "questions.publish", n=1)
        expect(page.locator(".note.done")).to_be_visible()
        page.goto(office.of_region("rounds/new"))
        walk.picture(page)
        walk.press(page, "rounds.launch")
        expect(page.locator(".note.done")).to_be_visible()


def _gives_out_sheets(walk: Walk, page: Page, office: Office) -> None:
    with walk.step("sheets"):
        page.goto(office.of_region("paper"))
        page.get_by_label(walk.say("paper.issue.person")).select_option(label="张网格")
        walk.press(page, "paper.issue.do")
        expect(page.locator(".note.done")).to_be_visible()
        walk.picture(page)


def _types_in(walk: Walk, page: Page) -> None:
    with walk.step("typing"):
        page.locator("input[name=number]").fill("1")
        page.keyboard.press("Enter")
        expect(page.locator("tr[data-row]").first).to_be_visible()
        page.wait_for_load_state("load")  # the keys mean something once the page's script is there
        for number, keys in enumerate((("1946", "Enter", "3", "Enter"), ("1", "4", "Tab", "-", "Enter"))):
            for key in keys:
                page.keyboard.type(key) if key.isdigit() else page.keyboard.press(key)
            expect(page.locator("tr[data-row]").nth(number).locator("[data-undo]")).to_have_count(1)
        walk.picture(page)
        walk.press(page, "line.finish")
        expect(page.locator(".note.done")).to_be_visible()


def _takes_a_call(walk: Walk, page: Page, office: Office) -> None:
    with walk.step("call"):
        page.goto(office.of_region("call"))
        walk.sees(page.locator("h1"), "call.title")
        page.get_by_label(walk.say("call.find")).fill("sl 1-2-301")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text("301")
        page.locator("select[name=outcome]").select_option("appointment")
        page.locator("input[name=due]").fill("2030")
        walk.picture(page)
        walk.press(page, "call.keep")
        expect(page.locator(".note.done")).to_be_visible()
        walk.press(page, "line.undo")
        expect(page.locator(".note.done")).to_be_visible()

"""The clerk pastes what residents wrote, settles what could not be placed, and takes an import back."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .conftest import Enter, Office
from .looking import look

CHAIN = "#接龙 水利小区1号楼\n1. 1-1-701 王某 4人\n2. 明天下午几点发菜\n3. 老赵家 3口人\n"
PATIENCE = 60_000


def test_a_clerk_settles_rows_writes_and_takes_back(evening: Office, enter: Enter) -> None:
    clerk = enter(evening, "clerk")
    clerk.goto(evening.of_region("import"))
    clerk.locator("textarea[name=text]").fill(CHAIN)
    clerk.locator("input[name=text-community]").fill("东关")
    clerk.get_by_role("button", name="先看看会写什么").click()
    expect(clerk.locator("h1")).to_contain_text("预演", timeout=PATIENCE)
    look(clerk, "import-chat")
    _settle(clerk)
    clerk.get_by_role("button", name="写入登记册").click()
    expect(clerk.locator(".note.done")).to_contain_text("新建2户", timeout=PATIENCE)
    look(clerk, "import-chat-written")
    _look_at_what_waits(evening, clerk)
    _take_back(evening, clerk)


def _settle(clerk: Page) -> None:
    """One of the two held messages is put behind a door, the other keeps waiting."""
    rehearsal = clerk.url
    clerk.locator("dl.figures a").nth(4).click()
    row = clerk.locator("tr", has_text="老赵家")
    row.locator("input[name=door]").fill("水利小区 1-1-702")
    look(clerk, "import-held")
    clerk.locator("tr", has_text="老赵家").locator("input[name=door]").fill("水利小区 1-1-702")
    clerk.get_by_role("button", name="按这样处理").click()
    expect(clerk.locator(".note.done").first).to_contain_text("处理了1行", timeout=PATIENCE)
    clerk.goto(rehearsal)
    expect(clerk.locator("main")).to_contain_text("逐行处理过1行")


def _look_at_what_waits(office: Office, clerk: Page) -> None:
    clerk.goto(office.of_region("import/held"))
    expect(clerk.locator("h1")).to_contain_text("1行")
    look(clerk, "import-held-list")
    with clerk.expect_download() as file:
        clerk.get_by_role("link", name="下载待核的行").click()
    assert file.value.suggested_filename.endswith(".xlsx")


def _take_back(office: Office, clerk: Page) -> None:
    clerk.goto(office.of_region("import"))
    look(clerk, "import-earlier")
    clerk.locator("tbody a").first.click()
    expect(clerk.locator("main")).to_contain_text("撤下2户")
    look(clerk, "imported")
    clerk.locator("input[type=checkbox]").check()
    clerk.get_by_role("button", name="撤销这次导入").click()
    expect(clerk.locator(".note.done").first).to_contain_text("撤下2户", timeout=PATIENCE)
    clerk.goto(office.of_region("import/held"))
    expect(clerk.locator("main")).to_contain_text("没有待核的行")

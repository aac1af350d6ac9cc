"""The clerk's first morning: from three spreadsheets to a round that runs."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from .conftest import Enter, Office
from .looking import look

DATA = Path(__file__).parent.parent / "data" / "rosters"
ROSTERS = ("小府.xlsx", "东关.xls", "桥南.csv")
DOORS = 1676 + 1669 + 1355


def test_a_clerk_imports_divides_posts_people_and_launches(morning: Office, enter: Enter) -> None:
    clerk = enter(morning, "clerk")
    _import(morning, clerk)
    _divide(morning, clerk)
    _publish(morning, clerk)
    clerk.goto(morning.of_region("rounds/new"))
    expect(clerk.locator(".note.alarm")).to_contain_text(f"{DOORS:,}")
    clerk.locator(".note.alarm a").click()
    expect(clerk.locator("main")).to_contain_text(f"{DOORS:,}")
    for number in range(3):
        _post(morning, clerk, number)
    clerk.goto(morning.of_region("rounds/new"))
    expect(clerk.locator(".note.alarm")).to_have_count(0)
    look(clerk, "round-new")
    clerk.get_by_role("button", name="启动这一轮").click()
    expect(clerk.locator("h1")).to_have_text("第一轮")
    look(clerk, "round")
    director = enter(morning, "director")
    director.goto(morning.of_region())
    expect(director.locator("h1")).to_contain_text(f"{DOORS:,}")


def _import(office: Office, clerk: Page) -> None:
    clerk.goto(office.of_region("import"))
    look(clerk, "import")
    clerk.locator("input[type=file]").set_input_files([DATA / name for name in ROSTERS])
    clerk.get_by_role("button", name="先看看会写什么").click()
    expect(clerk.locator("main h2")).to_have_text(list(ROSTERS), timeout=60_000)
    expect(clerk.locator("tfoot").nth(1)).to_contain_text("1,669")
    look(clerk, "import-rehearsal")
    rehearsal = clerk.url
    clerk.locator("dd a").first.click()
    expect(clerk.locator("h1")).to_contain_text("小府.xlsx")
    look(clerk, "import-rows")
    clerk.goto(rehearsal)
    clerk.locator("summary").first.click()
    clerk.get_by_role("link", name="改栏目").first.click()
    look(clerk, "import-columns")
    clerk.goto(rehearsal)
    clerk.get_by_role("button", name="写入登记册").click()
    expect(clerk.locator(".note.done")).to_have_count(3, timeout=60_000)
    look(clerk, "import-result")
    clerk.goto(office.of_region("import"))
    clerk.locator("input[type=file]").set_input_files([DATA / "桥南.csv"])
    clerk.get_by_role("button", name="先看看会写什么").click()
    clerk.get_by_role("button", name="写入登记册").click()
    expect(clerk.locator("main")).to_contain_text("没有写入任何东西", timeout=60_000)


def _divide(office: Office, clerk: Page) -> None:
    clerk.goto(office.of_region("grids"))
    look(clerk, "grids-before")
    for community in range(3):
        form = clerk.locator("form[method=get]").nth(community)
        form.locator("input[name=into]").fill("1" if community else "4")
        form.get_by_role("button", name="出个方案看看").click()
        if community == 0:
            look(clerk, "grids-proposal")
            clerk.locator("input[name=into]").first.fill("1")
            clerk.get_by_role("button", name="出个方案看看").click()
        clerk.get_by_role("button", name="就这样划成1个网格").click()
        expect(clerk.locator(".note.done")).to_contain_text("已划成1个网格")
    look(clerk, "grids")
    clerk.get_by_role("link", name="自己划").first.click()
    look(clerk, "grids-by-hand")


def _post(office: Office, clerk: Page, number: int) -> None:
    clerk.goto(office.of_region("people"))
    form = clerk.locator("#engage form")
    form.locator("input[name=name]").fill(f"网格员{number + 1}")
    form.locator("select[name=post]").select_option("grid_worker")
    grids = form.locator("select[name=area] option[value^='grid:']")
    form.locator("select[name=area]").select_option(grids.nth(number).get_attribute("value"))
    form.get_by_role("button").click()
    expect(clerk.locator(".note.done")).to_be_visible()


def _publish(office: Office, clerk: Page) -> None:
    clerk.goto(office.of_region("rounds"))
    look(clerk, "rounds-none")
    clerk.goto(office.of_region("questions"))
    look(clerk, "questions")
    clerk.get_by_role("button", name="发布第1版").click()
    expect(clerk.locator(".note.done")).to_contain_text("已发布")

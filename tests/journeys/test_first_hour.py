"""One person, no list, ten thousand households: from `bulou found` to a launched round, within an hour by hand."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from .conftest import Office
from .first_hour import COMMUNITIES, Hand, remembered, staff
from .looking import look

MINUTE = 60
DOORS = 6 * 1638
FOUNDING = 2 * 3 * MINUTE
"""Two commands of the guide at the server, copied and filled in."""
BOUND = 45 * MINUTE
"""What the hands may take of the hour; the rest is for remembering and for whoever comes in."""


def test_one_person_launches_the_first_round_of_ten_thousand_households_within_the_hour(
    founded: Office, browser: Browser
) -> None:
    page = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai").new_page()
    hand = Hand(page)
    page.goto(f"{founded.address}/in/{founded.tokens['director']}")
    hand.press(page.locator("main button").first)
    expect(page.locator("h1")).to_contain_text("0/7")
    hand.press(page.get_by_role("link", name="去写社区和小区"))
    _frame(hand)
    hand.press(page.get_by_role("link", name="启用：从零到第一轮"))
    expect(page.locator("main")).to_contain_text(f"已在册 {DOORS} 户")
    hand.press(page.get_by_role("link", name="去贴名单"))
    hand.paste(page.get_by_label("一行一个人"), staff())
    expect(page.locator("#preview")).to_contain_text("新录 48 人", timeout=20_000)
    hand.press(page.get_by_role("button", name="录用这些人"))
    expect(page.locator("main")).to_contain_text("每一户都有人负责")
    hand.press(page.get_by_role("button", name="用标准三问"))
    hand.press(page.get_by_role("link", name="打印二维码"))
    hand.press(page.get_by_role("button", name="生成卡片"))
    expect(page.locator(".card")).to_have_count(42)
    hand.press(page.get_by_role("link", name="启用：从零到第一轮"))
    hand.press(page.get_by_role("link", name="去启动"))
    hand.press(page.get_by_role("button", name="启动这一轮"))
    expect(page.locator("h1")).to_have_text("第一轮")
    assert hand.pastes == 1
    assert hand.letters > 1000
    assert FOUNDING + hand.seconds < BOUND, f"{(FOUNDING + hand.seconds) / MINUTE:.0f} minutes: {vars(hand)}"
    page.goto(founded.of_region())
    expect(page.locator("h1")).to_contain_text(f"{DOORS:,}")


def _frame(hand: Hand) -> None:
    """Every community from memory, one after the other, seen before it is made."""
    page = hand.page
    for at, _ in enumerate(COMMUNITIES):
        hand.type(page.get_by_label("一行一栋楼、一条巷子"), remembered(at))
        expect(page.locator("#preview .framed-sum")).to_contain_text("新建 1638 户", timeout=20_000)
        hand.press(page.get_by_role("button", name="建档", exact=True))
        expect(page.locator(".note.done")).to_contain_text("建好了 1638 户", timeout=60_000)


def test_the_pages_of_the_first_hour_are_fit_to_be_seen(founded: Office, browser: Browser) -> None:
    page = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai").new_page()
    founded.enter(page, "director")
    page.goto(founded.of_region("frame"))
    lines = page.get_by_label("一行一栋楼、一条巷子")
    lines.fill("# 东关\n水利小区\n3号楼 4单元 6层 一梯两户 底商\n东巷 1-37号 单号\n4号楼 4单元")
    page.get_by_role("button", name="先看一看").click()
    expect(page.locator(".framed.wrong")).to_have_count(1)
    look(page, "frame-looked")
    lines = page.get_by_label("一行一栋楼、一条巷子")
    lines.fill("# 东关\n水利小区\n3号楼 4单元 6层 一梯两户 底商\n东巷 1-37号 单号\n4号楼")
    page.get_by_role("button", name="建档", exact=True).click()
    page.goto(founded.of_region("people/list"))
    people = "张三\t13800000001\t网格员\t水利小区\n李四 楼长 水利小区3号楼\n王五 网格员 东巷\n赵六 网格员 北巷"
    page.get_by_label("一行一个人").fill(people)
    page.get_by_role("button", name="先看一看").click()
    look(page, "staff-looked")
    page.get_by_label("一行一个人").fill(people.rpartition("\n")[0])
    page.get_by_role("button", name="录用这些人").click()
    look(page, "activate-half")
    page.goto(founded.of_region("phones/sheet"))
    page.get_by_role("button", name="生成卡片").click()
    look(page, "sheet-cards")

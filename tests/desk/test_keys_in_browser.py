"""The keyboard and the printer: keys that do what links do, silent while one types; paper that says its origin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bulou.desk.navigation import KEYS
from tests.house import tree
from tests.town import Town, an_evening, build_town

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

AXE = tree.ROOT / "client" / "node_modules" / "axe-core" / "axe.min.js"


class Desk:
    """The director's browser, and where its region begins."""

    def __init__(self, server: LiveServer, town: Town, page: Page) -> None:
        self.home, self.page, self.town = f"{server.url}/r/{town.region.code}/", page, town
        page.goto(f"{server.url}/in/{town.sign_in_token('director')}")
        page.click("button.main")
        page.wait_for_url(self.home)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)


@pytest.fixture
def desk(live_server: LiveServer, page: Page) -> Desk:
    town = build_town()
    an_evening(town)
    return Desk(live_server, town, page)


def test_every_key_leads_to_one_page() -> None:
    keys = list(KEYS.values())
    assert len(keys) == len(set(keys))
    assert all(len(key) == 1 for key in keys)


def test_g_and_a_letter_open_a_page_and_j_k_and_enter_a_row(desk: Desk) -> None:
    page = desk.page
    desk.press("g", "g")
    page.wait_for_url(f"{desk.home}gaps")
    desk.press("j", "j", "j", "k")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 2
    address = page.locator(":focus").get_attribute("href") or "?"
    desk.press("Enter")
    page.wait_for_url(f"**{address}")
    desk.press("g", "t")
    page.wait_for_url(desk.home)


def test_keys_are_letters_while_one_types(desk: Desk) -> None:
    page = desk.page
    page.goto(f"{desk.home}gaps")
    desk.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("gt?/jk")
    assert page.input_value("#search") == "gt?/jk"
    assert page.url == f"{desk.home}gaps"
    assert page.locator("dialog.keys").is_hidden()


def test_the_list_of_keys_opens_closes_and_gives_the_focus_back(desk: Desk) -> None:
    page = desk.page
    page.goto(f"{desk.home}phones")
    page.locator("[data-keys-open]").focus()
    desk.press("?")
    dialog = page.locator("dialog.keys")
    assert dialog.is_visible()
    if AXE.exists():
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(
            "axe.run(document, {resultTypes: ['violations']}).then(all => all.violations.map(v => v.id))"
        )
        assert found == []
    desk.press("g", "t")
    assert page.url == f"{desk.home}phones"
    desk.press("Escape")
    assert dialog.is_hidden()
    assert page.evaluate("document.activeElement.matches('[data-keys-open]')")


@pytest.mark.parametrize("address", ["", "gaps", "places", "phones", "closing", "report", "compounds/{compound}"])
def test_paper_says_where_it_is_from_and_carries_no_buttons(desk: Desk, address: str) -> None:
    page = desk.page
    page.set_viewport_size({"width": 703, "height": 1000})  # A4 less its margins
    page.goto(desk.home + address.format(compound=desk.town.compounds["水利小区"]))
    page.emulate_media(media="print")
    head = page.locator(".print-head")
    assert head.is_visible()
    for part in ("吉县", "2020年1月30日", "19:46:05", "记录截至第", "director"):
        assert part in head.inner_text()
    for hidden in ("nav", "button", ".search", ".colophon", "dialog"):
        assert not any(one.is_visible() for one in page.locator(hidden).all()), hidden
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0

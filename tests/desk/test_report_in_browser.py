"""Copying the report: into the clipboard where the browser lets us, else selected, so that it can be copied by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bulou.ground.words import catalogue
from tests.town import an_evening, build_town

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
NOTHING_COPIES = f"{NO_CLIPBOARD}; document.execCommand = () => false"


@pytest.mark.parametrize(
    ("browser_without", "said"),
    [("", "report.copied"), (NO_CLIPBOARD, "report.copied"), (NOTHING_COPIES, "report.selected")],
)
def test_the_text_is_copied_or_at_least_selected(
    live_server: LiveServer, page: Page, browser_without: str, said: str
) -> None:
    town = build_town()
    an_evening(town)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script(browser_without)
    page.goto(f"{live_server.url}/in/{town.sign_in_token('director')}")
    page.click("button.main")
    page.goto(f"{live_server.url}/r/{town.region.code}/report")
    button = page.locator("[data-copy=told-text]")
    button.click()
    button.filter(has_text=catalogue("zh")[said]).wait_for()
    shown = page.locator("#told-text").inner_text().strip()
    if browser_without:
        assert page.evaluate("getSelection().toString().trim()") == shown
    else:
        assert page.evaluate("navigator.clipboard.readText()") == shown
    assert page.locator(".told-picture").evaluate("img => img.complete && img.naturalWidth") == 750

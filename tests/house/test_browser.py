"""The browser that takes the screenshots can write Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


def _drawn(page: Page, character: str) -> bytes:
    page.set_content(f"<meta charset='utf-8'><p style='font-size: 60px'>{character}</p>")
    return page.locator("p").screenshot()


def test_the_browser_draws_chinese_and_not_empty_boxes(page: Page) -> None:
    assert _drawn(page, "楼") != _drawn(page, "栋")

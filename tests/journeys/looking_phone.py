"""Pictures of the phone's screens, where a folder is named for them (BULOU_PICTURES)."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.looking import PICTURES


def photograph(page: Page, name: str) -> None:
    """The whole screen as it stands."""
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"phone-{name}.png"), full_page=True)

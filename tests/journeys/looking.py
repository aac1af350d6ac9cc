"""Looking at a page: what an accessibility check finds in both languages, and a picture where one is asked for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "client" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = os.environ.get("BULOU_PICTURES", "")
"""A folder: every page that is looked at is also photographed there, narrow and wide, in both languages."""
WIDTHS = {"wide": (1440, 900), "narrow": (390, 844)}


def look(page: Page, name: str) -> None:
    """Fails when axe finds anything on this page in either language, or when it is wider than a phone."""
    if not AXE.exists():
        pytest.skip("axe is not installed: `make test` installs the client's packages")
    for language in ("en", "zh"):
        _speak(page, language)
        for width, (across, down) in WIDTHS.items():
            page.set_viewport_size({"width": across, "height": down})
            _photograph(page, f"{name}-{language}-{width}")
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{name} is {overflow} px too wide at {across} px in {language}"
        page.set_viewport_size({"width": 1440, "height": 900})
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[dict[str, Any]] = page.evaluate("axe.run().then(found => found.violations)")
        said = [f"{one['id']}: {[node['html'][:200] for node in one['nodes']]}" for one in found]
        assert not said, f"{name} in {language}: " + "; ".join(said)


def _speak(page: Page, language: str) -> None:
    page.context.add_cookies([{"name": "language", "value": language, "domain": "127.0.0.1", "path": "/"}])
    page.reload()
    spoken = page.locator("html").get_attribute("lang") or ""
    assert spoken.startswith(language), f"asked for {language}, answered in {spoken}"


def _photograph(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)

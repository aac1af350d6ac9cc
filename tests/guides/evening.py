"""An evening at the desk, as director and secretary share it: what both guides do."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.guides.walking import Walk
from tests.journeys.conftest import Office


def applies(say: Walk, page: Page, office: Office) -> None:
    """A secretary applies for the closing of a community whose remainder is signed for."""
    page.goto(office.of_region("closing"))
    page.get_by_role("link", name=say.say("closing.prepare")).first.click()
    page.locator("input[name=remainder]").check()
    page.get_by_role("button", name=say.say("closing.apply"), exact=True).click()
    expect(page.locator("main")).to_contain_text(say.say("closing.stage.requested"))


def opens(page: Page, label: str) -> None:
    """Goes to a door of the list that is shown."""
    page.get_by_role("rowheader", name=re.compile(label)).get_by_role("link").first.click()

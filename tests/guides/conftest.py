"""Offices and browsers for those who walk through the guides of the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bulou.ground.words import Language
from tests.journeys.conftest import Office, served

At = Callable[[Office, str, Language], Page]


@pytest.fixture
def first_morning(tmp_path: Path) -> Iterator[Office]:
    """A director, a clerk, no register."""
    (tmp_path / "morning").mkdir()
    with served("morning", tmp_path / "morning") as office:
        yield office


@pytest.fixture
def second_evening(tmp_path: Path) -> Iterator[Office]:
    """An evening in the second round."""
    (tmp_path / "evening").mkdir()
    with served("evening", tmp_path / "evening") as office:
        yield office


@pytest.fixture
def at(browser: Browser) -> Iterator[At]:
    """Somebody's own browser at the desk, signed in, in a language."""
    contexts = []

    def of_one(office: Office, person: str, language: Language) -> Page:
        context = browser.new_context(viewport={"width": 1100, "height": 800}, timezone_id="Asia/Shanghai")
        context.add_cookies([{"name": "language", "value": language, "domain": "127.0.0.1", "path": "/"}])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        office.enter(page, person)
        return page

    yield of_one
    for context in contexts:
        context.close()

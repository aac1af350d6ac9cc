"""What every test may ask for: a real browser, and a page in it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from hypothesis import settings

from bulou.ground import fences
from bulou.ledger import regions
from tests import region_fence
from tools import browser as chromium
from tools.checks import REQUIRED

if TYPE_CHECKING:
    from django.db.backends.base.operations import BaseDatabaseOperations
    from playwright.sync_api import Browser, Page

# A slow machine is not a failing property.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever asks for the browser, so that `-m "not browser"` leaves nothing behind."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def _every_statement_names_its_region() -> Iterator[None]:
    regions.forget()
    with connection.execute_wrapper(region_fence.guard):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Tests that commit are cleaned up by emptying every table, which the ledger's fence forbids on SQLite."""
    if connection.vendor != "sqlite":
        return
    # The class and not the connection: once a browser has started, Django opens a connection of its own beside it.
    operations = type(connection.ops)
    empty = operations.execute_sql_flush

    def flush(self: BaseDatabaseOperations, sql_list: Iterable[str]) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            for statement in fences.statements_allowing_changes("sqlite", "fact"):
                cursor.execute(statement)
            empty(self, sql_list)
            for statement in fences.statements_refusing_changes("sqlite", "fact"):
                cursor.execute(statement)

    operations.execute_sql_flush = flush  # type: ignore[method-assign]  # there is no hook for it


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium for the whole run; without one the test is skipped, or fails where CI requires it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  half a second that most runs need not pay

    found = chromium.find()
    if found is None:
        message = "no Chromium here: `make test` brings one"
        if "browser" in REQUIRED:
            pytest.fail(message)
        pytest.skip(message)
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found.executable_path, args=found.args, env={**found.env})
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page, without anyone's cookies, set to Chinese and to Chinese time."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    yield context.new_page()
    context.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud what was skipped: a skipped journey must not pass for a green one."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section("跳过的测试 · LEFT OUT", sep="!", red=True, bold=True)
        for report in skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
            terminalreporter.write_line(f"{report.nodeid}: {reason}")

"""Every check of the house, run to the end, with a last word on what failed and what was left out."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass

from tools import browser, client, node, postgres, with_postgres

# What a run may not leave out, as a comma-separated list: on a laptop a missing browser is a skip, in CI a failure.
REQUIRED = frozenset(filter(None, os.environ.get("BULOU_REQUIRE", "").split(",")))


class Failed(Exception):  # an outcome, not a mishap
    """A check that ran and did not pass."""


class LeftOut(Exception):  # an outcome, not a mishap
    """A check that could not run here, and why."""


@dataclass(frozen=True)
class Check:
    """One check: what it is called, in both languages, and what runs it."""

    name: str
    run: Callable[[], None]


def _python(module: str, *arguments: str) -> Callable[[], None]:
    return lambda: _command(sys.executable, "-m", module, *arguments)


def _command(*command: str) -> None:
    if subprocess.run(command, cwd=node.ROOT, check=False).returncode != 0:
        raise Failed


def _pytest_on_postgres(*arguments: str) -> Callable[[], None]:
    def run() -> None:
        if not postgres.is_available():
            raise LeftOut("没有可用的 PostgreSQL · there is no PostgreSQL here")
        if with_postgres.run([sys.executable, "-m", "pytest", "--verbosity=0", *arguments]) != 0:
            raise Failed

    return run


def _week() -> None:
    """The story's whole town instead of a small one, and what the replay printed."""
    os.environ["BULOU_WEEK_SCALE"] = "1"
    _command(sys.executable, "-m", "pytest", "--verbosity=0", "--capture=no", "tests/journeys/test_week.py")


def _browser() -> None:
    if browser.find_or_install() is None:
        raise LeftOut("没有 Chromium，浏览器测试将被跳过 · there is no Chromium: browser tests will be skipped")


LINT = (
    Check("写法 style", _python("ruff", "check", ".")),
    Check("排版 format", _python("ruff", "format", "--check", ".")),
    Check("类型 types", _python("mypy")),
    Check("房间之间的门 doors between rooms", lambda: _command(f"{sys.prefix}/bin/lint-imports", "--no-logo")),
    Check("手机端类型 client types", client.check_types),
)
CLIENT = (Check("手机端测试 client tests", client.run_tests), Check("手机端构建 client build", client.build))
BROWSER = (Check("浏览器 browser", _browser),)
WHOLE = (Check("测试 tests (SQLite)", _python("pytest", "--verbosity=0")),)
ENGINE = (Check("数据库测试 engine tests (PostgreSQL)", _pytest_on_postgres("-m", "engine")),)
WEEK = (Check("一周 the week", _week),)
WHOLE_ON_POSTGRES = (Check("测试 tests (PostgreSQL)", _pytest_on_postgres()),)

# The whole suite comes last, so that pytest's own summary is what the eye falls on.
SUITES = {
    "lint": LINT,
    "test": LINT + CLIENT + BROWSER + ENGINE + WHOLE,
    "week": WEEK,
    "test-all": LINT + CLIENT + BROWSER + WHOLE_ON_POSTGRES + WHOLE,
}


def run(checks: tuple[Check, ...]) -> int:
    """Run every check, even after a failure; 0 when all passed and nothing required was left out."""
    outcomes = {check.name: _outcome(check) for check in checks}
    print("\n== 检查结果 · what was checked ==")
    for name, outcome in outcomes.items():
        print(f"{outcome}  {name}")
    return int(any(outcome.startswith(_FAILED) for outcome in outcomes.values()))


_FAILED = "失败 FAILED "


def _outcome(check: Check) -> str:
    print(f"\n-- {check.name}", flush=True)
    try:
        check.run()
    except (Failed, subprocess.CalledProcessError):
        return _FAILED
    except LeftOut as left_out:
        required = any(word in check.name.lower() for word in REQUIRED)
        return f"{_FAILED.rstrip() if required else '跳过 SKIPPED'} {left_out}"
    return "通过 passed "


if __name__ == "__main__":
    # The type checker reads the settings, and settings make their keys where the data is: not in anyone's data.
    with tempfile.TemporaryDirectory(prefix="bulou-checks-") as data:
        os.environ["BULOU_DATA"] = data
        sys.exit(run(SUITES[sys.argv[1]]))

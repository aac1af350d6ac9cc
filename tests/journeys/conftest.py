"""A real server process over a data folder of its own, and browsers that walk through it."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec import Struct
from playwright.sync_api import Browser, Page

from bulou.ground import clock
from tests.town import NOW

HERE = Path(__file__).parent
REPOSITORY = HERE.parent.parent
BULOU = (sys.executable, "-c", "from bulou.ops.cli import main; main()")


class Office(Struct, frozen=True, kw_only=True):
    """A running server and the one-time links of its people."""

    address: str
    tokens: dict[str, str]
    folder: Path

    def of_region(self, path: str = "") -> str:
        return f"{self.address}/r/jixian/{path}"

    def enter(self, page: Page, person: str) -> None:
        """Signs somebody in by link, as by hand."""
        page.goto(f"{self.address}/in/{self.tokens[person]}")
        page.locator("main button").first.click()
        page.wait_for_url(f"{self.of_region()}**")


@contextmanager
def served(kind: str, folder: Path) -> Iterator[Office]:
    """Makes an office and serves it until the test is over."""
    at = folder / "clock.json"
    clock.write(at, at=NOW, speed=1)
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("BULOU", "DJANGO"))}
    environment = {
        **mine,
        "BULOU_DATA": str(folder),
        "BULOU_CLOCK": str(at),
        "DJANGO_SETTINGS_MODULE": "bulou.site.settings",
        "PYTHONPATH": os.pathsep.join((str(REPOSITORY / "src"), str(REPOSITORY))),
    }
    tokens = _founded(environment) if kind == "founded" else _made(kind, environment)
    port = _free_port()
    log = (folder / "server.log").open("wb")
    server = subprocess.Popen([*BULOU, "serve", "--port", str(port)], env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server)
        yield Office(address=address, tokens=tokens, folder=folder)
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def _made(kind: str, environment: dict[str, str]) -> dict[str, str]:
    """An office of tests/journeys/office.py; the one-time tokens of its people."""
    command = [sys.executable, str(HERE / "office.py"), kind]
    made = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    tokens: dict[str, str] = json.loads(made.stdout)
    return tokens


def _founded(environment: dict[str, str]) -> dict[str, str]:
    """A region as its operator founds it, by the two commands of the guide; the director's link as they print it."""
    said = ""
    for command in (
        ("found", "--code", "jixian", "--name-zh", "吉县", "--name-en", "Ji County"),
        ("person", "add", "--login", "wang", "--name", "王主任", "--post", "director", "--area", "region"),
    ):
        said = subprocess.run([*BULOU, *command], env=environment, capture_output=True, text=True, check=True).stdout
    link = re.search(r"/in/(\S+)", said)
    assert link, said
    return {"director": link[1]}


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        if server.poll() is not None:
            pytest.fail("the server stopped at once")
        try:
            with urllib.request.urlopen(f"{address}/sign-in", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail("the server did not answer within half a minute")


@pytest.fixture
def morning(tmp_path: Path) -> Iterator[Office]:
    """The first morning: a director, a clerk, no register."""
    with served("morning", tmp_path) as office:
        yield office


@pytest.fixture
def founded(tmp_path: Path) -> Iterator[Office]:
    """A region that was founded a minute ago: a director, and nothing else."""
    with served("founded", tmp_path) as office:
        yield office


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[Office]:
    """An evening in the second round."""
    with served("evening", tmp_path) as office:
        yield office


Enter = Callable[[Office, str], Page]


@pytest.fixture
def enter(browser: Browser) -> Iterator[Enter]:
    """A browser of somebody's own, signed in."""
    contexts = []

    def of_one(office: Office, person: str) -> Page:
        context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
        contexts.append(context)
        page = context.new_page()
        office.enter(page, person)
        return page

    yield of_one
    for context in contexts:
        context.close()

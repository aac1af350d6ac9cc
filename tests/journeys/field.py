"""The field: a server that can be switched off and on again, and phones that carry on without it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from bulou.ground import clock
from tests.journeys.conftest import HERE, REPOSITORY, _free_port, _wait_for
from tests.town import NOW

PHONE = {"width": 390, "height": 844}
CLI = "from bulou.ops.cli import main; main()"


class Field:
    """A town of its own on a port of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.told: dict[str, Any] = json.loads((folder / "told.json").read_text())
        self.server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.folder / "server.log").open("ab") as log:
            command = [sys.executable, "-c", CLI, "serve", "--port", str(self.port)]
            self.server = subprocess.Popen(command, env=environment(self.folder), stdout=log, stderr=log)
        _wait_for(self.address, self.server)

    def stop(self) -> None:
        if self.server is not None:
            self.server.terminate()
            self.server.wait(timeout=20)
            self.server = None

    def link(self, person: str) -> str:
        """A link that nobody has used yet."""
        return f"{self.address}/phone/#/enrol/jixian/{self.told['links'][person].pop()}"

    def rows(self, sql: str, *params: object) -> list[tuple[Any, ...]]:
        with sqlite3.connect(f"file:{self.folder / 'bulou.sqlite3'}?mode=ro", uri=True) as connection:
            return connection.execute(sql, params).fetchall()

    def status(self) -> dict[str, Any]:
        """What `bulou status --json` says."""
        done = subprocess.run(
            [sys.executable, "-c", CLI, "status", "--json"],
            env=environment(self.folder), capture_output=True, text=True, check=True,
        )  # fmt: skip
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    def revoke_all(self) -> None:
        """Every phone that is enrolled now is refused from now on."""
        with sqlite3.connect(self.folder / "bulou.sqlite3") as connection:
            connection.execute("UPDATE device SET revoked_at = ?", [NOW])


def environment(folder: Path) -> dict[str, str]:
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("BULOU", "DJANGO"))}
    return {
        **mine,
        "BULOU_DATA": str(folder),
        "BULOU_CLOCK": str(folder / "clock.json"),
        "DJANGO_SETTINGS_MODULE": "bulou.site.settings",
        "PYTHONPATH": os.pathsep.join((str(REPOSITORY / "src"), str(REPOSITORY))),
    }


def make_town(folder: Path) -> None:
    """Builds the town once; journeys walk through copies of it."""
    clock.write(folder / "clock.json", at=NOW, speed=1)
    command = [sys.executable, str(HERE / "worker_town.py")]
    done = subprocess.run(command, env=environment(folder), capture_output=True, text=True, check=True)
    (folder / "told.json").write_text(done.stdout)


def copy_of(town: Path, folder: Path) -> Path:
    shutil.copytree(town, folder, dirs_exist_ok=True)
    clock.write(folder / "clock.json", at=NOW, speed=1)
    return folder


def kill(context: BrowserContext, profile: Path) -> None:
    """Takes the battery out: the browser of this profile ends at once, without a word."""
    mark = f"--user-data-dir={profile}".encode()
    for pid in _processes():
        try:
            command = (Path("/proc") / str(pid) / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if mark in command and not any(part.startswith(b"--type=") for part in command):
            os.kill(pid, signal.SIGKILL)
            break
    else:
        raise AssertionError("no browser uses this profile")
    _wait_until_closed(context)
    for lock in profile.glob("Singleton*"):
        lock.unlink()


def _wait_until_closed(context: BrowserContext) -> None:
    for page in context.pages:
        if not page.is_closed():
            page.wait_for_event("close", timeout=5000)


def _processes() -> Iterable[int]:
    return [int(one.name) for one in Path("/proc").iterdir() if one.name.isdecimal()]


class Worker:
    """Somebody with a phone in hand: what they see and tap."""

    def __init__(self, page: Page, field: Field) -> None:
        self.page = page
        self.field = field
        page.set_default_timeout(10_000)

    def enrol(self, person: str, *, kept: bool = True) -> None:
        """Opens a link and waits for the doors; `kept`: also until the app itself is on the phone."""
        self.page.goto(self.field.link(person))
        self.tap("登记")
        expect(self.page.locator(".owed")).to_be_visible(timeout=10_000)
        if kept:
            self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def tap(self, words: str) -> None:
        self.button(words).click()

    def button(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=words, exact=True)

    def go(self, screen: str) -> None:
        self.page.evaluate("to => { location.hash = to }", f"#/{screen}")

    def open_door(self, name: str) -> None:
        self.go(f"door/{self.field.told['doors'][name]}")
        expect(self.page.locator(".label")).to_have_text(re.split("[- ]", name)[-1])

    def nobody(self) -> None:
        self.tap("没人应")
        self.tap("没动静")

    def all_well(self, persons: int = 3) -> None:
        self.tap("开门了")
        self.page.get_by_role("button", name=str(persons), exact=True).click()
        self.tap("返乡：没有")

    def refused(self, remark: str) -> None:
        self.tap("不配合")
        self.tap("加一句话")
        self.page.get_by_label("补充一句").fill(remark)
        self.page.get_by_role("button", name="拒绝").click()

    def appointment(self) -> None:
        self.tap("其他")
        self.tap("约时间")
        self.tap("明天 09:00")

    def vacant(self) -> None:
        self.tap("其他")
        self.tap("空房")
        self.tap("水电表不走")
        self.tap("记下")

    def returnee(self, name: str, phone: str) -> None:
        self.tap("开门了")
        self.page.get_by_role("button", name="4", exact=True).click()
        self.tap("返乡")
        self.page.get_by_label("姓名").fill(name)
        self.page.get_by_label("电话").fill(phone)
        self.tap("记下：有返乡")

    def said(self, words: str) -> None:
        """The strip that confirms what was saved."""
        expect(self.page.locator(".saved")).to_contain_text(words)

    def door_shown(self) -> str:
        return self.page.locator(".label").inner_text()

    def facts(self) -> list[dict[str, Any]]:
        """What the phone's store holds."""
        found: list[dict[str, Any]] = self.page.evaluate(
            """() => new Promise((done, failed) => {
                 const asked = indexedDB.open("bulou");
                 asked.onerror = () => failed(asked.error);
                 asked.onsuccess = () => {
                   const all = asked.result.transaction("facts").objectStore("facts").getAll();
                   all.onsuccess = () => { asked.result.close(); done(all.result); };
                 };
               })"""
        )
        return found

    def counted(self, words: str) -> None:
        """Goes to the status page and waits until it says so."""
        self.go("status")
        expect(self.page.locator(".count")).to_have_text(words, timeout=15_000)

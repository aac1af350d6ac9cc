"""The administrator's guide: its commands are run as they stand there, its pages walked."""

from __future__ import annotations

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bulou.ground import clock
from bulou.ground.words import Language
from bulou.intake.said import new_id
from tests.guides.book import Step
from tests.guides.walking import Walk, desk_words
from tests.journeys.conftest import REPOSITORY, _free_port, _wait_for
from tests.town import NOW

CLI = [sys.executable, "-c", "from bulou.ops.cli import main; main()"]
LINES = "东院 3号楼 4单元 6层 一梯两户\n学背巷 1-37号"
PEOPLE = "张三 13800000000 网格员 东院\n李四 13900000000 楼长 学背巷"


class Desk:
    """The office PC: its folder, and the terminal in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        clock.write(folder / "clock.json", at=NOW, speed=1)
        mine = {name: value for name, value in os.environ.items() if not name.startswith(("BULOU", "DJANGO"))}
        self.environment = {
            **mine,
            "BULOU_CLOCK": str(folder / "clock.json"),
            "PYTHONPATH": os.pathsep.join((str(REPOSITORY / "src"), str(REPOSITORY))),
        }
        self.port = _free_port()

    def run(self, command: str) -> str:
        """Types one line and reads what it says; what is not our own command is left to whoever installs."""
        words = shlex.split(command)
        if words[0] != "bulou":
            return ""
        done = subprocess.run(
            [*CLI, *words[1:]], cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    def follow(self, step: Step) -> str:
        """Runs the commands of a step; what the last one said."""
        return [self.run(one) for one in step.commands if not one.startswith("bulou serve")][-1]

    @contextmanager
    def serving(self, command: str) -> Iterator[str]:
        """Serves as the guide says, on a port that is free here."""
        words = [*shlex.split(command)[1:], "--port", str(self.port)]
        with (self.folder / "server.log").open("ab") as log:
            server = subprocess.Popen([*CLI, *words], cwd=self.folder, env=self.environment, stdout=log, stderr=log)
        address = f"http://127.0.0.1:{self.port}"
        try:
            if "--lan" in words:
                _wait_for_port(self.port)
            else:
                _wait_for(address, server)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_for_port(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the server did not answer within half a minute")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_guide_is_walked_from_installing_to_the_daily_backup(
    browser: Browser, tmp_path: Path, language: Language
) -> None:
    walk, desk = Walk("administrator", language, desk_words(language)), Desk(tmp_path)
    page = browser.new_context(viewport={"width": 1100, "height": 800}, timezone_id="Asia/Shanghai").new_page()
    page.context.add_cookies([{"name": "language", "value": language, "domain": "127.0.0.1", "path": "/"}])
    link = _installs(walk, desk)
    with desk.serving("bulou serve") as address:
        _enters(walk, page, f"{address}{link}")
        _fills(walk, page, f"{address}/r/jixian")
    with walk.step("phones") as step:
        _lets_phones_in(walk, page, desk, step)
    with desk.serving("bulou serve") as address:
        _takes_a_phone_back(walk, page, desk, f"{address}/r/jixian")
    _looks_after_it(walk, desk)
    page.context.close()
    walk.done()


def _installs(walk: Walk, desk: Desk) -> str:
    """Up to the first link: its path."""
    with walk.step("install") as step:
        assert "version" in desk.follow(step)
    with walk.step("found") as step:
        assert "jixian" in desk.follow(step)
    with walk.step("first-person") as step:
        found = re.search(r"http://[^/]+(/in/\S+)", desk.follow(step))
        assert found
        return found[1]


def _enters(walk: Walk, page: Page, link: str) -> None:
    with walk.step("serve") as step:
        assert step.commands == ("bulou serve",)
        page.goto(link)
        walk.press(page, "desk.sign_in.do")
        walk.sees(page, "activate.title")
        walk.picture(page)


def _fills(walk: Walk, page: Page, home: str) -> None:
    with walk.step("doors"):
        page.goto(f"{home}/frame")
        page.get_by_label(walk.say("import.community"), exact=True).fill("东关")
        page.get_by_label(walk.say("frame.lines")).fill(LINES)
        expect(page.locator("#preview")).to_contain_text("48")
        walk.picture(page)
        walk.press(page, "frame.write")
        expect(page.locator("main")).to_contain_text(walk.say("frame.done", n=85))
    with walk.step("people"):
        page.goto(f"{home}/people/list")
        walk.sees(page.locator("h1"), "staff.title")
        page.get_by_label(walk.say("staff.lines")).fill(PEOPLE)
        expect(page.locator("#preview tbody tr")).to_have_count(2)
        walk.picture(page)
        walk.press(page, "staff.write")
        expect(page.locator("main")).to_contain_text(walk.say("staff.done", n=2, posts=2))


def _lets_phones_in(walk: Walk, page: Page, desk: Desk, step: Step) -> None:
    """The certificate is made and the network served with it; cards are made on the page that signs them."""
    assert step.commands == ("bulou certificate", "bulou serve --lan")
    assert "authority.crt" in desk.run("bulou certificate")
    with desk.serving(step.commands[1]):
        pass
    with desk.serving("bulou serve") as address:
        page.goto(f"{address}/r/jixian/phones/sheet")
        walk.sees(page.locator("h1"), "sheet.title")
        walk.press(page, "sheet.make")
        expect(page.locator(".card")).to_have_count(2)
        walk.picture(page)


def _takes_a_phone_back(walk: Walk, page: Page, desk: Desk, home: str) -> None:
    with walk.step("lost"):
        _enrol(home, desk.run("bulou link zhuren --phone"))
        page.goto(f"{home}/phones")
        walk.sees(page.locator("h1"), "nav.phones")
        walk.picture(page)
        walk.press(page, "phones.revoke")


def _enrol(home: str, told: str) -> None:
    """A phone opens the link that the command gave."""
    token = re.search(r"#/enrol/jixian/(\S+)", told)
    assert token
    body = json.dumps({"token": token[1], "device_id": new_id(NOW), "name": "红米 9"}).encode()
    asked = urllib.request.Request(f"{home}/sync/enrol", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(asked, timeout=20) as answer:
        assert answer.status == 200


def _looks_after_it(walk: Walk, desk: Desk) -> None:
    with walk.step("backup") as step:
        desk.follow(step)
        assert list((desk.folder / "copies").glob("*.sqlite3"))
    with walk.step("watch") as step:
        told = json.loads(desk.follow(step))
        assert told["region"]["listed"] == 85

"""The first hour of a region of ten thousand households without a list, and how long one person's hands take for it.

The reckoning is that of docs/reference/first-hour.md: so many seconds for every letter typed, thing pressed, page read.
"""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Locator, Page

SECONDS_A_LETTER: Final = 1.0
"""Chinese typed with an input method by somebody who is no typist: sixty characters a minute."""
SECONDS_A_PRESS: Final = 4.0
"""To find a button or link, go there and press it."""
SECONDS_A_PAGE: Final = 20.0
"""To read what a new page says."""
SECONDS_A_PASTE: Final = 45.0
"""To find the message or table, copy it, come back and paste it."""

COMMUNITIES: Final = ("东关", "小府", "桥南", "城北", "西街", "河东")
_COMPOUNDS: Final = ("水利小区", "粮食局家属院", "新华小区", "锦绣苑", "农机公司宿舍", "明珠花园")
_LANES: Final = ("学背巷", "马家巷", "后街", "南门巷")


class Hand:
    """One person at one desk: does what a test asks of it and adds up the seconds."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.letters = self.presses = self.pages = self.pastes = 0
        page.on("load", lambda _: self._read())

    def _read(self) -> None:
        self.pages += 1

    def press(self, what: Locator) -> None:
        """Presses a button or follows a link."""
        self.presses += 1
        what.click()

    def type(self, where: Locator, text: str) -> None:
        """Types a text, letter by letter as far as the reckoning goes."""
        self.letters += len(text)
        where.fill(text)

    def paste(self, where: Locator, text: str) -> None:
        """Pastes what somebody has sent."""
        self.pastes += 1
        where.fill(text)

    @property
    def seconds(self) -> float:
        """How long it took."""
        return (
            self.letters * SECONDS_A_LETTER
            + self.presses * SECONDS_A_PRESS
            + self.pages * SECONDS_A_PAGE
            + self.pastes * SECONDS_A_PASTE
        )


def remembered(at: int) -> str:
    """What somebody knows by heart of one community: six compounds of several shapes and four lanes, 1,638 doors."""
    mark = COMMUNITIES[at]
    shapes = (
        ["1-9号楼 4单元 6层 一梯两户", "10号楼 3单元 6层 一梯三户"],
        ["1-6号楼 3单元 5层 一梯两户"],
        ["1-4号楼 4单元 6层 一梯两户", "5号楼 2单元 11层 两梯四户 没有4层"],
        ["A-B座 不分单元 18层 每层6户 底商12间"],
        ["1-2号楼 5单元 6层 一梯三户"],
        ["1-9号楼 2单元 6层 一梯两户 门牌0101起"],
    )
    lines = [f"# {mark}"]
    for name, some in zip(_COMPOUNDS, shapes, strict=True):
        lines += [f"{mark}{name}", *some]
    lines += [f"{mark}{_LANES[0]} 1-37号 单号", f"{mark}{_LANES[1]} 1-20号 没有4号", f"{mark}{_LANES[2]} 2-40号 双号",
              f"{mark}{_LANES[3]} 1-18号"]  # fmt: skip
    return "\n".join(lines) + "\n"


def staff() -> str:
    """The list of staff as it is in somebody's spreadsheet: a secretary, a cadre and six grid workers a community."""
    rows = ["姓名\t电话\t岗位\t责任区"]
    for at, mark in enumerate(COMMUNITIES):
        rows.append(f"书记{at}\t1390000{at:04}\t社区书记\t{mark}")
        rows.append(f"干部{at}\t1380000{at:04}\t包片干部\t{mark}")
        areas = [f"{mark}{name}" for name in _COMPOUNDS]
        areas[0] += "".join(f"、{mark}{lane}" for lane in _LANES)
        rows += [f"网格员{at}{n}\t13700{at:03}{n:03}\t网格员\t{area}" for n, area in enumerate(areas)]
    return "\n".join(rows)

"""Check-off sheets on paper: what a numbered sheet shows of its doors, of its round and of whoever carries it."""

from io import BytesIO
from typing import Final

import segno
from msgspec import Struct

from bulou.core.visits.outcomes import OutcomeCode

BOXES: Final[tuple[OutcomeCode, ...]] = (
    "screened", "screened_phone", "no_answer", "occupied_no_answer", "refused", "appointment", "away", "vacant",
)  # fmt: skip
"""The outcomes that have a box on paper, in the order of their keys: 1 is the first. Others go under remarks."""

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""The options of a question, on paper and under the keys."""

BLANK_LINES: Final = 3
"""Empty lines at the end of every sheet, for doors that nobody had listed."""


class Row(Struct, frozen=True, kw_only=True):
    """A line of the sheet. `group` is the stairwell or lane, said where it begins; `reserved`: do not knock."""

    number: int
    door: str
    tried: str = ""
    due: str = ""
    group: str = ""
    reserved: bool = False


class Asked(Struct, frozen=True, kw_only=True):
    """A question of the round with a column of its own; `kind` is that of the question set."""

    number: int
    text: str
    kind: str
    options: tuple[str, ...] = ()


class SheetPaper(Struct, frozen=True, kw_only=True):
    """One sheet in words. `qr` is an SVG that holds the address of its entry page, no word about anybody."""

    number: str
    round_name: str
    community: str
    person: str
    printed: str
    deadline: str
    read_out: str
    questions: tuple[Asked, ...]
    boxes: tuple[str, ...]
    rows: tuple[Row, ...]
    qr: str
    blank_lines: int = BLANK_LINES


class SheetsPaper(Struct, frozen=True, kw_only=True):
    """Sheets printed together."""

    sheets: tuple[SheetPaper, ...]


def qr_svg(address: str) -> str:
    """A QR code as SVG, black on white, with its quiet zone."""
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=2, xmldecl=False, dark="#000")
    return drawn.getvalue().decode()

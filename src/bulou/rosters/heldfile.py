"""The file of held rows: a spreadsheet with the reason beside every row, to be corrected and imported again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Final

import xlsxwriter  # type: ignore[import-untyped]

from bulou.ground.words import word
from bulou.rosters.heldrows import HeldRow
from bulou.rosters.reasons import reason_key

OWN: Final = "不漏"
"""Headings that begin so are the program's own and never data (rosters/synonyms.py)."""
REASON, REMEDY, SOURCE, WROTE, ROW_ID = (f"{OWN}·{name}" for name in ("原因", "怎么改", "原表行", "原文", "行编号"))
_LONGEST: Final = 32_000
_Say = Callable[[str], str]


def held_file(rows: Iterable[HeldRow]) -> bytes:
    """An xlsx with one sheet for each layout: why, how to put it right, the row's own columns, and its id at the end.

    In Chinese whatever the page's language: it is read by the clerks of the place, and by the reader of rosters.
    """
    layouts: dict[tuple[str, ...], list[HeldRow]] = {}
    for row in rows:
        layouts.setdefault(tuple(heading for _, heading, _ in row.columns), []).append(row)
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "bg_color": "#E7E2D6", "border": 1})
    own = book.add_format({"font_color": "#8A1C1C", "text_wrap": True, "valign": "top"})
    for number, (headings, some) in enumerate(layouts.items(), 1):
        sheet = book.add_worksheet(f"{OWN}{number}")
        titles = [REASON, REMEDY, *(heading or f"{OWN}·其他" for heading in headings), WROTE, SOURCE, ROW_ID]
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, bold)
        for at, row in enumerate(some, 1):
            for column, text in enumerate(_cells(row)):
                if text:
                    sheet.write_string(at, column, text[:_LONGEST], own if column < 2 else None)
        sheet.set_column(0, 1, 28)
        sheet.set_column(2, len(titles) - 4, 14)
        sheet.set_column(len(titles) - 3, len(titles) - 1, 20)
        sheet.freeze_panes(1, 2)
    if not layouts:
        book.add_worksheet(OWN)
    book.close()
    return out.getvalue()


def _cells(row: HeldRow) -> list[str]:
    source = " ".join(part for part in (row.file, row.sheet, str(row.row)) if part)
    return [
        word(reason_key("held", row.reason), "zh"),
        word(reason_key("remedy", row.reason), "zh"),
        *(text for _, _, text in row.columns),
        row.text,
        source,
        row.id,
    ]

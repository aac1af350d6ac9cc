"""A workbook: xlsx, xls, xlsm, xlsb and ods, read into sheets."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import python_calamine as calamine

from bulou.rosters.cells import cell_text
from bulou.rosters.errors import RosterError
from bulou.rosters.sheets import MOST_CELLS, Sheet


def read_workbook(path: Path) -> list[Sheet]:
    """Every worksheet in its order; raises RosterError whatever the library trips over."""
    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as book:
            return [_sheet(path, book, about) for about in book.sheets_metadata if _is_worksheet(about)]
    except RosterError:
        raise
    except calamine.PasswordError as error:
        raise RosterError(path, "password", repr(error)) from error
    # The library is compiled Rust: a broken file may surface as any exception, even one outside Exception (a panic).
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        code = "password" if "assword" in repr(error) or "ncrypted" in repr(error) else "corrupt"
        raise RosterError(path, code, repr(error)) from error


def _is_worksheet(about: calamine.SheetMetadata) -> bool:
    return about.typ == calamine.SheetTypeEnum.WorkSheet


def _sheet(path: Path, book: calamine.CalamineWorkbook, about: calamine.SheetMetadata) -> Sheet:
    sheet = book.get_sheet_by_name(about.name)
    if sheet.end is None:
        return Sheet(about.name, [])
    if (sheet.end[0] + 1) * (sheet.end[1] + 1) > MOST_CELLS:
        raise RosterError(path, "too_large", f"{about.name}: {sheet.end}")
    values = cast("list[list[object]]", sheet.to_python(skip_empty_area=False))
    rows = [[cell_text(v) for v in row] for row in values]
    covered = frozenset(
        (r, c)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
        for r in range(top, min(bottom, len(rows)) + 1)
        for c in range(left, min(right, 255) + 1)
        if (r, c) != (top, left)
    )
    return Sheet(about.name, rows, covered, hidden=about.visible != calamine.SheetVisibleEnum.Visible)

"""A package: the zip that a workbook is, looked into before it is opened, because a library may believe anything."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import Final

from bulou.rosters.errors import RosterError
from bulou.rosters.sheets import MOST_CELLS

MOST_BYTES: Final = 1_500_000_000
"""Unpacked; a workbook of 100,000 rows with 30 columns has about 150 MB."""
_BLOCK: Final = 1 << 22
_OVERLAP: Final = 400
_FAR_CELL = re.compile(rb'<c r="([A-Z]{3,8}\d+|[A-Z]+\d{7,})"[^>/]*>(?=<(?:v|is)\b)')
_ROW = re.compile(rb'<row [^>]*?r="(\d+)"')
_NO_VALUE = re.compile(rb"<f[^>]*>[^<]*</f>(?:<v></v>|<v/>)?</c>")


def look_into(path: Path) -> int:
    """How many cells hold a formula without its value. Raises RosterError for a bomb and for cells too far out."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            if sum(part.file_size for part in parts) > MOST_BYTES:
                raise RosterError(path, "bomb")
            sheets = [part for part in parts if part.filename.startswith("xl/worksheets/sheet")]
            return sum(_look_at(path, package, sheet) for sheet in sheets)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        code = "password" if "password" in str(error) else "corrupt"
        raise RosterError(path, code, repr(error)) from error
    except zlib.error as error:
        raise RosterError(path, "corrupt", repr(error)) from error


def _look_at(path: Path, package: zipfile.ZipFile, sheet: zipfile.ZipInfo) -> int:
    """A worksheet in blocks: a stray value in cell XFD1048576 would make the reader ask for 17 billion cells."""
    formulas = 0
    rows = columns = 0
    before = b""
    with package.open(sheet) as text:
        while block := text.read(_BLOCK):
            seen = before + block
            formulas += len(_NO_VALUE.findall(block)) if b"<f" in block else 0
            for found in _FAR_CELL.findall(seen):
                letters = found.rstrip(b"0123456789")
                rows, columns = max(rows, int(found[len(letters) :])), max(columns, _number(letters))
            if columns and (last := _ROW.findall(seen)[-1:]):
                rows = max(rows, int(last[0]))
            before = block[-_OVERLAP:]
    if rows * columns > MOST_CELLS:
        raise RosterError(path, "too_large", f"{sheet.filename}: {rows} x {columns}")
    return formulas


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number

"""Writers of small spreadsheets for tests."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter  # type: ignore[import-untyped]

Cell = str | int | float | None
Grid = list[list[Cell]]
Rows = Sequence[Sequence[Cell]]
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column


def write_xlsx(
    path: Path,
    sheets: Mapping[str, Rows],
    merges: Mapping[str, list[Merge]] | None = None,
    hidden: Sequence[str] = (),
) -> None:
    book = xlsxwriter.Workbook(str(path))
    plain = book.add_format()
    for name, grid in sheets.items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(grid):
            for c, value in enumerate(row):
                if value not in (None, ""):
                    sheet.write(r, c, value)
        for r1, c1, r2, c2 in (merges or {}).get(name, []):
            sheet.merge_range(r1, c1, r2, c2, grid[r1][c1], plain)
        if name in hidden:
            sheet.hide()
    book.close()


def write_text(path: Path, grid: Rows, *, delimiter: str = ",", encoding: str = "utf-8", end: str = "\r\n") -> None:
    lines = [delimiter.join("" if v is None else str(v) for v in row) for row in grid]
    path.write_bytes((end.join(lines) + end).encode(encoding))


def write_ods(path: Path, sheets: Mapping[str, Rows]) -> None:
    spaces = " ".join(f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{p}:1.0"' for p in ("office", "table", "text"))
    tables = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(map(_ods_row, grid))}</table:table>'
        for name, grid in sheets.items()
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", kind)
        book.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{manifest}" manifest:version="1.2">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
        book.writestr(
            "content.xml", f'<?xml version="1.0"?><office:document-content {spaces}>{body}</office:document-content>'
        )


def _ods_row(row: Sequence[Cell]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(value: Cell) -> str:
    if value in (None, ""):
        return "<table:table-cell/>"
    if isinstance(value, (int, float)):
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p>'
            "</table:table-cell>"
        )
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'

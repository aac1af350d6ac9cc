"""A delimited text: csv in any usual encoding and with any usual delimiter, or a table pasted into a file."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from bulou.rosters.cells import fold
from bulou.rosters.chat import chat_sheet, is_chat
from bulou.rosters.encodings import decoded
from bulou.rosters.errors import RosterError
from bulou.rosters.sheets import MOST_CELLS, MOST_COLUMNS, Sheet

# ="0301": what systems write so that Excel keeps the nought.
_GUARD = re.compile(r'\s*="([^"]*)"\s*')
_DELIMITERS = ",\t;|，、"
csv.field_size_limit(1_000_000)


def read_delimited(path: Path, raw: bytes) -> list[Sheet]:
    """One sheet named after the file; raises RosterError when the text cannot be decoded."""
    return sheets_of_text(path, decoded(path, raw))


def sheets_of_text(path: Path, text: str) -> list[Sheet]:
    """One sheet without a name; raises RosterError when no table can be cut from it."""
    if path.suffix.lower() not in (".csv", ".tsv") and is_chat(text):
        return [chat_sheet(text)]
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    try:
        rows = _rows(_without_separator(text))
    except csv.Error as error:
        raise RosterError(path, "corrupt", repr(error)) from error
    widest = max(map(len, rows), default=0)
    if widest > MOST_COLUMNS or sum(map(len, rows)) > MOST_CELLS:
        raise RosterError(path, "too_large", f"{len(rows)} x {widest}")
    return [Sheet("", [[fold(_GUARD.sub(r"\1", c)) for c in row] for row in rows])]


def _without_separator(text: str) -> str:
    """sep=; in the first line is for Excel; it stays as a blank line, so that rows keep their numbers."""
    return re.sub(r"^\ufeff?sep=.[^\n]*", "", text, count=1)


def _rows(text: str) -> list[list[str]]:
    delimiter = _delimiter(text)
    if delimiter is None:
        whole = text.removesuffix("\n").split("\n")
        return by_spaces(whole) or [[line] for line in whole]
    text = _with_ditto_cells(text, delimiter)
    quoted = _parsed(text, delimiter, quoting=csv.QUOTE_MINIMAL)
    if '"' not in text:
        return quoted
    # A stray quotation mark (a ditto, an inch) must not swallow the rest of the file into one cell.
    plain = _parsed(text, delimiter, quoting=csv.QUOTE_NONE)
    swallows = any(cell.count("\n") > 20 for row in quoted for cell in row)
    return plain if swallows or _steadiness(plain) > _steadiness(quoted) else quoted


def _steadiness(rows: list[list[str]]) -> float:
    """Which part of the rows has as many cells as most rows have."""
    widths = [len(row) for row in rows if any(row)]
    return max(map(widths.count, set(widths)), default=0) / max(len(widths), 1)


def _with_ditto_cells(text: str, delimiter: str) -> str:
    """A lone " between delimiters repeats the cell above; to a csv reader it would open a quotation."""
    if f'{delimiter}"{delimiter}' not in text and f'\n"{delimiter}' not in text and f'{delimiter}"\n' not in text:
        return text
    lines = [line.split(delimiter) for line in text.split("\n")]
    widths = [len(cells) for cells in lines]
    usual = max(set(widths), key=widths.count)
    return "\n".join(
        delimiter.join("〃" if c.strip() == '"' and len(cells) == usual else c for c in cells) for cells in lines
    )


def by_spaces(lines: list[str]) -> list[list[str]] | None:
    """A table pasted with nothing but spaces between its columns; None when the lines do not agree on how many."""
    rows = [line.split() for line in lines]
    widths = [len(row) for row in rows if row]
    usual = max(set(widths), key=widths.count, default=0)
    return rows if usual > 1 and widths.count(usual) * 5 >= len(widths) * 3 else None


def unpasted(sheet: Sheet) -> Sheet:
    """A sheet whose only column holds whole lines, as after pasting from a text, cut into its columns."""
    if sheet.roles or len(sheet.rows) < 2 or any(any(row[1:]) for row in sheet.rows):
        return sheet
    lines = [row[0] if row else "" for row in sheet.rows]
    delimiter = _delimiter("\n".join(line.replace("\n", " ") for line in lines))
    rows = [[fold(c) for c in line.split(delimiter)] for line in lines] if delimiter else by_spaces(lines)
    return Sheet(sheet.name, rows, hidden=sheet.hidden) if rows else sheet


def _parsed(text: str, delimiter: str, *, quoting: int) -> list[list[str]]:
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return list(csv.reader((line + "\n" for line in lines), delimiter=delimiter, quoting=quoting))  # type: ignore[arg-type]


def _delimiter(text: str) -> str | None:
    """The character that cuts the lines into the steadiest number of cells."""
    lines = [line for line in text.split("\n")[:200] if line.strip()]
    best, best_score = None, 0.0
    for rank, mark in enumerate(_DELIMITERS):
        counts = [line.count(mark) for line in lines]
        usual = max(set(counts) - {0}, key=counts.count, default=0)
        steady = counts.count(usual) / len(lines) if usual else 0.0
        score = steady * min(usual, 6) - rank * 0.01
        if usual and score > best_score:
            best, best_score = mark, score
    return best

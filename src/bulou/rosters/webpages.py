"""A web page: the tables of an export that is HTML under a spreadsheet's name."""

from __future__ import annotations

from html.parser import HTMLParser

from bulou.rosters.cells import fold
from bulou.rosters.sheets import Sheet

_WIDEST = 256
_MOST = 100_000
_CELLS = ("td", "th")


def sheets_of_page(text: str) -> list[Sheet]:
    """One sheet for every table of two rows and two columns or more; none when the page holds no such table."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return [_sheet(rows) for rows in reader.tables if len(rows) > 1 and max(map(len, rows)) > 1]


class _Cell:
    def __init__(self, rows: int, columns: int) -> None:
        self.rows, self.columns = rows, columns
        self.text = ""


class _Reader(HTMLParser):
    """Collects the text of cells; a table inside a cell is part of the cell's text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[_Cell]]] = []
        self.depth = 0
        self.cell: _Cell | None = None
        self.silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self.silent = True
        elif tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.tables.append([])
        elif tag == "br" and self.cell:
            self.cell.text += "\n"
        elif self.depth == 1 and tag == "tr":
            self.tables[-1].append([])
            self.cell = None
        elif self.depth == 1 and tag in _CELLS:
            spans = {
                name: min(int(value), _MOST)
                for name, value in attrs
                if name.endswith("span") and value and value.isascii() and value.isdecimal()
            }
            self.cell = _Cell(spans.get("rowspan", 1), min(spans.get("colspan", 1), _WIDEST))
            if not self.tables[-1]:
                self.tables[-1].append([])
            self.tables[-1][-1].append(self.cell)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.silent = False
        elif tag == "table":
            self.depth = max(self.depth - 1, 0)
        elif self.depth == 1 and tag in _CELLS:
            self.cell = None

    def handle_data(self, data: str) -> None:
        if self.cell is not None and not self.silent:
            self.cell.text += data


def _sheet(table: list[list[_Cell]]) -> Sheet:
    """The table as a grid; what spans several cells stands in the first and covers the rest."""
    grid: dict[tuple[int, int], str] = {}
    covered: set[tuple[int, int]] = set()
    for r, row in enumerate(table):
        c = 0
        for cell in row:
            while (r, c) in grid:
                c += 1
            bottom = min(r + max(cell.rows, 1), len(table))
            spread = [(i, j) for i in range(r, bottom) for j in range(c, c + max(cell.columns, 1))]
            grid |= dict.fromkeys(spread, "")
            covered.update(spread[1:])
            grid[r, c] = fold(cell.text)
    width = max((c for _, c in grid), default=-1) + 1
    return Sheet("", [[grid.get((r, c), "") for c in range(width)] for r in range(len(table))], frozenset(covered))

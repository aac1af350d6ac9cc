"""A sheet: rows of folded cells, and which cells a merged range covers."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_CELLS = 20_000_000


@dataclass(slots=True)
class Sheet:
    """Row 0 is the spreadsheet's row 1. `covered` holds the (row, column) cells that a merged range hides."""

    name: str
    rows: list[list[str]]
    covered: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    hidden: bool = False

    def trimmed(self) -> Sheet:
        """Without the wholly blank rows at the end, which nobody wrote."""
        last = len(self.rows)
        while last and not any(self.rows[last - 1]):
            last -= 1
        return Sheet(self.name, self.rows[:last], self.covered, self.hidden)

"""A sheet: rows of folded cells, and which cells a merged range covers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bulou.rosters.synonyms import Role

MOST_CELLS = 20_000_000
MOST_COLUMNS = 16_384


@dataclass(slots=True)
class Sheet:
    """Row 0 is the spreadsheet's row 1. `covered` holds the (row, column) cells that a merged range hides.

    `roles`: the columns are known and every row stands for itself (messages); `lines` are the messages as written.
    """

    name: str
    rows: list[list[str]]
    covered: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    hidden: bool = False
    roles: tuple[Role, ...] = ()
    lines: tuple[str, ...] = ()

    def trimmed(self) -> Sheet:
        """Without the wholly blank rows at the end, which nobody wrote."""
        last = len(self.rows)
        while last and not any(self.rows[last - 1]):
            last -= 1
        return replace(self, rows=self.rows[:last])

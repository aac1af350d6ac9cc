"""A verdict: what became of one source row. Every row gets exactly one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from bulou.rosters.places import PlaceKey

Kind = Literal["created", "merged", "matched", "held", "ignored"]
KINDS: tuple[Kind, ...] = ("created", "merged", "matched", "held", "ignored")


class RowVerdict(NamedTuple):
    """`row` counts from 1 as the spreadsheet shows it; `cell` is the text that a held row stumbled over."""

    sheet: str
    row: int
    kind: Kind
    reason: str
    door: PlaceKey | None = None
    cell: str = ""


def counts(verdicts: Iterable[RowVerdict]) -> dict[str, int]:
    """How many rows ended in each kind, and their total."""
    found: dict[str, int] = dict.fromkeys(KINDS, 0)
    total = 0
    for verdict in verdicts:
        found[verdict.kind] += 1
        total += 1
    return {"total": total} | found

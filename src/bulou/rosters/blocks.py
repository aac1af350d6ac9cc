"""A block: one of several equal tables that a clerk has put side by side to save paper."""

from __future__ import annotations

from bulou.rosters.headers import is_header, role_of
from bulou.rosters.headings import parse_heading
from bulou.rosters.sheets import Sheet
from bulou.rosters.synonyms import Role
from bulou.rosters.verdicts import RowVerdict

_TITLE_ROWS = 40
# A row of several blocks ends as its most troubled half, so that nothing held is hidden by what went well.
_RANK = {"held": 0, "created": 1, "merged": 2, "matched": 3, "ignored": 4}


def blocks_of(sheet: Sheet) -> list[Sheet]:
    """The sheet itself, or its blocks from left to right; a title above the header belongs to the block it stands over,
    or to all where it stands alone.
    """
    at = next((i for i, r in enumerate(sheet.rows[:_TITLE_ROWS]) if is_header(r)), None)
    starts = _starts(sheet.rows[at]) if at is not None else []
    if at is None or len(starts) < 2:
        return [sheet]
    ends = [*starts[1:], max(len(r) for r in sheet.rows)]
    return [_block(sheet, at, a, b) for a, b in zip(starts, ends, strict=True)]


def _starts(header: list[str]) -> list[int]:
    """Where the same headings begin again."""
    first = next(i for i, c in enumerate(header) if c)
    starts = [i for i, c in enumerate(header) if c == header[first]]
    ends = [*starts[1:], len(header)]
    labels = [[c for c in header[a:b] if c] for a, b in zip(starts, ends, strict=True)]
    roles = {role_of(c) for c in labels[0]}
    has_door = Role.ROOM in roles or Role.ADDRESS in roles
    return starts if has_door and len(labels[0]) > 1 and all(x == labels[0] for x in labels) else []


def _one_each(title: list[str]) -> bool:
    """Whether a row above the headings gives each block its own title (1号楼 left, 2号楼 right)."""
    headings = [parse_heading(c) for c in title if c]
    return len(headings) > 1 and sum(h is not None and h.says_place() for h in headings) > 1


def _block(sheet: Sheet, at: int, left: int, right: int) -> Sheet:
    above = [r[left:right] if _one_each(r) else r for r in sheet.rows[:at]]
    rows = above + [r[left:right] for r in sheet.rows[at:]]
    covered = frozenset((r, c if r < at else c - left) for r, c in sheet.covered if r < at or left <= c < right)
    return Sheet(sheet.name, rows, covered, sheet.hidden)


def one_a_row(verdicts: list[RowVerdict]) -> list[RowVerdict]:
    """One verdict for every source row, where its blocks each had one."""
    found: dict[tuple[str, int], RowVerdict] = {}
    for verdict in verdicts:
        known = found.get((verdict.sheet, verdict.row))
        if known is None or _RANK[verdict.kind] < _RANK[known.kind]:
            found[verdict.sheet, verdict.row] = verdict
    return list(found.values())

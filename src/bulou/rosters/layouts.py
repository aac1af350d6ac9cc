"""A layout: the headings of a table, by which a person's word about its columns is remembered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from bulou.rosters.cells import fold
from bulou.rosters.columns import Columns
from bulou.rosters.synonyms import Role

Corrections = Mapping[str, tuple[str, ...]]
"""By fingerprint: the role of every column from left to right; '' says nothing and is not kept."""
_SAMPLES: Final = 3


class Layout(Struct, kw_only=True):
    """A table's headings, how its columns are read, and some of what stands under each."""

    fingerprint: str
    sheets: list[str]
    labels: tuple[str, ...]
    roles: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    corrected: bool = False


def fingerprint(sheet: str, labels: Sequence[str], width: int) -> str:
    """32 hex digits that equal headings share. A table without headings is known by its sheet's name and width."""
    named = [re.sub(r"\s+", "", fold(label).lower()) for label in labels]
    while named and not named[-1]:
        named.pop()
    told = "\x1f".join(named) if any(named) else f"{sheet}\x1e{width}"
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def columns_by(roles: Sequence[str]) -> Columns:
    """The columns as a person said; a role that this version does not know says nothing."""
    known = {str(role): role for role in Role}
    columns = Columns()
    for i, role in enumerate(roles):
        if role in known:
            columns.by_role.setdefault(known[role], []).append(i)
    return columns


def layout_of(
    sheet: str, labels: Sequence[str], columns: Columns, sample: Sequence[Sequence[str]], *, corrected: bool
) -> Layout:
    """The layout of a table that is read in this way."""
    width = max([len(labels), *(len(row) for row in sample)])
    of_column = {i: role for role, at in reversed(columns.by_role.items()) for i in at}
    return Layout(
        fingerprint=fingerprint(sheet, labels, width),
        sheets=[sheet],
        labels=tuple(labels[i] if i < len(labels) else "" for i in range(width)),
        roles=tuple(of_column.get(i, "") for i in range(width)),
        samples=tuple(_sample(sample, i) for i in range(width)),
        corrected=corrected,
    )


def _sample(rows: Sequence[Sequence[str]], column: int) -> tuple[str, ...]:
    values = dict.fromkeys(row[column] for row in rows if column < len(row) and row[column])
    return tuple(list(values)[:_SAMPLES])

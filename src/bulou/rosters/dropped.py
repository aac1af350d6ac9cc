"""Dropped: what a roster holds about people that the register does not keep; the clerk is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from bulou.rosters.doors import Door
from bulou.rosters.headers import is_header, role_of
from bulou.rosters.sheets import Sheet
from bulou.rosters.synonyms import Role

_FORGOTTEN: Final = frozenset({Role.SEX, Role.AGE, Role.RELATION, Role.NOTE, Role.OTHER, None})
_HEADER_WITHIN: Final = 40


class Dropped(Struct, frozen=True, kw_only=True):
    """`numbers`: identity numbers of which only the last four digits and a keyed hash stay. `columns`: not kept at all.
    `names` and `phones` are kept, sealed.
    """

    names: int = 0
    phones: int = 0
    numbers: int = 0
    columns: tuple[str, ...] = ()


def dropped_from(sheets: Sequence[Sheet], doors: Sequence[Door]) -> Dropped:
    """What is sealed and what is dropped when these sheets are imported."""
    contacts = [contact for door in doors for contact in door.contacts]
    return Dropped(
        names=sum(1 for c in contacts if c.name),
        phones=sum(len(c.phones) for c in contacts),
        numbers=sum(1 for c in contacts if c.id_number),
        columns=tuple(_forgotten_columns(sheets)),
    )


def _forgotten_columns(sheets: Sequence[Sheet]) -> dict[str, None]:
    labels: dict[str, None] = {}
    for sheet in sheets:
        header = next((row for row in sheet.rows[:_HEADER_WITHIN] if is_header(row)), [])
        labels |= dict.fromkeys(cell for cell in header if cell and role_of(cell) in _FORGOTTEN)
    return labels

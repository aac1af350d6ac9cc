"""A place: compound, building, stairwell and door label, and the form in which two spellings of one door are equal."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from bulou.core.territory import labels
from bulou.rosters.cells import fold

CompoundKind = Literal["compound", "street"]
_STREET = re.compile(r".*(?:[街巷路弄]|胡同|大道|街道)|.*(?i:\b(?:street|lane|alley|road|avenue))")


class PlaceKey(NamedTuple):
    """What two rows must share to speak of one door; every part is in normal form, absent parts are empty."""

    compound: str
    building: str
    stairwell: str
    room: str


class Place(NamedTuple):
    """A door as the roster names it; on a street `room` is the lane number with its sub-number (12号之3)."""

    compound: str
    kind: CompoundKind
    building: str | None
    stairwell: str | None
    room: str
    floor: int | None

    def key(self) -> PlaceKey:
        return normal_place(self.compound, self.building, self.stairwell, self.room)


def normal_place(compound: str, building: str | None, stairwell: str | None, room: str) -> PlaceKey:
    """The normal form: half-width, digits for numerals, no units, no leading zeros; suffix letters are kept."""
    return PlaceKey(
        normal_name(compound), normal_label(building or ""), normal_label(stairwell or ""), normal_label(room)
    )


@lru_cache(maxsize=65536)
def normal_name(name: str) -> str:
    """A compound's or street's name without spaces, brackets and case."""
    return re.sub(r"[\s()\[\]·.,、:-]+", "", fold(fold(name).upper()))


@lru_cache(maxsize=65536)
def normal_label(label: str) -> str:
    """A building's, stairwell's or door's number as the core compares them, out of a cell of a spreadsheet."""
    return labels.normal_label(fold(fold(label).upper()))


def compound_kind(name: str) -> CompoundKind:
    """A name that ends as streets and lanes end is a street; everything else is a compound."""
    return "street" if _STREET.fullmatch(name) else "compound"


def floor_of(room: str) -> int | None:
    """The floor in a room number of three or four digits: 401 is on 4, 1102 on 11."""
    digits = re.match(r"[A-Z]?(\d{1,2})\d\d(?!\d)", room)
    return int(digits[1]) if digits and int(digits[1]) > 0 else None

"""A place: compound, building, stairwell and door label, and the form in which two spellings of one door are equal."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from bulou.core.territory.numerals import all_digits, with_digits
from bulou.rosters.cells import fold

CompoundKind = Literal["compound", "street"]
_STREET = re.compile(r".*(?:[街巷路弄]|胡同|大道|街道)|.*(?i:\b(?:street|lane|alley|road|avenue))")
_UNITS = "(?:号单元|单元|号楼|楼栋|栋楼|幢楼|号院|#楼|门洞|门(?![面市])|房(?!子)|[栋幢座室户号之附院楼排层#梯])"
_AFTER_NUMBER = re.compile(f"(?<=[0-9A-Z]){_UNITS}+")
_LEADING = re.compile("^(?:之|第|#)+")
_LAST = re.compile(r"(?<=[东南西北中左右甲乙丙丁])(?:单元|[户室门])(?=$|-)")
_SEPARATOR = re.compile(r"[\s\-‐‑–—―−_./\\·,、:;()]+")
_ZEROS = re.compile(r"(?<![0-9A-Z])0+(?=\d)")


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
    """A building's, stairwell's or door's number: 三号楼, 3栋, 03# and 3 are all 3; 12号之3 and 12-3 are 12-3."""
    text = fold(fold(label).upper())
    while (shorter := _normal_once(text)) != text:
        text = shorter
    return text


def _normal_once(text: str) -> str:
    text = all_digits(with_digits(_SEPARATOR.sub("-", text).strip("-"), _UNITS))
    text = _LEADING.sub("", _AFTER_NUMBER.sub("-", text))
    text = re.sub(r"(?<=\d)-(?=[东南西北中左右])", "", _LAST.sub("", text))
    return _ZEROS.sub("", re.sub("-+", "-", text).strip("-"))


def compound_kind(name: str) -> CompoundKind:
    """A name that ends as streets and lanes end is a street; everything else is a compound."""
    return "street" if _STREET.fullmatch(name) else "compound"


def floor_of(room: str) -> int | None:
    """The floor in a room number of three or four digits: 401 is on 4, 1102 on 11."""
    digits = re.match(r"[A-Z]?(\d{1,2})\d\d(?!\d)", room)
    return int(digits[1]) if digits and int(digits[1]) > 0 else None

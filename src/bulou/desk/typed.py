"""Typed: an address as somebody types it in haste, taken apart: "xf 3-2-401", "小府3号楼2单元401", "学背巷 12号"."""

import re
import unicodedata
from typing import Final

from msgspec import Struct

from bulou.core.territory.numerals import with_digits

_UNITS: Final = {
    "building": "号楼|号院|栋楼|幢楼|栋|幢|座|楼|#",
    "stairwell": "单元|门洞|门",
    "door": "室|户|号",
}
_UNIT: Final = "|".join(_UNITS.values())
_NUMBER: Final = r"(?<![a-z0-9])[a-z]?\d{1,5}[a-z]?(?![a-z0-9])"
_TAIL: Final = re.compile(rf"(?:第?{_NUMBER}(?:{_UNIT})?[\s\-—–_/.、,]*)+$")
_TOKEN: Final = re.compile(rf"({_NUMBER})({_UNIT})?")
_NUMERALS_BEFORE: Final = f"(?:{_UNIT}|层)"
_WRITTEN: Final = "号"
"""The one unit that stands on doors themselves: 12号 in a lane is not the beginning of 120号."""
STEPS: Final = ("building", "stairwell", "door")


class Spot(Struct, frozen=True, kw_only=True):
    """One way to understand the numbers: a building, in it a stairwell, in it a door; what is empty was not said."""

    building: str = ""
    stairwell: str = ""
    door: str = ""


class Typed(Struct, frozen=True, kw_only=True):
    """The name of a place, which may be empty, and the ways to understand the numbers, the likeliest first."""

    name: str
    spots: tuple[Spot, ...]


def typed(text: str) -> Typed:
    """What somebody may mean who typed this. A number that belongs to a name ("21世纪花园") stays with it."""
    text = with_digits(unicodedata.normalize("NFKC", text).strip().lower(), _NUMERALS_BEFORE)
    spaced = re.sub(r"(?<=[a-z]{2})(?=\d)", " ", text)  # xf3-2-401: letters of a name, not of a building
    tail = _TAIL.search(spaced)
    if not tail:
        return Typed(name=text, spots=())
    tokens = _TOKEN.findall(tail[0])
    spots = _spots([(number, _step(unit)) for number, unit in tokens], written=tokens[-1][1] == _WRITTEN)
    return Typed(name=spaced[: tail.start()].strip().removesuffix("第"), spots=spots)


def _step(unit: str) -> str:
    return next((step for step in STEPS if unit and re.fullmatch(_UNITS[step], unit)), "")


def _spots(said: list[tuple[str, str]], *, written: bool) -> tuple[Spot, ...]:
    if not 1 <= len(said) <= len(STEPS):
        return ()
    found = []
    for steps in _ways(len(said)):
        fits = all(unit in {"", step} for (_, unit), step in zip(said, steps, strict=True))
        if fits and _likely(said, steps):
            numbers = {step: number for (number, _), step in zip(said, steps, strict=True)}
            if written:
                found.append(Spot(**{**numbers, "door": f"{numbers['door']}{_WRITTEN}"}))
            found.append(Spot(**numbers))
    return tuple(found)


def _ways(numbers: int) -> tuple[tuple[str, ...], ...]:
    """The ways in which so many numbers can follow one another, from the largest place down."""
    if numbers == 1:
        return (("building",), ("door",))
    if numbers == len(STEPS):
        return (STEPS,)
    return (("building", "stairwell"), ("building", "door"), ("stairwell", "door"))


def _likely(said: list[tuple[str, str]], steps: tuple[str, ...]) -> bool:
    """A bare number of three digits is a door, never a building or stairwell; a short one after a building is not."""
    for (number, unit), step in zip(said, steps, strict=True):
        digits = len(re.sub(r"\D", "", number))
        if not unit and digits > 2 and step != "door":
            return False
    return True

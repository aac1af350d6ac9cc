"""Duplicates: doors of one compound that look like one and the same, listed twice. Only a person can say that they are.

Two rosters, a frame from memory and a roster, or two workers write one door as 401, 0401, 4-401 or 四〇一; a stairwell
framed twice is 2 and 二单元; a house of a lane is 12号 and 12号院. Other numbers are never alike, nor is 401 like 401A.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations

from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.territory.labels import normal_label


class Listing(Struct, frozen=True, kw_only=True):
    """A door as it is written down: labels of building (empty: none), stairwell or lane, and door.

    `told_apart`: doors that somebody said are others than this one.
    """

    id: Id
    compound_id: Id
    building: str = ""
    stairwell: str
    lane: bool = False
    label: str
    told_apart: frozenset[Id] = frozenset()


Likeness = tuple[Id, bool, str, str, str]
"""What doors that look alike share: compound, lane or not, building, stairwell or lane, door."""


def likeness(door: Listing) -> Likeness:
    """What is left of a door when its way of writing is taken off; a number that repeats its stairwell loses it."""
    building = normal_label(door.building)
    stairwell = _without(building, normal_label(door.stairwell))
    whole = f"{building}-{stairwell}" if building else stairwell
    number = normal_label(door.label)
    shorter = _without(whole, number)
    if shorter == number:
        shorter = _without(stairwell, number)
    return door.compound_id, door.lane, building, stairwell, shorter


def duplicates(doors: Iterable[Listing]) -> list[tuple[Id, Id]]:
    """Every pair of doors that look alike and were not told apart, the smaller id first; sorted."""
    alike: dict[Likeness, dict[Id, Listing]] = {}
    for door in doors:
        alike.setdefault(likeness(door), {})[door.id] = door
    return sorted(pair for some in alike.values() if len(some) > 1 for pair in _pairs(some))


def _pairs(some: dict[Id, Listing]) -> Iterator[tuple[Id, Id]]:
    for one, other in combinations(sorted(some), 2):
        if other not in some[one].told_apart and one not in some[other].told_apart:
            yield one, other


def _without(before: str, text: str) -> str:
    """The text without what stands before it anyway: 4-401 in stairwell 4 is 401; it never becomes nothing."""
    rest = text.removeprefix(before) if before else text
    if rest == text or not rest.strip("-"):
        return text
    # 12 is not 2 in stairwell 1: digits that follow digits are one number.
    return rest.lstrip("-") if rest.startswith("-") or not before[-1].isdigit() else text

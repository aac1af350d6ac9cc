"""Counterparts: the door of the register that a roster means although one of them leaves the stairwell unsaid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from bulou.rosters.places import PlaceKey
from bulou.rosters.register import KnownDoor, Register

SEVERAL: Final = "several"
_SHOP: Final = re.compile("^(?:门面房?|商铺|商用房?|商业房?|门市房?|铺面房?|店面|网点房?|底商)")


class _Room(NamedTuple):
    compound: str
    building: str
    room: str


def _room(key: PlaceKey) -> _Room:
    """The door within its building; a shop is a shop whatever it is called."""
    return _Room(key.compound, key.building, _SHOP.sub("底商", key.room))


class Counterparts:
    """Looks a roster's doors up in the register: framed from memory, or listed by somebody who counts otherwise.

    A door without its stairwell is the one of that number in its building; where several stairwells have the number,
    nobody can say which. A door with a stairwell is the one in a building that was not divided, if the roster has that
    number there only once.
    """

    def __init__(self, register: Register, keys: Iterable[PlaceKey]) -> None:
        self._register = register
        self._wanted = Counter(_room(key) for key in set(keys) if key.building)
        self._known: dict[_Room, dict[str, KnownDoor]] = {}
        for key, door in register.doors.items():
            if (room := _room(key)) in self._wanted:
                self._known.setdefault(room, {})[key.stairwell] = door

    def of(self, key: PlaceKey) -> KnownDoor | Literal["several"] | None:
        """The door itself, SEVERAL when it may be one of several, None when the register has none like it."""
        if (known := self._register.doors.get(key)) is not None:
            return known
        there = self._known.get(_room(key), {})
        if not there or self._wanted[_room(key)] > 1:
            return None
        if not key.stairwell:
            return next(iter(there.values())) if len(there) == 1 else SEVERAL
        return there.get("") or (there.get("底商") if len(there) == 1 else None)

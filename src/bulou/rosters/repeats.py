"""A repeat: door numbers that come round with other households, since nobody wrote the building or the stairwell."""

from __future__ import annotations

from collections.abc import Sequence

from bulou.rosters.lines import Line
from bulou.rosters.places import PlaceKey

NO_BUILDING = "no_building"
# Fewer doors than these prove nothing: two families may share a flat.
_FEWEST = 4


def hold_repeats(lines: Sequence[Line]) -> None:
    """Hold the lines of a staircase most of whose doors come round again: 101 … 302, 101 … 302 are two staircases.

    To read them as one would pile several households behind each door and lose the other doors.
    """
    staircases: dict[PlaceKey, list[Line]] = {}
    for line in lines:
        if line.place is not None and line.place.kind == "compound":
            staircases.setdefault(line.place.key()._replace(room=""), []).append(line)
    for staircase in staircases.values():
        if _comes_round(staircase):
            for line in staircase:
                line.cell = line.cell or (line.place.room if line.place else "")
                line.place, line.reason = None, NO_BUILDING


def _comes_round(lines: Sequence[Line]) -> bool:
    """Whether most doors are left for another door and met again with another household."""
    met: dict[str, set[str]] = {}
    again: set[str] = set()
    before = ""
    for line in lines:
        if line.place is None or not line.own_place or not (line.head or line.starts or line.count is not None):
            continue
        room, household = line.place.room, line.household
        if room != before and room in met and household and household not in met[room]:
            again.add(room)
        met.setdefault(room, set()).add(household)
        before = room
    return len(met) >= _FEWEST and len(again) * 2 > len(met)

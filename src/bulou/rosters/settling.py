"""Settling: what a person says about a row that could not be placed - its door, or why it is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal, get_args

from msgspec import Struct

from bulou.rosters.address import parse_address
from bulou.rosters.lines import Line
from bulou.rosters.places import Place, PlaceKey
from bulou.rosters.placing import NO_ROOM, placed
from bulou.rosters.verdicts import RowVerdict

Why = Literal["moved_away", "not_ours", "double", "no_data", "other"]
WHYS: Final[tuple[Why, ...]] = get_args(Why)
"""Why a row is left out."""


class Settled(Struct, frozen=True, kw_only=True):
    """The door as a person wrote it, or why the row is left out."""

    door: str = ""
    why: str = ""


Settlements = Mapping[str, Settled]
"""By `row_key`."""
StateOf = Callable[[Line], str]
"""What became of a row when it was met before: "" (never met), open, imported, skipped, undone."""


def row_key(sheet: str, row: int) -> str:
    """Names one row of a file."""
    return f"{row} {sheet}"


def place_in(text: str) -> Place | str:
    """The door that a person wrote as people say it (水利小区 3-2-401), or the reason why it is none."""
    return placed(parse_address(text))


def words_of(key: PlaceKey) -> str:
    """A door in words that `place_in` reads as the same door; '' where there are none."""
    inside = [part for part in (key.building, key.stairwell) if part]
    for text in (
        f"{key.compound} {'-'.join([*inside, key.room])}",
        f"{key.compound}{key.building}号楼{key.room}",
        f"{key.compound}{key.stairwell}单元{key.room}",
        f"{key.compound}{key.room}号",
    ):
        place = place_in(text)
        if not isinstance(place, str) and place.key() == key:
            return text
    return ""


def settle(
    items: list[Line | RowVerdict], settled: Settlements, before: StateOf
) -> tuple[list[Line | RowVerdict], list[Line]]:
    """The items with what people said about them, now (`settled`) or when the row was met before; and the lines that
    were left out. Who stands below a held row goes where that row goes.
    """
    found: list[Line | RowVerdict] = []
    left_out: list[Line] = []
    above: Line | None = None
    for item in items:
        if isinstance(item, RowVerdict):
            found.append(item)
            above = None
            continue
        if item.reason == "follows_held" and above is not None and above.settled:
            item.place, item.reason, item.settled = above.place, above.reason, above.settled
        verdict = _settled(item, settled.get(row_key(item.sheet, item.row)), before)
        if verdict is not None and verdict.kind == "ignored":
            left_out.append(item)
        found.append(verdict or item)
        above = item
    return found, left_out


def _settled(line: Line, said: Settled | None, before: StateOf) -> RowVerdict | None:
    """Puts a line where a person said; the verdict of one that is left out or was settled before."""
    if said is not None and (said.why or said.door):
        place = place_in(said.door) if said.door else NO_ROOM
        line.settled = said.why or ("" if isinstance(place, str) else "door")
        if not isinstance(place, str) and not said.why:
            line.place, line.reason, line.own_place = place, "", True
    if line.settled in WHYS:
        return RowVerdict(line.sheet, line.row, "ignored", "skipped", None, line.cell)
    if line.place is None and line.reason != "follows_held":
        state = before(line)
        if state == "skipped":
            return RowVerdict(line.sheet, line.row, "ignored", "skipped", None, line.cell)
        if state == "imported":
            return RowVerdict(line.sheet, line.row, "matched", "settled_before", None, line.cell)
    return None


def candidates(cell: str, doors: Mapping[str, Sequence[PlaceKey]], most: int = 6) -> list[str]:
    """Doors of the register that a cell may mean, in words: those that end as it does. `doors`: by room."""
    parts = parse_address(cell)
    numbers = [n for n in (parts.building, parts.stairwell, *parts.loose, parts.number) if n]
    if not numbers:
        return []
    said = PlaceKey("", "", "", numbers[-1])
    place = place_in(f"某小区 {cell}") if not parts.compound else place_in(cell)
    key = said if isinstance(place, str) else place.key()
    fits = [
        one
        for one in doors.get(key.room, ())
        if (not key.building or one.building == key.building) and (not key.stairwell or one.stairwell == key.stairwell)
    ]
    near = [one for one in fits if parts.compound and parts.compound in one.compound] or fits
    return [words for one in near[:most] if (words := words_of(one))]

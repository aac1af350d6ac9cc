"""What follows from sheets: how doors are spread over them, and the figures of what is out, back and typed in."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol, TypeVar

from bulou.core.kernel.ids import Id

ROWS: Final = 34
"""Doors on one sheet: a leaf of A4 printed on both sides, so that one number is one piece of paper."""

COUNTS: Final = ("sheets_issued", "sheets_back", "sheets_unentered", "sheets_still_out", "sheets_void")
"""Given out; back on the desk; of these not typed in; not back; void. Issued = back + still out + void."""


class Placed(Protocol):
    """A door with the stairwell and the community that it lies in."""

    @property
    def stairwell_id(self) -> Id: ...
    @property
    def community_id(self) -> Id: ...


D = TypeVar("D", bound=Placed)


def sheets_of(doors: Iterable[D], *, rows: int = ROWS) -> list[list[D]]:
    """Doors in walking order, spread over sheets of at most `rows`; no sheet leaves its community.

    A stairwell that fits on one sheet is not torn over two: whoever climbs it should carry one leaf.
    """
    sheets: list[list[D]] = []
    for stairwell in _runs(doors):
        fits = bool(sheets) and len(sheets[-1]) + len(stairwell) <= rows
        if fits and sheets[-1][-1].community_id == stairwell[0].community_id:
            sheets[-1] += stairwell
        else:
            sheets += [stairwell[begin : begin + rows] for begin in range(0, len(stairwell), rows)]
    return sheets


def _runs(doors: Iterable[D]) -> list[list[D]]:
    """Neighbours of one stairwell."""
    runs: list[list[D]] = []
    for door in doors:
        if runs and runs[-1][-1].stairwell_id == door.stairwell_id:
            runs[-1].append(door)
        else:
            runs.append([door])
    return runs


def paper_figures(stages: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The figures of sheets from how many of them are at each stage: "14 out, 13 back, 1 not typed in"."""
    at: Sequence[Mapping[str, int]] = list(stages)
    out, back, entered, void = (sum(one.get(stage, 0) for one in at) for stage in ("out", "back", "entered", "void"))
    return {
        "sheets_issued": out + back + entered + void,
        "sheets_back": back + entered,
        "sheets_unentered": back,
        "sheets_still_out": out,
        "sheets_void": void,
    }

"""Framing as phone and server agreed on it: the ids, labels and walking order of doors framed at a door."""

from __future__ import annotations

from typing import Any

from bulou.core.kernel.ids import Id
from bulou.core.territory.framing.frame import Frame, Houses
from bulou.core.territory.framing.ids import framed_id
from bulou.core.territory.numbering import sort_of

BUILDING: Id = "016fee98f8007001971a4e3bb4c5c380"
COMPOUND: Id = "016fee98f800700199c4a4638522233f"
LABELS = ("101", "0101", "12号", "12号之3", "底商", "1A")
LANE: Id = "016fee98f800700199da499d40d5a838"


def document() -> dict[str, Any]:
    """Stairwells by their shape, houses of lanes by their numbers, and the order of labels."""
    return {
        "stairwells": [
            _stairwell("5", lowest=1, highest=6, landing=2, padded=False),
            _stairwell("05", lowest=1, highest=6, landing=2, padded=True),
            _stairwell("12", lowest=2, highest=11, landing=4, padded=False),
        ],
        "houses": [_houses(21, 37, "odd"), _houses(2, 10, "even"), _houses(7, 9, "all")],
        "lanes": [{"compound": COMPOUND, "label": "东巷", "id": framed_id("lane", parent=COMPOUND, label="东巷")}],
        "order": [{"label": label, "sort": sort_of(label)} for label in LABELS],
    }


def _stairwell(label: str, *, lowest: int, highest: int, landing: int, padded: bool) -> dict[str, Any]:
    stairwell = framed_id("stairwell", parent=BUILDING, label=label)
    frame = Frame(
        buildings=("1",), stairwells=(label,), floors=tuple(range(lowest, highest + 1)), landing=landing,
        numbering="padded" if padded else "floor",
    )  # fmt: skip
    shape = {"lowest": lowest, "highest": highest, "landing": landing, "padded": padded}
    return {"building": BUILDING, "label": label, **shape, "id": stairwell, "doors": _doors(stairwell, frame)}


def _houses(first: int, last: int, side: str) -> dict[str, Any]:
    wanted = {"odd": (1,), "even": (0,), "all": (0, 1)}[side]
    numbers = tuple(number for number in range(first, last + 1) if number % 2 in wanted)
    return {"lane": LANE, "first": first, "last": last, "side": side, "doors": _doors(LANE, Houses(numbers=numbers))}


def _doors(parent: Id, frame: Frame | Houses) -> list[dict[str, Any]]:
    return [
        {
            "id": framed_id("dwelling", parent=parent, label=door.label),
            "label": door.label,
            "floor": door.floor,
            "sort": sort_of(door.label),
        }
        for door in frame.doors()
    ]

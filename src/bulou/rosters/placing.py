"""Placing: what several cells of a row say of a place, joined into one door or into the reason why it cannot be."""

from __future__ import annotations

import re

from bulou.rosters.address import Parts
from bulou.rosters.places import Place, compound_kind, floor_of, normal_label

_ZONE = re.compile(r"[A-Z\d一二三四五六七八九十东南西北中]+(?:号?[区期院])")
NO_COMPOUND = "no_compound"
NO_ROOM = "no_room"
CONTRADICTORY = "contradictory"


def joined(higher: Parts, lower: Parts) -> Parts | None:
    """Both texts as one; None when they name different buildings, stairwells or house numbers."""
    for name in ("building", "stairwell", "number"):
        a, b = getattr(higher, name), getattr(lower, name)
        if a and b and normal_label(a) != normal_label(b):
            return None
    return Parts(
        compound=_compound(higher.compound, lower.compound),
        community=lower.community or higher.community,
        building=lower.building or higher.building,
        stairwell=lower.stairwell or higher.stairwell,
        floor=lower.floor or higher.floor,
        number=lower.number or higher.number,
        subs=higher.subs + lower.subs,
        loose=higher.loose + lower.loose,
        shop=higher.shop or lower.shop,
    )


def _compound(higher: str, lower: str) -> str:
    """A zone (A区, 二期) in a column of its own is part of the compound's name."""
    return higher + lower if higher and _ZONE.fullmatch(lower) else lower or higher


def placed(parts: Parts, *, building: str = "", stairwell: str = "") -> Place | str:
    """The door, or a reason code. `building` and `stairwell` come from a heading above and fill what is not said."""
    if not parts.compound:
        return NO_COMPOUND
    if compound_kind(parts.compound) == "street" and _is_lane_house(parts, building):
        return _lane_house(parts)
    return _flat(parts, building, stairwell)


def _is_lane_house(parts: Parts, building: str) -> bool:
    """On a street a number is a house unless stairwells or room numbers of three digits follow it."""
    if parts.building or parts.stairwell:
        return len(parts.loose) + bool(parts.stairwell) < 2 and not any(_is_room(n) for n in parts.loose)
    return not building


def _lane_house(parts: Parts) -> Place | str:
    given = (parts.number or parts.building, parts.building if parts.number else "", parts.stairwell)
    numbers = [n for n in given if n] + parts.loose
    if not numbers:
        return NO_ROOM
    numbers += parts.subs
    return Place(parts.compound, "street", None, None, _house_label(numbers), None)


def _house_label(numbers: list[str]) -> str:
    main, *subs = numbers
    label = f"{main}号" if main[-1].isdigit() else main
    return label + "".join(f"之{s}" if s[0].isdigit() else s for s in subs)


def _flat(parts: Parts, building: str, stairwell: str) -> Place | str:
    parts = parts.copy()
    if parts.number:
        _number_into_building(parts)
    if not parts.building and building and len(parts.loose) < 3:
        parts.building = building
        parts.stairwell = parts.stairwell or ("" if len(parts.loose) > 1 else stairwell)
    elif not (parts.building or parts.stairwell) and len(parts.loose) == 1:
        parts.stairwell = stairwell
    fits = _spread(parts)
    if not fits:
        return CONTRADICTORY
    if not parts.loose:
        return _numbered_house(parts)
    room = _with_floor("-".join(parts.loose), parts.floor)
    kind = compound_kind(parts.compound)
    floor = int(parts.floor) if parts.floor.isdigit() else floor_of(room)
    return Place(parts.compound, kind, parts.building or None, parts.stairwell or None, room, floor)


def _number_into_building(parts: Parts) -> None:
    """In a compound, 3号 before a stairwell or a room is a building; alone it is a house."""
    if parts.stairwell or parts.loose or any(len(s) >= 3 and s[:3].isdigit() for s in parts.subs):
        if not parts.building:
            parts.building = parts.number
        else:
            parts.loose.insert(0, parts.number)
        parts.loose.extend(parts.subs)
        parts.number, parts.subs = "", []


def _numbered_house(parts: Parts) -> Place | str:
    if not parts.number:
        if parts.subs and parts.building and not parts.stairwell:
            parts.number, parts.building = parts.building, ""
        elif parts.subs and not parts.stairwell:
            return Place(parts.compound, compound_kind(parts.compound), None, None, f"附{'-'.join(parts.subs)}号", None)
        else:
            return NO_ROOM
    label = _house_label([parts.number, *parts.subs])
    kind = compound_kind(parts.compound)
    return Place(parts.compound, kind, parts.building or None, parts.stairwell or None, label, None)


def _spread(parts: Parts) -> bool:
    """Give the loose numbers before the room to building and stairwell; False when they contradict what is said."""
    loose = parts.loose
    if parts.building and len(loose) >= 3:
        if normal_label(loose[0]) != normal_label(parts.building):
            return parts.stairwell == ""
        del loose[0]
    if not parts.building and not parts.stairwell and len(loose) >= 2 and not _is_room(loose[0]):
        parts.building = loose.pop(0)
    if len(loose) >= 2 and not _is_room(loose[0]) and _starts_stairwell(loose, parts):
        if parts.stairwell and normal_label(parts.stairwell) != normal_label(loose[0]):
            return False
        parts.stairwell = loose.pop(0)
    return True


def _starts_stairwell(loose: list[str], parts: Parts) -> bool:
    return bool(parts.building or parts.stairwell) and (len(loose) > 2 or _is_room(loose[1]) or not parts.stairwell)


def _is_room(number: str) -> bool:
    return sum(c.isdigit() for c in number) >= 3


def _with_floor(room: str, floor: str) -> str:
    if not floor or floor_of(room) is not None:
        return room
    return f"{floor}{int(room):02}" if room.isdigit() else f"{floor}层{room}"

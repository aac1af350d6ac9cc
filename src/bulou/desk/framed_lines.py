"""Framed lines: what each line makes, drawn as it would stand, or what is missing in it."""

from collections.abc import Container, Sequence
from itertools import groupby

from msgspec import Struct

from bulou.core.territory.framing.frame import Frame, Houses
from bulou.desk.days import time_words
from bulou.desk.page import Page
from bulou.desk.places import building_name, stairwell_name
from bulou.projections.views.listed_by import listed_by
from bulou.projections.views.people import names
from bulou.rosters.framing import Framing, Line
from bulou.rosters.places import Place, PlaceKey
from bulou.rosters.register import WHOLE_BUILDING


class Storey(Struct, frozen=True, kw_only=True):
    """One floor of a stairwell as it would stand: labels from left to right, each with what becomes of it."""

    floor: int | None
    doors: list[tuple[str, str]]


class Stairs(Struct, frozen=True, kw_only=True):
    """A stairwell or a row of houses as it would stand."""

    name: str
    lane: bool
    storeys: list[Storey]


class Read(Struct, frozen=True, kw_only=True):
    """A line as the page shows it: what it makes, or what is missing in it."""

    line: Line
    faults: list[str]
    shape: str
    building: str
    more: int
    stairs: list[Stairs]
    by: str


def shown(here: Page, found: Framing) -> list[Read]:
    """Every line as it was read, with its doors as they would stand."""
    by_door = listed_by(here.scope, [line.known[0] for line in found.lines if line.known])
    who = names(here.scope, {one.author_id for one in by_door.values()})
    reads = []
    for line in found.lines:
        if line.heads and not line.codes:
            continue
        first = by_door.get(line.known[0]) if line.known else None
        by = ""
        if first is not None:
            at = time_words(first.at, now=here.now, zone=here.region.zone, language=here.language)
            by = here.word("frame.by", name=who.get(first.author_id, here.word("frame.somebody")), at=at)
        reads.append(_read(here, line, found, by))
    return reads


def _read(here: Page, line: Line, found: Framing, by: str) -> Read:
    buildings = line.frame.buildings if isinstance(line.frame, Frame) else ()
    one = [place for place in line.places if place.building == (buildings[0] if buildings else None)]
    return Read(
        line=line,
        faults=[here.word(f"frame.fault.{code}", words=line.words) for code in line.codes],
        shape="" if line.codes else _shape(here, line),
        building=building_name(buildings[0], here.language) if buildings else "",
        more=max(len(buildings) - 1, 0),
        stairs=[] if line.codes else _stairs(here, one, line.shops, found),
        by=by,
    )


def _shape(here: Page, line: Line) -> str:
    """What a line makes, in words: 4 stairwells of 6 floors, 2 doors on each."""
    match line.frame:
        case Houses(numbers=numbers):
            return here.word("frame.houses", n=len(numbers))
        case Frame(buildings=buildings, floors=()):
            return here.word("frame.known_buildings", n=len(buildings))
        case Frame() as shape:
            return here.word(
                "frame.shape" if len(shape.buildings) == 1 else "frame.shapes", n=len(shape.buildings),
                stairwells=len(shape.stairwells), floors=len(shape.floors), landing=shape.landing,
            )  # fmt: skip
    return here.word("frame.known_place")


def _stairs(here: Page, places: Sequence[Place], shops: Container[PlaceKey], found: Framing) -> list[Stairs]:
    known = {key: door for share in found.shares for key, door in share.matched.register.doors.items()}

    def cell(place: Place) -> tuple[str, str]:
        door = known.get(place.key())
        what = "new" if door is None else "back" if door.withdrawn else "known"
        return place.room, f"{what} shop" if place.key() in shops else what

    drawn = []
    for label, some in groupby(places, key=lambda place: place.stairwell or ""):
        inside = list(some)
        lane = inside[0].floor is None
        floors = {place.floor for place in inside}
        storeys = [
            Storey(floor=floor, doors=[cell(place) for place in inside if place.floor == floor])
            for floor in sorted(floors, key=lambda one: -(one or 0))
        ]
        name = inside[0].compound if lane else stairwell_name(label or WHOLE_BUILDING, here.language)
        drawn.append(Stairs(name=name, lane=lane, storeys=storeys))
    return drawn

"""Lights: the window list of a compound to print for the evening, and which windows were seen lit (数灯单)."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from django.http import HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id, is_id
from bulou.core.kernel.instants import Instant, working_day
from bulou.core.visits.again import WINDOWS
from bulou.desk.page import Page, page
from bulou.projections.read import read
from bulou.projections.standing import round_of
from bulou.projections.views.doors import DoorFilter, DoorRow, Doors
from bulou.projections.views.territory import Compounds

MOST: Final = 5000


class Window(Struct, frozen=True, kw_only=True):
    """A door as a window: worth looking up to, and whether it was seen lit this evening."""

    door: DoorRow
    worth: bool
    lit: bool


class Floor(Struct, frozen=True, kw_only=True):
    """The windows of one floor, left to right; None: a lane has no floors."""

    floor: int | None
    windows: list[Window]


class Stairwell(Struct, frozen=True, kw_only=True):
    """One stairwell or lane from the top down, as one looks up to it."""

    place: DoorRow
    floors: list[Floor]
    worth: int
    lit: int


@page()
def lights(here: Page) -> HttpResponse:
    """Choose a compound; its stairwells come as a sheet with boxes to tick."""
    compounds = read(here.scope, Compounds())
    asked = here.request.GET.get("compound", "")
    chosen = next((row for row in compounds if row.id == asked), None) if is_id(asked) else None
    current = round_of(here.scope)
    places: list[Stairwell] = []
    if chosen and current:
        where = DoorFilter(round_id=current.id, among="listed", compound=chosen.id)
        places = _stairwells(here, read(here.scope, Doors(where=where, limit=MOST)))
    context = {
        "compounds": compounds,
        "chosen": chosen,
        "places": places,
        "worth": sum(place.worth for place in places),
        "lit": sum(place.lit for place in places),
    }
    return here.render("desk/lights.html", context)


def _stairwells(here: Page, doors: Sequence[DoorRow]) -> list[Stairwell]:
    found = []
    for _, some in groupby(doors, key=_stairwell_of):
        row = list(some)
        windows = [_window(here, door) for door in row]
        found.append(
            Stairwell(
                place=row[0],
                floors=_floors(windows),
                worth=sum(one.worth for one in windows),
                lit=sum(one.lit for one in windows),
            )
        )
    return [place for place in found if place.worth]


def _stairwell_of(door: DoorRow) -> Id:
    return door.stairwell_id


def _window(here: Page, door: DoorRow) -> Window:
    return Window(door=door, worth=door.state in WINDOWS, lit=_tonight(here, door.lit_at))


def _tonight(here: Page, at: Instant | None) -> bool:
    zone = here.region.zone
    return at is not None and working_day(at, zone) == working_day(here.at, zone)


def _floors(windows: Sequence[Window]) -> list[Floor]:
    by_floor: dict[int | None, list[Window]] = {}
    for window in windows:
        by_floor.setdefault(window.door.floor, []).append(window)
    order = sorted(by_floor, key=lambda floor: -(floor or 0))
    return [Floor(floor=floor, windows=by_floor[floor]) for floor in order]

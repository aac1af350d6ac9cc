"""Territory: communities with their compounds, and a compound or stairwell drawn as it stands, door by door."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from django.http import Http404, HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id, is_id
from bulou.desk.days import time_words
from bulou.desk.doors import owners_of
from bulou.desk.page import Page, page
from bulou.desk.places import building_name, stairwell_name
from bulou.desk.rounds import round_name
from bulou.projections.read import read
from bulou.projections.standing import round_of
from bulou.projections.views.chain import OnDuty, on_duty
from bulou.projections.views.doors import DoorFilter, TriggeredDoorRow, TriggeredDoors
from bulou.projections.views.figures import Unframed, figures
from bulou.projections.views.listed_by import listed_by
from bulou.projections.views.people import names
from bulou.projections.views.territory import Communities, CompoundRow, Compounds


class Listed(Struct, frozen=True, kw_only=True):
    """A compound with its figures; None: nobody has listed a door in it. `unframed`: its buildings without a door."""

    compound: CompoundRow
    figures: dict[str, int] | None
    unframed: list[str]


class Storey(Struct, frozen=True, kw_only=True):
    """One floor of a stairwell, its doors from left to right."""

    floor: int | None
    doors: list[TriggeredDoorRow]


class Stairwell(Struct, frozen=True, kw_only=True):
    """A stairwell or lane as it stands: floors from the top down, or houses in walking order."""

    id: Id
    name: str
    lane: bool
    storeys: list[Storey]
    widest: int
    owners: list[tuple[Id, str]]
    owed: int
    eligible: int
    framed: str = ""


class Block(Struct, frozen=True, kw_only=True):
    """A building with its stairwells; without a name: the lanes of a compound."""

    id: Id | None
    name: str
    stairwells: list[Stairwell]


@page()
def places(here: Page) -> HttpResponse:
    """Every compound and street of the scope with its figures; `only=unframed` leaves those without any door."""
    current = round_of(here.scope)
    by_compound = figures(here.scope, level="compound", round_id=current.id if current else None)
    unframed = read(here.scope, Unframed())
    empty = {row.id for row in unframed if row.building is None}
    without_doors: dict[Id, list[str]] = {}
    for row in unframed:
        if row.building is not None:
            without_doors.setdefault(row.compound_id, []).append(building_name(row.building, here.language))
    only, wanted = here.request.GET.get("only", ""), here.request.GET.get("community", "")
    compounds = read(here.scope, Compounds())
    groups = []
    for community in read(here.scope, Communities()):
        rows = [
            Listed(
                compound=row,
                figures=None if row.id in empty else by_compound.get(row.id),
                unframed=without_doors.get(row.id, []),
            )
            for row in compounds
            if row.community_id == community.id and (row.id in by_compound or row.id in empty)
        ]
        shown = [row for row in rows if only != "unframed" or row.compound.id in empty or row.unframed]
        if shown and wanted in {"", community.id}:
            groups.append((community, shown))
    context = {"groups": groups, "only": only, "unframed": len(unframed), "may_frame": here.may("import")}
    return here.render("desk/places.html", context)


@page()
def compound(here: Page, compound_id: str) -> HttpResponse:
    """One compound: its buildings side by side, every stairwell a matrix of doors."""
    return _drawn(here, compound=compound_id)


@page()
def stairwell(here: Page, stairwell_id: str) -> HttpResponse:
    """One stairwell or lane."""
    return _drawn(here, stairwell=stairwell_id)


@page()
def building(here: Page, building_id: str) -> HttpResponse:
    """One building: its stairwells side by side."""
    return _drawn(here, building=building_id)


def _drawn(here: Page, *, compound: Id = "", building: Id = "", stairwell: Id = "") -> HttpResponse:
    if not is_id(compound or building or stairwell):
        raise Http404
    current = round_of(here.scope)
    where = DoorFilter(
        round_id=current.id if current else None,
        among="listed",
        compound=compound,
        building=building,
        stairwell=stairwell,
    )
    doors = read(here.scope, TriggeredDoors(where=where), purpose="matrix", now=here.now)
    if not doors:
        return _empty(here, compound)
    context = {
        "place": doors[0],
        "one": bool(stairwell),
        "building": bool(building),
        "title": _title(here, doors[0], building=bool(building)),
        "may_post": here.may("post_people"),
        "may_name": here.may("list_places"),
        "area": f"stairwell:{stairwell}",
        "round_name": round_name(current, here.language) if current else "",
        "blocks": blocks(here, doors, on_duty(here.scope, at=here.at), framed_by(here, doors)),
        "listed": len(doors),
        "closed": sum(door.closed for door in doors),
        "owed": sum(_owed(door) for door in doors),
    }
    return here.render("desk/matrix.html", context)


def _title(here: Page, door: TriggeredDoorRow, *, building: bool) -> str:
    return f"{door.compound} {building_name(door.building or '', here.language)}" if building else door.compound


def _empty(here: Page, compound: Id) -> HttpResponse:
    known = [row for row in read(here.scope, Unframed()) if row.id == compound]
    if not known:
        raise Http404
    return here.render("desk/unframed.html", {"compound": known[0], "may_frame": here.may("import")})


def blocks(
    here: Page, doors: Sequence[TriggeredDoorRow], duty: OnDuty, framed: Mapping[Id, str] | None = None
) -> list[Block]:
    """Doors in walking order as buildings of stairwells of floors; `framed` says of a stairwell who framed it."""
    drawn = []
    for building_id, of_building in groupby(doors, key=lambda door: door.building_id):
        inside = list(of_building)
        name = building_name(inside[0].building, here.language) if inside[0].building else ""
        stairwells = [
            _stairwell(here, list(some), duty, framed or {})
            for _, some in groupby(inside, key=lambda door: door.stairwell_id)
        ]
        drawn.append(Block(id=building_id, name=name, stairwells=stairwells))
    return drawn


def _stairwell(here: Page, doors: list[TriggeredDoorRow], duty: OnDuty, framed: Mapping[Id, str]) -> Stairwell:
    first = doors[0]
    lane = first.stairwell_kind == "lane"
    storeys = [Storey(floor=None, doors=doors)] if lane else _storeys(doors)
    return Stairwell(
        id=first.stairwell_id,
        name=first.stairwell if lane else stairwell_name(first.stairwell, here.language),
        lane=lane,
        storeys=storeys,
        widest=max(len(storey.doors) for storey in storeys),
        owners=owners_of(first, duty),
        owed=sum(_owed(door) for door in doors),
        eligible=sum(not door.out_of_scope for door in doors),
        framed=framed.get(first.stairwell_id, ""),
    )


def framed_by(here: Page, doors: Sequence[TriggeredDoorRow]) -> dict[Id, str]:
    """By stairwell: by whom and when it was framed, at the desk or at the door; its first door speaks for all."""
    first: dict[Id, Id] = {}
    for door in doors:
        if door.source == "framed":
            first.setdefault(door.stairwell_id, door.id)
    said = listed_by(here.scope, first.values())
    who = names(here.scope, {one.author_id for one in said.values()}) if said else {}
    words = {}
    for stairwell_id, door_id in first.items():
        if (one := said.get(door_id)) is not None:
            at = time_words(one.at, now=here.now, zone=here.region.zone, language=here.language)
            name = who.get(one.author_id, here.word("frame.somebody"))
            words[stairwell_id] = here.word("frame.at_door" if one.device_id else "frame.at_desk", name=name, at=at)
    return words


def _storeys(doors: list[TriggeredDoorRow]) -> list[Storey]:
    floors = sorted({door.floor for door in doors}, key=lambda floor: -1000 if floor is None else floor, reverse=True)
    return [Storey(floor=floor, doors=[door for door in doors if door.floor == floor]) for floor in floors]


def _owed(door: TriggeredDoorRow) -> bool:
    return not door.closed and not door.out_of_scope

"""Grids: what each holds and who owns it, a balanced division as a proposal, and stairwells moved by hand."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from msgspec import Struct, structs

from bulou.core.kernel.ids import Id, is_id
from bulou.core.people.roles import OWNS_DOORS
from bulou.core.planning.division import Stretch, divide, serpentine
from bulou.core.planning.redrawing import doors_by_grid, kept_grids
from bulou.core.territory.facts import GridDrawn, StairwellAssigned
from bulou.desk.boundaries import boundary
from bulou.desk.page import Page, page
from bulou.intake.said import Saying, new_id
from bulou.intake.say import say
from bulou.projections.read import read
from bulou.projections.views.people import names, posts_at
from bulou.projections.views.register import ListedStairwellRow, ListedStairwells
from bulou.projections.views.territory import Communities, CommunityRow, GridRow, Grids

MOST_GRIDS = 200
NEW_GRID = "new"


class GridLine(Struct, frozen=True, kw_only=True):
    """One grid as the page shows it; `grid` is None for what lies in no grid, `upto` the doors up to here."""

    number: int | None
    grid: GridRow | None
    stairwells: tuple[ListedStairwellRow, ...]
    boundary: str
    doors: int
    persons: int
    upto: int
    owners: tuple[str, ...] = ()


@page(right="draw_grids")
def grids(here: Page) -> HttpResponse:
    """Every community with its grids."""
    owners = _owners(here)
    sections = []
    for community in read(here.scope, Communities()):
        stairwells = read(here.scope, ListedStairwells(community_id=community.id))
        lines = _lines(here, _grids_of(here, community.id), stairwells, owners)
        if stairwells or here.scope.whole_region:
            sections.append({"community": community, **_shown(lines)})
    return here.render("desk/grids.html", {"sections": sections})


@page(right="draw_grids", methods=("GET", "POST"))
def community_grids(here: Page, community_id: Id) -> HttpResponse:
    """One community: a proposal for `into` grids, or its stairwells with their grids; a POST accepts or moves."""
    community = _community(here, community_id)
    stairwells = read(here.scope, ListedStairwells(community_id=community_id))
    into = _number(here.request.GET.get("into", "") or here.request.POST.get("into", ""))
    if here.request.method == "POST":
        return _accept(here, community, stairwells, into) if into else _move(here, community, stairwells)
    drawn = _grids_of(here, community_id)
    if into:
        return _proposal(here, community, stairwells, drawn, into)
    lines = _lines(here, drawn, stairwells, _owners(here))
    return here.render("desk/grids_community.html", {"community": community, "drawn": drawn, **_shown(lines)})


def _shown(lines: Sequence[GridLine]) -> dict[str, Any]:
    """The lines of a table and its sums."""
    inside = [line for line in lines if line.grid is not None or line.number is not None]
    sizes = [line.doors for line in inside]
    return {
        "lines": lines,
        "doors": sum(line.doors for line in lines),
        "persons": sum(line.persons for line in lines),
        "grids": len(inside),
        "least": min(sizes, default=0),
        "most": max(sizes, default=0),
        "outside": sum(line.doors for line in lines if line.number is None),
    }


def _proposal(
    here: Page, community: CommunityRow, stairwells: Sequence[ListedStairwellRow], drawn: Sequence[GridRow], into: int
) -> HttpResponse:
    by_id = {row.id: row for row in stairwells}
    runs = [[by_id[one] for one in run] for run in divide(stretches(stairwells), into=into)]
    numbers = _kept_grids(runs, drawn)
    lines, upto = [], 0
    for run, (number, grid) in zip(runs, numbers, strict=True):
        upto += sum(row.doors for row in run)
        lines.append(_line(here, number, grid, run, stairwells, upto))
    moved = sum(row.doors for line in lines for row in line.stairwells if row.grid_id != (line.grid and line.grid.id))
    return here.render(
        "desk/grids_proposal.html",
        {
            "community": community,
            "into": into,
            "print": _print_of(runs),
            "first": not drawn,
            "moved": moved,
            **_shown(lines),
        },
    )


def stretches(stairwells: Sequence[ListedStairwellRow]) -> list[Stretch]:
    """What is divided: every stairwell and lane with its doors and its place in the walk."""
    return [
        Stretch(
            id=row.id,
            doors=row.doors,
            compound=(row.compound_sort, row.compound),
            building=(row.building_sort or 0, row.building or ""),
            sort=row.sort,
        )
        for row in stairwells
    ]


def _kept_grids(
    runs: Sequence[Sequence[ListedStairwellRow]], drawn: Sequence[GridRow]
) -> list[tuple[int, GridRow | None]]:
    """The number of each run's grid, and the grid itself where there is one already."""
    by_id = {grid.id: grid for grid in drawn}
    taken = [doors_by_grid([(row.grid_id, row.doors) for row in run]) for run in runs]
    following = max((grid.number for grid in drawn), default=0)
    found: list[tuple[int, GridRow | None]] = []
    for grid_id in kept_grids(taken, grids=list(by_id)):
        following += grid_id is None
        found.append((by_id[grid_id].number, by_id[grid_id]) if grid_id else (following, None))
    return found


def _print_of(runs: Sequence[Sequence[ListedStairwellRow]]) -> str:
    """Tells whether what is accepted is what was shown."""
    shown = repr([[(row.id, row.doors) for row in run] for run in runs])
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def _accept(here: Page, community: CommunityRow, stairwells: Sequence[ListedStairwellRow], into: int) -> HttpResponse:
    by_id = {row.id: row for row in stairwells}
    runs = [[by_id[one] for one in run] for run in divide(stretches(stairwells), into=into)]
    if here.request.POST.get("print") != _print_of(runs):
        return here.go(here.to("grids_community", community.id, into=into), "grids.changed_meanwhile")
    sayings = []
    for run, (number, grid) in zip(runs, _kept_grids(runs, _grids_of(here, community.id)), strict=True):
        grid_id = grid.id if grid else new_id(here.now)
        if grid is None:
            sayings.append(_drawn(grid_id, community.id, number))
        sayings += [_assigned(row.id, grid_id) for row in run if row.grid_id != grid_id]
    _say(here, sayings)
    return here.go(here.to("grids"), "grids.divided", community=community.name, n=len(runs))


def _move(here: Page, community: CommunityRow, stairwells: Sequence[ListedStairwellRow]) -> HttpResponse:
    """Takes the ticked stairwells to another grid of the same community."""
    chosen = [row for row in stairwells if row.id in here.request.POST.getlist("stairwell")]
    drawn = _grids_of(here, community.id)
    target = here.request.POST.get("grid", "")
    grid = next((one for one in drawn if one.id == target), None)
    if not chosen or (grid is None and target != NEW_GRID):
        return here.go(here.to("grids_community", community.id), "grids.choose")
    number = grid.number if grid else max((one.number for one in drawn), default=0) + 1
    grid_id = grid.id if grid else new_id(here.now)
    sayings = [] if grid else [_drawn(grid_id, community.id, number)]
    sayings += [_assigned(row.id, grid_id) for row in chosen if row.grid_id != grid_id]
    _say(here, sayings)
    return here.go(here.to("grids_community", community.id), "grids.moved", n=len(chosen), number=number)


def _drawn(grid_id: Id, community_id: Id, number: int) -> Saying:
    return Saying(subject_kind="grid", subject_id=grid_id, body=GridDrawn(community_id=community_id, number=number))


def _assigned(stairwell_id: Id, grid_id: Id) -> Saying:
    return Saying(subject_kind="stairwell", subject_id=stairwell_id, body=StairwellAssigned(grid_id=grid_id))


def _say(here: Page, sayings: Sequence[Saying]) -> None:
    if sayings:
        say(sayings, region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)


def _lines(
    here: Page, drawn: Sequence[GridRow], stairwells: Sequence[ListedStairwellRow], owners: dict[Id, tuple[str, ...]]
) -> list[GridLine]:
    order = {one.id: at for at, one in enumerate(serpentine(stretches(stairwells)))}
    lines, upto = [], 0
    for grid in [*drawn, None]:
        mine = [row for row in stairwells if row.grid_id == (grid.id if grid else None)]
        if grid is None and not mine:
            continue
        upto += sum(row.doors for row in mine)
        mine.sort(key=lambda row: order[row.id])
        line = _line(here, grid.number if grid else None, grid, mine, stairwells, upto)
        lines.append(structs.replace(line, owners=owners.get(grid.id, ())) if grid else line)
    return lines


def _line(
    here: Page, number: int | None, grid: GridRow | None, run: Sequence[ListedStairwellRow],
    everything: Sequence[ListedStairwellRow], upto: int,
) -> GridLine:  # fmt: skip
    return GridLine(
        number=number,
        grid=grid,
        stairwells=tuple(run),
        boundary=boundary(here, run, everything),
        doors=sum(row.doors for row in run),
        persons=sum(row.persons for row in run),
        upto=upto,
    )


def _owners(here: Page) -> dict[Id, tuple[str, ...]]:
    """The names of those who answer for each grid now."""
    posts = [
        p
        for p in posts_at(here.scope, at=here.now)
        if p.area_kind == "grid" and p.post in OWNS_DOORS and p.on_duty_at(here.now)
    ]
    known = names(here.scope, {post.person_id for post in posts})
    found: dict[Id, tuple[str, ...]] = {}
    for post in posts:
        found[post.area_id] = (*found.get(post.area_id, ()), known.get(post.person_id, "?"))
    return found


def _grids_of(here: Page, community_id: Id) -> list[GridRow]:
    return [grid for grid in read(here.scope, Grids()) if grid.community_id == community_id]


def _community(here: Page, community_id: Id) -> CommunityRow:
    if not (is_id(community_id) and (here.scope.whole_region or community_id in here.scope.communities)):
        raise Http404
    for row in read(here.scope, Communities()):
        if row.id == community_id:
            return row
    raise Http404


def _number(text: str) -> int:
    """How many grids, or 0 when that is not said."""
    return min(int(text), MOST_GRIDS) if text.isdecimal() else 0

"""The drawing board: whole compounds, buildings and lanes ticked into a grid, with running totals against the norm."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final, get_args

import msgspec
from django.http import HttpResponse
from msgspec import Struct

from bulou.core.kernel.ids import Id
from bulou.core.planning.effort import Knock, minutes
from bulou.core.planning.norm import NORM, Measure
from bulou.desk.gridlines import assigned, drawn_as, grids_of, lines_of, owners_of_grids, say_grids, shown
from bulou.desk.page import Page
from bulou.desk.redrawing import preview, recent
from bulou.intake.said import new_id
from bulou.projections.read import read
from bulou.projections.standing import round_of
from bulou.projections.views.register import ListedStairwellRow
from bulou.projections.views.stairwells import Knocks
from bulou.projections.views.territory import CommunityRow, GridRow

NEW_GRID: Final = "new"


class Tick(Struct, frozen=True, kw_only=True):
    """Something to tick: a compound, a building, a stairwell or a lane, with its totals and the grids it lies in."""

    kind: str
    id: Id
    name: str
    doors: int
    persons: int
    minutes: int
    grids: tuple[str, ...]
    grid_id: Id | None = None
    inside: tuple["Tick", ...] = ()


def board(
    here: Page, community: CommunityRow, stairwells: Sequence[ListedStairwellRow], drawn: Sequence[GridRow]
) -> HttpResponse:
    """The board of one community."""
    spent = _minutes(here, community)
    lines = lines_of(here, drawn, stairwells, owners_of_grids(here))
    by_grid: Counter[Id | None] = Counter()
    for row in stairwells:
        by_grid[row.grid_id] += spent.get(row.id, 0)
    return here.render(
        "desk/grids_draw.html",
        {
            "community": community,
            "drawn": drawn,
            "ticks": ticks(here, stairwells, drawn, spent),
            "minutes": {grid.id: by_grid[grid.id] for grid in drawn} | {"": by_grid[None]},
            "timed": bool(spent),
            "norm": NORM,
            "measures": get_args(Measure),
            "recent": recent(here, community, stairwells, drawn),
            **shown(lines),
        },
    )


def _minutes(here: Page, community: CommunityRow) -> dict[Id, int]:
    """What each stairwell took in the round that is under way, or in the last one."""
    current = round_of(here.scope)
    if current is None:
        return {}
    rows = read(here.scope, Knocks(community=community.id, round_id=current.id))
    return minutes([Knock(**msgspec.structs.asdict(row)) for row in rows])


def ticks(
    here: Page, stairwells: Sequence[ListedStairwellRow], drawn: Sequence[GridRow], spent: Mapping[Id, int]
) -> list[Tick]:
    """Compounds of buildings of stairwells, and lanes, as the board shows them."""
    numbers: dict[Id | None, str] = {row.id: str(row.number) for row in drawn}
    found = []
    for _, group in groupby(stairwells, key=lambda row: row.compound_id):
        compound = list(group)
        inside: list[Tick] = []
        for _, some in groupby(compound, key=lambda row: row.building_id or row.id):
            rows = list(some)
            leaves = tuple(_tick("stairwell", one.id, _name(here, one), [one], numbers, spent) for one in rows)
            if rows[0].building_id is None:
                inside += leaves
            else:
                name = here.word("grids.buildings", buildings=rows[0].building)
                parts = leaves if len(leaves) > 1 else ()
                inside.append(_tick("building", rows[0].building_id, name, rows, numbers, spent, parts))
        parts = tuple(inside) if len(inside) > 1 or inside[0].inside else ()
        found.append(_tick("compound", compound[0].compound_id, compound[0].compound, compound, numbers, spent, parts))
    return found


def _name(here: Page, row: ListedStairwellRow) -> str:
    return row.label if row.kind == "lane" else here.word("place.stairwell", label=row.label)


def _tick(
    kind: str, id_: Id, name: str, rows: Sequence[ListedStairwellRow], numbers: Mapping[Id | None, str],
    spent: Mapping[Id, int], inside: tuple[Tick, ...] = (),
) -> Tick:  # fmt: skip
    return Tick(
        kind=kind,
        id=id_,
        name=name,
        doors=sum(row.doors for row in rows),
        persons=sum(row.persons for row in rows),
        minutes=sum(spent.get(row.id, 0) for row in rows),
        grid_id=rows[0].grid_id if len(rows) == 1 else None,
        grids=tuple(dict.fromkeys(numbers.get(row.grid_id, "") for row in rows)),
        inside=inside,
    )


def ticked(here: Page, stairwells: Sequence[ListedStairwellRow]) -> list[ListedStairwellRow]:
    """The stairwells and lanes that were ticked, by themselves or with their building or compound."""
    given = here.request.POST
    ids = {*given.getlist("stairwell"), *given.getlist("building"), *given.getlist("compound")}
    return [row for row in stairwells if ids & {row.id, row.building_id, row.compound_id}]


def move(here: Page, community: CommunityRow, stairwells: Sequence[ListedStairwellRow]) -> HttpResponse:
    """Shows what the ticked places would change in another grid of the same community; confirmed, says so."""
    chosen, drawn = ticked(here, stairwells), grids_of(here, community.id)
    target = here.request.POST.get("grid", "")
    grid = next((one for one in drawn if one.id == target), None)
    if not chosen or (grid is None and target != NEW_GRID):
        return here.go(here.to("grids_community", community.id), "grids.choose")
    number = grid.number if grid else max((one.number for one in drawn), default=0) + 1
    moving = [row for row in chosen if grid is None or row.grid_id != grid.id]
    if "confirm" not in here.request.POST:
        return preview(here, community, stairwells, drawn, moving, to=grid, number=number)
    grid_id = grid.id if grid else new_id(here.now)
    sayings = [] if grid else [drawn_as(grid_id, community.id, number)]
    say_grids(here, [*sayings, *(assigned(row.id, grid_id) for row in moving)])
    return here.go(here.to("grids_community", community.id), "grids.moved", n=len(moving), number=number)

"""Grid lines: what a table of grids shows of each, and what is said when grids are drawn."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct, structs

from bulou.core.kernel.ids import Id
from bulou.core.people.roles import OWNS_DOORS
from bulou.core.planning.division import Stretch, serpentine
from bulou.core.planning.norm import Measure, imbalance, measure
from bulou.core.territory.facts import GridDrawn, StairwellAssigned
from bulou.desk.boundaries import boundary
from bulou.desk.page import Page
from bulou.intake.said import Saying
from bulou.intake.say import say
from bulou.projections.read import read
from bulou.projections.views.people import names, posts_at
from bulou.projections.views.register import ListedStairwellRow
from bulou.projections.views.territory import GridRow, Grids


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

    @property
    def measure(self) -> Measure:
        """Its doors against the norm of a grid."""
        return measure(self.doors)


def shown(lines: Sequence[GridLine]) -> dict[str, Any]:
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
        "imbalance": imbalance(sizes),
        "outside": sum(line.doors for line in lines if line.number is None),
    }


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


def drawn_as(grid_id: Id, community_id: Id, number: int) -> Saying:
    """A grid of this number."""
    return Saying(subject_kind="grid", subject_id=grid_id, body=GridDrawn(community_id=community_id, number=number))


def assigned(stairwell_id: Id, grid_id: Id | None) -> Saying:
    """A stairwell goes into a grid, or into none."""
    return Saying(subject_kind="stairwell", subject_id=stairwell_id, body=StairwellAssigned(grid_id=grid_id))


def say_grids(here: Page, sayings: Sequence[Saying]) -> None:
    """Says it, if there is anything to say."""
    if sayings:
        say(sayings, region_id=here.region_id, by=here.person_id, now=here.now, zone=here.region.zone)


def lines_of(
    here: Page, drawn: Sequence[GridRow], stairwells: Sequence[ListedStairwellRow], owners: dict[Id, tuple[str, ...]]
) -> list[GridLine]:
    """Every grid of a community, and what lies in none."""
    order = {one.id: at for at, one in enumerate(serpentine(stretches(stairwells)))}
    lines, upto = [], 0
    for grid in [*drawn, None]:
        mine = [row for row in stairwells if row.grid_id == (grid.id if grid else None)]
        if grid is None and not mine:
            continue
        upto += sum(row.doors for row in mine)
        mine.sort(key=lambda row: order[row.id])
        line = line_of(here, grid.number if grid else None, grid, mine, stairwells, upto)
        lines.append(structs.replace(line, owners=owners.get(grid.id, ())) if grid else line)
    return lines


def line_of(
    here: Page, number: int | None, grid: GridRow | None, run: Sequence[ListedStairwellRow],
    everything: Sequence[ListedStairwellRow], upto: int,
) -> GridLine:  # fmt: skip
    """One grid of these stairwells."""
    return GridLine(
        number=number,
        grid=grid,
        stairwells=tuple(run),
        boundary=boundary(here, run, everything),
        doors=sum(row.doors for row in run),
        persons=sum(row.persons for row in run),
        upto=upto,
    )


def owners_of_grids(here: Page) -> dict[Id, tuple[str, ...]]:
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


def grids_of(here: Page, community_id: Id) -> list[GridRow]:
    """The grids of a community by number."""
    return [grid for grid in read(here.scope, Grids()) if grid.community_id == community_id]
